"""References: the list, one with its nodes, successors, and the nodes that nothing measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import FiscalYear
from planning.kit.visitor import Visitor
from planning.registry.copied import pointing_to
from planning.registry.models.reference import PolicyNode, PolicyReference, ReferenceKind
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.store.references import (
    SUBJECT,
    NodeDraft,
    ReferenceDraft,
    add_nodes,
    add_reference,
    change_reference,
    find_reference,
    gaps,
    nodes_of,
    read_nodes,
    references,
    supersede,
)
from service.i18n import N_, _
from service.importing.decode import MAX_BYTES
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/references"
MayRead = Annotated[Visitor, Depends(Allowed("references.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("references.write"))]
KINDS: Final = {
    ReferenceKind.POLICY: N_("policy or plan"),
    ReferenceKind.RULE: N_("law or rule"),
    ReferenceKind.REPORT: N_("report or study"),
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead, q: str = "", kind: str = "") -> Response:
    """Each with its years and what stands in its place."""
    rows = references(db, visitor, q=q[:100], kind=kind)
    everything = rows if not (q or kind) else references(db, visitor)
    return page(
        request,
        "references.html",
        rows=rows,
        titles={row.key: row for row in everything},
        kinds=KINDS,
        era=FiscalYear.of(today_of(request)).era,
        q=q,
        kind=kind,
    )


@router.get(f"{HOME}/gaps")
def uncovered(request: Request, db: Db, visitor: MayRead, era: str = "") -> Response:
    """Nodes of references in force without an indicator or a plan."""
    year = int(era) if era.isascii() and era.isdigit() and len(era) == 4 else None
    known = pointing_to(db, visitor.office_code) is not None
    return page(request, "gaps.html", gaps=gaps(db, visitor, era=year), era=year, plans_known=known)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(None, {}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A reference of the office."""
    try:
        with db.begin_nested():
            row = add_reference(db, visitor, ReferenceDraft.read(typed))
    except RefusedError as error:
        form = _form(None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("Saved."))


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """One reference with its titles in the manual, its nodes and its history."""
    return _shown(request, db, visitor, find_reference(db, visitor, key), {})


@router.get(f"{HOME}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The form with what is stored."""
    row = find_reference(db, visitor, key)
    values = flat(row.model_dump(include=set(ReferenceDraft.model_fields)))
    return page(request, "form.html", form=_form(row, values, {}))


@router.post(f"{HOME}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_reference(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            change_reference(db, visitor, row, ReferenceDraft.read(typed))
    except RefusedError as error:
        form = _form(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/successor")
def succeed(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Another one stands in its place, and the other services are told."""
    row = find_reference(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            supersede(db, visitor, row, typed.get("successor", ""))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("The successor is written down; plans that point here are told."))


@router.post(f"{HOME}/{{key}}/nodes")
def add(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """One node."""
    row = find_reference(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            add_nodes(db, visitor, row, [NodeDraft.read(typed)])
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}#nodes", _("Saved."))


@router.post(f"{HOME}/{{key}}/nodes/file")
def take_file(request: Request, db: Db, visitor: MayWrite, key: str, file: Annotated[UploadFile, File()]) -> Response:
    """All nodes of a file or none; then the list of those that nothing measures yet."""
    row = find_reference(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            count = add_nodes(db, visitor, row, read_nodes(file.file.read(MAX_BYTES + 1)))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(
        request, f"{HOME}/gaps", _("%(count)s nodes were taken in. These are not yet covered.") % {"count": count}
    )


def _shown(request: Request, db: Session, visitor: Visitor, row: PolicyReference, wrong: Mapping[str, str]) -> Response:
    everything = references(db, visitor)
    return page(
        request,
        "reference.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        nodes=_in_tree(nodes_of(db, row)),
        successor=next((one for one in everything if one.key == row.succeeded_by), None),
        before=[one for one in everything if one.succeeded_by == row.key],
        others=[one for one in everything if one.key != row.key],
        kinds=KINDS,
        era=FiscalYear.of(today_of(request)).era,
        wrong=wrong,
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("references.write"),
    )


def _in_tree(nodes: Sequence[PolicyNode]) -> list[tuple[int, PolicyNode]]:
    """(depth, node), each under the one that it belongs to."""
    under: dict[str, list[PolicyNode]] = {}
    for node in nodes:
        under.setdefault(node.parent_key, []).append(node)
    found: list[tuple[int, PolicyNode]] = []
    waiting = [(0, node) for node in reversed(under.get("", []))]
    while waiting:
        depth, node = waiting.pop()
        found.append((depth, node))
        waiting += [(depth + 1, child) for child in reversed(under.get(node.key, []))]
    return found


def _form(row: PolicyReference | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    at = f"{HOME}/{row.key}" if row is not None else HOME
    kinds = [(one.value, _(text)) for one, text in KINDS.items()]
    fields = (
        Field("title", _("Title"), required=True, maxlength=500, wide=True),
        Field("issuer", _("Issued by")),
        Field("kind", _("Kind"), "select", options=kinds),
        Field("valid_from", _("First year (BE)"), "number"),
        Field("valid_to", _("Last year (BE)"), "number"),
        Field("link", _("Address of the document"), "url", maxlength=500),
        Field("is_verified", _("Title and years were read in the document itself"), "checkbox"),
        Field("note", _("Note"), "textarea", maxlength=1000),
    )
    title = _("Add a reference") if row is None else row.title
    return Form(title, f"{at}/edit" if row is not None else f"{HOME}/new", at, (Section("", fields),), typed, wrong)
