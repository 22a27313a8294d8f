"""A plan as one whole: what is frozen of it, what it lacks, and what its approval sets going."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from contract.planning import NeedBudgeted, ProjectApproved
from office.baht import figures
from planning.annual_plan import words
from planning.annual_plan.copied import Known, known_of
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.money import portfolio
from planning.annual_plan.papers.data import ActivityData, LineData, ProjectData
from planning.annual_plan.store.policies import policies_of
from planning.annual_plan.store.purses import for_lines
from planning.annual_plan.store.treated import treated
from planning.annual_plan.terms import ProjectState
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.plans.declared import Frozen, Head
from planning.plans.described import PARTS, lacks, lacks_ends
from planning.plans.indicator_data import IndicatorData, data_of
from planning.plans.store.aligning import counts
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, Problem

R = TypeVar("R", bound=SQLModel)


def plan_of(session: Session, office_code: str, key: str) -> Plan:
    """MissingError."""
    row = session.exec(select(Plan).where(Plan.office_code == office_code, Plan.key == key)).one_or_none()
    if row is None:
        raise MissingError("plan")
    return row


def head(session: Session, office_code: str, key: str) -> Head:
    """Of one year."""
    row = plan_of(session, office_code, key)
    return Head(row.title, row.fiscal_year, row.fiscal_year)


def _all(session: Session, kind: type[R], office_code: str, ids: Sequence[int]) -> dict[int, list[R]]:
    """Rows by project."""
    table: Any = kind
    found: dict[int, list[R]] = defaultdict(list)
    place = table.number if kind is Activity else table.place
    wanted = select(kind).where(table.office_code == office_code, table.project_id.in_(ids))
    for row in session.exec(wanted.order_by(place, table.id)):
        found[row.project_id].append(row)  # type: ignore[attr-defined]
    return found


def projects_of(session: Session, office_code: str, year: int, *, office: str = "") -> list[ProjectData]:
    """Every project of a year that is not dropped, by code, its indicators with the names that others gave them."""
    wanted = select(Project).where(
        Project.office_code == office_code, Project.fiscal_year == year, Project.state != ProjectState.DROPPED
    )
    rows = session.exec(wanted.order_by(col(Project.code), col(Project.id))).all()
    ids = [row.id or 0 for row in rows]
    served = policies_of(session, office_code)
    known = {one.key: one for one in known_of(session, office_code)}
    activities = _all(session, Activity, office_code, ids)
    lines = _all(session, BudgetLine, office_code, ids)
    return [
        project_data(row, activities.get(row.id or 0, []), lines.get(row.id or 0, []), office, known).model_copy(
            update={"policies": dict(served.get(row.key, {}))}
        )
        for row in rows
    ]


def project_data(
    row: Project, activities: Sequence[Activity], lines: Sequence[BudgetLine], office: str, known: Mapping[str, Known]
) -> ProjectData:
    """One project as papers, books and datasets take it."""
    numbers = {one.id: one.number for one in activities}
    same = ("key", "code", "name", "plan_name", "group_name", "owner", "kind", "starts_on", "ends_on", "amount_satang")
    more = ("output_quantity", "output_unit", "frame_key", "shared_project_key", "parts")
    return ProjectData(
        office=office,
        year=row.fiscal_year,
        strategy=next(iter(row.links.get("strategies", ())), ""),
        indicators=indicators_of(row, known),
        activities=tuple(
            ActivityData.model_validate(one.model_dump(include=set(ActivityData.model_fields))) for one in activities
        ),
        lines=tuple(_line(one, numbers[one.activity_id]) for one in lines),
        risks=tuple((risk, treatment) for risk, treatment in row.risks),
        **{name: getattr(row, name) for name in (*same, *more)},
    )


def indicators_of(row: Project, known: Mapping[str, Known]) -> tuple[IndicatorData, ...]:
    """With the name and unit of whoever has each; one in words has its own."""
    return tuple(
        data_of(one, known, row.targets.get(one["key"] or one["name"], "")) for one in row.links.get("indicators", ())
    )


def _line(one: BudgetLine, activity: int) -> LineData:
    same = ("key", "item", "source", "budget_type", "quantity", "unit", "unit_satang", "amount_satang")
    return LineData(
        activity=activity,
        quarters=(one.q1_satang, one.q2_satang, one.q3_satang, one.q4_satang),
        targets=(one.q1_target, one.q2_target, one.q3_target, one.q4_target),
        need_id=one.need_id,
        spec_id=one.spec_id,
        **{name: getattr(one, name) for name in same},
    )


def content(session: Session, office_code: str, key: str) -> Mapping[str, Any]:
    """What is frozen: every figure and word of the book. Everybody reads it once it is published, so that a risk has
    its number alone: its title says at which school the network is weak, and how.
    """
    row = plan_of(session, office_code, key)
    projects = projects_of(session, office_code, row.fiscal_year)
    risks = treated(session, office_code, Project.fiscal_year == row.fiscal_year)
    return {
        "year": row.fiscal_year,
        "title": row.title,
        "preface": row.preface,
        "total_satang": sum(one.amount_satang for one in projects),
        "projects": [one.model_dump(mode="json", exclude={"office"}) for one in projects],
        "risks": [one.model_dump(mode="json", exclude={"title"}) for one in risks],
    }


def problems(session: Session, office_code: str, key: str) -> Sequence[Problem]:
    """INV-B1, INV-B2 and INV-C1 over the whole plan."""
    row = plan_of(session, office_code, key)
    projects = projects_of(session, office_code, row.fiscal_year)
    if not projects:
        return [Problem("projects", N_("The plan has no project"))]
    served = counts(session, office_code, "project", [one.key for one in projects])
    found: list[Problem] = []
    for one in projects:
        if not served[one.key]:
            found.append(Problem("projects", N_("Project %(code)s serves no policy"), {"code": one.code}))
        found += [_of(one, wrong) for wrong in portfolio.sums_of(money_of(one))]
        found += _lacks(one)
    held = for_lines(session, office_code, row.fiscal_year)
    for purse in portfolio.over(held, [money_of(one) for one in projects]):
        said = N_("%(source)s: the lines take %(planned)s, allocated are %(allocated)s")
        values = {
            "source": words.purse(*purse.purse),
            "planned": figures(purse.planned),
            "allocated": figures(purse.allocated),
        }
        found.append(Problem("projects", said, values))
    return found


def _of(one: ProjectData, wrong: Problem) -> Problem:
    said = N_("Project %(code)s: %(problem)s")
    return Problem("projects", said, {"code": one.code, "problem": wrong})


def _lacks(one: ProjectData) -> list[Problem]:
    lacking = []
    if not one.strategy:
        lacking.append(N_("Project %(code)s has no strategy"))
    if not one.indicators:
        lacking.append(N_("Project %(code)s has no indicator"))
    if not one.owner:
        lacking.append(N_("Project %(code)s has nobody who is responsible"))
    if not one.lines:
        lacking.append(N_("Project %(code)s has no budget line"))
    return [*(Problem("projects", said, {"code": one.code}) for said in lacking), *_undescribed(one)]


def _undescribed(one: ProjectData) -> list[Problem]:
    """INV-C2: what is not whole where it is kept, or is not known there any more."""
    return [
        Problem(
            "projects",
            N_("Project %(code)s, indicator %(indicator)s: %(problem)s"),
            {"code": one.code, "indicator": each.name, "problem": Problem("", PARTS[name])},
        )
        for each in one.indicators
        for name in (*lacks(each), *lacks_ends(each))
    ]


def money_of(one: ProjectData) -> portfolio.Project:
    """As its sums are checked."""
    return portfolio.Project(
        one.key,
        one.amount_satang,
        tuple(
            portfolio.Activity(
                activity.number,
                activity.amount_satang,
                tuple(
                    portfolio.Line(
                        line.item, (line.source, line.budget_type), line.quantity, line.unit_satang, line.quarters
                    )
                    for line in one.lines
                    if line.activity == activity.number
                ),
            )
            for activity in one.activities
        ),
    )


def on_approved(session: Session, _visitor: Visitor, frozen: Frozen) -> None:
    """Projects of the approved version may spend from now on; each is told, and each need that it pays for."""
    year = int(frozen.content["year"])
    wanted = select(Project).where(
        Project.office_code == frozen.office_code, Project.fiscal_year == year, Project.state == ProjectState.DRAFT
    )
    keys = {one["key"]: one for one in frozen.content["projects"]}
    for row in session.exec(wanted.with_for_update()).all():
        if row.key not in keys:
            continue
        row.state = ProjectState.APPROVED
        fact = ProjectApproved(
            office_code=row.office_code,
            project_key=row.key,
            plan_key=frozen.key,
            fiscal_year=year,
            title=row.name,
            amount_satang=row.amount_satang,
            frame_key=row.frame_key,
            shared_project_key=row.shared_project_key,
        )
        tell(session, fact, at=utc_now())
        for line in keys[row.key]["lines"]:
            if line["need_id"] is not None:
                _tell_need(session, row, line)
    session.flush()


def _tell_need(session: Session, row: Project, line: Mapping[str, Any]) -> None:
    fact = NeedBudgeted(
        office_code=row.office_code,
        need_id=line["need_id"],
        spec_id=line["spec_id"],
        fiscal_year=row.fiscal_year,
        project_key=row.key,
        line_key=line["key"],
        amount_satang=line["amount_satang"],
    )
    tell(session, fact, at=utc_now())
