"""Figures of the register of risks as `/metrics` shows them, and what a high risk does to the list of needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Office, Site
from inventory.store.acting import By
from netops.metrics import Family
from netops.polling.needs import look_for_needs
from netops.polling.risk_figures import of_risks
from netops.polling.risks import look_for_risks
from procurement.models.need import Need
from procurement.needs.need import Reason
from risk.models.register import Risk
from risk.scale import Level
from risk.store.register import RiskDraft, TreatmentDraft, create_risk, treat
from risk.store.tasks import TaskDraft, add_task
from risk.terms import Treatment
from service.database import reading, transaction
from tests import factories

NOW = factories.AT
BY = By("เจ้าหน้าที่จำลอง", NOW)


def lines(session: Session, *, days: int = 0) -> dict[Family, list[str]]:
    found = of_risks(session, NOW.date() + timedelta(days=days))
    return {family: block.decode().splitlines() for family, block in found.items()}


def test_levels_reviews_late_tasks_and_scores_are_told_without_the_name_of_a_school(database: Engine) -> None:
    with transaction(database) as session:
        assert lines(session)[Family.RISK_SCORE] == ["netops_risk_score 0"]
        office = factories.make_office(session)
        for likelihood, impact in ((5, 5), (5, 5), (1, 2)):
            given = {"title": "ก", "threat": "ข", "likelihood": likelihood, "impact": impact}
            risk = create_risk(session, RiskDraft.read(given), office_id=office.id or 0, by=BY)
        treat(session, risk, TreatmentDraft.read({"treatment": Treatment.REDUCE, "plan": "ค"}), by=BY)
        for due in (NOW.date(), NOW.date() + timedelta(days=5)):
            add_task(session, risk, TaskDraft.read({"what": "ง", "due_on": due.isoformat()}), by=BY)
        grave = session.exec(select(Risk).where(Risk.level == Level.VERY_HIGH)).all()
        for days, waiting in enumerate(grave, start=1):
            waiting.review_since = NOW - timedelta(days=days)
            session.add(waiting)
        session.flush()
        told, later = lines(session), lines(session, days=1)
    assert sorted(told[Family.RISKS]) == [
        'netops_risks{level="low",rule="hand",state="treating"} 1',
        'netops_risks{level="very_high",rule="hand",state="open"} 2',
    ]
    assert told[Family.RISK_SCORE] == ["netops_risk_score 52"]
    assert 'netops_risk_reviews_open{level="very_high"} 2' in told[Family.RISK_REVIEWS]
    assert 'netops_risk_reviews_open{level="low"} 0' in told[Family.RISK_REVIEWS]
    oldest = int((NOW - timedelta(days=2)).timestamp())
    assert told[Family.RISK_REVIEW_SINCE] == [
        f'netops_risk_review_open_since_timestamp_seconds{{level="very_high"}} {oldest}'
    ]
    assert told[Family.RISK_TASKS_OVERDUE] == ["netops_risk_tasks_overdue 0"]  # due today is in time
    assert later[Family.RISK_TASKS_OVERDUE] == ["netops_risk_tasks_overdue 1"]


@pytest.fixture
def place(database: Engine) -> tuple[Office, Site, int]:
    """A school with a core switch that fell silent twelve times within the window."""
    with transaction(database) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        factories.make_link(session, site)
        device = factories.make_device(session, site, name="sw1", role="router")
        for days in range(12):
            at = NOW - timedelta(days=days + 1)
            session.add(
                Outage(
                    subject=Subject.DEVICE,
                    subject_id=device.id or 0,
                    site_id=site.id or 0,
                    started_at=at,
                    confirmed_at=at,
                    ended_at=at + timedelta(hours=1),
                    cause=Cause.EQUIPMENT,
                )
            )
    return office, site, device.id or 0


def needs_of_risk(engine: Engine) -> list[Need]:
    with reading(engine) as session:
        return list(session.exec(select(Need).where(Need.reason == Reason.RISK)))


def test_a_very_high_risk_opens_one_need_that_names_it_and_loses_its_support_when_the_risk_falls(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    _office, _site, device_id = place
    for _round in range(2):
        look_for_risks(database, NOW)
        look_for_needs(database, NOW)
    with reading(database) as session:
        risk = session.exec(select(Risk).where(Risk.rule == "repeated_outages", Risk.device_id == device_id)).one()
    assert risk.level is Level.VERY_HIGH
    (need,) = needs_of_risk(database)
    assert (need.device_id, need.is_supported) == (device_id, True)
    assert ("risk", risk.id) in [(one["subject"], one["subject_id"]) for one in need.evidence]
    quiet = NOW + timedelta(days=200)  # no silence lies within the window any more
    look_for_risks(database, quiet)
    look_for_needs(database, quiet)
    (need,) = needs_of_risk(database)
    assert not need.is_supported
