"""Who is watched, how and in which order, as the inventory says it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import Engine
from sqlmodel import Session

from collectors.target import SnmpCredential
from inventory.models.device import Device
from inventory.models.link import Check
from inventory.models.site import OpenHours, Site
from inventory.store.credentials import secret_json
from netops.vault import Vault
from netops.watched import roster
from netops.watched.inventory_rows import watched_rows
from netops.watched.roster import Roster
from service.database import reading, transaction
from tests.factories import make_calendar, make_credential, make_device, make_link, make_office, make_site

OPENED = SnmpCredential.model_validate({"community": "public"})


def watched(engine: Engine, vault: Vault) -> Roster:
    with reading(engine) as session:
        return roster.load(session, vault.unseal)


def office_with_credential(session: Session, vault: Vault) -> tuple[int, Device, Device]:
    """A router asked by SNMP, and a switch that is not."""
    office = make_office(session)
    credential = make_credential(session, office, sealed=vault.seal(secret_json(OPENED)))
    site = make_site(session, office)
    router = make_device(session, site, address="10.0.0.1", snmp_credential_id=credential.id)
    switch = make_device(session, site, address="10.0.0.2", parent_id=router.id)
    assert site.id is not None
    return site.id, router, switch


def test_devices_come_parents_first_whatever_their_ids(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        site = make_site(session, make_office(session))
        child = make_device(session, site)
        parent = make_device(session, site)
        child.parent_id = parent.id
        ring = [make_device(session, site), make_device(session, site)]
        ring[0].parent_id, ring[1].parent_id = ring[1].id, ring[0].id
    order = list(watched(engine, vault).devices)
    assert order.index(parent.id or 0) < order.index(child.id or 0)
    assert len(order) == 4


def test_who_can_be_asked_and_why_not(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        site_id, router, switch = office_with_credential(session, vault)
        office = make_office(session)
        site = make_site(session, office)
        sealed = make_credential(session, office, sealed=b"not ours")
        nowhere = make_device(session, site, address="")
        locked = make_device(session, site, snmp_credential_id=sealed.id)
        off = make_device(session, site, monitored=False)
    devices = watched(engine, vault).devices
    assert devices[router.id or 0].snmp is not None
    assert (devices[switch.id or 0].snmp, devices[switch.id or 0].why_not) == (None, "")
    assert devices[nowhere.id or 0].why_not == "no address"
    assert "cannot be opened" in devices[locked.id or 0].why_not
    assert devices[off.id or 0].why_not == "switched off by hand"
    assert devices[router.id or 0].site_id == site_id


def test_a_link_checked_by_snmp_is_probed_through_the_device_at_its_address(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        site_id, router, switch = office_with_credential(session, vault)
        site = session.get_one(Site, site_id)
        by_address = make_link(session, site, check=Check.SNMP, check_address="10.0.0.1")
        by_device = make_link(session, site, check=Check.SNMP, check_address="", device_id=router.id)
        astray = make_link(session, site, check=Check.SNMP, check_address="10.0.0.9")
        unasked = make_link(session, site, check=Check.SNMP, check_address="10.0.0.2", device_id=switch.id)
        portless = make_link(session, site, check=Check.TCP, check_address="10.0.0.1")
    links = watched(engine, vault).links
    assert links[by_address.id or 0].device_id == links[by_device.id or 0].device_id == router.id
    assert not links[by_address.id or 0].why_not
    for link in (astray, unasked):
        assert links[link.id or 0].why_not == "no device is asked by SNMP at its check address"
    assert links[portless.id or 0].why_not == "no port to connect to"


def test_hours_are_the_links_own_then_the_sites_then_the_offices(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        office = make_office(session)
        default = make_calendar(session, office, is_default=True)
        session.add(OpenHours(calendar_id=default.id or 0, weekday=0, opens=time(8), closes=time(16)))
        own = make_calendar(session, office, always_open=True)
        site = make_site(session, office)
        usual, always = make_link(session, site), make_link(session, site, calendar_id=own.id)
    found = watched(engine, vault)
    night = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday 22:00 in Bangkok
    for link_id, is_open in ((usual.id, False), (always.id, True)):
        hours = found.links[link_id or 0].hours
        assert hours is not None
        assert hours.is_open(night) is is_open


def test_only_changes_of_what_is_watched_are_changes(engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        _, router, _ = office_with_credential(session, vault)
    with reading(engine) as session:
        before = watched_rows(session)
    with transaction(engine) as session:
        session.get_one(Device, router.id).sys_name = "read from the device"
    with reading(engine) as session:
        assert watched_rows(session) == before
    with transaction(engine) as session:
        session.get_one(Device, router.id).address = "10.0.0.7"
    with reading(engine) as session:
        assert watched_rows(session) != before
