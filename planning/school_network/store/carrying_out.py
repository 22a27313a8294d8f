"""From the resolution on: announcement, the day of effect, what is left behind, completion, and ends of other kinds.

The state of a school changes here and nowhere else (INV-D1), and each act tells its fact in its own transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from contract.events import DecommissionRefused, Fact, SchoolDecommissioned
from contract.planning import CaseCompleted, DecommissionOrdered, DecommissionWithdrawn, SchoolStatusChanged
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.school_network.judging import HAS_NETWORK_ORDER, heard, hindrances
from planning.school_network.kinds import ENDING, GRADED, CaseKind
from planning.school_network.mapping.criteria import Clause
from planning.school_network.mapping.criteria import Fact as Judged
from planning.school_network.models.case import (
    CaseState,
    ChangeCase,
    ChildGroup,
    FollowUp,
    FollowUpCount,
    Round,
)
from planning.school_network.store import dating, rules
from planning.school_network.store.cases import SUBJECT, cases, follow_ups, gathered, parts_of
from planning.school_network.store.stored import id_of
from service.columns import utc_now
from service.draft import Draft
from service.i18n import N_
from service.refusal import BlockedError, Problem, RefusedError, refuse

ROUNDS: Final = {Round.TERM: Judged.FOLLOW_TERM_DAYS, Round.YEAR: Judged.FOLLOW_YEAR_DAYS}
"""What of the criteria says how long after the day of effect a case is followed up."""
STATES: Final = {
    CaseKind.ESTABLISH: "open",
    CaseKind.CO_LEARN: "co_learning",
    CaseKind.MERGE: "closed",
    CaseKind.CLOSE: "closed",
    CaseKind.EXPAND_CLASS: "open",
    CaseKind.REDUCE_CLASS: "open",
    CaseKind.TRANSFER_IN: "open",
    CaseKind.TRANSFER_OUT: "transferred",
}
"""What the school is on the day of effect. Learning together closes no school (INV-D5)."""


class AnnouncementDraft(Draft):
    """Number and day of the announcement; the effective day may be set with it."""

    announcement_number: Annotated[str, Field(min_length=1, max_length=120)]
    announced_on: Happened


def announce(
    session: Session, visitor: Visitor, row: ChangeCase, draft: AnnouncementDraft, *, resolved_on: date | None
) -> None:
    """RefusedError without the board's resolution, on a day out of order and, where children lose their school, without
    a hearing with minutes.
    """
    found = gathered(session, row)
    wrong: list[Problem] = []
    if resolved_on is None:
        wrong += refuse("", N_("The board has not resolved this case")).problems
    else:
        wrong += dating.announced(row, draft.announced_on, resolved_on)
        wrong += dating.before_board(found, resolved_on)
    if row.kind in ENDING:
        wrong += heard(found)
    if not row.school_code:
        wrong += refuse("", N_("The school has no code yet")).problems
    if row.effective_on is None:
        wrong += refuse("", N_("Academic year, term and day from which it holds are missing")).problems
    if row.state is not CaseState.RESOLVED and not wrong:
        wrong += refuse("", N_("A case is announced once, after the resolution")).problems
    if wrong:
        raise RefusedError(wrong)
    now = utc_now()
    row.state, row.changed_at = CaseState.ANNOUNCED, now
    row.announcement_number, row.announced_on = draft.announcement_number, draft.announced_on
    if row.kind in HAS_NETWORK_ORDER:
        _order(session, row, now)
    if row.kind in ENDING:
        _tell_state(session, row, "closing", draft.announced_on)
    detail = {"number": row.announcement_number}
    audit.record(session, visitor, "case.announced", subject=SUBJECT, subject_id=row.id, detail=detail)


def _order(session: Session, row: ChangeCase, now: datetime) -> None:
    assert row.effective_on is not None
    row.ordered_at, row.network_refused_on = now, None
    fact = DecommissionOrdered(
        office_code=row.office_code,
        case_key=row.key,
        kind=row.kind.value,
        school_code=row.school_code,
        receiving_code=row.to_code,
        effective_on=row.effective_on,
        announcement=row.announcement_number,
    )
    tell(session, fact, at=now)


def order_again(session: Session, visitor: Visitor, row: ChangeCase) -> None:
    """Once netops knows the school; RefusedError where it did not refuse."""
    if row.network_refused_on is None or row.state not in (CaseState.ANNOUNCED, CaseState.EXECUTING):
        raise refuse("", N_("netops has not refused it"))
    _order(session, row, utc_now())
    audit.record(session, visitor, "case.ordered_again", subject=SUBJECT, subject_id=row.id)


def _tell_state(session: Session, row: ChangeCase, state: str, day: date) -> None:
    graded = row.kind in GRADED
    fact = SchoolStatusChanged.model_validate(
        {
            "office_code": row.office_code,
            "case_key": row.key,
            "school_code": row.school_code,
            "state": state,
            "effective_on": day,
            "successor_code": row.to_code if row.kind in ENDING and state == "closed" else "",
            "lowest_grade": row.low if graded else "",
            "highest_grade": row.high if graded else "",
            "name": row.school_name if row.kind in (CaseKind.ESTABLISH, CaseKind.TRANSFER_IN) else "",
        }
    )
    tell(session, fact, at=utc_now())


def take_effect(session: Session, row: ChangeCase, today: date) -> bool:
    """On the day of effect, and not before: the school's state is told, and follow-ups begin to count."""
    if row.state is not CaseState.ANNOUNCED or row.effective_on is None or row.effective_on > today:
        return False
    if not row.school_code:
        return False
    row.state, row.in_force_on, row.changed_at = CaseState.EXECUTING, row.effective_on, utc_now()
    _tell_state(session, row, STATES[row.kind], row.effective_on)
    groups = parts_of(session, row, ChildGroup)
    for round_, clause in schedule(session, row).items():
        assert clause.limit is not None
        due_on = row.effective_on + timedelta(days=int(clause.limit.value))
        one = FollowUp(case_id=id_of(row), round=round_, due_on=due_on)
        session.add(one)
        session.flush()
        session.add_all(_counts(one, groups))
    return True


