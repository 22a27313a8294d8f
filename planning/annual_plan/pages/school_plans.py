"""The annual plan of each school: its workspace, and what the office says of it."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import words
from planning.annual_plan.models.following import SchoolPlan
from planning.annual_plan.pages.schooling import names_of
from planning.annual_plan.pages.shown import (
    Deed,
    Link,
    Listing,
    Mark,
    Satang,
    Sheet,
    Table,
    exported,
    listing,
    sheet,
    taken,
    year_of,
)
from planning.annual_plan.store.school_plans import (
    OPEN,
    STEPS,
    SchoolPlanDraft,
    accepted_percent,
    begin,
    move,
    save,
    school_plans,
    total,
)
from planning.annual_plan.store.scope import find, typed_baht
from planning.annual_plan.terms import Review
from planning.kit.visitor import Visitor
from service.draft import said
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, nested
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/school-plans"
MayRead = Annotated[Visitor, Depends(Allowed("schools.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("schools.write"))]
MayReview = Annotated[Visitor, Depends(Allowed("schools.review"))]
COLUMNS: Final = (
    Column("school", N_("School")),
    Column("grant", N_("Grant per head (baht)"), figures=True),
    Column("other", N_("Other money (baht)"), figures=True),
    Column("planned", N_("Planned (baht)"), figures=True),
    Column("state", N_("State")),
)


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    year, names = year_of(request), names_of(db, visitor)
    found = {one.school_code: one for one in school_plans(db, visitor, year)}
    seen = {visitor.person.school_code} if visitor.person.school_code else set(names) | set(found)
    rows: list[dict[str, Any]] = []
    for code in sorted(seen):
        one = found.get(code)
        name = names.get(code, code)
        if one is None:
            begin = Link(f"{name} · " + _("begin"), f"{HOME}/begin/{code}?year={year}")
            school = begin if visitor.may("schools.write") else name
            rows.append({"school": school, "state": Mark(_("no plan yet"), icon="clock")})
            continue
        rows.append(
            {
                "school": Link(name, f"{HOME}/{one.id}"),
                "grant": Satang(one.grant_satang),
                "other": Satang(one.other_satang),
                "planned": Satang(total(one)),
                "state": _(words.REVIEWS[Review(one.state)]),
            }
        )
    facts = [(_("Schools whose plan was accepted"), accepted_percent(list(found.values()), len(seen)))]
    return Listing(_("Annual plans of schools"), HOME, COLUMNS, rows, (), facts)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All schools of a year; a school's person sees the own one."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/begin/{{code}}")
def beginning(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """Asks before a workspace is made."""
    year = year_of(request)
    name = names_of(db, visitor).get(code, code)
    deed = Deed(_("Begin the plan"), f"{HOME}/begin/{code}", "plus", fields={"year": str(year)})
    facts = ((_("Fiscal year"), str(year)), (_("State"), Mark(_("no plan yet"), icon="clock")))
    return sheet(request, Sheet(name, f"{HOME}?year={year}", facts, deeds=(deed,)))


@router.post(f"{HOME}/begin/{{code}}")
def begun(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """With the grant that is known."""
    year = typed.get("year", "")
    if not (year.isascii() and year.isdigit() and 2500 <= int(year) < 2800):
        raise MissingError("year")
    made, wrong = taken(db, lambda: begin(db, visitor, int(year), code, names_of(db, visitor)))
    if made is None:
        return sheet(request, Sheet(code, HOME, notes=tuple(wrong.values())), status=422)
    return redirect(request, f"{HOME}/{made.id}")


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One workspace."""
    return sheet(request, _sheet(visitor, find(db, visitor, SchoolPlan, row_id), {}, {}))


WORDS: Final = {
    "propose": N_("Propose it"),
    "return": N_("Return it for correction"),
    "approve": N_("Accept it"),
}


