"""What the province says of itself to the layer that planning services share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session

from contract.data.registry import ReferenceRow, SchoolRow
from planning.kit import copies
from planning.plans.declared import Measured, Objective, Pointing, Shared
from planning.plans.workflows import Workflows
from planning.province.acting import on_behalf
from planning.province.copied import REFERENCES, SCHOOLS
from planning.province.equity import Measure
from planning.province.kinds import PlanKind
from planning.province.models.plan import ElementKind, Plan
from planning.province.objective import contributing, out_of_school, under_served
from planning.province.papers.order import NOMINATION, ORDER
from planning.province.papers.plan import PLAN, STRATEGY_FORM
from planning.province.papers.report import REPORT
from planning.province.store import plans, projects, rows, sharing, situation
from planning.province.subjects import SUBJECTS, subject_of
from service.i18n import N_
from service.papers.kind import Kinds


def references(session: Session, office_code: str) -> Sequence[ReferenceRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, REFERENCES).rows


def schools(session: Session, office_code: str) -> Sequence[SchoolRow]:
    """The copy of the registry's: to whom a published plan is distributed."""
    return copies.rows(session, office_code, SCHOOLS).rows


def pointing(session: Session, office_code: str) -> Sequence[Pointing]:
    """Goals, strategies and projects of all plans."""
    visitor = on_behalf(office_code)
    found: list[Pointing] = []
    for plan in plans.plans(session, visitor):
        years = (plan.first_year, plan.last_year, (subject_of(plan.kind).kind, plan.key))
        found += [
            Pointing(one.kind.value, one.key, f"{one.code} {one.text}", f"/plans/{plan.id}/tree", *years)
            for one in plans.elements(session, visitor, plan)
            if one.kind in (ElementKind.GOAL, ElementKind.STRATEGY)
        ]
        found += [
            Pointing("project", one.key, one.title, f"/projects/{one.id}", *years)
            for one in projects.projects(session, visitor, plan)
        ]
    return found


def _contributing(session: Session, office_code: str, fiscal_year: int) -> Measured:
    """Of the annual plan of that year: agencies that sent their plan or bring something, of all that were asked."""
    visitor = on_behalf(office_code)
    plan = _plan(session, office_code, PlanKind.ANNUAL, fiscal_year)
    if plan is None:
        return Measured(None)
    standings = projects.standings(session, visitor, plan)
    gave = {one.agency.id for one in standings if one.received is not None}
    for project in projects.projects(session, visitor, plan):
        gave |= {one.agency_id for one in sharing.shared(session, visitor, project).brought}
    asked = [one.agency.id or 0 for one in standings]
    return Measured(contributing(asked, frozenset(one for one in gave if one)), len(asked))


def _equity(session: Session, office_code: str, fiscal_year: int) -> dict[tuple[str, Measure], int]:
    plan = _plan(session, office_code, PlanKind.DEVELOPMENT, fiscal_year)
    if plan is None:
        return {}
    return {at: one.value for at, one in situation.figures(session, on_behalf(office_code), plan).items()}


def _out_of_school(session: Session, office_code: str, fiscal_year: int) -> Measured:
    """Of the whole province, in percent of the school-age population."""
    figures = _equity(session, office_code, fiscal_year)
    return Measured(out_of_school(figures), len({name for name, _measure in figures}))


def _under_served(session: Session, office_code: str, fiscal_year: int) -> Measured:
    """Villages of the whole province."""
    figures = _equity(session, office_code, fiscal_year)
    return Measured(under_served(figures), len({name for name, _measure in figures}))


def _plan(session: Session, office_code: str, kind: PlanKind, fiscal_year: int) -> Plan | None:
    found = rows.every(
        session,
        on_behalf(office_code),
        Plan,
        Plan.kind == kind,
        Plan.first_year <= fiscal_year,
        Plan.last_year >= fiscal_year,
    )
    return next((one for one in reversed(found) if one.is_ours), None)


OBJECTIVES: Final = (
    Objective("P3-1", N_("Agencies that contribute to the plan"), N_("percent"), "up", 0.0, _contributing, 80.0),
    Objective("P3-1.2", N_("Children out of school"), N_("percent"), "down", 5.0, _out_of_school, 2.0),
    Objective("P3-1.3", N_("Villages too far from a school"), N_("villages"), "down", 0.0, _under_served),
)
SHARED: Final = Shared(
    service="province",
    workflows=Workflows(Path(__file__).parent / "workflows"),
    subjects=tuple(SUBJECTS.values()),
    papers=Kinds([ORDER, NOMINATION, PLAN, STRATEGY_FORM, REPORT]),
    objectives=OBJECTIVES,
    process="P3",
    pointing=pointing,
    references=references,
    schools=schools,
)
