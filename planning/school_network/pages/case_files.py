"""Files of a case, and the package that is handed over when a school is transferred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from office.thai_date import long_date
from planning.kit.visitor import Visitor
from planning.school_network import gates, stepping
from planning.school_network.file_kinds import FILES, FileKind
from planning.school_network.models.case import CaseFile, ChangeCase, Hearing
from planning.school_network.pages import case_form
from planning.school_network.pages.cases import refused
from planning.school_network.pages.part_form import CASES
from planning.school_network.pages.sending import today, uploads_of
from planning.school_network.store import cases, parts
from planning.school_network.store.handing_over import package
from planning.school_network.store.parts import FileDraft
from service.i18n import _, spoken
from service.refusal import MissingError, RefusedError
from service.web.access import Allowed
from service.web.files import given_file, handed_out
from service.web.form import Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("cases.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("cases.write"))]
AFTERWARDS = frozenset({FileKind.ANNOUNCEMENT, FileKind.ASSETS, FileKind.PHOTO, FileKind.OTHER})
"""Files that may come after the announcement."""


def _form(db: Db, row: ChangeCase, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    hearings = [
        (str(one.id), f"{long_date(one.held_on, spoken())} · {one.place}") for one in cases.parts_of(db, row, Hearing)
    ]
    return case_form.file(row.key, {one.value: said for one, said in FILES.items()}, hearings, typed, wrong)


@router.get(f"{CASES}/{{key}}/files/new")
def new(request: Request, db: Db, visitor: MayWrite, key: str, kind: str = "") -> Response:
    """The form; the address may name the kind."""
    row = cases.find_case(db, visitor.office_code, key)
    return page(request, "form.html", form=_form(db, row, {"kind": kind}, {}))


@router.post(f"{CASES}/{{key}}/files/new")
def create(
    request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted, file: Annotated[UploadFile, File()]
) -> Response:
    """Looked at, kept under its SHA-256."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            draft = FileDraft.read({name: typed.get(name, "") for name in FileDraft.model_fields})
            if draft.kind not in AFTERWARDS:
                cases.may_change(row)
                gates.touch_case(db, visitor, row)
            given = given_file(file)
            parts.add_file(db, visitor, uploads_of(request), row, (draft, given))
            stepping.prove(db, visitor, uploads_of(request), row, draft.kind, given)
            stepping.step_on(db, visitor, row)
    except RefusedError as error:
        return refused(request, _form(db, row, typed, problems(error)))
    return redirect(request, f"{CASES}/{key}", _("Saved."))


@router.get(f"{CASES}/{{key}}/files/{{file_id:int}}")
def get(request: Request, db: Db, visitor: MayRead, key: str, file_id: int) -> Response:
    """As a download."""
    row = cases.find_case(db, visitor.office_code, key)
    found = db.get(CaseFile, file_id)
    if found is None or found.case_id != row.id:
        raise MissingError("file")
    return handed_out(uploads_of(request).read(found.sha256), found.name, found.media_type)


@router.get(f"{CASES}/{{key}}/package.zip")
def handed(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Everything that the one who takes the school over needs (flow 11)."""
    row = cases.find_case(db, visitor.office_code, key)
    data = package(db, uploads_of(request), row, today(request))
    return handed_out(data, f"school-{row.school_code or row.key[:8]}.zip", "application/zip")
