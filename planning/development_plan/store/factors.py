"""Factors of a plan, suggestions for them, the mapping run that the plan stands on, and handing step 4.3 in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, delete, select

from planning.development_plan.models.element import FactorPair, ProblemTie
from planning.development_plan.models.factor import (
    Basis,
    Factor,
    FactorClass,
    MappingRun,
    Origin,
    Suggestion,
    SuggestionState,
)
from planning.development_plan.models.plan import EvidenceKind, EvidenceSet, Plan
from planning.development_plan.steps.factors import (
    HIGHEST,
    LOWEST,
    WHOLE,
    Weighed,
    empty_classes,
    position,
    weight_of,
)
from planning.development_plan.steps.mapping import Run
from planning.development_plan.store.evidence import hand_in
from planning.development_plan.store.plans import evidence_of
from planning.development_plan.store.written import factors_of
from planning.development_plan.subject import DEVELOPMENT
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.store.versions import touch
from service.columns import utc_now
from service.draft import Digits, Draft, Note, said, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, Problem, RefusedError, refuse

SUBJECT = "factor"


class FactorDraft(Draft):
    """A factor as a person gives it. What was measured needs its evidence in words."""

    factor_class: FactorClass
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    weight: Annotated[int, Field(ge=1, le=WHOLE), Digits]
    score: Annotated[int, Field(ge=LOWEST, le=HIGHEST), Digits]
    basis: Basis = Basis.JUDGED
    evidence: Note = ""
    source_key: Annotated[str, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if self.basis is not Basis.JUDGED and not self.evidence:
            raise NotTakenError(N_("Say what was measured, where and when"), "evidence")
        return self


def weighed(factors: Sequence[Factor]) -> list[Weighed]:
    """As the rules take them."""
    return [Weighed(row.factor_class.value, row.weight, row.score) for row in factors]


def add_factor(session: Session, visitor: Visitor, plan: Plan, draft: FactorDraft) -> Factor:
    """A new one; the suggestion that it came from is taken with it."""
    touch(session, visitor, DEVELOPMENT, plan.key)
    assert plan.id is not None
    row = Factor(office_code=plan.office_code, plan_id=plan.id, **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "factor.added", subject=SUBJECT, subject_id=row.id, detail={"text": row.text[:200]})
    if draft.source_key:
        for one in suggestions_of(session, visitor):
            if one.source_key == draft.source_key and one.origin is not Origin.INNOVATION:
                one.state, one.changed_at = SuggestionState.TAKEN, utc_now()
    return row


def change_factor(session: Session, visitor: Visitor, plan: Plan, row: Factor, draft: FactorDraft) -> None:
    """Nothing is written down when nothing changed. A pair needs one factor of each side: RefusedError where a new
    class would break one.
    """
    touch(session, visitor, DEVELOPMENT, plan.key)
    paired = session.exec(
        select(FactorPair.id).where((FactorPair.inner_id == row.id) | (FactorPair.outer_id == row.id))
    ).first()
    sides = {FactorClass.STRENGTH: 0, FactorClass.WEAKNESS: 0, FactorClass.OPPORTUNITY: 1, FactorClass.THREAT: 1}
    if paired is not None and sides[row.factor_class] != sides[draft.factor_class]:
        raise refuse("factor_class", N_("A strategy answers it: it stays on its side"))
    changes = take(row, draft.model_dump())
    if changes:
        audit.record(session, visitor, "factor.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def remove_factor(session: Session, visitor: Visitor, plan: Plan, row: Factor) -> None:
    """RefusedError while something of the plan answers it."""
    touch(session, visitor, DEVELOPMENT, plan.key)
    used = session.exec(
        select(FactorPair.id).where((FactorPair.inner_id == row.id) | (FactorPair.outer_id == row.id))
    ).first()
    tied = session.exec(select(ProblemTie.id).where(ProblemTie.factor_id == row.id)).first()
    if used is not None or tied is not None:
        raise refuse("", N_("Something of the plan answers this factor"))
    audit.record(
        session, visitor, "factor.removed", subject=SUBJECT, subject_id=row.id, detail={"text": row.text[:200]}
    )
    session.exec(delete(Factor).where(col(Factor.id) == row.id))


def suggestions_of(session: Session, visitor: Visitor) -> Sequence[Suggestion]:
    """Those of the office that nobody took or put aside, the newest first."""
    wanted = select(Suggestion).where(
        Suggestion.office_code == visitor.office_code, Suggestion.state == SuggestionState.OPEN
    )
    return session.exec(wanted.order_by(col(Suggestion.told_on).desc(), col(Suggestion.id).desc())).all()


def find_suggestion(session: Session, visitor: Visitor, suggestion_id: int) -> Suggestion:
    """MissingError where it is another office's; locked until the end."""
    wanted = select(Suggestion).where(Suggestion.id == suggestion_id, Suggestion.office_code == visitor.office_code)
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        raise MissingError("suggestion")
    return row


