"""Runs of workflows: the list, one run with its flow chart, and every act on its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from office.workflow.standing import StepState
from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans import words
from planning.plans.declared import shared_of
from planning.plans.models.walking import Run
from planning.plans.pages.answers import refused, uploads_of
from planning.plans.pages.shown_run import shown_run
from planning.plans.store.evidence import EvidenceDraft, add_evidence, find_evidence, withdraw_evidence
from planning.plans.store.facts import find_run, run_of, seen
from planning.plans.store.walking import (
    Reason,
    RunDraft,
    StepDone,
    StepPlan,
    Waiver,
    begin_step,
    break_off,
    do_step,
    plan_step,
    return_step,
    skip_step,
    start_run,
    take_up,
    undo_step,
)
from service.filetypes import ACCEPTED
from service.i18n import N_, _, spoken
from service.refusal import MissingError, RefusedError, refuse
from service.web.access import Allowed
from service.web.files import given_file, handed_out
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.table import Column, View, asked
from service.web.transaction import Db

router = APIRouter(prefix="/work", include_in_schema=False)
HOME: Final = "/work"
MayRead = Annotated[Visitor, Depends(Allowed("work.read"))]
MayWalk = Annotated[Visitor, Depends(Allowed("work.walk"))]
MayManage = Annotated[Visitor, Depends(Allowed("work.manage"))]
COLUMNS: Final = (
    Column("title", N_("Title")),
    Column("workflow", N_("Workflow")),
    Column("step", N_("Today's step"), sortable=False),
    Column("due_on", N_("Due on"), sortable=False),
    Column("started_at", N_("Begun")),
)
SORTS: Final = {"title": Run.title, "workflow": Run.workflow, "started_at": Run.started_at}
Act = Callable[[Session, Visitor, Run, str, Mapping[str, str]], object]
STEP_ACTS: Final[Mapping[str, Act]] = {
    "begin": lambda db, who, run, step, _typed: begin_step(db, who, run, step),
    "done": lambda db, who, run, step, typed: do_step(db, who, run, step, StepDone.read(typed)),
    "undo": lambda db, who, run, step, typed: undo_step(db, who, run, step, Reason.read(typed)),
}
MANAGED_ACTS: Final[Mapping[str, Act]] = {
    "return": lambda db, who, run, step, typed: return_step(db, who, run, step, Reason.read(typed)),
    "skip": lambda db, who, run, step, typed: skip_step(db, who, run, step, Waiver.read(typed)),
    "plan": lambda db, who, run, step, typed: plan_step(db, who, run, step, StepPlan.read(typed)),
}


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All of the office, the newest first."""
    wanted = asked(request, COLUMNS, sort="-started_at")
    found = select(Run).where(seen(visitor))
    if wanted.q:
        found = found.where(col(Run.title).ilike(f"%{wanted.q.replace('%', '').replace('_', '')}%"))
    key = col(SORTS[wanted.sort])
    every = db.exec(found.order_by(key.desc() if wanted.descending else key, col(Run.id))).all()
    here = every[wanted.offset : wanted.offset + wanted.per_page]
    shown = shared_of(request)
    titles = {one.key: one.title.said(spoken()) for one in shown.workflows or ()}
    view = View(HOME, wanted, COLUMNS, [(run, shown_run(db, visitor, run)) for run in here], len(every))
    return page(request, "plans/runs.html", view=view, titles=titles, today=today())


@router.get("/new")
def new(request: Request, visitor: MayManage) -> Response:
    """What to begin; a page of the service sends the thing that it is about."""
    given = {name: request.query_params.get(name, "")[:255] for name in ("title", "subject_kind", "subject_key")}
    return page(request, "form.html", form=_form(request, given, {}))


@router.post("/new")
def start(request: Request, db: Db, visitor: MayManage, typed: Posted) -> Response:
    """With all its steps."""
    try:
        with db.begin_nested():
            run = start_run(db, visitor, shared_of(request), _about(request, db, visitor, RunDraft.read(typed)))
    except RefusedError as error:
        form = _form(request, typed, problems(error))
        return page(request, "form.html", status=refused(error), form=form)
    return redirect(request, f"{HOME}/{run.key}", _("Saved."))


@router.get("/about/{kind}/{subject_key}")
def about(request: Request, db: Db, visitor: MayRead, kind: str, subject_key: str) -> Response:
    """The run about a thing, or the form that begins one."""
    run = run_of(db, visitor, kind, subject_key)
    if run is not None:
        return redirect(request, f"{HOME}/{run.key}")
    subject = shared_of(request).subject(kind)
    given = {
        "title": subject.head(db, visitor.office_code, subject_key).title,
        "subject_kind": kind,
        "subject_key": subject_key,
        "workflow": _usual(request, subject.decision),
    }
    if not visitor.may("work.manage"):
        return redirect(request, HOME, _("The work on this has not begun: begin its steps first"), kind="warning")
    return page(request, "form.html", form=_form(request, given, {}))


def _usual(request: Request, decision: str) -> str:
    """The first workflow whose gate is this decision."""
    known = shared_of(request).workflows or ()
    return next((one.key for one in known if any(step.gate == decision for step in one.steps)), "")


