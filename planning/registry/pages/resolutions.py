"""Resolutions: searched with what came of them; the public pages; tasks that meetings gave."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.pages.clock import today_of
from planning.registry.pages.committee_words import KINDS, STATES, VERDICTS
from planning.registry.store.agenda import numbered
from planning.registry.store.executing import HAPPENED, Asked, find_resolutions, names_of
from planning.registry.store.public import published_meeting, published_meetings
from planning.registry.store.tasks import finish, tasks
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed, Open
from service.web.exports import Sheet, as_file
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/resolutions"
TASKS: Final = "/tasks"
MayRead = Annotated[Visitor, Depends(Allowed("committees.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("committees.write"))]
Anybody = Annotated[Visitor | None, Depends(Open())]
SUBJECTS: Final = {
    "development": N_("Development plan"),
    "annual": N_("Annual plan"),
    "change_case": N_("Case of a school"),
}


def _asked(request: Request) -> Asked:
    given = request.query_params
    era = given.get("era", "")
    return Asked(
        q=given.get("q", "").replace("\x00", "").strip()[:100],
        era=int(era) if era.isascii() and era.isdigit() and len(era) == 4 else None,
        kind=given.get("kind", "")[:48],
        school=given.get("school", "").replace("\x00", "").strip()[:120],
    )


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """By text, subject, year and school, each with its state of execution."""
    asked = _asked(request)
    rows = find_resolutions(db, visitor, asked)
    return page(
        request,
        "resolutions.html",
        rows=rows,
        names=names_of(db, visitor, (code for one in rows for code in one.schools)),
        asked=asked,
        subjects=SUBJECTS,
        verdicts=VERDICTS,
        states=STATES,
        happened=HAPPENED,
        query=request.url.query,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """What the list shows."""
    titles = [_("Day"), _("Committee"), _("Meeting"), _("Title"), _("Resolved"), _("Text"), _("Schools"), _("State")]
    rows = [
        [
            one.meeting.held_on.isoformat(),
            one.committee.name,
            f"{one.meeting.number}/{one.meeting.era}",
            one.item.title,
            _(VERDICTS[one.resolution.verdict]),
            one.resolution.text,
            " ".join(one.schools),
            _(STATES[one.state]),
        ]
        for one in find_resolutions(db, visitor, _asked(request))
    ]
    return as_file(Sheet("resolutions", titles, rows), kind)


@router.get("/public/resolutions/{office}")
def public_list(request: Request, db: Db, _visitor: Anybody, office: str) -> Response:
    """Meetings of an office whose resolutions are published."""
    return page(request, "public_resolutions.html", rows=published_meetings(db, office[:32]))


@router.get("/public/meetings/{key}")
def public_meeting(request: Request, db: Db, _visitor: Anybody, key: str) -> Response:
    """The published resolutions of one meeting: texts, no persons."""
    meeting, committee, items, resolutions = published_meeting(db, key[:32])
    told = [(number, item, resolutions[item.id or 0]) for number, item in numbered(items) if item.id in resolutions]
    return page(
        request, "public_meeting.html", row=meeting, committee=committee, told=told, verdicts=VERDICTS, kinds=KINDS
    )


@router.get(TASKS)
def tasks_listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Open ones first."""
    return _tasks(request, db, visitor, ())


@router.post(f"{TASKS}/{{task_id:int}}/done")
def done(request: Request, db: Db, visitor: MayWrite, task_id: int, typed: Posted) -> Response:
    """With what came of it."""
    try:
        with db.begin_nested():
            finish(db, visitor, task_id, typed.get("outcome", ""), today_of(request))
    except RefusedError as error:
        return _tasks(request, db, visitor, tuple(problems(error).values()))
    return redirect(request, TASKS, _("Saved."))


def _tasks(request: Request, db: Db, visitor: Visitor, wrong: tuple[str, ...]) -> Response:
    return page(
        request,
        "tasks.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        rows=tasks(db, visitor),
        today=today_of(request),
        wrong=wrong,
        may_write=visitor.may("committees.write"),
    )
