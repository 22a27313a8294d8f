"""What partners bring into shared projects: offered, declined and offered again; each step is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import model_validator
from sqlmodel import Session, col, select

from planning.kit.visitor import Visitor
from planning.province.models.agency import Agency
from planning.province.models.project import Contribution, ContributionKind, PledgeState, PledgeStep, Project
from planning.province.store import rows
from planning.province.store.drafts import Baht, Count, Id, Needed
from planning.province.store.rows import Change, Put
from service.draft import Draft, Line
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

FIGURES = ("amount_satang", "persons", "person_days", "what")


class Figures(Draft):
    """So much of something."""

    amount_satang: Baht = 0
    persons: Count = 0
    person_days: Count = 0
    what: Line = ""


def nothing_of(kind: ContributionKind, said: Figures) -> str:
    """The field that makes it something, where that is empty."""
    field = {
        ContributionKind.MONEY: "amount_satang",
        ContributionKind.STAFF: "persons",
        ContributionKind.IN_KIND: "what",
    }[kind]
    return "" if getattr(said, field) else field


class ContributionDraft(Figures, Put):
    """What an agency brings."""

    agency_id: Id
    kind: ContributionKind

    @model_validator(mode="after")
    def _something(self) -> Self:
        if lacking := nothing_of(self.kind, self):
            raise NotTakenError(N_("This is needed"), lacking)
        return self


class Declined(Change):
    """That a partner does not bring it after all, and why."""

    reason: Needed


class OfferedAgain(Figures, Change):
    """That a partner brings it after all, as much as it says now, and why."""

    reason: Needed


def contribute(session: Session, visitor: Visitor, project: Project, draft: ContributionDraft) -> Contribution:
    """Written anew where the agency brings this already: nothing is counted twice. What was agreed on is open again.
    RefusedError where the agency declined it: that is offered again, with the reason.
    """
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    known = {"project_id": project.id, "agency_id": draft.agency_id, "kind": draft.kind}
    wanted = select(Contribution).where(*(getattr(Contribution, name) == value for name, value in known.items()))
    held = session.exec(wanted.where(Contribution.office_code == visitor.office_code)).one_or_none()
    if held is not None and held.state is PledgeState.DECLINED:
        raise refuse("agency_id", N_("It declined this: open what it declined, and offer it again there"))
    before = held.changes if held is not None else -1
    row = rows.put(session, visitor, Contribution, known, draft, twice="agency_id")
    if row.changes != before:
        _step(session, visitor, row, "")
    reopen(session, visitor, project)
    return row


def decline(session: Session, visitor: Visitor, project: Project, row: Contribution, draft: Declined) -> None:
    """It is not brought, and counts no more; its figures stay for the day on which the partner thinks otherwise."""
    rows.check_seen(row, draft)
    if row.state is PledgeState.DECLINED:
        raise refuse("", N_("This was declined already"))
    rows.set_values(session, visitor, row, {"state": PledgeState.DECLINED})
    _step(session, visitor, row, draft.reason)
    reopen(session, visitor, project)


def offer_again(session: Session, visitor: Visitor, project: Project, row: Contribution, draft: OfferedAgain) -> None:
    """Only what was declined; it counts again, as much as is said now."""
    rows.check_seen(row, draft)
    if row.state is PledgeState.OFFERED:
        raise refuse("", N_("This was not declined"))
    if lacking := nothing_of(row.kind, draft):
        raise refuse(lacking, N_("This is needed"))
    figures = {name: getattr(draft, name) for name in FIGURES}
    rows.set_values(session, visitor, row, {**figures, "state": PledgeState.OFFERED})
    _step(session, visitor, row, draft.reason)
    reopen(session, visitor, project)


def find_pledge(
    session: Session, visitor: Visitor, project: Project, contribution_id: int, *, to_change: bool = False
) -> Contribution:
    """MissingError where it is none of this project."""
    row = rows.find(session, visitor, Contribution, contribution_id, to_change=to_change)
    if row.project_id != project.id:
        raise MissingError(Contribution.__name__)
    return row


def steps(session: Session, visitor: Visitor, contribution_ids: Sequence[int]) -> dict[int, list[PledgeStep]]:
    """Of each contribution all that became of it, the oldest first."""
    wanted = select(PledgeStep).where(
        PledgeStep.office_code == visitor.office_code, col(PledgeStep.contribution_id).in_(contribution_ids)
    )
    found: dict[int, list[PledgeStep]] = {one: [] for one in contribution_ids}
    for step in session.exec(wanted.order_by(col(PledgeStep.id))):
        found[step.contribution_id].append(step)
    return found


def reopen(session: Session, visitor: Visitor, project: Project) -> None:
    """What all agreed on is not agreed on any more."""
    if project.agreed_on is not None:
        rows.set_values(session, visitor, project, {"agreed_on": None})


def _step(session: Session, visitor: Visitor, row: Contribution, reason: str) -> None:
    figures = {name: getattr(row, name) for name in FIGURES}
    step = PledgeStep(
        office_code=row.office_code,
        contribution_id=row.id or 0,
        state=row.state,
        reason=reason,
        made_by=visitor.name[:120],
        **figures,
    )
    session.add(step)
    session.flush()
