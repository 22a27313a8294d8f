"""What is put into the inventory stays whole: names unique, offices apart, no loops, secrets sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.target import SnmpCredential
from inventory.models.device import Device
from inventory.models.site import Calendar, OpenHours
from inventory.store import calendars, credentials, devices, links, maintenance, providers, sites
from netops.vault import Vault
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import make_device, make_link, make_office, make_provider, make_site


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A transaction that the test throws away."""
    with reading(database) as session:
        yield session


def test_a_site_with_contacts_is_changed_and_says_what_changed(session: Session) -> None:
    """The audit log lives from what is returned."""
    office = make_office(session)
    assert office.id is not None
    given = {"code": "57010001", "name": "บ้านดอย", "contacts": [{"name": "ครูเอ"}, {"name": "ครูบี"}]}
    site = sites.create_site(session, sites.SiteDraft.read(given), office_id=office.id)
    assert [contact.name for contact in sites.contacts_of(session, site)] == ["ครูเอ", "ครูบี"]
    draft = sites.draft_of(session, site).with_changes({"name": "บ้านดอยใหม่", "contacts": [{"name": "ครูบี"}]})
    changes = sites.change_site(session, site, draft)
    assert changes == {"name": ["บ้านดอย", "บ้านดอยใหม่"], "contacts": [["ครูเอ", "ครูบี"], ["ครูบี"]]}
    assert sites.change_site(session, site, draft) == {}


def test_a_code_is_given_once(session: Session) -> None:
    """Also when the site that has it was archived."""
    office = make_office(session)
    assert office.id is not None
    site = make_site(session, office, code="57010001")
    sites.archive_site(session, site)
    with pytest.raises(RefusedError) as refused:
        sites.create_site(session, sites.SiteDraft(code="57010001", name="อื่น"), office_id=office.id)
    assert refused.value.problems[0].field == "code"


def test_archiving_a_site_takes_its_things_along_and_back(session: Session) -> None:
    """What had been archived before stays archived."""
    site = make_site(session, make_office(session))
    link, old, device = make_link(session, site), make_link(session, site), make_device(session, site)
    links.archive_link(session, old)
    sites.archive_site(session, site)
    session.expire_all()
    assert link.archived_at is not None
    assert device.archived_at is not None
    sites.restore_site(session, site)
    session.expire_all()
    archived = [row.archived_at is not None for row in (link, device, old)]
    assert archived == [False, False, True]


def test_nothing_of_another_office_can_be_named(session: Session) -> None:
    """Ids come from forms and programs: each is checked against the office."""
    own, other = make_office(session), make_office(session)
    assert own.id is not None
    site, foreign = make_site(session, own), make_site(session, other)
    provider = make_provider(session, other)
    for values, field in (
        ({"site_id": foreign.id}, "site_id"),
        ({"site_id": site.id, "provider_id": provider.id}, "provider_id"),
        ({"site_id": site.id, "device_id": make_device(session, foreign).id}, "device_id"),
    ):
        with pytest.raises(RefusedError) as refused:
            links.create_link(session, links.LinkDraft.read({"name": "x", **values}), office_id=own.id)
        assert refused.value.problems[0].field == field
    assert foreign.id is not None
    with pytest.raises(MissingError):
        sites.find_site(session, foreign.id, office_id=own.id)
    window = {"subject": "site", "subject_id": foreign.id}
    times = {"starts_at": "2026-11-22T10:00:00Z", "ends_at": "2026-11-22T12:00:00Z"}
    draft = maintenance.MaintenanceDraft.read({**window, **times})
    with pytest.raises(RefusedError):
        maintenance.create_window(session, draft, office_id=own.id, person_id=None)


def test_no_device_stands_behind_itself(session: Session) -> None:
    """A loop of parents would hide every outage in it."""
    office = make_office(session)
    assert office.id is not None
    site = make_site(session, office)
    router = make_device(session, site)
    switch = make_device(session, site, parent_id=router.id)
    access_point = make_device(session, site, parent_id=switch.id)
    draft = devices.DeviceDraft.of(router).with_changes({"parent_id": access_point.id})
    with pytest.raises(RefusedError) as refused:
        devices.change_device(session, router, draft, office_id=office.id)
    assert refused.value.problems[0].field == "parent_id"
    devices.archive_device(session, switch)
    session.expire_all()
    assert session.get_one(Device, access_point.id).parent_id == router.id


def test_a_credential_is_sealed_and_opens_to_what_was_given(session: Session, vault: Vault) -> None:
    """The summary tells no secret, and a set in use is not removed."""
    office = make_office(session)
    assert office.id is not None
    draft = credentials.SnmpDraft.read({"name": "ทั่วไป", "community": "CANARY"})
    row = credentials.create_credential(session, draft, office_id=office.id, seal=vault.seal)
    assert b"CANARY" not in row.sealed
    assert "CANARY" not in row.summary
    opened = SnmpCredential.model_validate_json(vault.unseal(row.sealed))
    assert opened.community.get_secret_value() == "CANARY"
    make_device(session, make_site(session, office), snmp_credential_id=row.id)
    with pytest.raises(RefusedError):
        credentials.delete_credential(session, row)


def test_one_calendar_is_the_default(session: Session) -> None:
    """A new default takes the place of the old one; changing the hours leaves none of the old."""
    office = make_office(session)
    assert office.id is not None
    draft = calendars.CalendarDraft.read({"name": "ก", "always_open": True, "is_default": True})
    first = calendars.create_calendar(session, draft, office_id=office.id)
    hours = [{"weekday": day, "opens": "08:00", "closes": "16:30"} for day in range(5)]
    second = calendars.create_calendar(
        session,
        calendars.CalendarDraft.read({"name": "ข", "is_default": True, "hours": hours}),
        office_id=office.id,
    )
    session.expire_all()
    assert [c.id for c in session.exec(select(Calendar).where(Calendar.is_default))] == [second.id]
    assert not session.get_one(Calendar, first.id).is_default
    shorter = calendars.calendar_draft_of(session, second).with_changes({"hours": hours[:2]})
    assert calendars.change_calendar(session, second, shorter) == {"hours": [5, 2]}
    assert len(session.exec(select(OpenHours).where(OpenHours.calendar_id == second.id)).all()) == 2


def test_a_provider_in_use_stays(session: Session) -> None:
    """Contracts name it."""
    office = make_office(session)
    provider = make_provider(session, office)
    link = make_link(session, make_site(session, office), provider_id=provider.id)
    with pytest.raises(RefusedError):
        providers.delete_provider(session, provider)
    link.provider_id = None
    session.flush()
    providers.delete_provider(session, provider)
    assert office.id is not None
    assert providers.provider_named(session, provider.name, office_id=office.id) is None
