"""Workspaces of schools: made with the goals of the office and the school's own data, reviewed, helped along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from contract.data.registry import SchoolRow
from planning.development_plan.copied import ENROLMENT, SCHOOLS, STAFF
from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.school_plan import Review, SchoolGoal, SchoolPlan, SchoolPlanState, SupportVisit
from planning.development_plan.steps.school_plans import CHECKLIST, missing
from planning.development_plan.steps.situation import GradeCount
from planning.development_plan.store.situation import grade_counts, is_teacher
from planning.development_plan.store.written import elements_of
from planning.kit import audit, copies
from planning.kit.happened import Happened
from planning.kit.visitor import SCHOOL, Visitor
from service.columns import utc_now
from service.draft import Draft, Note, said, take
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT = "school_plan"


class GoalAnswer(Draft):
    """What the school does for one goal of the office."""

    id: int
    answer: Note = ""
    target: Annotated[str, Field(max_length=255)] = ""


class SchoolPlanDraft(Draft):
    """What a school writes."""

    vision: Note = ""
    problems: Annotated[str, Field(max_length=4000)] = ""
    goals: tuple[GoalAnswer, ...] = ()


class VisitDraft(Draft):
    """A visit that helped."""

    held_on: Happened
    visitor: Annotated[str, Field(min_length=1, max_length=255)]
    subject: Annotated[str, Field(min_length=1, max_length=500)]
    advice: Note = ""


def seen(visitor: Visitor) -> ColumnElement[bool]:
    """Those of the office; a school's person sees the own one."""
    ours = col(SchoolPlan.office_code) == visitor.office_code
    if visitor.person.role != SCHOOL:
        return ours
    return and_(ours, col(SchoolPlan.school_code) == visitor.person.school_code)


def school_plans(session: Session, visitor: Visitor, plan_id: int | None = None) -> Sequence[SchoolPlan]:
    """By group, by name; of one plan, or of all."""
    conditions = [seen(visitor)]
    if plan_id is not None:
        conditions.append(col(SchoolPlan.plan_id) == plan_id)
    wanted = select(SchoolPlan).where(*conditions)
    return session.exec(wanted.order_by(col(SchoolPlan.school_group), col(SchoolPlan.school_name))).all()


def states_of_schools(session: Session, plan: Plan) -> Sequence[SchoolPlanState]:
    """Of all workspaces of a plan."""
    wanted = select(SchoolPlan).where(SchoolPlan.plan_id == plan.id, SchoolPlan.office_code == plan.office_code)
    return [row.state for row in session.exec(wanted)]


def find_school_plan(session: Session, visitor: Visitor, row_id: int, *, to_change: bool = False) -> SchoolPlan:
    """MissingError where it may not be seen."""
    wanted = select(SchoolPlan).where(col(SchoolPlan.id) == row_id, seen(visitor))
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("school plan")
    return row


def open_workspaces(session: Session, visitor: Visitor, plan: Plan) -> int:
    """One for each open school of the registry's copy that has none yet; how many were made. RefusedError while the
    plan has no goals, or the registry has given no schools.
    """
    goals = [row for row in elements_of(session, plan, {ElementKind.GOAL}) if row.text]
    if not goals:
        raise refuse("", N_("The plan has no goals yet"))
    schools = [
        row
        for row in copies.rows(session, plan.office_code, SCHOOLS).rows
        if row.is_ours and row.state in {"open", "co_learning"}
    ]
    if not schools:
        raise refuse("", N_("The registry has given no schools yet"))
    known = {row.school_code for row in school_plans(session, visitor, plan.id)}
    figures = _figures(session, plan)
    made = [row for row in schools if row.smis_code not in known]
    for school in made:
        workspace = _workspace(plan, school, figures.get(school.smis_code, {}))
        session.add(workspace)
        session.flush()
        for place, goal in enumerate(goals):
            session.add(
                SchoolGoal(
                    office_code=plan.office_code,
                    school_plan_id=workspace.id or 0,
                    place=place,
                    goal_key=goal.key,
                    goal_text=goal.text,
                )
            )
    if made:
        session.flush()
        audit.record(
            session, visitor, "school_plans.opened", subject="plan", subject_id=plan.id, detail={"schools": len(made)}
        )
    return len(made)


def _workspace(plan: Plan, school: SchoolRow, figures: Mapping[str, object]) -> SchoolPlan:
    return SchoolPlan(
        office_code=plan.office_code,
        plan_id=plan.id or 0,
        school_code=school.smis_code,
        school_name=school.name,
        school_group=school.school_group,
        figures={
            **figures,
            "district": school.district,
            "subdistrict": school.subdistrict,
            "latitude": school.latitude,
            "longitude": school.longitude,
        },
    )


def _figures(session: Session, plan: Plan) -> dict[str, dict[str, object]]:
    """Of each school, from its last count: year, pupils, rooms; and who teaches there."""
    last: dict[str, list[GradeCount]] = {}
    for one in grade_counts(copies.rows(session, plan.office_code, ENROLMENT).rows):
        kept = last.setdefault(one.school, [])
        if kept and kept[0].academic_year < one.academic_year:
            kept.clear()
        if not kept or kept[0].academic_year == one.academic_year:
            kept.append(one)
    staff: dict[tuple[str, int], int] = {}
    for row in copies.rows(session, plan.office_code, STAFF).rows:
        if is_teacher(row):
            staff[row.smis_code, row.academic_year] = staff.get((row.smis_code, row.academic_year), 0) + row.persons
    return {
        code: {
            "academic_year": counts[0].academic_year,
            "pupils": sum(one.pupils for one in counts),
            "rooms": sum(one.rooms for one in counts),
            "teachers": staff.get((code, counts[0].academic_year)),
        }
        for code, counts in last.items()
    }


