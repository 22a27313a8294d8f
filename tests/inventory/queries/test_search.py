"""One box finds a school, device or link by whatever a person has at hand."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from inventory.models.device import DeviceAddress
from inventory.models.outage import Subject
from inventory.queries.search import as_mac, search
from inventory.queries.sight import Sight
from service.database import reading, transaction
from tests import factories


@pytest.fixture
def sight(database: Engine) -> Sight:
    with transaction(database) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office, code="57010001", name="โรงเรียนบ้านห้วยไผ่")
        factories.make_link(session, site, name="NET1", circuit_no="CKT_100%")
        device = factories.make_device(
            session, site, name="core", serial="SN-77", address="10.9.8.7", chassis_mac="02:00:5e:00:00:01"
        )
        factories.make_interface(session, device, mac="02:00:5e:00:00:99")
        session.add(DeviceAddress(device_id=device.id or 0, address="172.16.31.1"))
        factories.make_asset(session, office, site, number="7440-001-0001/65", name="ตู้", serial="SN-88")
        factories.make_asset(session, office, site, number="7440-001-0002/65", serial="SN-77", device_id=device.id)
        factories.make_asset(session, factories.make_office(session), number="7440-001-0001/65")
        # The same things at another office must never be found.
        factories.make_device(session, factories.make_site(session, factories.make_office(session)), serial="SN-77")
        assert office.id is not None
        return Sight(office.id)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("ห้วยไผ่", Subject.SITE, "โรงเรียนบ้านห้วยไผ่"),
        ("5701", Subject.SITE, "โรงเรียนบ้านห้วยไผ่"),
        ("sn-77", Subject.DEVICE, "core"),
        ("10.9.8.7", Subject.DEVICE, "core"),
        ("0200.5E00.0001", Subject.DEVICE, "core"),
        ("02-00-5e-00-00-99", Subject.DEVICE, "core"),
        ("172.16.31", Subject.DEVICE, "core"),
        ("ckt_100%", Subject.LINK, "NET1"),
        ("0001/65", "asset", "ตู้"),
        ("sn-88", "asset", "ตู้"),
    ],
)
def test_it_finds_by(text: str, kind: Subject | str, name: str, database: Engine, sight: Sight) -> None:
    with reading(database) as session:
        assert [(hit.kind, hit.name) for hit in search(session, sight, text)] == [(kind, name)]


@pytest.mark.parametrize("text", ["", "x", "%%", "__", "'; drop table site; --", "ไม่มีเลย"])
def test_it_finds_nothing_by(text: str, database: Engine, sight: Sight) -> None:
    with reading(database) as session:
        assert search(session, sight, text) == ()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0200.5e00.0001", "02:00:5e:00:00:01"),
        ("02005E000001", "02:00:5e:00:00:01"),
        ("02:00:5e", "02:00:5e"),
        ("host", "host"),
    ],
)
def test_a_whole_mac_is_known_in_any_spelling(typed: str, stored: str) -> None:
    assert as_mac(typed) == stored
