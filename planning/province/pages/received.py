"""Action plans of agencies for an annual plan: which came, which are missing; and projects that overlap."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.models.plan import Plan
from planning.province.pages.answering import attempt, edit, shown
from planning.province.pages.plans import HOME
from planning.province.project_list import ProjectList, read_projects, template
from planning.province.store import agencies, rows
from planning.province.store import projects as store
from planning.province.store.projects import ReceivedDraft, RulingDraft, SentList
from service.i18n import _
from service.importing.decode import MAX_BYTES
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MOST_SHOWN: Final = 100
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(f"{HOME}/{{plan_id:int}}/received")
def standings(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Every agency that is asked: received or missing, missing first."""
    plan = rows.find(db, visitor, Plan, plan_id)
    found = store.standings(db, visitor, plan)
    return page(
        request,
        "received.html",
        plan=plan,
        standings=found,
        came=sum(one.received is not None for one in found),
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{plan_id:int}}/received/form.{{kind}}")
def empty_list(_request: Request, db: Db, visitor: MayRead, plan_id: int, kind: str) -> Response:
    """The empty list to send to agencies."""
    rows.find(db, visitor, Plan, plan_id)
    titles, lines = template()
    return as_file(Sheet("project-list", titles, lines), kind)


@router.get(f"{HOME}/{{plan_id:int}}/received/new")
def new(request: Request, db: Db, visitor: MayWrite, plan_id: int, agency_id: int = 0) -> Response:
    """Today stands there already."""
    plan = rows.find(db, visitor, Plan, plan_id)
    typed = {"received_on": happened.today().isoformat(), "agency_id": str(agency_id)}
    return shown(request, _form(db, visitor, plan, typed, {}))


@router.post(f"{HOME}/{{plan_id:int}}/received/new")
def receive(
    request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted, file: Annotated[UploadFile, File()]
) -> Response:
    """All projects of the file, or none and every reason."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    data = file.file.read(MAX_BYTES + 1)
    read = read_projects(data)
    if read.problems:
        return _refused(request, plan, read)
    sent = SentList(file.filename or "", data)
    given = {name: text for name, text in typed.items() if name != "file"}
    row, wrong = edit(db, visitor, plan, lambda: store.receive(db, visitor, plan, ReceivedDraft.read(given), sent))
    if row is None:
        return shown(request, _form(db, visitor, plan, typed, wrong))
    said = _("%(count)s projects were taken in.") % {"count": row.projects}
    return redirect(request, f"{HOME}/{plan_id}/received", said)


def _refused(request: Request, plan: Plan, read: ProjectList) -> Response:
    return page(
        request,
        "received_problems.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        plan=plan,
        problems=[(one.row, one.column, one.value[:80], one.text(_)) for one in read.problems[:MOST_SHOWN]],
        total=len(read.problems),
    )


def _form(db: Session, visitor: Visitor, plan: Plan, typed: Typed, wrong: Mapping[str, str]) -> Form:
    found = [(str(one.id), one.name) for one in agencies.agencies(db, visitor, active_only=True)]
    fields = (
        Field("agency_id", _("Agency"), "select", options=found, find=True),
        Field("received_on", _("Received on"), "date", required=True),
        Field("letter_number", _("Letter number")),
        Field("file", _("List of its projects (CSV or XLSX)"), "file", required=True, accept=".csv,.xlsx"),
    )
    at = f"{HOME}/{plan.id}/received"
    return Form(_("Take in the plan of an agency"), f"{at}/new", at, (Section(plan.title, fields),), typed, wrong)


@router.get(f"{HOME}/{{plan_id:int}}/overlaps")
def overlaps(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Pairs with the reasons; undecided ones first."""
    return _overlaps(request, db, visitor, rows.find(db, visitor, Plan, plan_id), {})


@router.post(f"{HOME}/{{plan_id:int}}/overlaps")
def rule(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """What is done about a pair."""
    plan = rows.find(db, visitor, Plan, plan_id, to_change=True)
    _made, wrong = attempt(db, lambda: store.rule(db, visitor, plan, RulingDraft.read(typed)))
    if wrong:
        return _overlaps(request, db, visitor, plan, wrong)
    return redirect(request, f"{HOME}/{plan_id}/overlaps", _("Saved."))


def _overlaps(request: Request, db: Session, visitor: Visitor, plan: Plan, wrong: Mapping[str, str]) -> Response:
    return page(
        request,
        "overlaps.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        plan=plan,
        pairs=store.overlaps(db, visitor, plan),
        names={one.id: one.name for one in agencies.agencies(db, visitor)},
        problems=list(wrong.values()),
        opened=rows.opened_now(),
        words=words,
        may_write=visitor.may("province.write"),
    )
