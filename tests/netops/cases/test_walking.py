"""A case on its way, on both databases: what is done, refused, undone, given to people, decided, broken off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.site import CalendarDay
from netops.cases.committees import CommitteeDraft, MeetingDraft, ResolutionDraft, appoint, meet, members_of, resolve
from netops.cases.definitions import definitions
from netops.cases.documents import add_paper, withdraw
from netops.cases.facts import find_case
from netops.cases.walking import (
    Doer,
    Reason,
    StepDone,
    StepPlan,
    break_off,
    do_step,
    plan_step,
    take_up,
    undo_step,
)
from netops.due.book import due_for
from netops.models.case import Committee, Meeting, WorkCase
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.papers.making import Order, make_paper
from netops.papers.plain_letter import PLAIN_LETTER
from office.workflow.standing import Lack, StepState
from service.i18n import speaking
from service.refusal import MissingError, RefusedError
from tests import factories
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)  # Monday 2 November 2569, 10:00 in Bangkok
WHY = Reason(reason="พิมพ์ผิด")


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


def refusal(call: Any, *given: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        call(*given)
    return str(refused.value)


def due(doer: Doer) -> list[tuple[str, date]]:
    """What this person has to do, and by which day."""
    with speaking("en"):
        return [(one.entry.what, one.entry.day) for one in due_for(reader_of(doer))]


def board(desk: Desk, case: WorkCase, **values: Any) -> Committee:
    members = [
        {"name": "ประธาน", "seat": "chair"},
        {"name": "ก"},
        {"name": "ข"},
        {"name": "ค"},
        {"name": "ง", "seat": "secretary"},
    ]
    given = {"kind": "evaluation", "order_no": "12/2569", "appointed_on": "2026-11-01", "members": members}
    return appoint(desk.as_(Role.PLANNER), case, CommitteeDraft.read(given | values))


def met(desk: Desk, case: WorkCase, committee: Committee, count: int) -> Meeting:
    ids = [one.id for one in members_of(desk.session, committee)][:count]
    return meet(desk.as_(Role.PLANNER), case, committee, MeetingDraft.read({"held_on": "2026-11-02", "present": ids}))


def vote(desk: Desk, case: WorkCase, **values: Any) -> ResolutionDraft:
    sha256 = desk.view(case).documents["pilot-report"].sha256
    given = {"step": "evaluation", "sha256": sha256, "in_favour": 3, "against": 0}
    return ResolutionDraft.read(given | values)


def test_every_shipped_workflow_can_be_opened(desk: Desk) -> None:
    assert {"disposal", "disposal-school", "innovation"} <= set(definitions())
    for key in definitions():
        assert desk.view(desk.case(workflow=key)).standing.today is not None
    with pytest.raises(MissingError):
        desk.case(workflow="conquest")


def test_a_step_is_done_when_what_it_needs_is_there_and_by_its_owner(desk: Desk) -> None:
    case = desk.case()
    officer, director = desk.as_(Role.IT), desk.as_(Role.DIRECTOR)
    assert "A document is lacking" in refusal(do_step, officer, case, "idea", StepDone())
    assert "It waits for" in refusal(do_step, director, case, "approval", StepDone(choice="go"))
    desk.hand_in(case, "idea")
    assert "another role" in refusal(do_step, director, case, "idea", StepDone())
    do_step(officer, case, "idea", StepDone(note="ok"))
    assert "done already" in refusal(do_step, officer, case, "idea", StepDone())
    for wrong in ("", "maybe"):
        assert "Choose how it ended" in refusal(do_step, director, case, "approval", StepDone(choice=wrong))
    do_step(director, case, "approval", StepDone(choice="go"))
    view = desk.view(case)
    assert view.standing.today == "design"
    assert view.standing.of("design").due_on == date(2026, 12, 2)
    with pytest.raises(MissingError):
        do_step(officer, case, "no-such-step", StepDone())


def test_the_administrator_stands_in_for_all_but_the_director(desk: Desk) -> None:
    case = desk.case()
    admin = desk.as_(Role.ADMIN)
    desk.hand_in(case, "idea", role=Role.ADMIN)
    do_step(admin, case, "idea", StepDone())
    assert "another role" in refusal(do_step, admin, case, "approval", StepDone(choice="go"))


def test_what_was_not_approved_ends_on_the_short_way(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea")
    do_step(desk.as_(Role.DIRECTOR), case, "approval", StepDone(choice="drop"))
    view = desk.view(case)
    assert view.standing.is_finished
    assert view.standing.of("retired").state is StepState.SKIPPED
    assert case.ended_at == NOW
    assert all(row.due_on is None for row in view.steps.values())
    # Undone, it runs again.
    undo_step(desk.as_(Role.DIRECTOR), case, "approval", WHY)
    assert case.ended_at is None


def test_a_step_is_undone_with_a_reason_and_not_under_those_that_rest_on_it(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea", "approval", "design")
    said = refusal(undo_step, desk.as_(Role.IT), case, "idea", WHY)
    assert "Undo first what rests on it" in said
    undo_step(desk.as_(Role.IT), case, "design", WHY)
    assert desk.view(case).standing.today == "design"
    assert "not done" in refusal(undo_step, desk.as_(Role.IT), case, "design", WHY)
    entry = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "case.step_undone")).one()
    assert (entry.subject, entry.subject_id, entry.detail["reason"]) == ("case", case.id, WHY.reason)
    with pytest.raises(RefusedError):
        Reason.read({"reason": " "})


def test_the_newest_document_counts_and_one_that_is_withdrawn_does_not(desk: Desk) -> None:
    case = desk.case()
    first, second = desk.hand_in(case, "idea"), desk.hand_in(case, "idea", "two")
    assert desk.view(case).facts.documents == {"idea": second.sha256}
    withdraw(desk.as_(Role.IT), case, second.id or 0, WHY)
    assert desk.view(case).facts.documents == {"idea": first.sha256}
    assert "withdrawn already" in refusal(withdraw, desk.as_(Role.IT), case, second.id, WHY)
    desk.walk(case, "idea")
    assert "undo it first" in refusal(withdraw, desk.as_(Role.IT), case, first.id, WHY)
    assert "undo it first" in refusal(desk.hand_in, case, "idea", "three")
    assert "There is no such entry" in refusal(desk.hand_in, case, "spell")
    assert desk.uploads.read(second.sha256)  # nothing is deleted


def test_a_quorum_exactly_met_decides_and_one_short_does_not(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea", "approval", "design", "prototype", "pilot")
    committee = board(desk, case)
    planner = desk.as_(Role.PLANNER)
    short = met(desk, case, committee, 2)
    assert (short.counted, short.needed, short.total, short.is_quorate) == (2, 3, 5, False)
    assert "Without a quorum" in refusal(resolve, planner, case, short, vote(desk, case))
    exact = met(desk, case, committee, 3)
    assert exact.is_quorate
    assert exact.number == 2
    assert "There were 3 who vote" in refusal(resolve, planner, case, exact, vote(desk, case, against=1))
    assert desk.view(case).standing.of("evaluation").reasons[0].lack is Lack.RESOLUTION
    assert resolve(planner, case, exact, vote(desk, case, in_favour=1, against=2)).is_approved is False
    assert desk.view(case).standing.of("evaluation").reasons[0].lack is Lack.REJECTED
    resolve(planner, case, exact, vote(desk, case, in_favour=2, against=1))
    do_step(planner, case, "evaluation", StepDone(choice="scale"))
    assert desk.view(case).standing.today == "release"


def test_a_changed_document_is_visibly_not_what_was_approved(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea", "approval", "design", "prototype", "pilot")
    meeting = met(desk, case, board(desk, case), 3)
    before = vote(desk, case)
    planner = desk.as_(Role.PLANNER)
    resolve(planner, case, meeting, before)
    assert desk.view(case).standing.of("evaluation").reasons == ()
    undo_step(desk.as_(Role.IT), case, "pilot", WHY)
    desk.hand_in(case, "pilot-report", "another report")
    do_step(desk.as_(Role.IT), case, "pilot", StepDone())
    reasons = desk.view(case).standing.of("evaluation").reasons
    assert [(one.lack, one.key) for one in reasons] == [(Lack.CHANGED, "pilot-report")]
    assert "What was approved is not what is there now" in refusal(
        do_step, planner, case, "evaluation", StepDone(choice="scale")
    )
    # Who typed while it changed votes on nothing that was not seen.
    assert "has changed meanwhile" in refusal(resolve, planner, case, meeting, before)
    resolve(planner, case, meeting, vote(desk, case))
    do_step(planner, case, "evaluation", StepDone(choice="scale"))


def test_a_paper_whose_row_was_altered_is_not_what_was_approved(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea", "approval", "design", "prototype")
    assert desk.office.id is not None
    paper = make_paper(desk.session, PLAIN_LETTER, PLAIN_LETTER.sample(), Order(desk.office.id, NOW))
    row = add_paper(desk.as_(Role.IT), case, "pilot-report", paper)
    assert row.sha256 == paper.pdf_sha256
    do_step(desk.as_(Role.IT), case, "pilot", StepDone())
    resolve(desk.as_(Role.PLANNER), case, met(desk, case, board(desk, case), 3), vote(desk, case))
    do_step(desk.as_(Role.PLANNER), case, "evaluation", StepDone(choice="scale"))
    assert desk.view(case).standing.of("evaluation").reasons == ()
    stored = desk.session.get_one(Paper, paper.id)
    stored.pdf_sha256 = "f" * 64
    desk.session.flush()
    here = desk.view(case).standing.of("evaluation")
    assert here.state is StepState.DONE
    assert [one.lack for one in here.reasons] == [Lack.CHANGED]


def test_a_committee_is_appointed_anew_and_the_old_one_meets_no_more(desk: Desk) -> None:
    case = desk.case()
    old, new = board(desk, case), board(desk, case, order_no="15/2569")
    assert old.replaced_at == NOW
    assert new.replaced_at is None
    assert "was replaced" in refusal(met, desk, case, old, 3)
    for day in ("2026-10-31", "2026-11-03"):
        given = MeetingDraft.read({"held_on": day})
        assert "not in the future" in refusal(meet, desk.as_(Role.PLANNER), case, new, given)
    stranger = MeetingDraft.read({"held_on": "2026-11-02", "present": [10**6]})
    assert "no such entry" in refusal(meet, desk.as_(Role.PLANNER), case, new, stranger)
    assert "exactly one chair" in refusal(lambda: board(desk, case, members=[{"name": "ก"}]))
    assert "part of the committee" in refusal(lambda: board(desk, case, quorum_numerator=3))
    assert "no such entry" in refusal(lambda: board(desk, case, kind="secret"))


def test_a_step_is_given_to_one_of_its_role_and_then_due_for_nobody_else(desk: Desk) -> None:
    case = desk.case()
    other = factories.make_person(desk.session, desk.office, role=Role.IT)
    planner = desk.as_(Role.PLANNER)
    assert due(desk.as_(Role.IT)) == [("Idea", date(2026, 11, 16))]
    assert due(planner) == []
    plan_step(planner, case, "idea", StepPlan(due_on=date(2026, 11, 30), person_id=other.id))
    assert due(desk.as_(Role.IT)) == []
    desk.people[Role.IT] = other
    assert due(desk.as_(Role.IT)) == [("Idea", date(2026, 11, 30))]
    for stranger in (planner.person_id, 10**6):
        assert "another role" in refusal(plan_step, planner, case, "idea", StepPlan(person_id=stranger))
    assert "before the case" in refusal(plan_step, planner, case, "idea", StepPlan(due_on=date(2026, 11, 1)))


def test_holidays_of_the_office_are_no_working_days(desk: Desk) -> None:
    usual = factories.make_calendar(desk.session, desk.office, is_default=True)
    day = date(2026, 11, 5)
    desk.session.add(CalendarDay(calendar_id=usual.id or 0, first_day=day, last_day=day + timedelta(days=1)))
    case = desk.case()
    desk.walk(case, "idea")
    # Five working days from Monday the 2nd, without Thursday, Friday and the weekend.
    assert desk.view(case).standing.of("approval").due_on == date(2026, 11, 11)


def test_what_is_broken_off_is_due_no_more_until_it_is_taken_up(desk: Desk) -> None:
    case = desk.case()
    officer = desk.as_(Role.IT)
    break_off(officer, case, WHY)
    assert due(officer) == []
    assert "has ended" in refusal(do_step, officer, case, "idea", StepDone())
    assert "has ended" in refusal(break_off, officer, case, WHY)
    take_up(officer, case)
    assert [what for what, _day in due(officer)] == ["Idea"]
    assert "not broken off" in refusal(take_up, officer, case)


def test_a_school_finds_and_walks_its_own_case_only(desk: Desk) -> None:
    own, other = (factories.make_site(desk.session, desk.office) for _ in range(2))
    case = desk.case(site_id=own.id)
    at_school = desk.as_(Role.SCHOOL, site=own)
    assert find_case(desk.session, at_school.sight, case.id or 0) is case
    for site_id in (other.id, None):
        stranger = desk.case(site_id=site_id)
        with pytest.raises(MissingError):
            find_case(desk.session, at_school.sight, stranger.id or 0)
    assert "another role" in refusal(do_step, at_school, case, "idea", StepDone())
    elsewhere = factories.make_site(desk.session, factories.make_office(desk.session))
    assert "no such entry" in refusal(lambda: desk.case(site_id=elsewhere.id))