def goals_of(session: Session, row: SchoolPlan) -> Sequence[SchoolGoal]:
    """In the order of the office's plan."""
    wanted = select(SchoolGoal).where(SchoolGoal.school_plan_id == row.id, SchoolGoal.office_code == row.office_code)
    return session.exec(wanted.order_by(col(SchoolGoal.place))).all()


def write(session: Session, visitor: Visitor, row: SchoolPlan, draft: SchoolPlanDraft) -> None:
    """RefusedError once it is with the office, or accepted."""
    if row.state in {SchoolPlanState.SENT, SchoolPlanState.ACCEPTED}:
        raise refuse("", N_("It is with the office: it can be changed when it is returned"))
    changes = take(row, {"vision": draft.vision, "problems": draft.problems})
    goals = {one.id: one for one in goals_of(session, row)}
    for given in draft.goals:
        goal = goals.get(given.id)
        if goal is None:
            raise refuse("goals", N_("There is no such goal"))
        changed = take(goal, {"answer": given.answer, "target": given.target})
        if changed:
            session.add(goal)
            changes[f"goal {goal.place + 1}"] = changed
    if changes:
        row.changed_at = utc_now()
        session.add(row)
        audit.record(session, visitor, "school_plan.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def send(session: Session, visitor: Visitor, row: SchoolPlan) -> None:
    """To the office. RefusedError while a goal has no answer; sending it twice is sending it once."""
    if row.state is SchoolPlanState.SENT:
        return
    if row.state is SchoolPlanState.ACCEPTED:
        raise refuse("", N_("It was accepted already"))
    if any(not one.answer for one in goals_of(session, row)):
        raise refuse("goals", N_("Say for each goal what the school does"))
    row.state, row.sent_at = SchoolPlanState.SENT, utc_now()
    session.add(row)
    audit.record(session, visitor, "school_plan.sent", subject=SUBJECT, subject_id=row.id)


def review(session: Session, visitor: Visitor, row: SchoolPlan, *, met: Sequence[str], comment: str) -> Review:
    """Accepted when the whole checklist is met; else returned, and then a comment is needed. RefusedError for a plan
    that was not sent.
    """
    if row.state is not SchoolPlanState.SENT:
        raise refuse("", N_("The school has not sent it"))
    if not set(met) <= set(CHECKLIST):
        raise refuse("met", N_("There is no such point"))
    lacks = missing(met)
    text = said("comment", comment, unsaid=N_("Say what is to be mended") if lacks else "")
    found = Review(
        office_code=row.office_code,
        school_plan_id=row.id or 0,
        reviewer=visitor.name[:120],
        is_accepted=not lacks,
        met=[point for point in CHECKLIST if point in met],
        comment=text,
    )
    row.state = SchoolPlanState.RETURNED if lacks else SchoolPlanState.ACCEPTED
    session.add_all((found, row))
    session.flush()
    audit.record(
        session,
        visitor,
        "school_plan.accepted" if found.is_accepted else "school_plan.returned",
        subject=SUBJECT,
        subject_id=row.id,
        detail={"lacks": list(lacks)},
    )
    return found


def reopen(session: Session, visitor: Visitor, row: SchoolPlan, *, why: str) -> Review:
    """An accepted plan is given back to the school, e.g. for the next year; what it was accepted by stays in the list.
    RefusedError for another.
    """
    if row.state is not SchoolPlanState.ACCEPTED:
        raise refuse("", N_("Only an accepted plan is opened again"))
    found = Review(
        office_code=row.office_code,
        school_plan_id=row.id or 0,
        reviewer=visitor.name[:120],
        is_accepted=False,
        met=list(CHECKLIST),
        comment=said("comment", why, unsaid=N_("Say what is to be mended")),
    )
    row.state = SchoolPlanState.RETURNED
    session.add_all((found, row))
    session.flush()
    audit.record(session, visitor, "school_plan.reopened", subject=SUBJECT, subject_id=row.id)
    return found


def reviews_of(session: Session, row: SchoolPlan) -> Sequence[Review]:
    """The newest first."""
    wanted = select(Review).where(Review.school_plan_id == row.id, Review.office_code == row.office_code)
    return session.exec(wanted.order_by(col(Review.id).desc())).all()


def add_visit(session: Session, visitor: Visitor, row: SchoolPlan, draft: VisitDraft) -> SupportVisit:
    """Written into the log; never changed."""
    found = SupportVisit(office_code=row.office_code, school_plan_id=row.id or 0, **draft.model_dump())
    session.add(found)
    session.flush()
    audit.record(
        session, visitor, "school_plan.visited", subject=SUBJECT, subject_id=row.id, detail={"visit": found.id}
    )
    return found


def visits_of(session: Session, row: SchoolPlan) -> Sequence[SupportVisit]:
    """The newest first."""
    wanted = select(SupportVisit).where(
        SupportVisit.school_plan_id == row.id, SupportVisit.office_code == row.office_code
    )
    return session.exec(wanted.order_by(col(SupportVisit.held_on).desc(), col(SupportVisit.id).desc())).all()
