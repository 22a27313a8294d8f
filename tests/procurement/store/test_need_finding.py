"""Needs by themselves: from rows of the inventory, once each, marked when the evidence goes, scored for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from inventory.models.asset import AssetClass, Standing
from inventory.models.device import Device, DeviceSupport
from inventory.models.outage import Cause, Subject
from inventory.models.repair import AssetRepair
from inventory.models.site import Office, PupilCount, Site
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book
from procurement.models.need import Need, NeedEvent
from procurement.needs.need import NeedState, Reason, Source
from procurement.store import need_decisions
from procurement.store.need_finding import Looked, find_needs
from procurement.store.need_rules import NeedRuleDraft, store_need_rule
from service.database import make_engine, reading, transaction
from tests import factories

NOW = factories.AT
TODAY = NOW.date()
BY = By("ผู้อำนวยการ", NOW)


def ended(session: Session, device: Device, day: date) -> None:
    """The maker's support of the device ended on a day."""
    assert device.id is not None
    session.merge(DeviceSupport(device_id=device.id, end_of_support=day, source="ผู้ผลิต", written_at=NOW))
    session.flush()


@pytest.fixture
def place(database: Engine) -> tuple[Office, Site, Device]:
    """A school with a switch whose support ended two years and a day ago, and 240 pupils."""
    with transaction(database) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        device = factories.make_device(session, site, name="sw1", created_at=NOW)
        ended(session, device, TODAY.replace(year=2024) - timedelta(days=1))
        session.add(PupilCount(site_id=site.id or 0, year=2568, pupils=999))
        session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=240))
    return office, site, device


def looked(engine: Engine, office: Office, *, days: int = 0) -> Looked:
    with transaction(engine) as session:
        return find_needs(session, office.id or 0, NOW + timedelta(days=days))


def needs(engine: Engine) -> list[Need]:
    with reading(engine) as session:
        return list(session.exec(select(Need).order_by(col(Need.id))))


def kinds(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(NeedEvent.kind).order_by(col(NeedEvent.id))))