def _sheet(visitor: Visitor, row: SchoolPlan, typed: Typed, wrong: dict[str, str]) -> Sheet:
    columns = (
        Column("name", N_("Project")),
        Column("owner", N_("Who is responsible")),
        Column("amount", N_("Amount (baht)"), figures=True),
    )
    rows = [{"name": name, "owner": owner, "amount": Satang(satang)} for name, owner, satang in row.projects]
    facts = [
        (_("Grant per head, reckoned from the June count"), Satang(row.grant_satang)),
        (_("Other money (baht)"), Satang(row.other_satang)),
        (_("Planned (baht)"), Satang(total(row))),
        (_("Left (baht)"), Satang(row.grant_satang + row.other_satang - total(row))),
    ]
    at = f"{HOME}/{row.id}"
    allowed = [name for name, (before, _after) in STEPS.items() if row.state in before]
    mine = [name for name in allowed if visitor.may("schools.write" if name == "propose" else "schools.review")]
    deeds = [
        Deed(_(WORDS[name]), f"{at}/propose" if name == "propose" else f"{at}/steps/{name}")
        for name in mine
        if name != "return"
    ]
    forms = [_form(row, typed, wrong)] if row.state in OPEN and visitor.may("schools.write") else []
    if "return" in mine:
        given = (Field("comment", _("What is to be corrected"), required=True),)
        shown = {name: text for name, text in wrong.items() if name == "comment"}
        forms.append(Form(_(WORDS["return"]), f"{at}/steps/return", at, (Section("", given),), {}, shown))
    notes = [row.comment] if row.comment and row.state == Review.RETURNED.value else []
    if not forms:
        notes += list(wrong.values())
    table = Table(_("Projects"), columns, rows, _("No projects yet: add them below."))
    title = f"{row.school_name or row.school_code} {row.fiscal_year}"
    marks = (Mark(_(words.REVIEWS[Review(row.state)])),)
    back = f"{HOME}?year={row.fiscal_year}"
    return Sheet(title, back, facts, marks, deeds=deeds, tables=(table,), forms=forms, notes=notes)


def _form(row: SchoolPlan, typed: Typed, wrong: dict[str, str]) -> Form:
    values = dict(typed)
    if not wrong:
        values = {"version": str(row.version), "other_satang": typed_baht(row.other_satang)}
        for at, (name, owner, satang) in enumerate(row.projects):
            values |= {
                f"projects.{at}.name": name,
                f"projects.{at}.owner": owner,
                f"projects.{at}.satang": typed_baht(satang),
            }
    parts = (
        Field("name", _("Project")),
        Field("owner", _("Who is responsible")),
        Field("satang", _("Amount (baht)")),
    )
    fields = (Field("version", "", "hidden"), Field("other_satang", _("Other money (baht)")))
    sections = (Section("", fields), Section(_("Projects"), rows=(Rows("projects", "", parts, spare=4),)))
    return Form(_("Projects and money"), f"{HOME}/{row.id}", f"{HOME}/{row.id}", sections, values, wrong)


@router.post(f"{HOME}/{{row_id:int}}")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Never more than the school's known money."""
    row = find(db, visitor, SchoolPlan, row_id, to_change=True)

    def act() -> bool:
        save(db, visitor, row, SchoolPlanDraft.read({"projects": [], **nested(typed)}))
        return True

    made, wrong = taken(db, act)
    if made is None:
        return sheet(request, _sheet(visitor, row, typed, wrong), status=422)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post(f"{HOME}/{{row_id:int}}/propose")
def propose(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """By the school."""
    return _moved(request, db, visitor, row_id, "propose", "")


@router.post(f"{HOME}/{{row_id:int}}/steps/{{step}}")
def step(request: Request, db: Db, visitor: MayReview, row_id: int, step: str, typed: Posted) -> Response:
    """Returned with a comment, or accepted."""
    if step not in {"return", "approve"}:
        raise MissingError(step)
    return _moved(request, db, visitor, row_id, step, said("comment", typed.get("comment", ""), longest=2000))


def _moved(request: Request, db: Session, visitor: Visitor, row_id: int, name: str, comment: str) -> Response:
    row = find(db, visitor, SchoolPlan, row_id)
    made, wrong = taken(db, lambda: move(db, visitor, row_id, name, comment))
    if made is None:
        return sheet(request, _sheet(visitor, row, {}, wrong), status=422)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))
