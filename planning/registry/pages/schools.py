"""Schools: the list, one school, and the form by which planning staff keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.tables import AuditEntry
from planning.kit.visitor import Visitor
from planning.registry import words
from planning.registry.grades import GRADES
from planning.registry.models.school import School, SchoolState
from planning.registry.placing import Finding, findings
from planning.registry.store.counts import history_of
from planning.registry.store.schools import (
    SUBJECT,
    Asked,
    SchoolDraft,
    add_school,
    change_school,
    changes_of,
    districts,
    find_school,
    find_schools,
    points_of,
)
from planning.registry.store.staff import staff_of_school
from planning.registry.tallying import of_kept
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.table import Asked as Wanted
from service.web.table import Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/schools"
MayRead = Annotated[Visitor, Depends(Allowed("schools.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("schools.write"))]
MOST_EXPORTED: Final = 100_000
COLUMNS: Final = (
    Column("smis_code", N_("SMIS code")),
    Column("name", N_("School")),
    Column("district", N_("District")),
    Column("school_group", N_("Group of schools"), sortable=False, usual=False),
    Column("grades", N_("Grades"), sortable=False),
    Column("state", N_("State")),
    Column("coordinates", N_("Coordinates"), sortable=False),
)


@router.get("/")
def first(request: Request, visitor: MayRead) -> Response:
    """The registry begins with its schools."""
    return redirect(request, HOME)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Sorted, searched and filtered by the address."""
    wanted = _wanted(request)
    found = find_schools(db, visitor, _asked(wanted, wanted.per_page, wanted.offset))
    chips = (
        Chips("district", N_("District"), [(name, name) for name in districts(db, visitor)]),
        Chips("state", N_("State"), _options(words.STATES)),
        Chips("place", N_("Coordinates"), _options(words.PLACES)),
    )
    view = View(HOME, wanted, COLUMNS, found.rows, found.total, chips, f"{HOME}/export")
    places = findings(points_of(db, visitor))
    return page(request, "schools.html", view=view, words=words, places=places, may_write=visitor.may("schools.write"))


def _wanted(request: Request) -> Wanted:
    return asked(request, COLUMNS, filters=("district", "state", "place"), sort="name")


def _asked(wanted: Wanted, limit: int, offset: int) -> Asked:
    state = wanted.filters.get("state", "")
    return Asked(
        q=wanted.q,
        district=wanted.filters.get("district", ""),
        state=SchoolState(state) if state in set(SchoolState) else None,
        place=wanted.filters.get("place", ""),
        sort=wanted.sort,
        descending=wanted.descending,
        limit=limit,
        offset=offset,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows, all its pages."""
    found = find_schools(db, visitor, _asked(_wanted(request), MOST_EXPORTED, 0))
    names = list(SchoolDraft.model_fields)
    told = [flat(row.model_dump(include=set(names))) for row in found.rows]
    rows = [[one[name] for name in names] for one in told]
    return as_file(Sheet("schools", names, rows), kind)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(None, {}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A school of the office."""
    try:
        with db.begin_nested():
            row = add_school(db, visitor, SchoolDraft.read(typed))
    except RefusedError as error:
        form = _form(None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.id}", _("Saved."))


@router.get(f"{HOME}/{{school_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, school_id: int) -> Response:
    """All that is known of one school, and who changed it."""
    row = find_school(db, visitor, school_id)
    counts = history_of(db, visitor, school_id)
    history = db.exec(
        select(AuditEntry)
        .where(AuditEntry.subject == SUBJECT, AuditEntry.subject_id == school_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(50)
    ).all()
    return page(
        request,
        "school.html",
        school=row,
        history=history,
        counts=counts,
        tallies=[of_kept(one.row.grades) for one in counts],
        grades=[grade for grade in GRADES if any(grade.value in one.row.grades for one in counts)],
        staff=staff_of_school(db, visitor, school_id),
        changes=changes_of(db, visitor, school_id),
        place=_place(db, visitor, row),
        labels=LABELS,
        words=words,
        may_write=visitor.may("schools.write"),
    )


def _place(db: Db, visitor: Visitor, row: School) -> Finding:
    """What can be told of its coordinates among those of all schools that may be seen."""
    return findings(points_of(db, visitor))[row.id or 0]


@router.get(f"{HOME}/{{school_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, school_id: int) -> Response:
    """The form with what is stored."""
    row = find_school(db, visitor, school_id)
    return page(request, "form.html", form=_form(row, flat(row.model_dump(include=set(SchoolDraft.model_fields))), {}))


@router.post(f"{HOME}/{{school_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, school_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_school(db, visitor, school_id, to_change=True)
    try:
        with db.begin_nested():
            change_school(db, visitor, row, SchoolDraft.read(typed))
    except RefusedError as error:
        form = _form(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{school_id}", _("Saved."))


LABELS: Final[Mapping[str, str]] = {
    "smis_code": N_("SMIS code"),
    "moe_code": N_("Code of the ministry"),
    "obec_code": N_("OBEC code"),
    "name": N_("School"),
    "subdistrict": N_("Subdistrict"),
    "district": N_("District"),
    "province": N_("Province"),
    "latitude": N_("Latitude (degrees)"),
    "longitude": N_("Longitude (degrees)"),
    "coordinate_source": N_("How the coordinates are known"),
    "coordinate_checked_on": N_("Coordinates checked on"),
    "coordinate_error_m": N_("Possible error of the coordinates (metres)"),
    "special_area": N_("Special area"),
    "lowest_grade": N_("Lowest grade"),
    "highest_grade": N_("Highest grade"),
    "school_group": N_("Group of schools"),
    "affiliation": N_("Run by another body"),
    "usable_rooms": N_("Rooms in which a class can be taught"),
    "opened_on": N_("Opened on"),
}


def _form(row: School | None, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"{HOME}/{row.id}" if row is not None else HOME
    title = row.name if row is not None else _("Add a school to the registry")
    return Form(
        title,
        f"{at}/edit" if row is not None else f"{HOME}/new",
        at,
        (
            Section(
                _("School"),
                (
                    _field("smis_code", required=True, hint=_("8 digits")),
                    _field("name", required=True),
                    _field("moe_code", hint=_("10 digits")),
                    _field("obec_code", hint=_("6 digits")),
                    _field("school_group"),
                    _field("affiliation", hint=_("Empty: a school of this office")),
                    _field("opened_on", "date"),
                    _field("special_area", "select", options=_options(words.AREAS)),
                    _field("usable_rooms", "number"),
                    *_grade_fields(row),
                ),
            ),
            Section(_("Place"), tuple(_field(name) for name in ("subdistrict", "district", "province"))),
            Section(
                _("Coordinates"),
                (
                    _field("latitude"),
                    _field("longitude"),
                    _field("coordinate_source", "select", options=_options(words.SOURCES)),
                    _field("coordinate_checked_on", "date"),
                    _field("coordinate_error_m"),
                ),
            ),
        ),
        typed,
        wrong,
    )


def _grade_fields(row: School | None) -> tuple[Field, ...]:
    """Until they are known; afterwards only a case of the school network changes them."""
    if row is not None and row.lowest_grade is not None:
        return ()
    options = (("", "–"), *((grade.value, grade.label) for grade in GRADES))
    return tuple(_field(name, "select", options=options) for name in ("lowest_grade", "highest_grade"))


def _options(said: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, _(text)) for one, text in said.items())


def _field(
    name: str, kind: str = "text", *, hint: str = "", required: bool = False, options: Sequence[tuple[str, str]] = ()
) -> Field:
    return Field(name, _(LABELS[name]), kind, hint=hint, required=required, options=options)