@pytest.mark.requirement("P5-4.1", "P5-2.1")
def test_a_device_past_its_end_of_life_makes_one_need_whose_score_can_be_reckoned_again(
    database: Engine, place: tuple[Office, Site, Device]
) -> None:
    office, site, device = place
    assert looked(database, office).opened == 1
    assert looked(database, office) == Looked()
    [need] = needs(database)
    assert (need.reason, need.source, need.state) == (Reason.END_OF_LIFE, Source.AUTOMATIC, NeedState.OPEN)
    assert (need.device_id, need.site_id, need.quantity) == (device.id, site.id, 1)
    assert need.evidence[0] == {
        "figure": "end_of_support",
        "value": "2024-11-21",
        "subject": "device",
        "subject_id": device.id,
        "source": "ผู้ผลิต",
    }
    # By hand: 40 and 10 for each of 2 years; a switch counts 80; 240 pupils / 5; it waits for no month yet.
    assert need.score_hundredths == (40 + 10 * 2) * 50 + 80 * 20 + (240 // 5) * 20 + 0 * 10
    assert sum(part["points"] * part["weight"] for part in need.score["parts"]) == need.score_hundredths
    looked(database, office, days=61)
    assert needs(database)[0].score_hundredths == need.score_hundredths + 2 * 5 * 10
    assert kinds(database) == ["found"]


def test_two_looks_at_once_make_one_need(database: Engine, place: tuple[Office, Site, Device]) -> None:
    """The second has read that there is none before the first is stored, and is let in afterwards."""
    office, _site, _device = place
    other = make_engine(database.url.render_as_string(hide_password=False))
    reached, results = Event(), list[Looked]()

    def before(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("BEGIN IMMEDIATE", "SAVEPOINT")):
            reached.set()  # it has read, and now wants to write

    event.listen(other, "before_cursor_execute", before)

    def second() -> None:
        with transaction(other) as session:
            results.append(find_needs(session, office.id or 0, NOW))

    thread = Thread(target=second)
    try:
        with transaction(database) as session:
            first = find_needs(session, office.id or 0, NOW)
            thread.start()
            assert reached.wait(30)
        thread.join(60)
    finally:
        other.dispose()
    assert (first.opened, [one.opened for one in results]) == (1, [0])
    assert len(needs(database)) == 1
    assert kinds(database) == ["found"]


def test_evidence_that_goes_away_marks_the_need_and_deletes_nothing(
    database: Engine, place: tuple[Office, Site, Device]
) -> None:
    office, _site, device = place
    looked(database, office)
    with transaction(database) as session:
        ended(session, device, TODAY + timedelta(days=400))
    assert looked(database, office).unsupported == 1
    [need] = needs(database)
    assert (need.is_supported, need.state, need.supported_until) == (False, NeedState.OPEN, NOW)
    assert looked(database, office) == Looked()
    with transaction(database) as session:
        ended(session, device, TODAY - timedelta(days=1))
    assert looked(database, office).supported == 1
    assert needs(database)[0].is_supported
    assert kinds(database) == ["found", "unsupported", "supported", "evidence"]


def test_an_archived_device_supports_no_need(database: Engine, place: tuple[Office, Site, Device]) -> None:
    office, _site, device = place
    looked(database, office)
    with transaction(database) as session:
        session.get_one(Device, device.id).archived_at = NOW
    assert looked(database, office).unsupported == 1


def test_a_rejected_need_comes_back_when_a_year_has_passed_and_not_before(
    database: Engine, place: tuple[Office, Site, Device]
) -> None:
    office, _site, _device = place
    looked(database, office)
    with transaction(database) as session:
        need_decisions.reject(session, session.exec(select(Need)).one(), "ยังใช้ได้", by=BY)
    assert looked(database, office, days=300) == Looked()
    assert looked(database, office, days=365).reopened == 1
    [need] = needs(database)
    assert (need.state, need.level, need.decision) == (NeedState.OPEN, 4, "ยังใช้ได้")


def test_a_deferred_need_comes_back_on_its_day(database: Engine, place: tuple[Office, Site, Device]) -> None:
    office, _site, _device = place
    looked(database, office)
    with transaction(database) as session:
        need_decisions.defer(session, session.exec(select(Need)).one(), TODAY + timedelta(days=30), by=BY)
    assert looked(database, office, days=29) == Looked()
    assert looked(database, office, days=30).reopened == 1
    assert needs(database)[0].deferred_until is None


def test_a_decided_need_keeps_the_score_by_which_it_was_decided(
    database: Engine, place: tuple[Office, Site, Device]
) -> None:
    office, _site, _device = place
    looked(database, office)
    before = needs(database)[0].score_hundredths
    with transaction(database) as session:
        need_decisions.approve(session, session.exec(select(Need)).one(), by=BY)
    looked(database, office, days=90)
    assert needs(database)[0].score_hundredths == before


def test_the_offices_own_weights_are_kept_with_the_score(database: Engine, place: tuple[Office, Site, Device]) -> None:
    office, _site, _device = place
    given = {
        "weight_severity": 100,
        "weight_role": 0,
        "weight_pupils": 0,
        "weight_waiting": 0,
        "repairs": 3,
        "repairs_within_days": 365,
        "ports_percent": 90,
        "kbps_per_pupil": 500,
        "pupils_per_computer": 10,
        "outages": 5,
        "outages_within_days": 90,
        "risk_score": 15,
    }
    with transaction(database) as session:
        draft = NeedRuleDraft.read({**given, "valid_from": "2026-11-01", "source": "มติที่ประชุม"})
        store_need_rule(session, draft, office_id=office.id or 0)
    looked(database, office)
    [need] = needs(database)
    assert need.score_hundredths == 60 * 100
    assert (need.score["valid_from"], need.score["source"]) == ("2026-11-01", "มติที่ประชุม")


def test_every_reason_is_read_from_its_own_rows(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        begin_book(session, office.id or 0)
        site = factories.make_site(session, office)
        assert office.id
        assert site.id
        old = factories.make_device(session, site, name="old", role="router", created_at=NOW)
        factories.make_asset(session, office, site, device_id=old.id, acquired_on=date(2019, 1, 1))
        full = factories.make_device(session, site, name="full", created_at=NOW)
        for port in range(10):
            long_ago = NOW - timedelta(days=29 if port == 0 else 200)
            status = "up" if port > 0 else "down"
            factories.make_interface(
                session, full, name=f"ge{port}", if_index=port, type=6, oper_status=status, changed_at=long_ago
            )
        factories.make_interface(session, full, name="vlan1", if_index=99, type=53, oper_status="down")
        shaky = factories.make_device(session, site, name="shaky", created_at=NOW)
        link = factories.make_link(session, site, speed_bps=10_000_000)
        for day in range(5):
            at = NOW - timedelta(days=day)
            for subject, row_id in ((Subject.DEVICE, shaky.id), (Subject.LINK, link.id)):
                factories.make_outage(session, link, subject=subject, subject_id=row_id, started_at=at)
            factories.make_outage(session, link, subject=Subject.DEVICE, subject_id=old.id, cause=Cause.POWER)
        session.add(PupilCount(site_id=site.id, year=2569, pupils=300, computers=12))
        old_one = {"acquired_on": date(2018, 6, 1), "class_id": _computers(session, office)}
        factories.make_asset(session, office, site, quantity=4, **old_one)
        factories.make_asset(session, office, site, quantity=9, standing=Standing.DISPOSED, **old_one)
        book = factories.make_asset(session, office, site, device_id=shaky.id, acquired_on=TODAY)
        for day in (1, 2, 3):
            on = TODAY - timedelta(days=day)
            session.add(AssetRepair(asset_id=book.id or 0, device_id=shaky.id, reported_on=on, fault="พัดลม"))
        session.flush()
        values: dict[str, Any] = {"device_id": full.id, "site_id": site.id, "subject": "device", "rule": "overheating"}
        factories.make_risk(session, office, likelihood=4, impact=4, **values)
        assert find_needs(session, office.id, NOW).opened == 9
    found = {(need.key, need.quantity) for need in needs(engine)}
    assert found == {
        (f"device:{old.id}:age", 1),
        (f"device:{full.id}:ports", 1),
        (f"device:{full.id}:risk", 1),
        (f"device:{shaky.id}:repairs", 1),
        (f"device:{shaky.id}:outages", 1),
        (f"site:{site.id}:age", 4),
        (f"site:{site.id}:bandwidth", 1),
        (f"site:{site.id}:computers", 18),
        (f"site:{site.id}:outages", 1),
    }


def _computers(session: Session, office: Office) -> int | None:
    return session.exec(
        select(AssetClass.id).where(AssetClass.office_id == office.id, AssetClass.code == "computer")
    ).one()
