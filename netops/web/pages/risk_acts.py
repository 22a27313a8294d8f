"""What is decided about a risk, each act with a form of its own: review, treatment, tasks, acceptance, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.need_editors import Needs
from netops.risk_editors import Risks
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.risk_forms import Failed, task_forms
from netops.web.pages.risks import HOME, shown
from netops.web.risk_words import WORDS
from procurement.store.need_from_risk import RiskNeedDraft
from risk.models.register import Risk
from risk.queries.card import card
from risk.store.register import TreatmentDraft, WordsDraft
from risk.store.tasks import TaskDraft
from service.i18n import N_, _
from service.refusal import RefusedError, refuse
from service.web.form import Posted, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("risks.write"))]
MayNeed = Annotated[Visitor, Depends(allowed("needs.write"))]
MayAccept = Annotated[Visitor, Depends(allowed("risks.accept"))]
Act = Callable[[Risks, Risk, Typed], object]
TASK: Final = "/tasks/{task_id:int}"


@router.post("/review")
def review(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """A person looked at it as it stands now."""

    def act(desk: Risks, row: Risk, said: Typed) -> None:
        desk.review(row, said.get("note", ""), _day(said, "review_on"))

    return _act(request, db, visitor, row_id, Failed("review", typed), act)


@router.post("/words")
def word(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Owner, kind, controls and the day of the next review."""
    return _act(
        request, db, visitor, row_id, Failed("words", typed),
        lambda desk, row, said: desk.word(row, WordsDraft.of(row).with_changes(said)),
    )  # fmt: skip


@router.post("/impact")
def judge(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Another impact than the rule's, with a reason; none: as the rule has it."""

    def act(desk: Risks, row: Risk, said: Typed) -> None:
        desk.judge_impact(row, _class(said.get("impact", "")), said.get("why", ""))

    return _act(request, db, visitor, row_id, Failed("impact", typed), act)


@router.post("/treat")
def treat(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """How it is dealt with."""
    return _act(
        request, db, visitor, row_id, Failed("treat", typed),
        lambda desk, row, said: desk.treat(row, TreatmentDraft.read(said)),
    )  # fmt: skip


@router.post("/accept")
def accept(request: Request, db: Db, visitor: MayAccept, row_id: int, typed: Posted) -> Response:
    """The director lives with it until a day."""

    def act(desk: Risks, row: Risk, said: Typed) -> None:
        desk.looked(row, said.get("seen", ""))
        desk.accept(row, _day(said, "accepted_until"), said.get("accepted_why", ""))

    return _act(request, db, visitor, row_id, Failed("accept", typed), act)


@router.post("/close")
def close(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """It is no risk any more."""
    return _act(
        request, db, visitor, row_id, Failed("close", typed),
        lambda desk, row, said: desk.close(row, said.get("closed_why", "")),
    )  # fmt: skip


@router.post("/reopen")
def reopen(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Take a closing back."""
    return _act(
        request,
        db,
        visitor,
        row_id,
        Failed("reopen", typed),
        lambda desk, row, said: desk.reopen(row, said.get("why", "")),
    )


@router.post("/tasks")
def add_task(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """A new step of the treatment."""
    return _act(
        request, db, visitor, row_id, Failed("tasks", typed),
        lambda desk, row, said: desk.add_task(row, TaskDraft.read(said)),
    )  # fmt: skip


@router.post("/need")
def write_need(request: Request, db: Db, visitor: MayNeed, row_id: int, typed: Posted) -> Response:
    """What is needed against it, with its evidence."""
    risk = Risks(hand_of(request, db, visitor)).get(row_id)
    try:
        with db.begin_nested():
            need = Needs(hand_of(request, db, visitor)).write_from_risk(risk, RiskNeedDraft.read(typed))
    except RefusedError as error:
        db.refresh(risk)
        failed = Failed("need", typed, problems(error))
        return shown(request, db, visitor, card(db, visitor.sight, row_id), failed=failed)
    return redirect(request, f"/needs/{need.id}", _("Saved."))


@router.get(TASK)
def task(request: Request, db: Db, visitor: MayWrite, row_id: int, task_id: int) -> Response:
    """How far it is."""
    return _task_shown(request, db, visitor, row_id, task_id, Failed())


@router.post(TASK)
def change_task(request: Request, db: Db, visitor: MayWrite, row_id: int, task_id: int, typed: Posted) -> Response:
    """By whom, until when, how far."""
    return _task_act(
        request, db, visitor, (row_id, task_id), Failed("change", typed),
        lambda desk, row, said: desk.change_task(row, desk.task(row, task_id), said),
    )  # fmt: skip


@router.post(f"{TASK}/drop")
def drop_task(request: Request, db: Db, visitor: MayWrite, row_id: int, task_id: int, typed: Posted) -> Response:
    """It is not needed any more."""
    return _task_act(
        request, db, visitor, (row_id, task_id), Failed("drop", typed),
        lambda desk, row, said: desk.drop_task(row, desk.task(row, task_id), said.get("dropped_why", "")),
    )  # fmt: skip


def _act(request: Request, db: Session, visitor: Visitor, row_id: int, asked: Failed, act: Act) -> Response:
    typed = asked.typed or {}
    wrong = _tried(request, db, visitor, row_id, typed, act)
    if wrong:
        found = card(db, visitor.sight, row_id)
        return shown(request, db, visitor, found, failed=Failed(asked.act, typed, wrong))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _task_act(
    request: Request, db: Session, visitor: Visitor, which: tuple[int, int], asked: Failed, act: Act
) -> Response:
    row_id, task_id = which
    typed = asked.typed or {}
    wrong = _tried(request, db, visitor, row_id, typed, act)
    if wrong:
        return _task_shown(request, db, visitor, row_id, task_id, Failed(asked.act, typed, wrong))
    return redirect(request, f"{HOME}/{row_id}#treatment", _("Saved."))


def _tried(request: Request, db: Session, visitor: Visitor, row_id: int, typed: Typed, act: Act) -> Mapping[str, str]:
    """What was wrong with it; nothing when it was done."""
    desk = Risks(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            act(desk, row, typed)
    except RefusedError as error:
        db.refresh(row)
        return problems(error)
    return {}


def _task_shown(request: Request, db: Session, visitor: Visitor, row_id: int, task_id: int, failed: Failed) -> Response:
    desk = Risks(hand_of(request, db, visitor))
    row = desk.get(row_id)
    found = desk.task(row, task_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed.wrong else HTTPStatus.OK
    forms = task_forms(row, found, failed)
    return page(request, "risk_task.html", status=status, risk=row, task=found, forms=forms, **WORDS)


def _class(typed: str) -> int | None:
    clean = typed.strip()
    if not clean:
        return None
    if clean not in {"1", "2", "3", "4", "5"}:
        raise refuse("impact", N_("Choose one"))
    return int(clean)


def _day(said: Typed, name: str) -> date | None:
    typed = said.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise refuse(name, N_("A date such as 2026-10-01 is needed")) from None
