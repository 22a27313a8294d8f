"""Class plans and what schools ask for: proposed by schools, reviewed and approved by the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.models.schools import BudgetRequest, ClassPlan
from planning.annual_plan.money.scoring import score
from planning.annual_plan.pages.shown import (
    Button,
    Deed,
    Link,
    Listing,
    Mark,
    Satang,
    Sheet,
    Table,
    academic_year_of,
    exported,
    fields,
    form_page,
    kept,
    listing,
    options,
    sheet,
    taken,
    year_of,
)
from planning.annual_plan.store.schooling import (
    STEPS,
    ClassPlanDraft,
    RequestDraft,
    add_request,
    class_plans,
    crowded_in,
    fund_request,
    move_class_plan,
    requests,
    rooms_of,
    save_class_plan,
    warned,
)
from planning.annual_plan.store.scope import find
from planning.annual_plan.terms import Review
from planning.kit.visitor import SCHOOL, Visitor
from service.draft import said
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, Typed, nested
from service.web.render import redirect
from service.web.table import Chips, Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
CLASSES: Final = "/class-plans"
REQUESTS: Final = "/requests"
MayRead = Annotated[Visitor, Depends(Allowed("schools.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("schools.write"))]
MayReview = Annotated[Visitor, Depends(Allowed("schools.review"))]
GRADES: Final = (*(f"k{n}" for n in (1, 2, 3)), *(f"p{n}" for n in range(1, 7)), *(f"m{n}" for n in range(1, 7)))
SHORT: Final = {"k": "อ.", "p": "ป.", "m": "ม.", "v": "ปวช."}
CLASS_COLUMNS: Final = (
    Column("school", N_("School")),
    Column("pupils", N_("Pupils"), figures=True),
    Column("rooms", N_("Rooms"), figures=True),
    Column("crowded", N_("Above the norm")),
    Column("state", N_("State")),
)


def grade_name(grade: str) -> str:
    """ป.1 for p1."""
    return f"{SHORT[grade[0]]}{grade[1]}"


def names_of(db: Session, visitor: Visitor) -> Mapping[str, str]:
    """Schools of the office by code."""
    return {one.smis_code: one.name for one in copied.schools(db, visitor).rows}


def _classes(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = academic_year_of(request)
    rows: list[dict[str, Any]] = []
    for one in class_plans(db, visitor, year):
        over = crowded_in(db, visitor, one)
        marks = ", ".join(f"{grade_name(each.grade)} {each.fullest}>{each.norm}" for each in over)
        rows.append(
            {
                "school": Link(one.school_name or one.school_code, f"{CLASSES}/{one.id}"),
                "pupils": sum(each.pupils for each in rooms_of(one)),
                "rooms": sum(each.rooms for each in rooms_of(one)),
                "crowded": Mark(marks, "red", "alert-triangle")
                if over
                else Mark(_("within the norm"), "green", "check"),
                "state": _(words.REVIEWS[one.state]),
                "state_key": one.state.value,
            }
        )
    buttons = (Button(_("Write a class plan"), f"{CLASSES}/new?year={year}", primary=True),)
    chips = (Chips("state", N_("State"), options(words.REVIEWS)),)
    note = _("Pupils and rooms of each grade in an academic year; the norm is a parameter.")
    may = visitor.may("schools.write")
    return Listing(
        _("Class plans"), CLASSES, CLASS_COLUMNS, rows, chips, (), buttons if may else (), note, is_academic=True
    )


@router.get(CLASSES)
def classes(request: Request, db: Db, visitor: MayRead) -> Response:
    """Of one academic year."""
    return listing(request, _classes(request, db, visitor), academic_year_of(request))


@router.get(f"{CLASSES}/export.{{kind}}")
def classes_export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _classes(request, db, visitor), kind)


@router.get(f"{CLASSES}/new")
def new_class_plan(request: Request, db: Db, visitor: MayWrite) -> Response:
    """With the last count of a school that is known of the year or of the one before it (`?school=`)."""
    year = academic_year_of(request)
    school = visitor.person.school_code or request.query_params.get("school", "")
    values = {"academic_year": str(year), "school_code": school}
    counted = [
        one
        for one in copied.counts(db, visitor).rows
        if one.smis_code == school and one.academic_year in {year - 1, year} and one.is_current and one.is_frozen
    ]
    last = max((one.count_date for one in counted), default=None)
    known = {one.grade: one for one in counted if one.count_date == last}
    for at, grade in enumerate(sorted(known, key=GRADES.index) if set(known) <= set(GRADES) else ()):
        one = known[grade]
        values |= {
            f"rooms.{at}.grade": grade,
            f"rooms.{at}.pupils": str(one.male + one.female),
            f"rooms.{at}.rooms": str(one.rooms),
        }
    return form_page(request, _class_form(db, visitor, values, {}))


def _class_form(db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    names = names_of(db, visitor)
    codes = [(code, f"{code} {name}") for code, name in names.items()]
    if visitor.person.role == SCHOOL:
        codes = [(code, name) for code, name in codes if code == visitor.person.school_code]
    school = (
        Field("school_code", _("School"), "select", options=codes, find=True)
        if codes
        else Field("school_code", _("School (8 digits)"), required=True)
    )
    grades = [("", "–"), *((one, grade_name(one)) for one in GRADES)]
    row = (
        Field("grade", _("Grade"), "select", options=grades),
        Field("pupils", _("Pupils"), keys="numeric"),
        Field("rooms", _("Rooms"), keys="numeric"),
    )
    head = (Field("academic_year", _("Academic year"), required=True), school)
    sections = (Section("", head), Section(_("Rooms"), rows=(Rows("rooms", "", row, spare=6),)))
    return Form(_("Write a class plan"), f"{CLASSES}/new", CLASSES, sections, typed, wrong)


@router.post(f"{CLASSES}/new")
def class_plan(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Saved, and flagged where a room is too full."""
    return kept(
        request,
        db,
        lambda: save_class_plan(db, visitor, ClassPlanDraft.read(nested(typed)), names_of(db, visitor)),
        lambda row: f"{CLASSES}/{row.id}",
        lambda wrong: _class_form(db, visitor, typed, wrong),
    )