@router.get("/{key}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Everything of it on one page."""
    return _page(request, db, visitor, find_run(db, visitor, key))


@dataclass(frozen=True, slots=True)
class StepAct:
    """What is done with which step, by the address."""

    key: str
    step: str
    act: str


Which = Annotated[StepAct, Depends()]


@router.post("/{key}/steps/{step}/{act}")
def walk(request: Request, db: Db, visitor: MayWalk, which: Which, typed: Posted) -> Response:
    """Begin it, count it as done, or take that back."""
    return _act(request, db, visitor, which.key, _acting(STEP_ACTS, db, visitor, which, typed), f"step-{which.step}")


@router.post("/{key}/steps/{step}/{act}/managed")
def manage(request: Request, db: Db, visitor: MayManage, which: Which, typed: Posted) -> Response:
    """Send it back, leave it out with approval, or set its day."""
    return _act(request, db, visitor, which.key, _acting(MANAGED_ACTS, db, visitor, which, typed), f"step-{which.step}")


@router.post("/{key}/evidence")
def hand_in(
    request: Request,
    db: Db,
    visitor: MayWalk,
    key: str,
    typed: Posted,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """It counts as the newest of its kind."""

    def act(run: Run) -> object:
        if file is None:
            raise refuse("file", N_("Choose a file"))
        draft = EvidenceDraft.read(typed)
        return add_evidence(db, visitor, run, draft, given_file(file), uploads_of(request))

    return _act(request, db, visitor, key, act, "steps")


@router.get("/{key}/evidence/{evidence_id:int}")
def read(request: Request, db: Db, visitor: MayRead, key: str, evidence_id: int) -> Response:
    """The file as it was handed in, to be kept."""
    row = find_evidence(db, find_run(db, visitor, key), evidence_id)
    return handed_out(uploads_of(request).read(row.sha256), row.name, row.media_type)


@router.post("/{key}/evidence/{evidence_id:int}/withdraw")
def take_away(request: Request, db: Db, visitor: MayWalk, key: str, evidence_id: int, typed: Posted) -> Response:
    """It does not count any more."""
    return _act(
        request,
        db,
        visitor,
        key,
        lambda run: withdraw_evidence(db, visitor, run, evidence_id, Reason.read(typed)),
        "steps",
    )


@router.post("/{key}/end")
def end(request: Request, db: Db, visitor: MayManage, key: str, typed: Posted) -> Response:
    """Break it off, with a reason."""
    return _act(request, db, visitor, key, lambda run: break_off(db, visitor, run, Reason.read(typed)))


@router.post("/{key}/resume")
def resume(request: Request, db: Db, visitor: MayManage, key: str) -> Response:
    """Go on with what was broken off."""
    return _act(request, db, visitor, key, lambda run: take_up(db, visitor, run))


def _act(
    request: Request, db: Session, visitor: Visitor, key: str, act: Callable[[Run], object], anchor: str = "main"
) -> Response:
    """Do it whole or not at all, and say which."""
    run = find_run(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            act(run)
    except RefusedError as error:
        db.expire_all()
        return _page(request, db, visitor, run, error)
    return redirect(request, f"{HOME}/{key}#{anchor}", _("Saved."))


def _page(request: Request, db: Session, visitor: Visitor, run: Run, error: RefusedError | None = None) -> Response:
    row = run
    shared = shared_of(request)
    subject = next((one for one in shared.subjects if one.kind == row.subject_kind), None)
    return page(
        request,
        "plans/run.html",
        status=refused(error) if error is not None else HTTPStatus.OK,
        run=row,
        shown=shown_run(db, visitor, row),
        back=subject.address(row.subject_key) if subject is not None and row.subject_key else "",
        trouble=[item.text(_) for item in error.problems] if error is not None else [],
        accepted=ACCEPTED,
        words=words,
        waived=StepState.WAIVED,
        skipped=StepState.SKIPPED,
        may_write=visitor.may("work.walk"),
        may_manage=visitor.may("work.manage"),
    )


def _acting(
    acts: Mapping[str, Act], db: Session, visitor: Visitor, which: StepAct, typed: Mapping[str, str]
) -> Callable[[Run], object]:
    if which.act not in acts:
        raise MissingError("act")
    return lambda run: acts[which.act](db, visitor, run, which.step, typed)


def _about(request: Request, db: Session, visitor: Visitor, draft: RunDraft) -> RunDraft:
    """A run is about a thing that the office has, or about nothing but itself."""
    if draft.subject_key:
        shared_of(request).subject(draft.subject_kind).head(db, visitor.office_code, draft.subject_key)
    return draft


def _form(request: Request, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    options = [(one.key, one.title.said(spoken())) for one in shared_of(request).workflows or ()]
    fields = (
        Field("workflow", _("Workflow"), "select", required=True, options=options),
        Field("title", _("Title"), required=True),
        *(Field(name, "", "hidden") for name in ("subject_kind", "subject_key") if typed.get(name)),
    )
    return Form(
        _("Begin a work"), f"{HOME}/new", HOME, (Section("", fields),), typed, wrong, submit=_("Begin the work")
    )
