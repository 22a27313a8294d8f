"""Risks on the calendar: reviews and tasks for IT, proposals for the director, equal ones as one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.store.acting import By
from netops.due.book import calendar, due_for
from netops.due.entry import ALWAYS, Mark
from netops.models.person import Role
from risk.models.register import Risk
from risk.store import register, tasks
from risk.store.scoring import rescore
from risk.terms import Treatment
from service.i18n import speaking
from tests import factories
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TODAY = NOW.date()
BY = By("เจ้าหน้าที่จำลอง", NOW)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


def written(desk: Desk, **values: Any) -> Risk:
    given = {"title": "flood", "threat": "water", "likelihood": 3, "impact": 5}
    draft = register.RiskDraft.read({**given, **values})
    return register.create_risk(desk.session, draft, office_id=desk.office.id or 0, by=BY)


def test_equal_reviews_and_tasks_are_one_line_each(desk: Desk) -> None:
    for _n in range(3):
        factories.make_device(desk.session, factories.make_site(desk.session, desk.office))
    rescore(desk.session, desk.office.id or 0, NOW)
    found = due_for(reader_of(desk.as_(Role.IT)))
    manuals = [one for one in found if "rule=no_manual" in one.entry.url]
    assert [(one.source.key, one.entry.day) for one in manuals] == [
        ("risk_reviews", TODAY), ("risk_tasks", TODAY + timedelta(days=90)),
    ]  # fmt: skip
    review, task = (one.entry for one in manuals)
    assert review.title.endswith("3 risks")
    assert review.url == "/risks?rule=no_manual&risk_state=live&review=open"
    assert task.title.startswith("Write or review the network manual")
    assert due_for(reader_of(desk.as_(Role.SUPPLY))) == []


def test_own_tasks_stand_alone_and_done_ones_say_so(desk: Desk) -> None:
    risk = written(desk)
    late = tasks.add_task(desk.session, risk, tasks.TaskDraft.read({"what": "raise", "due_on": TODAY}), by=BY)
    reader = reader_of(desk.as_(Role.IT))
    (entry,) = [one.entry for one in calendar(reader, ALWAYS, only="risk_tasks")]
    assert (entry.title, entry.mark, entry.url) == ("raise (flood)", Mark.TO_DO, f"/risks/{risk.id}#treatment")
    tasks.change_task(desk.session, risk, late, tasks.TaskDraft.read({"what": "raise", "percent": 100}), by=BY)
    (entry,) = [one.entry for one in calendar(reader, ALWAYS, only="risk_tasks")]
    assert (entry.day, entry.mark) == (TODAY, Mark.DONE)


def test_a_proposal_waits_for_the_director_and_an_acceptance_ends_by_itself(desk: Desk) -> None:
    risk = written(desk)
    register.treat(desk.session, risk, register.TreatmentDraft(treatment=Treatment.ACCEPT, plan="rare"), by=BY)
    director, officer = reader_of(desk.as_(Role.DIRECTOR)), reader_of(desk.as_(Role.IT))
    assert [one.entry.what for one in due_for(director)] == ["risk proposed to be accepted"]
    assert "risk_acceptances" not in {one.source.key for one in due_for(officer)}
    until = TODAY + timedelta(days=100)
    register.accept(desk.session, risk, until, "rare", by=BY)
    assert due_for(director) == []
    (entry,) = [one.entry for one in calendar(officer, ALWAYS, only="risk_acceptances")]
    assert (entry.day, entry.mark) == (until, Mark.NOTICE)


def test_a_school_reads_only_its_own(desk: Desk) -> None:
    own, other = (factories.make_site(desk.session, desk.office) for _n in range(2))
    written(desk, site_id=own.id, title="own")
    written(desk, site_id=other.id, title="other")
    assert len(desk.session.exec(select(Risk)).all()) == 2
    reader = reader_of(desk.as_(Role.SCHOOL, site=own))
    assert [one.entry.title for one in calendar(reader, ALWAYS, only="risk_reviews")] == ["own"]
    assert due_for(reader) == []
