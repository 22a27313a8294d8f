"""Cases: the list, one case with everything about it, and its acts from idea to completion."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from office.collation import thai_key
from planning.kit.visitor import Visitor
from planning.school_network import case_words, gates, stepping, words
from planning.school_network.declared import begin_steps
from planning.school_network.models.case import CaseState, ChangeCase
from planning.school_network.pages import case_form
from planning.school_network.pages.case_page import case_page
from planning.school_network.pages.part_form import CASES
from planning.school_network.pages.sending import today, uploads_of
from planning.school_network.store import carrying_out, cases
from planning.school_network.store.carrying_out import AnnouncementDraft
from planning.school_network.store.cases import CaseDraft
from planning.school_network.store.sources import sources
from service.database import transaction
from service.draft import said
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.seen import opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("cases.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("cases.write"))]


def refused(request: Request, form: Form) -> Response:
    """422 with what was typed."""
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


def known_schools(db: Db, visitor: Visitor) -> list[tuple[str, str]]:
    """Of the registry's copy, for selects."""
    rows = sorted(sources(db, visitor.office_code).schools, key=lambda one: thai_key(one.name))
    return [(one.smis_code, f"{one.name} ({one.smis_code})") for one in rows]


def in_force(request: Request, answer: Response, visitor: Visitor) -> Response:
    """After the answer: cases whose day of effect has come."""
    day, office = today(request), visitor.office_code

    def act() -> None:
        with transaction(request.app.state.engine) as session:
            carrying_out.take_all_effects(session, day, office)

    answer.background = BackgroundTask(act)
    return answer


@router.get(CASES)
def listed(request: Request, db: Db, visitor: MayRead, state: str = "") -> Response:
    """Red ones first, then the newest."""
    red = carrying_out.red(db, visitor.office_code, today(request))
    rows = [one for one in cases.cases(db, visitor.office_code) if not state or one.state.value == state]
    rows.sort(key=lambda one: not red.get(one.id or 0))
    answer = page(
        request,
        "cases.html",
        rows=rows,
        red=red,
        words=words,
        said=case_words,
        state=state,
        may_write=visitor.may("cases.write"),
    )
    return in_force(request, answer, visitor)


@router.get(f"{CASES}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form; the address may name kind, school and receiving school."""
    typed = {name: value for name, value in request.query_params.items() if name in CaseDraft.model_fields}
    return page(request, "form.html", form=case_form.head(f"{CASES}/new", known_schools(db, visitor), typed, {}))


@router.post(f"{CASES}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """An idea, studied at once where there is a run."""
    try:
        with db.begin_nested():
            row = cases.open_case(db, visitor, uploads_of(request), CaseDraft.read(unseen(typed, {})))
            gates.touch_case(db, visitor, row)
            begin_steps(db, visitor, row)
    except RefusedError as error:
        return refused(request, case_form.head(f"{CASES}/new", known_schools(db, visitor), typed, problems(error)))
    return redirect(request, f"{CASES}/{row.key}", _("Saved."))


@router.get(f"{CASES}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Everything about it, what it lacks for the board, and what hinders its completion."""
    row = cases.find_case(db, visitor.office_code, key)
    return in_force(request, case_page(request, db, visitor, row), visitor)


@router.get(f"{CASES}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Its head."""
    row = cases.find_case(db, visitor.office_code, key)
    typed = opened(_head_of(row))
    return page(request, "form.html", form=case_form.head(f"{CASES}/{key}/edit", known_schools(db, visitor), typed, {}))


def _head_of(row: ChangeCase) -> dict[str, str]:
    return flat(row.model_dump(include=set(CaseDraft.model_fields)))


@router.post(f"{CASES}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """What the board decides about: not after the announcement."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            cases.may_change(row)
            gates.touch_case(db, visitor, row)
            draft = CaseDraft.read(unseen(typed, _head_of(row)))
            cases.change_case(db, visitor, uploads_of(request), row, draft)
    except RefusedError as error:
        form = case_form.head(f"{CASES}/{key}/edit", known_schools(db, visitor), typed, problems(error))
        return refused(request, form)
    return redirect(request, f"{CASES}/{key}", _("Saved."))


@router.post(f"{CASES}/{{key}}/study")
def study(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Figures of the newest run."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        cases.may_change(row)
        gates.touch_case(db, visitor, row)
    except RefusedError as error:
        return case_page(request, db, visitor, row, error)
    cases.study(db, uploads_of(request), row)
    if row.state is CaseState.IDEA and row.facts:
        row.state = CaseState.STUDIED
    return redirect(request, f"{CASES}/{key}", _("Saved."))


@router.get(f"{CASES}/{{key}}/announce")
def ask_announcement(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Number and day."""
    cases.find_case(db, visitor.office_code, key)
    return page(request, "form.html", form=case_form.announcement(key, {}, {}))


@router.post(f"{CASES}/{{key}}/announce")
def announce(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Refused without resolution and hearing; netops is told to end the network."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            draft = AnnouncementDraft.read(typed)
            carrying_out.announce(db, visitor, row, draft, resolved_on=gates.resolved_on(db, row))
            carrying_out.take_effect(db, row, today(request))
            stepping.step_on(db, visitor, row)
    except RefusedError as error:
        db.refresh(row)
        return refused(request, case_form.announcement(key, typed, problems(error)))
    return redirect(request, f"{CASES}/{key}", _("Announced."))


@router.post(f"{CASES}/{{key}}/order")
def order(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Of the network, once more, after netops refused it."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        carrying_out.order_again(db, visitor, row)
    except RefusedError as error:
        return case_page(request, db, visitor, row, error)
    return redirect(request, f"{CASES}/{key}", _("Ordered again."))


@router.post(f"{CASES}/{{key}}/complete")
def complete(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Refused while anything is open."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        carrying_out.complete(db, visitor, row, today(request))
    except RefusedError as error:
        return case_page(request, db, visitor, row, error)
    return redirect(request, f"{CASES}/{key}", _("Completed. It will be followed up."))


@router.get(f"{CASES}/{{key}}/end")
def ask_end(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """How and why."""
    cases.find_case(db, visitor.office_code, key)
    return page(request, "form.html", form=case_form.ending(key, {}, {}))


@router.post(f"{CASES}/{{key}}/end")
def end(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Withdrawn or refused, with its reason, which stays."""
    row = cases.find_case(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            reason = said("reason", typed.get("reason", ""), unsaid=N_("This is needed"))
            carrying_out.end(db, visitor, row, reason, rejected=typed.get("how") == "rejected")
    except RefusedError as error:
        db.refresh(row)
        return refused(request, case_form.ending(key, typed, problems(error)))
    return redirect(request, f"{CASES}/{key}", _("Saved."))