def schedule(session: Session, row: ChangeCase) -> dict[Round, Clause]:
    """By which clause each follow-up has its day, in the versions that the case keeps."""
    return {one: rules.day_of(session, row.office_code, row.criteria, fact) for one, fact in ROUNDS.items()}


def _counts(follow_up: FollowUp, groups: Sequence[ChildGroup]) -> list[FollowUpCount]:
    """One line for each village of the relocation list."""
    found: dict[tuple[str, str], int] = {}
    for one in groups:
        place = (one.village_code, one.village_name)
        found[place] = found.get(place, 0) + one.children
    return [
        FollowUpCount(follow_up_id=id_of(follow_up), village_code=code, village_name=name, expected=children)
        for (code, name), children in sorted(found.items())
    ]


def take_all_effects(session: Session, today: date, office_code: str = "") -> int:
    """Of every announced case whose day has come; how many."""
    wanted = select(ChangeCase).where(ChangeCase.state == CaseState.ANNOUNCED, col(ChangeCase.effective_on) <= today)
    if office_code:
        wanted = wanted.where(ChangeCase.office_code == office_code)
    return sum(take_effect(session, row, today) for row in session.exec(wanted.with_for_update()).all())


def complete(session: Session, visitor: Visitor, row: ChangeCase, day: date) -> None:
    """RefusedError names everything that is still open (INV-D4)."""
    found = gathered(session, row)
    wrong = hindrances(found)
    if row.state is not CaseState.EXECUTING and not wrong:
        wrong = list(refuse("", N_("Only a case that is being carried out can be completed")).problems)
    if wrong:
        raise BlockedError(wrong)
    told = follow_ups(session, row)
    row.state = CaseState.FOLLOWED_UP if all(one.done_on for one in told) else CaseState.COMPLETED
    row.completed_on, row.changed_at = day, utc_now()
    codes = {one.to_code for one in found.groups if one.to_code} | ({row.to_code} - {""})
    fact = CaseCompleted(
        office_code=row.office_code,
        case_key=row.key,
        kind=row.kind.value,
        school_code=row.school_code,
        receiving_codes=tuple(sorted(codes)),
        completed_on=day,
        children_moved=found.children if row.kind not in GRADED else 0,
    )
    tell(session, fact, at=utc_now())
    audit.record(session, visitor, "case.completed", subject=SUBJECT, subject_id=row.id)


