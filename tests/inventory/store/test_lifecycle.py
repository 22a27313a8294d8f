"""What is known of devices' ends, as it is kept: written once, anew when something changed, per office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.lifecycle.catalogue import shipped
from inventory.models.device import Device, DeviceSupport
from inventory.store.lifecycle import write_support
from tests.factories import AT, make_device, make_office, make_site


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One that is rolled back in the end."""
    with Session(database) as session:
        yield session


def mikrotik(session: Session, version: str, **values: object) -> Device:
    site = values.pop("site", None) or make_site(session, make_office(session))
    return make_device(session, site, vendor="MikroTik", model="RB750Gr3", version=version, **values)  # type: ignore[arg-type]


def support(session: Session, device: Device) -> DeviceSupport:
    session.flush()
    return session.get_one(DeviceSupport, device.id)


def test_the_end_stands_with_its_source(session: Session) -> None:
    site = make_site(session, make_office(session))
    switch = make_device(session, site, vendor="Cisco", model="WS-C2960X-24TS-L", version="15.2(7)E3")
    write_support(session, shipped(), at=AT)
    found = support(session, switch)
    assert (found.end_of_support, found.certainty) == (date(2027, 10, 31), "seen")
    assert found.url.startswith("https://www.cisco.com/")
    assert found.software_end is None


def test_versions_are_held_against_the_newest_of_the_same_office(session: Session) -> None:
    site = make_site(session, make_office(session))
    old, new = mikrotik(session, "6.48.6", site=site), mikrotik(session, "7.15.3", site=site)
    elsewhere = mikrotik(session, "7.20.4")
    write_support(session, shipped(), at=AT)
    assert (support(session, old).firmware, support(session, old).newest_version) == ("behind", "7.15.3")
    assert support(session, new).firmware == "newest"
    assert support(session, elsewhere).newest_version == "7.20.4"


def test_a_second_time_writes_nothing_and_a_change_only_what_it_changed(session: Session) -> None:
    site = make_site(session, make_office(session))
    one = mikrotik(session, "7.15.3", site=site)
    make_device(session, site, vendor="Cisco", model="C9300-48P", version="CAT9K_IOSXE 17.9.4")
    assert write_support(session, shipped(), at=AT) == 2
    session.flush()
    assert write_support(session, shipped(), at=AT) == 0
    one.version = "7.16"
    session.flush()
    assert write_support(session, shipped(), at=AT) == 1
    assert support(session, one).newest_version == "7.16"


def test_an_archived_device_counts_for_nothing(session: Session) -> None:
    site = make_site(session, make_office(session))
    new, old = mikrotik(session, "7.20.4", site=site), mikrotik(session, "7.15.3", site=site)
    write_support(session, shipped(), at=AT)
    session.flush()
    new.archived_at = AT
    session.flush()
    write_support(session, shipped(), at=AT)
    assert support(session, old).firmware == "newest"
    assert session.get(DeviceSupport, new.id) is None
