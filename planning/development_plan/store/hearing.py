"""What is done with facts of other services."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from contract.events import Fact, IndicatorMeasured, InnovationEvaluated, RiskRated
from contract.planning import ActualEntered, DisbursementPosted, MappingRunDone, ProjectApproved
from planning.development_plan.models.factor import MappingRun, Origin, Suggestion, SuggestionState
from planning.development_plan.models.target import Actual, Spending
from service.columns import utc_now

_GRAVE = frozenset({"high", "very_high"})


def mapping_done(session: Session, fact: Fact, at: datetime) -> str:
    """A run of the school network; one that was told before is the same."""
    assert isinstance(fact, MappingRunDone)
    known = session.exec(
        select(MappingRun).where(MappingRun.office_code == fact.office_code, MappingRun.run_key == fact.run_key)
    ).first()
    if known is not None:
        return "known"
    session.add(
        MappingRun(
            **fact.model_dump(exclude={"version"}),
            at=at,
        )
    )
    session.flush()
    return "a mapping run"


def actual_entered(session: Session, fact: Fact, _at: datetime) -> str:
    """What was told last for a period holds."""
    assert isinstance(fact, ActualEntered)
    row = session.exec(
        select(Actual).where(
            Actual.office_code == fact.office_code,
            Actual.indicator_key == fact.indicator_key,
            Actual.fiscal_year == fact.fiscal_year,
            Actual.quarter == fact.quarter,
            Actual.project_key == fact.project_key,
        )
    ).first()
    values = fact.model_dump(exclude={"version"})
    if row is None:
        row = Actual(**values)
    else:
        row.sqlmodel_update({**values, "heard_at": utc_now()})
    session.add(row)
    session.flush()
    return "an actual"


def project_approved(session: Session, fact: Fact, _at: datetime) -> str:
    """What an annual plan gives to a frame."""
    assert isinstance(fact, ProjectApproved)
    return _spend(session, fact, title=fact.title[:500], approved_satang=fact.amount_satang)


def disbursement_posted(session: Session, fact: Fact, _at: datetime) -> str:
    """What a project has spent until now."""
    assert isinstance(fact, DisbursementPosted)
    return _spend(session, fact, spent_satang=fact.total_satang)


def _spend(session: Session, fact: ProjectApproved | DisbursementPosted, **values: object) -> str:
    if not fact.frame_key:
        return "of no frame"
    row = session.exec(
        select(Spending).where(
            Spending.office_code == fact.office_code,
            Spending.project_key == fact.project_key,
            Spending.fiscal_year == fact.fiscal_year,
        )
    ).first()
    row = row or Spending(
        office_code=fact.office_code, project_key=fact.project_key, fiscal_year=fact.fiscal_year, frame_key=""
    )
    row.sqlmodel_update({**values, "frame_key": fact.frame_key, "heard_at": utc_now()})
    session.add(row)
    session.flush()
    return "of a frame"


def risk_rated(session: Session, fact: Fact, _at: datetime) -> str:
    """A grave risk may be a weakness or a threat; one that was treated is no suggestion any more."""
    assert isinstance(fact, RiskRated)
    is_grave = fact.level in _GRAVE and fact.state in {"open", "treating"}
    return _suggest(
        session,
        Suggestion(
            office_code=fact.office_code,
            origin=Origin.RISK,
            source_key=str(fact.risk_id),
            title=fact.title[:500],
            detail=f"{fact.likelihood} × {fact.impact} = {fact.score}",
            is_good=False,
            told_on=fact.rated_on,
        ),
        holds=is_grave,
    )


def indicator_measured(session: Session, fact: Fact, _at: datetime) -> str:
    """An indicator that missed its target may be a weakness; one that met it, a strength."""
    assert isinstance(fact, IndicatorMeasured)
    return _suggest(
        session,
        Suggestion(
            office_code=fact.office_code,
            origin=Origin.INDICATOR,
            source_key=f"{fact.process}/{fact.indicator}/{fact.unit_code}"[:64],
            title=fact.indicator[:500],
            detail=f"{fact.fiscal_year}: {fact.value} / {fact.target} {fact.unit}"[:1000],
            is_good=bool(fact.is_met),
            told_on=fact.as_of,
        ),
        holds=fact.is_met is not None and not fact.unit_code,
    )


def innovation_evaluated(session: Session, fact: Fact, _at: datetime) -> str:
    """One that is kept or scaled is a candidate for a measure."""
    assert isinstance(fact, InnovationEvaluated)
    shown = "" if fact.before is None or fact.after is None else f"{fact.before:g} → {fact.after:g} {fact.unit}"
    return _suggest(
        session,
        Suggestion(
            office_code=fact.office_code,
            origin=Origin.INNOVATION,
            source_key=str(fact.innovation_id),
            title=fact.title[:500],
            detail=shown[:1000],
            is_good=True,
            told_on=fact.evaluated_on,
        ),
        holds=fact.decision != "retire",
    )


def _suggest(session: Session, new: Suggestion, *, holds: bool) -> str:
    """The newest word replaces what was said before, as long as nobody took it or put it aside."""
    row = session.exec(
        select(Suggestion).where(
            Suggestion.office_code == new.office_code,
            Suggestion.origin == new.origin,
            Suggestion.source_key == new.source_key,
        )
    ).first()
    if row is not None and row.state is not SuggestionState.OPEN:
        return "decided before"
    if not holds:
        if row is not None:
            session.delete(row)
            session.flush()
        return "no suggestion"
    if row is None:
        row = new
    else:
        row.sqlmodel_update(new.model_dump(include={"title", "detail", "is_good", "told_on"}))
    row.changed_at = utc_now()
    session.add(row)
    session.flush()
    return "a suggestion"
