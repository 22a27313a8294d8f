"""What partners of a project were asked to do; the calendar of all that is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.icalendar import MEDIA_TYPE, icalendar
from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.calendar import Entry, as_event, in_order
from planning.province.models.project import Project, Task, TaskState
from planning.province.pages.answering import attempt, shown
from planning.province.pages.projects import HOME
from planning.province.store import agencies, rows
from planning.province.store import dates as due
from planning.province.store import sharing as store
from planning.province.store.sharing import TaskAnswer, TaskDraft
from planning.province.tasks import may_become
from service.columns import utc_now
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
CALENDAR: Final = "/calendar"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(f"{HOME}/{{project_id:int}}/tasks/new")
def new_task(request: Request, db: Db, visitor: MayWrite, project_id: int) -> Response:
    """The empty form."""
    row = rows.find(db, visitor, Project, project_id)
    return shown(request, _task_form(db, visitor, row, {}, {}))


@router.post(f"{HOME}/{{project_id:int}}/tasks/new")
def offer(request: Request, db: Db, visitor: MayWrite, project_id: int, typed: Posted) -> Response:
    """Ask an agency; an office that keeps its plan here hears of it."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    _made, wrong = attempt(db, lambda: store.offer(db, visitor, row, TaskDraft.read(typed), at=utc_now()))
    if wrong:
        return shown(request, _task_form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{project_id}", _("Saved."))


@router.get(f"{HOME}/{{project_id:int}}/tasks/{{task_id:int}}")
def task(request: Request, db: Db, visitor: MayWrite, project_id: int, task_id: int) -> Response:
    """What may become of it."""
    row = rows.find(db, visitor, Project, project_id)
    found = store.find_task(db, visitor, row, task_id)
    return shown(request, _answer_form(db, visitor, found, {"seen": str(found.changes)}, {}))


@router.post(f"{HOME}/{{project_id:int}}/tasks/{{task_id:int}}")
def answer(request: Request, db: Db, visitor: MayWrite, project_id: int, task_id: int, typed: Posted) -> Response:
    """What the agency said by letter or telephone."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    found = store.find_task(db, visitor, row, task_id)
    given = {name: text for name, text in typed.items() if name != "agency_id" or text}
    _done, wrong = attempt(db, lambda: store.answer(db, visitor, found, TaskAnswer.read(given), at=utc_now()))
    if wrong:
        return shown(request, _answer_form(db, visitor, found, typed, wrong))
    return redirect(request, f"{HOME}/{project_id}", _("Saved."))


@router.post(f"{HOME}/{{project_id:int}}/agree")
def agree(request: Request, db: Db, visitor: MayWrite, project_id: int) -> Response:
    """Only when the money adds up and every task was accepted."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    _done, wrong = attempt(db, lambda: store.agree(db, visitor, row, happened.today()))
    if wrong:
        at = f"{HOME}/{project_id}"
        return shown(request, Form(row.title, f"{at}/agree", at, (), {}, wrong, submit=_("Try again")))
    return redirect(request, f"{HOME}/{project_id}", _("All partners agreed."))


@router.get(CALENDAR)
def calendar(request: Request, db: Db, visitor: MayRead) -> Response:
    """All that is due, the next first."""
    found = in_order(due.entries(db, visitor), happened.today())
    return page(request, "calendar.html", entries=found, today=happened.today(), titles=_titles())


@router.get(f"{CALENDAR}.ics")
def calendar_file(request: Request, db: Db, visitor: MayRead) -> Response:
    """For the calendar program of any partner."""
    base = str(request.base_url).rstrip("/")
    events = [as_event(one, _titles()[one.kind], base) for one in due.entries(db, visitor)]
    body = icalendar(events, name=_("Calendar of shared projects"), made_at=utc_now())
    headers = {"Content-Disposition": 'attachment; filename="province.ics"'}
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def _titles() -> Mapping[str, str]:
    return {Entry.TASK: _("Task"), Entry.ANSWER: _("Answer due"), Entry.TERM: _("Term ends")}


def _task_form(db: Session, visitor: Visitor, row: Project, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        agency_field(db, visitor),
        Field("title", _("Task"), required=True, wide=True),
        Field("due_on", _("Due on"), "date", required=True),
    )
    at = f"{HOME}/{row.id}"
    return Form(_("Ask a partner"), f"{at}/tasks/new", at, (Section(row.title, fields),), typed, wrong)


def _answer_form(db: Session, visitor: Visitor, row: Task, typed: Typed, wrong: Mapping[str, str]) -> Form:
    after = [(state, words.TASKS[state]) for state in TaskState if may_become(row.state, state)]
    fields = [
        Field("state", _("New state"), "select", options=[(one.value, _(text)) for one, text in after]),
        Field("reason", _("Reason given"), "textarea", hint=_("Needed where it was declined"), maxlength=2000),
    ]
    if row.state is TaskState.DECLINED:
        fields.append(agency_field(db, visitor))
    fields.append(Field("seen", "", "hidden"))
    at = f"{HOME}/{row.project_id}"
    title = f"{row.title} · {_(words.TASKS[row.state])}"
    return Form(title, f"{at}/tasks/{row.id}", at, (Section("", tuple(fields)),), typed, wrong)


def agency_field(db: Session, visitor: Visitor) -> Field:
    """Which agency."""
    found = [(str(one.id), one.name) for one in agencies.agencies(db, visitor, active_only=True)]
    return Field("agency_id", _("Agency"), "select", options=found, find=True)
