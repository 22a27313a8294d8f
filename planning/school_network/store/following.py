"""Follow-ups after a term and after a year: where the children are, what it cost, and what became of the things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.school_network.models.case import CaseState, ChangeCase, FollowUp, FollowUpCount
from planning.school_network.money import Baht
from planning.school_network.store import dating
from planning.school_network.store.cases import SUBJECT, follow_ups
from service.draft import Draft, Empty, Note
from service.i18n import N_
from service.refusal import MissingError, Problem, RefusedError

Way = Annotated[float | None, Field(ge=0, le=1000, allow_inf_nan=False), Empty]
COUNTS: Final = ("arrived", "elsewhere", "lost")


class FollowUpDraft(Draft):
    """What is told beside the counts."""

    done_on: Happened
    travel_km: Way = None
    travel_min: Way = None
    cost_satang: Baht = 0
    results: Note = ""
    assets: Note = ""
    complaints: Note = ""


class CountsDraft(Draft):
    """Of one village."""

    arrived: Annotated[int, Field(ge=0, le=10_000)]
    elsewhere: Annotated[int, Field(ge=0, le=10_000)]
    lost: Annotated[int, Field(ge=0, le=10_000)]


def find_follow_up(session: Session, row: ChangeCase, follow_up_id: int) -> FollowUp:
    """Of this case; MissingError."""
    found = session.get(FollowUp, follow_up_id)
    if found is None or found.case_id != row.id:
        raise MissingError("follow-up")
    return found


def counts_of(session: Session, one: FollowUp) -> Sequence[FollowUpCount]:
    """By village."""
    wanted = select(FollowUpCount).where(FollowUpCount.follow_up_id == one.id)
    return session.exec(wanted.order_by(col(FollowUpCount.id))).all()


def report(
    session: Session,
    visitor: Visitor,
    row: ChangeCase,
    one: FollowUp,
    given: tuple[FollowUpDraft, Mapping[int, CountsDraft]],
) -> None:
    """Every child that was expected is somewhere: arrived, elsewhere or lost. RefusedError at the village else."""
    draft, told = given
    wrong = dating.followed_up(row, draft.done_on)
    for count in counts_of(session, one):
        assert count.id is not None
        said = told.get(count.id)
        if said is None or said.arrived + said.elsewhere + said.lost != count.expected:
            values = {"village": count.village_name, "count": count.expected}
            wrong.append(Problem(f"arrived_{count.id}", N_("%(village)s: the three add up to %(count)s"), values))
            continue
        count.sqlmodel_update(said.model_dump())
    if wrong:
        raise RefusedError(wrong)
    one.sqlmodel_update(draft.model_dump())
    session.flush()
    if row.state is CaseState.COMPLETED and all(each.done_on for each in follow_ups(session, row)):
        row.state = CaseState.FOLLOWED_UP
    detail = {"round": one.round.value, "lost": sum(each.lost for each in counts_of(session, one))}
    audit.record(session, visitor, "case.followed up", subject=SUBJECT, subject_id=row.id, detail=detail)


def lost_after(session: Session, office_code: str) -> tuple[float | None, int]:
    """Children whom the last follow-up of each case counts as lost, and how many were expected; None: none told yet."""
    wanted = (
        select(FollowUp)
        .join(ChangeCase, col(ChangeCase.id) == col(FollowUp.case_id))
        .where(ChangeCase.office_code == office_code, col(FollowUp.done_on).is_not(None))
        .order_by(col(FollowUp.due_on))
    )
    last = {one.case_id: one for one in session.exec(wanted)}
    counts = [count for one in last.values() for count in counts_of(session, one)]
    if not last:
        return None, 0
    return float(sum(one.lost for one in counts)), sum(one.expected for one in counts)