@router.get(f"{CLASSES}/{{row_id:int}}")
def show_class_plan(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """Grade by grade."""
    return sheet(request, _class_sheet(db, visitor, find(db, visitor, ClassPlan, row_id), {}))


WORDS: Final = {
    "propose": N_("Propose it"),
    "review": N_("It was reviewed"),
    "return": N_("Return it for correction"),
    "approve": N_("Approve it"),
}


def _class_sheet(db: Session, visitor: Visitor, row: ClassPlan, wrong: dict[str, str]) -> Sheet:
    over = {one.grade: one for one in crowded_in(db, visitor, row)}
    columns = (
        Column("grade", N_("Grade")),
        Column("pupils", N_("Pupils"), figures=True),
        Column("rooms", N_("Rooms"), figures=True),
        Column("fullest", N_("Pupils of the fullest room"), figures=True),
        Column("mark", N_("Note")),
    )
    rows: list[dict[str, Any]] = []
    found = sorted(rooms_of(row), key=lambda one: GRADES.index(one.grade) if one.grade in GRADES else len(GRADES))
    for one in found:
        mark: Any = ""
        if one.grade in over:
            told = {"norm": over[one.grade].norm, "rooms": over[one.grade].needed}
            mark = Mark(_("above the norm of %(norm)s: %(rooms)s rooms are needed") % told, "red", "alert-triangle")
        named = {"grade": grade_name(one.grade), "fullest": one.fullest, "mark": mark}
        rows.append(named | {"pupils": one.pupils, "rooms": one.rooms})
    at = f"{CLASSES}/{row.id}"
    allowed = [name for name, (before, _after) in STEPS.items() if row.state in before]
    own = [name for name in allowed if visitor.may("schools.write" if name == "propose" else "schools.review")]
    deeds = [
        Deed(_(WORDS[name]), f"{at}/propose" if name == "propose" else f"{at}/steps/{name}")
        for name in own
        if name != "return"
    ]
    given = (Field("comment", _("What is to be corrected"), required=True),)
    back = (
        [Form(_(WORDS["return"]), f"{at}/steps/return", at, (Section("", given),), {}, wrong)]
        if "return" in own
        else []
    )
    title = _("Class plan") + f" {row.academic_year}: {row.school_name or row.school_code}"
    notes = [row.comment] if row.comment and row.state is Review.RETURNED else []
    notes += [text for name, text in wrong.items() if name != "comment"]
    marks = (Mark(_(words.REVIEWS[row.state])),)
    foot = {"pupils": sum(one.pupils for one in found), "rooms": sum(one.rooms for one in found)}
    table = Table(_("Rooms"), columns, rows, foot={"grade": _("Together"), **foot})
    return Sheet(
        title, f"{CLASSES}?year={row.academic_year}", (), marks, deeds=deeds, tables=(table,), forms=back, notes=notes
    )


@router.post(f"{CLASSES}/{{row_id:int}}/propose")
def propose(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """By the school or the office."""
    return _moved(request, db, visitor, row_id, "propose", "")


@router.post(f"{CLASSES}/{{row_id:int}}/steps/{{step}}")
def step(request: Request, db: Db, visitor: MayReview, row_id: int, step: str, typed: Posted) -> Response:
    """Review, return, approve."""
    if step not in {"review", "return", "approve"}:
        raise MissingError(step)
    comment = said("comment", typed.get("comment", ""), longest=1000)
    return _moved(request, db, visitor, row_id, step, comment)


def _moved(request: Request, db: Session, visitor: Visitor, row_id: int, name: str, comment: str) -> Response:
    row = find(db, visitor, ClassPlan, row_id)
    made, wrong = taken(db, lambda: move_class_plan(db, visitor, row_id, name, comment))
    if made is None:
        return sheet(request, _class_sheet(db, visitor, row, wrong), status=422)
    return redirect(request, f"{CLASSES}/{row_id}", _("Saved."))


KINDS: Final = {"equipment": N_("Equipment"), "land_building": N_("Land and buildings")}
REQUEST_COLUMNS: Final = (
    Column("item", N_("Item")),
    Column("school", N_("School")),
    Column("kind", N_("Kind")),
    Column("quantity", N_("Quantity"), figures=True),
    Column("amount", N_("Amount (baht)"), figures=True),
    Column("score", N_("Priority score"), figures=True),
    Column("mark", N_("Note")),
)


def _requests(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    doubles = warned(db, visitor, year)
    rows: list[dict[str, Any]] = []
    for one in requests(db, visitor, year):
        mark: Any = Mark(_("funded"), "green", "check") if one.funded else ""
        if one.id in doubles:
            mark = Mark(_("funded last year already"), "yellow", "alert-triangle")
        marks = {"lack": one.lack, "condition": one.condition, "pupils": one.pupils, "safety": one.safety}
        rows.append(
            {
                "item": Link(one.item, f"{REQUESTS}/{one.id}"),
                "school": one.school_name or one.school_code,
                "kind": _(KINDS[one.kind]),
                "kind_key": one.kind,
                "quantity": one.quantity,
                "amount": Satang(one.quantity * one.unit_satang),
                "score": round(score(marks)),
                "mark": mark,
            }
        )
    buttons = (Button(_("Ask for something"), f"{REQUESTS}/new?year={year}", primary=True),)
    chips = (Chips("kind", N_("Kind"), options(KINDS)),)
    may = visitor.may("schools.write")
    return Listing(
        _("Budget requests of schools"),
        REQUESTS,
        REQUEST_COLUMNS,
        rows,
        chips,
        (),
        buttons if may else (),
        sort="-score",
    )


@router.get(REQUESTS)
def all_requests(request: Request, db: Db, visitor: MayRead) -> Response:
    """The most urgent first."""
    return listing(request, _requests(request, db, visitor), year_of(request))


@router.get(f"{REQUESTS}/export.{{kind}}")
def requests_export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _requests(request, db, visitor), kind)


@router.get(f"{REQUESTS}/new")
def new_request(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    values = {"fiscal_year": str(year_of(request)), "school_code": visitor.person.school_code}
    return form_page(request, _request_form(values, {}))


def _request_form(typed: Typed, wrong: dict[str, str]) -> Form:
    what = fields(
        ("fiscal_year", N_("Fiscal year"), "text"),
        ("school_code", N_("School (8 digits)"), "text"),
        ("kind", N_("Kind"), "select"),
        ("item", N_("Item"), "text"),
        ("quantity", N_("Quantity"), "text"),
        ("unit", N_("Unit"), "text"),
        ("unit_satang", N_("Price of one (baht)"), "text"),
        ("attachments", N_("Attachments (ปร.4, ปร.5, ปร.6)"), "text"),
        kind={"options": options(KINDS)},
        quantity={"keys": "numeric"},
        attachments={"maxlength": 1000},
    )
    marks = [(str(number), str(number)) for number in range(6)]
    how = fields(
        ("lack", N_("How much it is lacking"), "select"),
        ("condition", N_("How worn what is there is"), "select"),
        ("pupils", N_("How many pupils it serves"), "select"),
        ("safety", N_("How much safety hangs on it"), "select"),
        **{name: {"options": marks} for name in ("lack", "condition", "pupils", "safety")},
    )
    sections = (Section(_("What is asked for"), what), Section(_("Marks of 0 to 5"), how))
    return Form(_("Ask for something"), f"{REQUESTS}/new", REQUESTS, sections, typed, wrong)


@router.post(f"{REQUESTS}/new")
def ask_for(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Of a school."""
    return kept(
        request,
        db,
        lambda: add_request(db, visitor, RequestDraft.read(typed), names_of(db, visitor)),
        lambda row: f"{REQUESTS}/{row.id}",
        lambda wrong: _request_form(typed, wrong),
    )


@router.get(f"{REQUESTS}/{{row_id:int}}")
def show_request(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One request, warned where the school got the same in the year before."""
    row = find(db, visitor, BudgetRequest, row_id)
    facts: list[tuple[str, Any]] = [
        (_("School"), row.school_name or row.school_code),
        (_("Kind"), _(KINDS[row.kind])),
        (_("Quantity"), f"{row.quantity} {row.unit}"),
        (_("Amount (baht)"), Satang(row.quantity * row.unit_satang)),
        (_("Attachments (ปร.4, ปร.5, ปร.6)"), row.attachments),
        (_("By"), row.made_by),
    ]
    notes = (
        [_("This school got the same in the year before.")] if row.id in warned(db, visitor, row.fiscal_year) else []
    )
    may = visitor.may("schools.review") and not row.funded
    deeds = [Deed(_("It was funded"), f"{REQUESTS}/{row_id}/funded", "coins")] if may else []
    return sheet(request, Sheet(row.item, f"{REQUESTS}?year={row.fiscal_year}", facts, deeds=deeds, notes=notes))


@router.post(f"{REQUESTS}/{{row_id:int}}/funded")
def funded(request: Request, db: Db, visitor: MayReview, row_id: int) -> Response:
    """It got its money."""
    fund_request(db, visitor, row_id)
    return redirect(request, f"{REQUESTS}/{row_id}", _("Saved."))
