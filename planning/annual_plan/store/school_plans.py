"""Annual plans of schools: begun with the grant that is known, proposed, returned or accepted (P2-4.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col

from office.baht import figures
from planning.annual_plan.models.following import SchoolPlan
from planning.annual_plan.models.schools import GrantRun
from planning.annual_plan.store.granting import known_grants
from planning.annual_plan.store.schooling import own
from planning.annual_plan.store.scope import Baht, SomeBaht, find, rows_of
from planning.annual_plan.terms import Review
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import Draft, Line
from service.i18n import N_
from service.refusal import refuse

SECOND = 2  # term, which is paid in the fiscal year that begins in it
OPEN = frozenset({Review.DRAFT.value, Review.RETURNED.value})


class SchoolProjectDraft(Draft):
    """One project of a school."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    owner: Line = ""
    satang: SomeBaht


class SchoolPlanDraft(Draft):
    """The plan of a school: other money that it knows of, and its projects."""

    version: int
    other_satang: Baht = 0
    projects: Annotated[tuple[SchoolProjectDraft, ...], Field(max_length=200)] = ()


def school_plans(session: Session, visitor: Visitor, year: int) -> list[SchoolPlan]:
    """Of one fiscal year, by school."""
    order = col(SchoolPlan.school_code)
    return rows_of(session, visitor, SchoolPlan, SchoolPlan.fiscal_year == year, order=order)


def begin(session: Session, visitor: Visitor, year: int, school: str, names: Mapping[str, str]) -> SchoolPlan:
    """The workspace of a school, with its grant by the newest runs; the one that is there already, when it is."""
    own(visitor, school)
    if school not in names:
        raise refuse("school_code", N_("There is no school of this code"))
    found = [one for one in school_plans(session, visitor, year) if one.school_code == school]
    if found:
        return found[0]
    row = SchoolPlan(
        office_code=visitor.office_code,
        fiscal_year=year,
        school_code=school,
        school_name=names[school][:255],
        grant_satang=known_grants(session, visitor, year).get(school, 0),
    )
    session.add(row)
    session.flush()
    told = {"school": school, "satang": row.grant_satang}
    audit.record(session, visitor, "school_plan.begun", subject="school_plan", subject_id=row.id, detail=told)
    return row


def renew_grants(session: Session, visitor: Visitor, run: GrantRun) -> None:
    """Plans that are still written know of a run that came after they were begun."""
    year = run.academic_year + (run.term == SECOND)
    known = known_grants(session, visitor, year)
    for row in school_plans(session, visitor, year):
        if row.state in OPEN and row.grant_satang != known.get(row.school_code, 0):
            row.grant_satang = known.get(row.school_code, 0)
            told = {"school": row.school_code, "satang": row.grant_satang}
            audit.record(session, visitor, "school_plan.grant", subject="school_plan", subject_id=row.id, detail=told)


def total(row: SchoolPlan) -> int:
    """Of its projects."""
    return sum(int(satang) for _name, _owner, satang in row.projects)


def save(session: Session, visitor: Visitor, row: SchoolPlan, draft: SchoolPlanDraft) -> None:
    """RefusedError when it plans more than the school knows that it gets."""
    if row.state not in OPEN:
        raise refuse("", N_("It was proposed already: it is changed when it is returned"))
    if draft.version != row.version:
        raise refuse("", N_("Somebody changed this plan meanwhile: look at it again"))
    planned = sum(one.satang for one in draft.projects)
    _within(planned, row.grant_satang + draft.other_satang)
    row.other_satang = draft.other_satang
    row.projects = [[one.name, one.owner, one.satang] for one in draft.projects]
    row.version, row.changed_at = row.version + 1, utc_now()
    session.flush()
    told = {"satang": planned, "projects": len(draft.projects)}
    audit.record(session, visitor, "school_plan.saved", subject="school_plan", subject_id=row.id, detail=told)


def _within(planned: int, known: int) -> None:
    if planned > known:
        said = N_("The projects take %(planned)s, the school knows of %(known)s")
        raise refuse("projects", said, planned=figures(planned), known=figures(known))


STEPS: Mapping[str, tuple[frozenset[str], Review]] = {
    "propose": (OPEN, Review.PROPOSED),
    "return": (frozenset({Review.PROPOSED.value}), Review.RETURNED),
    "approve": (frozenset({Review.PROPOSED.value}), Review.APPROVED),
}


def move(session: Session, visitor: Visitor, plan_id: int, step: str, comment: str) -> SchoolPlan:
    """Proposed by the school; returned with a comment, or accepted."""
    row = find(session, visitor, SchoolPlan, plan_id, to_change=True)
    before, after = STEPS[step]
    if row.state not in before:
        raise refuse("", N_("This step does not follow on the state in which it is"))
    if step == "return" and not comment:
        raise refuse("comment", N_("Say what is to be corrected"))
    if step == "propose" and not row.projects:
        raise refuse("projects", N_("The plan has no project"))
    if step == "return":
        row.grant_satang = known_grants(session, visitor, row.fiscal_year).get(row.school_code, 0)
    if step == "propose":
        _within(total(row), row.grant_satang + row.other_satang)
    row.state, row.comment = after.value, comment
    row.version, row.changed_at = row.version + 1, utc_now()
    session.flush()
    audit.record(session, visitor, f"school_plan.{step}", subject="school_plan", subject_id=row.id)
    return row


def accepted_percent(rows: list[SchoolPlan], schools: int) -> float | None:
    """Of all schools that are open; None without schools."""
    return 100 * sum(row.state == Review.APPROVED.value for row in rows) / schools if schools else None
