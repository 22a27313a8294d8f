"""Before the year: the review of the frame (P2-4.2), targets of the year (P2-4.3); after it: evaluations (I-5.2)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session

from planning.annual_plan.copied import Frame
from planning.annual_plan.models.following import Evaluation, FrameReview, YearTarget
from planning.annual_plan.models.project import Project
from planning.annual_plan.money.frames import Direction, Framed, Pair, Proposed, below_path, needs_reason, side_by_side
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.proofs import prove
from planning.annual_plan.store.scope import Era, find, rows_of
from planning.annual_plan.terms import Decision, ProjectState
from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.plans.store.keeping import Handed
from service.draft import Draft, Note, OptionalId, take
from service.i18n import N_
from service.refusal import NotTakenError, refuse

Why = Annotated[str, Field(max_length=1000)]


def pairs(session: Session, visitor: Visitor, year: int, frames: tuple[Frame, ...]) -> list[Pair]:
    """The frame of the year beside the projects of the year."""
    given = [Framed(one.key, one.title, one.amount(year)) for one in frames if one.amount(year)]
    proposed = [
        Proposed(one.key, f"{one.code} {one.name}", one.amount_satang, one.frame_key)
        for one in projects(session, visitor, year)
        if one.state is not ProjectState.DROPPED
    ]
    return side_by_side(given, proposed)


class DecisionDraft(Draft):
    """What becomes of a project of the frame, or of one that is new, and why."""

    key: Annotated[str, Field(min_length=1, max_length=64)]
    decision: Decision
    reason: Why = ""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if needs_reason(self.decision) and not self.reason:
            raise NotTakenError(N_("Say why: only what is kept needs no reason"), "reason")
        return self


def decisions(session: Session, visitor: Visitor, year: int) -> dict[str, FrameReview]:
    """By key of the frame or project."""
    return {one.frame_key: one for one in rows_of(session, visitor, FrameReview, FrameReview.fiscal_year == year)}


def decide(session: Session, visitor: Visitor, year: int, shown: list[Pair], draft: DecisionDraft) -> FrameReview:
    """RefusedError for what cannot be: to keep what nobody proposes, to call new what the frame has."""
    pair = next((one for one in shown if one.key == draft.key), None)
    if pair is None:
        raise refuse("key", N_("This project is not in the review"))
    if (pair.frame is None) != (draft.decision is Decision.NEW):
        raise refuse("decision", N_("New is what the frame does not have, and nothing else"))
    if draft.decision in {Decision.KEEP, Decision.CHANGE} and pair.proposal is None:
        raise refuse("decision", N_("No project of this year fills it: propose one, or drop it"))
    row = decisions(session, visitor, year).get(draft.key) or FrameReview(
        office_code=visitor.office_code,
        fiscal_year=year,
        frame_key=draft.key,
        decision=draft.decision,
        made_by=visitor.name[:120],
    )
    changes = take(row, {"decision": draft.decision, "reason": draft.reason, "made_by": visitor.name[:120]})
    session.add(row)
    session.flush()
    audit.record(session, visitor, "frame.decided", subject="frame", subject_id=row.id, detail=changes)
    return row


class TargetDraft(Draft):
    """The target of an indicator for the year."""

    fiscal_year: Era
    indicator_key: Annotated[str, Field(min_length=1, max_length=64)]
    value: Annotated[float, Field(allow_inf_nan=False)]
    reason: Why = ""


def targets(session: Session, visitor: Visitor, year: int) -> dict[str, YearTarget]:
    """By key of the indicator."""
    return {one.indicator_key: one for one in rows_of(session, visitor, YearTarget, YearTarget.fiscal_year == year)}


def set_target(
    session: Session,
    visitor: Visitor,
    draft: TargetDraft,
    *,
    name: str,
    unit: str,
    path: tuple[Direction, float | None],
) -> YearTarget:
    """RefusedError below the five-year path without a reason; the path is kept beside it."""
    if below_path(path[0], draft.value, path[1]) and not draft.reason:
        raise refuse("reason", N_("The five-year path says %(path)s: say why it is less"), path=path[1])
    row = targets(session, visitor, draft.fiscal_year).get(draft.indicator_key) or YearTarget(
        office_code=visitor.office_code,
        fiscal_year=draft.fiscal_year,
        indicator_key=draft.indicator_key,
        name=name,
        value=draft.value,
        made_by=visitor.name[:120],
    )
    given = {"value": draft.value, "reason": draft.reason, "name": name[:255], "unit": unit[:60]}
    changes = take(row, {**given, "path_value": path[1], "made_by": visitor.name[:120]})
    session.add(row)
    session.flush()
    audit.record(session, visitor, "target.set", subject="target", subject_id=row.id, detail=changes)
    return row


class EvaluationDraft(Draft):
    """A judgement with its evidence."""

    fiscal_year: Era
    subject: Annotated[str, Field(min_length=1, max_length=255)]
    project_id: OptionalId = None
    criteria: Annotated[str, Field(min_length=1, max_length=1000)]
    score: Annotated[int, Field(ge=0, le=1000)]
    most: Annotated[int, Field(ge=1, le=1000)]
    evidence: Annotated[str, Field(max_length=1000)] = ""
    judge: Annotated[str, Field(min_length=1, max_length=120)]
    lesson: Note = ""
    judged_on: Happened

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.score > self.most:
            raise NotTakenError(N_("The score is more than the most that there is"), "score")
        return self


def evaluate(session: Session, visitor: Visitor, draft: EvaluationDraft, handed: Handed | None = None) -> Evaluation:
    """Written down once; a later judgement is another row. RefusedError without a file, an address or a paper."""
    if not draft.evidence and handed is None:
        raise refuse("evidence", N_("An evaluation without evidence is none: a file, an address or a paper's number"))
    if draft.project_id is not None:
        find(session, visitor, Project, draft.project_id)
    row = Evaluation(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    told = {"subject": row.subject, "score": row.score}
    audit.record(session, visitor, "evaluation.made", subject="evaluation", subject_id=row.id, detail=told)
    if handed is not None:
        prove(session, visitor, row, handed)
    return row
