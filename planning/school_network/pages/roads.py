"""Road graphs: uploaded as two CSV files, checked row by row."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network.mapping.parameters import ROAD_CLASSES
from planning.school_network.mapping.rows import CROSSING_COLUMNS, EDGE_COLUMNS
from planning.school_network.pages.sending import uploads_of
from planning.school_network.store import roads
from planning.school_network.store.roads import MOST_BYTES, RoadDraft
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
ROADS: Final = "/roads"
MayRead = Annotated[Visitor, Depends(Allowed("mapping.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("mapping.write"))]
Csv = Annotated[UploadFile, File()]


@router.get(ROADS)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What was uploaded, the newest first."""
    return page(request, "roads.html", graphs=roads.graphs(db, visitor), may_write=visitor.may("mapping.write"))


@router.get(f"{ROADS}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form({}, {}))


@router.post(f"{ROADS}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted, crossings: Csv, edges: Csv) -> Response:
    """Both files whole, or nothing and every fault."""
    files = (crossings.file.read(MOST_BYTES + 1), edges.file.read(MOST_BYTES + 1))
    try:
        with db.begin_nested():
            draft = RoadDraft.read({name: typed.get(name, "") for name in RoadDraft.model_fields})
            roads.add_graph(db, visitor, uploads_of(request), draft, files)
    except RefusedError as error:
        # Several rows of one file are told at its field.
        wrong: dict[str, str] = {}
        for item in error.problems:
            said = item.text(_)
            wrong[item.field] = f"{wrong[item.field]}\n{said}" if item.field in wrong else said
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=_form(typed, wrong))
    return redirect(request, ROADS, _("Saved."))


def _form(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("source", _("Source of the roads"), required=True),
        Field("day", _("State of the roads on"), "date", required=True),
        Field("licence", _("Licence"), required=True),
        Field("crossings", _("Crossings (CSV)"), "file", hint=", ".join(CROSSING_COLUMNS), accept=".csv"),
        Field(
            "edges",
            _("Roads (CSV)"),
            "file",
            hint=f"{', '.join(EDGE_COLUMNS)} · class: {', '.join(ROAD_CLASSES)}",
            accept=".csv",
        ),
    )
    return Form(_("Add a road graph"), f"{ROADS}/new", ROADS, (Section("", fields),), typed, wrong)
