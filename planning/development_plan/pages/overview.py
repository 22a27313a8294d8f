"""How far a plan is: each step with what it has, and what keeps it from being done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.models.school_plan import SchoolPlanState
from planning.development_plan.steps.grading import Grade
from planning.development_plan.steps.missions import gaps
from planning.development_plan.steps.strategies import blocked
from planning.development_plan.store.missions import reviews
from planning.development_plan.store.plans import evidence_of
from planning.development_plan.store.results import results
from planning.development_plan.store.school_plans import states_of_schools
from planning.development_plan.store.written import (
    elements_of,
    factors_of,
    frames,
    gaps_of_direction,
    sheets,
    strategy_links,
)
from planning.development_plan.subject import KIND, evidence_lacking
from planning.plans.models.version import VersionState
from planning.plans.store.versions import newest
from service.i18n import _


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: `state` is a shape (up, degraded, unknown), `said` its word, `detail` what there is."""

    page: str
    state: str
    said: str
    detail: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """What whoever leads the office asks first: is it approved, are its targets reached, have the schools theirs."""

    plan: Plan
    version: VersionState | None
    year: int
    grades: Mapping[Grade, int]
    accepted: int
    schools: int


def glance_of(session: Session, plan: Plan, year: int) -> Glance:
    """Targets of the fiscal year, or of the nearest one that the plan has."""
    version = newest(session, plan.office_code, KIND, plan.key)
    asked = min(max(year, plan.first_year), plan.last_year)
    states = states_of_schools(session, plan)
    return Glance(
        plan,
        version.state if version is not None else None,
        asked,
        Counter(one.grade for one in results(session, plan, (asked,))),
        sum(one is SchoolPlanState.ACCEPTED for one in states),
        len(states),
    )


def state_of(session: Session, plan: Plan) -> Sequence[StepRow]:
    """The steps that have pages here, in their order."""
    return (*_evidence(session, plan), *_plan(session, plan))


def _evidence(session: Session, plan: Plan) -> list[StepRow]:
    there = evidence_of(session, plan)
    duties = reviews(session, plan)
    judged = len(duties) - len(gaps(duties).verdict)
    details = {
        "missions": (
            EvidenceKind.REVIEW,
            _("%(done)s of %(all)s duties judged") % {"done": judged, "all": len(duties)},
        ),
        "situation": (EvidenceKind.SITUATION, ""),
        "factors": (EvidenceKind.POSITION, _("%(count)s factors") % {"count": len(factors_of(session, plan))}),
    }
    return [
        StepRow(name, "up", _("handed in"), detail, there[kind].submitted_at)
        if kind in there
        else StepRow(name, "unknown", _("not handed in"), detail)
        for name, (kind, detail) in details.items()
    ]


def _plan(session: Session, plan: Plan) -> list[StepRow]:
    closed = bool(evidence_lacking(session, plan))
    direction = gaps_of_direction(session, plan)
    strategies, lacking = strategy_links(session, plan), blocked(strategy_links(session, plan))
    indicators, projects = sheets(session, plan), frames(session, plan)
    short = sum(bool(one.lacks(plan.years)) for one in indicators) + sum(
        bool(one.lacks(plan.years)) for one in projects
    )
    elements = len(elements_of(session, plan, {ElementKind.MISSION, ElementKind.GOAL, ElementKind.VALUE}))
    found = [
        _row("direction", direction.is_whole, closed, _("%(count)s elements") % {"count": elements}),
        _row(
            "strategies",
            bool(strategies) and not lacking,
            closed,
            _("%(count)s strategies, %(lacking)s incomplete") % {"count": len(strategies), "lacking": len(lacking)},
        ),
        _row(
            "targets",
            bool(indicators) and bool(projects) and not short,
            closed,
            _("%(indicators)s indicators, %(projects)s projects")
            % {"indicators": len(indicators), "projects": len(projects)},
        ),
    ]
    return [*found, *_after(session, plan)]


def _row(name: str, is_whole: bool, is_closed: bool, detail: str) -> StepRow:
    if is_closed:
        return StepRow(name, "closed", _("waits for 4.1 to 4.3"), detail)
    return (
        StepRow(name, "up", _("complete"), detail) if is_whole else StepRow(name, "degraded", _("incomplete"), detail)
    )


def _after(session: Session, plan: Plan) -> list[StepRow]:
    states = states_of_schools(session, plan)
    accepted = sum(one is SchoolPlanState.ACCEPTED for one in states)
    graded = [one for one in results(session, plan) if one.actual is not None]
    return [
        StepRow(
            "schools",
            "up" if states and accepted == len(states) else "unknown",
            _("%(done)s of %(all)s schools accepted") % {"done": accepted, "all": len(states)},
            "",
        ),
        StepRow("results", "up" if graded else "unknown", _("%(count)s results") % {"count": len(graded)}, ""),
    ]