def take_suggestion(session: Session, visitor: Visitor, row: Suggestion) -> None:
    """It became part of the plan; RefusedError where somebody decided about it before."""
    if row.state is not SuggestionState.OPEN:
        raise refuse("", N_("Somebody decided about it already"))
    row.state, row.changed_at = SuggestionState.TAKEN, utc_now()
    session.add(row)
    audit.record(session, visitor, "suggestion.taken", subject="suggestion", subject_id=row.id)


def dismiss(session: Session, visitor: Visitor, row: Suggestion, reason: str) -> None:
    """Put aside, with the reason; RefusedError where somebody decided about it before."""
    if row.state is not SuggestionState.OPEN:
        raise refuse("", N_("Somebody decided about it already"))
    row.reason = said("reason", reason, longest=500, unsaid=N_("Say why"))
    row.state, row.changed_at = SuggestionState.DISMISSED, utc_now()
    audit.record(
        session, visitor, "suggestion.dismissed", subject="suggestion", subject_id=row.id, detail={"reason": row.reason}
    )


def mapping_runs(session: Session, office_code: str) -> Sequence[MappingRun]:
    """Told of until now, the earliest first."""
    wanted = select(MappingRun).where(MappingRun.office_code == office_code)
    return session.exec(wanted.order_by(col(MappingRun.at), col(MappingRun.id))).all()


def run_of(row: MappingRun) -> Run:
    """As the rules take it."""
    return Run(row.run_key, row.fingerprint, row.academic_year, row.children, row.children_beyond)


def used_run(session: Session, plan: Plan) -> MappingRun | None:
    """The run on which the plan stands, as it was handed in; None: not handed in."""
    handed = evidence_of(session, plan).get(EvidenceKind.POSITION)
    if handed is None:
        return None
    key = str(handed.content.get("run_key", ""))
    return next((run for run in mapping_runs(session, plan.office_code) if run.run_key == key), None)


def position_problems(factors: Sequence[Factor], runs: Sequence[MappingRun]) -> list[Problem]:
    """What keeps step 4.3 from being handed in."""
    given = weighed(factors)
    found = [
        Problem("factors", N_("There is no factor of this class: %(name)s"), {"name": name})
        for name in empty_classes(given)
    ]
    for is_inner, message in (
        (True, N_("Weights of strengths and weaknesses make %(sum)s together, not 100")),
        (False, N_("Weights of opportunities and threats make %(sum)s together, not 100")),
    ):
        weights = weight_of(given, is_inner=is_inner)
        if weights != WHOLE:
            found.append(Problem("weight", message, {"sum": weights}))
    if not runs:
        found.append(Problem("mapping", N_("The school network has told of no mapping run yet")))
    return found


def hand_in_position(session: Session, visitor: Visitor, plan: Plan) -> EvidenceSet:
    """Factors, position and the newest mapping run. RefusedError names all that is missing."""
    factors, runs = factors_of(session, plan), mapping_runs(session, plan.office_code)
    problems = position_problems(factors, runs)
    if problems:
        raise RefusedError(problems)
    return hand_in(session, visitor, plan, EvidenceKind.POSITION, position_content(factors, runs[-1]))


def position_content(factors: Sequence[Factor], run: MappingRun) -> dict[str, object]:
    """All that the factor sheet is made from."""
    point = position(weighed(factors))
    return {
        "factors": [
            row.model_dump(mode="json", include={"factor_class", "text", "weight", "score", "basis", "evidence"})
            for row in factors
        ],
        "inner": point.inner,
        "outer": point.outer,
        "sums": point.sums,
        "quadrant": point.quadrant.value,
        "run_key": run.run_key,
        "fingerprint": run.fingerprint,
        "run": run.model_dump(
            mode="json",
            include={
                "academic_year",
                "schools",
                "villages",
                "children",
                "children_beyond",
                "villages_on_straight_line",
            },
        ),
    }
