"""Parts of a case: children, hearings, opinions, readiness, things left behind, staff; each written down by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import gates, stepping
from planning.school_network.counts_only import COLUMNS, FIELD, MOST_BYTES
from planning.school_network.models.case import ChangeCase
from planning.school_network.pages.case_page import case_page
from planning.school_network.pages.cases import known_schools, refused
from planning.school_network.pages.part_form import CASES, part_form, stored
from planning.school_network.pages.sending import uploads_of
from planning.school_network.store import cases, parts
from planning.school_network.store.parts import PartOf
from service.draft import Draft
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.seen import opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("cases.write"))]
TABLE = f"{CASES}/{{key}}/groups/table"


@dataclass(frozen=True, slots=True)
class _At:
    """Which row of which part of which case."""

    key: str
    part: str
    part_id: int


def _at(key: str, part: str, part_id: int) -> _At:
    return _At(key, part, part_id)


At = Annotated[_At, Depends(_at)]


def _touched(db: Db, visitor: Visitor, row: ChangeCase, part: PartOf) -> None:
    parts.check_open(row, part)
    if part.is_proposal:
        gates.touch_case(db, visitor, row)


@router.get(TABLE)
def ask_table(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """A CSV file instead of typing."""
    cases.find_case(db, visitor.office_code, key)
    return page(request, "form.html", form=_table_form(key, {}))


@router.post(TABLE)
def take_table(request: Request, db: Db, visitor: MayWrite, key: str, table: Annotated[UploadFile, File()]) -> Response:
    """Whole or not at all; a file that names persons is refused."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            _touched(db, visitor, row, parts.PARTS["groups"])
            parts.take_table(db, visitor, row, table.file.read(MOST_BYTES + 1))
    except RefusedError as error:
        said = "\n".join(one.text(_) for one in error.problems)
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=_table_form(key, {FIELD: said}))
    return redirect(request, f"{CASES}/{key}", _("Saved."))


def _table_form(key: str, wrong: Mapping[str, str]) -> Form:
    field = Field(FIELD, _("Table (CSV or Excel)"), "file", hint=", ".join(COLUMNS), accept=".csv,.xlsx", required=True)
    at = f"{CASES}/{key}"
    return Form(_("Children by grade and village"), f"{at}/groups/table", at, (Section("", (field,)),), {}, wrong)


@router.post(f"{CASES}/{{key}}/groups/fill")
def fill(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """From the run: children who live where the school is theirs."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        _touched(db, visitor, row, parts.PARTS["groups"])
        cases.fill_groups(db, visitor, uploads_of(request), row)
        stepping.step_on(db, visitor, row)
    except RefusedError as error:
        return case_page(request, db, visitor, row, error)
    return redirect(request, f"{CASES}/{key}", _("Saved."))


@router.get(f"{CASES}/{{key}}/{{part}}/new")
def new(request: Request, db: Db, visitor: MayWrite, key: str, part: str) -> Response:
    """The empty form of one part."""
    row = cases.find_case(db, visitor.office_code, key)
    usual = {"school_name": row.school_name} if part == "opinions" else {}
    form = part_form(f"{CASES}/{key}/{part}/new", parts.part_named(part), known_schools(db, visitor), usual, {})
    return page(request, "form.html", form=form)


def _read(of: PartOf, typed: Mapping[str, str]) -> Draft:
    """A field that is left empty and need not be filled holds what it usually does: nobody types noughts."""
    known = of.draft.model_fields
    filled = {
        name: text for name, text in typed.items() if text.strip() or name not in known or known[name].is_required()
    }
    return of.draft.read(filled)


@router.post(f"{CASES}/{{key}}/{{part}}/new")
def create(request: Request, db: Db, visitor: MayWrite, key: str, part: str, typed: Posted) -> Response:
    """One more."""
    of, row = parts.part_named(part), cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            _touched(db, visitor, row, of)
            parts.add_part(db, visitor, row, of, _read(of, unseen(typed, {})))
            stepping.step_on(db, visitor, row)
    except RefusedError as error:
        form = part_form(f"{CASES}/{key}/{part}/new", of, known_schools(db, visitor), typed, problems(error))
        return refused(request, form)
    return redirect(request, f"{CASES}/{key}", _("Saved."))


@router.get(f"{CASES}/{{key}}/{{part}}/{{part_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str, part: str, part_id: int) -> Response:
    """The form with what is stored."""
    of, row = parts.part_named(part), cases.find_case(db, visitor.office_code, key)
    typed = opened(stored(of, parts.find_part(db, row, of, part_id)))
    form = part_form(f"{CASES}/{key}/{part}/{part_id}/edit", of, known_schools(db, visitor), typed, {})
    return page(request, "form.html", form=form)


@router.post(f"{CASES}/{{key}}/{{part}}/{{part_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, typed: Posted, at: At) -> Response:
    """As typed."""
    of, row = parts.part_named(at.part), cases.find_case(db, visitor.office_code, at.key, to_change=True)
    found = parts.find_part(db, row, of, at.part_id)
    try:
        with db.begin_nested():
            _touched(db, visitor, row, of)
            draft = _read(of, unseen(typed, stored(of, found)))
            parts.change_part(db, visitor, row, of, found, draft)
            stepping.step_on(db, visitor, row)
    except RefusedError as error:
        action = f"{CASES}/{at.key}/{at.part}/{at.part_id}/edit"
        return refused(request, part_form(action, of, known_schools(db, visitor), typed, problems(error)))
    return redirect(request, f"{CASES}/{at.key}", _("Saved."))


@router.post(f"{CASES}/{{key}}/{{part}}/{{part_id:int}}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, key: str, part: str, part_id: int) -> Response:
    """Taken away; the audit keeps that it was there."""
    of, row = parts.part_named(part), cases.find_case(db, visitor.office_code, key, to_change=True)
    found = parts.find_part(db, row, of, part_id)
    try:
        _touched(db, visitor, row, of)
    except RefusedError as error:
        return case_page(request, db, visitor, row, error)
    parts.remove_part(db, visitor, row, of, found)
    return redirect(request, f"{CASES}/{key}", _("Saved."))
