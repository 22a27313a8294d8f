"""The simulated asset book has the mistakes of real ones, and the worklist finds each kind of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Office
from inventory.queries.asset_matching import worklist
from inventory.queries.sight import Sight
from netops.simulation.asset_book import NOTE, entries
from netops.simulation.district import make_district
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from service.database import transaction

TODAY = date(2026, 11, 22)


def test_it_is_the_same_each_time_and_no_number_stands_twice() -> None:
    district = make_district(schools=40, today=TODAY)
    made = list(entries(district))
    assert made == list(entries(make_district(schools=40, today=TODAY)))
    assert max(Counter((entry.site_code, entry.number) for entry in made).values()) == 1
    assert max(Counter(entry.device for entry in made if entry.device).values()) == 1
    assert len([entry for entry in made if entry.device or entry.serial]) < len(district.devices)


def test_the_network_finds_every_kind_of_mistake(engine: Engine, vault: Vault) -> None:
    district = make_district(schools=40, today=TODAY)
    with transaction(engine) as session:
        passwords = dict.fromkeys((username for username, _name, _role in PEOPLE), "a password of tests")
        Seeding(session, district, Ports(snmp=1161, ssh=1122, smtp=1025), vault.seal).fill(passwords)
        told = session.exec(select(Asset.note, Asset.supplier)).all()
        # What was received from a purchase says it by its seller.
        assert [one for one in told if one[0] != NOTE and "จำลอง" not in one[1]] == []
        serials = {(placed.site_code, placed.name): placed.equipment.serial for placed in district.devices}
        for device, serial in zip(session.exec(select(Device).order_by(col(Device.id))), serials.values(), strict=True):
            device.serial = serial  # as the collectors would have read it
        office_id = session.exec(select(Office.id)).one() or 0
        found = worklist(session, Sight(office_id), now=datetime(2026, 11, 22, tzinfo=UTC), unseen_days=30)
    kinds = Counter(one.kind.value for one in found)
    assert set(kinds) == {"elsewhere", "serial", "link", "not_in_book"}
    assert sum(kinds.values()) < len(district.devices) / 2
