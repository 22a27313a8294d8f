"""Projects of a year: the form, the money as one whole (INV-B1, INV-B2, INV-C1), what the plan takes of a purse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from office.baht import figures
from planning.annual_plan import words
from planning.annual_plan.copied import known_indicators
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.money import portfolio
from planning.annual_plan.store.allocations import lines_of_year, mark_over
from planning.annual_plan.store.plans import edited
from planning.annual_plan.store.pricing import take_prices
from planning.annual_plan.store.project_drafts import (
    ActivityDraft,
    LineDraft,
    MoneyDraft,
    ProjectDraft,
    RegisteredProject,
)
from planning.annual_plan.store.purses import for_lines
from planning.annual_plan.store.scope import find, rows_of
from planning.annual_plan.terms import ProjectState
from planning.kit import audit
from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.plans.indicator import not_known
from service.columns import utc_now
from service.draft import Draft, take
from service.i18n import N_
from service.refusal import Problem, RefusedError, block, refuse

SUBJECT = "project"


def projects(session: Session, visitor: Visitor, year: int) -> list[Project]:
    """Of one year, by code."""
    return rows_of(session, visitor, Project, Project.fiscal_year == year, order=(col(Project.code), col(Project.id)))


def activities_of_year(session: Session, visitor: Visitor, year: int) -> dict[int, list[Activity]]:
    """By project, in their order."""
    wanted = (
        select(Activity)
        .join(Project, col(Project.id) == Activity.project_id)
        .where(Activity.office_code == visitor.office_code, Project.fiscal_year == year)
        .order_by(col(Activity.project_id), col(Activity.number))
    )
    found: dict[int, list[Activity]] = defaultdict(list)
    for one in session.exec(wanted):
        found[one.project_id].append(one)
    return found


def activities_of(session: Session, visitor: Visitor, project_id: int) -> list[Activity]:
    """In their order."""
    return rows_of(session, visitor, Activity, Activity.project_id == project_id, order=col(Activity.number))


def lines_of(session: Session, visitor: Visitor, project_id: int) -> list[BudgetLine]:
    """In their order."""
    order = (col(BudgetLine.place), col(BudgetLine.id))
    return rows_of(session, visitor, BudgetLine, BudgetLine.project_id == project_id, order=order)


def add_project(session: Session, visitor: Visitor, draft: RegisteredProject, **more: Any) -> Project:
    """A new draft. RefusedError when the year has a project of this code."""
    _is_free(session, visitor, draft)
    _are_known(session, visitor, draft)
    edited(session, visitor, draft.fiscal_year)
    row = Project(office_code=visitor.office_code, **draft.values(), **more)
    session.add(row)
    session.flush()
    audit.record(session, visitor, "project.added", subject=SUBJECT, subject_id=row.id, detail={"code": row.code})
    return row


def _are_known(session: Session, visitor: Visitor, draft: RegisteredProject) -> None:
    problems = not_known(draft.indicators, {one.key: one for one in known_indicators(session, visitor)})
    if problems:
        raise RefusedError(problems)


def change_project(session: Session, visitor: Visitor, row: Project, draft: ProjectDraft) -> None:
    """The form of a project that may still be changed. RefusedError when somebody changed it since it was shown."""
    _is_draft(row)
    edited(session, visitor, row.fiscal_year)
    _is_seen(row, draft.version)
    if (draft.fiscal_year, draft.code) != (row.fiscal_year, row.code):
        _is_free(session, visitor, draft)
    _are_known(session, visitor, draft)
    changes = take(row, draft.values())
    if changes:
        row.version, row.changed_at = row.version + 1, utc_now()
        told = {name: changes[name] for name in changes if name not in {"parts", "links", "targets", "risks"}}
        audit.record(session, visitor, "project.changed", subject=SUBJECT, subject_id=row.id, detail=told)


def drop_project(session: Session, visitor: Visitor, row: Project, reason: str) -> None:
    """A draft that is not to be carried out in this year."""
    _is_draft(row)
    edited(session, visitor, row.fiscal_year)
    row.state, row.version = ProjectState.DROPPED, row.version + 1
    audit.record(session, visitor, "project.dropped", subject=SUBJECT, subject_id=row.id, detail={"reason": reason})


def take_up_project(session: Session, visitor: Visitor, row: Project) -> None:
    """A project that was dropped is a draft again, with its lines; those that no purse holds any more are marked."""
    if row.state is not ProjectState.DROPPED:
        raise refuse("", N_("This project was not dropped"))
    edited(session, visitor, row.fiscal_year)
    row.state, row.version = ProjectState.DRAFT, row.version + 1
    session.flush()
    mark_over(session, visitor, row.fiscal_year)
    audit.record(session, visitor, "project.taken_up", subject=SUBJECT, subject_id=row.id)


def _is_draft(row: Project) -> None:
    if row.state is not ProjectState.DRAFT:
        raise refuse("", N_("An approved project changes by transfer or amendment only"))


def _is_seen(row: Project, version: int) -> None:
    if version != row.version:
        raise refuse("", N_("Somebody changed this project meanwhile: look at it again"))


def _is_free(session: Session, visitor: Visitor, draft: RegisteredProject) -> None:
    if rows_of(session, visitor, Project, Project.fiscal_year == draft.fiscal_year, Project.code == draft.code):
        raise refuse("code", N_("Another project of this year has this code"))


def save_money(session: Session, visitor: Visitor, row: Project, draft: MoneyDraft) -> None:
    """Activities, lines and quarters of a project (locked by its reader), whole or not at all. RefusedError tells every
    sum that differs and every purse that does not hold the lines, with figures.
    """
    _is_draft(row)
    _is_seen(row, draft.version)
    edited(session, visitor, row.fiscal_year)
    problems = [*_sums(draft), *_too_much(session, visitor, row, draft)]
    if problems:
        raise RefusedError(problems)
    old = {one.key: one for one in lines_of(session, visitor, _id(row))}
    if old and session.exec(select(Entry.id).where(Entry.project_id == row.id).limit(1)).first() is not None:
        raise refuse("", N_("An approved project changes by transfer or amendment only"))
    places, saved = _save_activities(session, visitor, row, draft), []
    for at, given in enumerate(draft.lines):
        line = old.pop(given.key, None) or BudgetLine(
            office_code=visitor.office_code,
            project_id=_id(row),
            activity_id=0,
            place=0,
            amount_satang=0,
            **given.model_dump(exclude={"key", "activity"}),
        )
        take(line, given.model_dump(exclude={"key", "activity"}))
        line.activity_id, line.place = places[given.activity], at
        line.amount_satang = given.quantity * given.unit_satang
        line.is_over = False
        session.add(line)
        saved.append(line)
    take_prices(session, visitor, saved)
    for gone in old.values():
        session.delete(gone)
    session.flush()
    _drop_activities(session, visitor, row, len(draft.activities))
    row.amount_satang, row.version, row.changed_at = draft.amount_satang, row.version + 1, utc_now()
    told = {"satang": row.amount_satang, "activities": len(draft.activities), "lines": len(draft.lines)}
    audit.record(session, visitor, "project.money", subject=SUBJECT, subject_id=row.id, detail=told)


def _id(row: Project) -> int:
    assert row.id is not None
    return row.id


def _save_activities(session: Session, visitor: Visitor, row: Project, draft: MoneyDraft) -> dict[int, int]:
    """Ids of activities by number."""
    old = {one.number: one for one in activities_of(session, visitor, _id(row))}
    found = {}
    for number, given in enumerate(draft.activities, start=1):
        activity = old.get(number) or Activity(
            office_code=visitor.office_code, project_id=_id(row), number=number, **given.model_dump()
        )
        take(activity, given.model_dump())
        session.add(activity)
        session.flush()
        found[number] = activity.id or 0
    return found


def _drop_activities(session: Session, visitor: Visitor, row: Project, count: int) -> None:
    for one in activities_of(session, visitor, _id(row)):
        if one.number > count:
            session.delete(one)
    session.flush()


def _sums(draft: MoneyDraft) -> list[Problem]:
    found = []
    for problem in portfolio.sums_of(draft.value("")):
        kind, _dot, place = problem.field.partition(".")
        at = int(place) - 1 if kind == "activities" else place
        field = {"activities": f"activities.{at}.amount_satang", "lines": f"lines.{at}.q1_satang"}.get(
            kind, "amount_satang"
        )
        found.append(Problem(field, problem.message, problem.values))
    return found


def _too_much(session: Session, visitor: Visitor, row: Project, draft: MoneyDraft) -> list[Problem]:
    """INV-B2 over all projects of the year, this one as it would be."""
    taken: dict[portfolio.Purse, int] = {}
    for line in lines_of_year(session, visitor, row.fiscal_year):
        if line.project_id != row.id:
            purse = (line.source, line.budget_type)
            taken[purse] = taken.get(purse, 0) + line.amount_satang
    held, found = for_lines(session, visitor.office_code, row.fiscal_year), []
    for purse, wanted in portfolio.planned([draft.value("")]).items():
        others = taken.get(purse, 0)
        if others + wanted > held.get(purse, 0):
            said = N_("%(source)s: the lines take %(planned)s, allocated are %(allocated)s")
            values = {
                "source": words.purse(*purse),
                "planned": figures(others + wanted),
                "allocated": figures(held.get(purse, 0)),
            }
            at = next(at for at, line in enumerate(draft.lines) if (line.source, line.budget_type) == purse)
            found.append(Problem(f"lines.{at}.source", said, values))
    return found


class DoneDraft(Draft):
    """When an activity began and ended in truth; empty while it did not."""

    began_on: MayHaveHappened = None
    finished_on: MayHaveHappened = None


def write_done(session: Session, visitor: Visitor, row_id: int, draft: DoneDraft) -> Activity:
    """RefusedError names a day that cannot be; only approved projects are carried out."""
    activity = find(session, visitor, Activity, row_id, to_change=True)
    if find(session, visitor, Project, activity.project_id).state is not ProjectState.APPROVED:
        raise block(N_("Only an approved project is carried out"))
    began, finished = draft.began_on, draft.finished_on
    if finished is not None and (began is None or finished < began):
        raise refuse("finished_on", N_("The end lies before the beginning"))
    changes = take(activity, {"began_on": began, "finished_on": finished})
    if changes:
        audit.record(session, visitor, "activity.done", subject=SUBJECT, subject_id=activity.project_id, detail=changes)
    return activity


def money_values(session: Session, visitor: Visitor, row: Project) -> Mapping[str, Any]:
    """What the grid of a project shows."""
    activities = activities_of(session, visitor, _id(row))
    numbers = {one.id: one.number for one in activities}
    kept = set(LineDraft.model_fields) - {"activity"}
    return {
        "version": row.version,
        "amount_satang": row.amount_satang,
        "activities": [one.model_dump(include=set(ActivityDraft.model_fields)) for one in activities],
        "lines": [
            one.model_dump(include=kept) | {"activity": numbers[one.activity_id]}
            for one in lines_of(session, visitor, _id(row))
        ],
    }