def end(session: Session, visitor: Visitor, row: ChangeCase, reason: str, *, rejected: bool) -> None:
    """Withdrawn, or refused by the board, with the reason; an order to netops is taken back."""
    if row.in_force_on is not None or row.state in (CaseState.REJECTED, CaseState.WITHDRAWN):
        raise refuse("reason", N_("This case cannot be ended any more"))
    row.state = CaseState.REJECTED if rejected else CaseState.WITHDRAWN
    row.end_reason, row.changed_at = reason, utc_now()
    if row.ordered_at is not None:
        fact = DecommissionWithdrawn(
            office_code=row.office_code, case_key=row.key, school_code=row.school_code, reason=reason
        )
        tell(session, fact, at=row.changed_at)
        if row.kind in ENDING:
            _tell_state(session, row, "open", row.changed_at.date())
    audit.record(session, visitor, f"case.{row.state.value}", subject=SUBJECT, subject_id=row.id)


def hear_decommissioned(session: Session, fact: Fact, _at: datetime) -> str:
    """Nothing is left of the school's network: one of the hindrances is gone."""
    assert isinstance(fact, SchoolDecommissioned)
    row = _ordered(session, fact)
    if row is None:
        return NOT_ORDERED
    row.network_done_on, row.network_refused_on = fact.completed_on, None
    row.network_counts = {
        "links_ended": fact.links_ended,
        "devices_moved": fact.devices_moved,
        "devices_retired": fact.devices_retired,
    }
    return f"{row.school_code}: no network left"


def hear_refused(session: Session, fact: Fact, _at: datetime) -> str:
    """netops does not know the school: the case says so, and can order again."""
    assert isinstance(fact, DecommissionRefused)
    row = _ordered(session, fact)
    if row is None:
        return NOT_ORDERED
    row.network_refused_on = fact.refused_on
    return f"{row.school_code}: refused"


NOT_ORDERED: Final = "no case waits for this"


def _ordered(session: Session, fact: SchoolDecommissioned | DecommissionRefused) -> ChangeCase | None:
    """The case whose order of this school is not answered yet: an answer to none, one that comes again, or one about
    another school, ends no network here (INV-D4).
    """
    wanted = select(ChangeCase).where(
        ChangeCase.office_code == fact.office_code,
        ChangeCase.key == fact.case_key,
        ChangeCase.school_code == fact.school_code,
        col(ChangeCase.ordered_at).is_not(None),
        col(ChangeCase.network_done_on).is_(None),
        col(ChangeCase.state).in_((CaseState.ANNOUNCED, CaseState.EXECUTING)),
    )
    return session.exec(wanted.with_for_update()).one_or_none()


def red(session: Session, office_code: str, today: date) -> dict[int, bool]:
    """By id of a case: whether a follow-up is missing."""
    wanted = (
        select(FollowUp.case_id)
        .join(ChangeCase, col(ChangeCase.id) == col(FollowUp.case_id))
        .where(ChangeCase.office_code == office_code, col(FollowUp.done_on).is_(None), FollowUp.due_on < today)
    )
    late = set(session.exec(wanted))
    return {row.id: row.id in late for row in cases(session, office_code) if row.id is not None}
