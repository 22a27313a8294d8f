"""One case: its flow chart, its steps done and undone, its documents handed in and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from fastapi import Form as FormField
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from netops.cases.definitions import definition_of
from netops.cases.documents import add_file, add_paper, find_evidence, withdraw
from netops.cases.facts import find_case
from netops.cases.walking import (
    Doer,
    Reason,
    StepDone,
    StepPlan,
    break_off,
    do_step,
    may_have,
    plan_step,
    take_up,
    undo_step,
)
from netops.letters.register import letters_of
from netops.models.case import CaseStep, WorkCase
from netops.models.person import Person
from netops.web.access import Visitor, allowed
from netops.web.case_page import case_page
from netops.web.casework import doer_of, uploads_of
from netops.web.letters_listed import DIRECTIONS
from netops.web.naming import SEATS
from netops.web.pages.cases import HOME
from netops.web.papers_listed import find_paper
from service.filetypes import ACCEPTED
from service.i18n import N_, _, spoken
from service.refusal import MissingError, RefusedError, refuse
from service.thai_order import in_thai
from service.web.files import given_file, handed_out
from service.web.form import Field, Form, Posted, Section, choices, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{case_id:int}}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("cases.read"))]
MayWalk = Annotated[Visitor, Depends(allowed("cases.walk"))]
MayStart = Annotated[Visitor, Depends(allowed("cases.start"))]
ACTS: Final = {
    "case.opened": N_("case opened"),
    "case.step_done": N_("step done"),
    "case.step_undone": N_("step undone"),
    "case.step_planned": N_("step planned"),
    "case.broken_off": N_("ended early"),
    "case.taken_up": N_("taken up again"),
    "case.evidence_added": N_("document handed in"),
    "case.evidence_withdrawn": N_("document withdrawn"),
    "case.committee_appointed": N_("committee appointed"),
    "case.meeting_held": N_("meeting written down"),
    "case.resolved": N_("resolution"),
}


@router.get("")
def show(request: Request, db: Db, visitor: MayRead, case_id: int) -> Response:
    """Everything of it on one page."""
    case = find_case(db, visitor.sight, case_id)
    return page(
        request,
        "case.html",
        case=case,
        shown=case_page(doer_of(db, visitor), case),
        accepted=ACCEPTED,
        acts=ACTS,
        letters=letters_of(db, visitor.sight, case_id) if visitor.may("letters.read") else (),
        directions=DIRECTIONS,
        seats=SEATS,
        may_write=visitor.may("cases.walk"),
        may_manage=visitor.may("cases.start"),
        may_appoint=visitor.may("committees.write"),
    )


@router.post("/steps/{step}/done")
def done(request: Request, db: Db, visitor: MayWalk, case_id: int, step: str, typed: Posted) -> Response:
    """Count it as done."""
    return _act(
        request,
        db,
        visitor,
        case_id,
        lambda doer, case: do_step(doer, case, step, StepDone.read(typed)),
        f"step-{step}",
    )


@router.post("/steps/{step}/undo")
def undo(request: Request, db: Db, visitor: MayWalk, case_id: int, step: str, typed: Posted) -> Response:
    """Take it back, with a reason."""
    return _act(
        request,
        db,
        visitor,
        case_id,
        lambda doer, case: undo_step(doer, case, step, Reason.read(typed)),
        f"step-{step}",
    )


@router.get("/steps/{step}/plan")
def plan_form(request: Request, db: Db, visitor: MayStart, case_id: int, step: str) -> Response:
    """Who has it and by when."""
    case = find_case(db, visitor.sight, case_id)
    row = _row(db, case, step)
    values = flat({"due_on": row.set_due_on, "person_id": row.person_id})
    return page(request, "form.html", form=_planning(db, case, row, values, {}))


@router.post("/steps/{step}/plan")
def plan(request: Request, db: Db, visitor: MayStart, case_id: int, step: str, typed: Posted) -> Response:
    """As it was typed; empty: as the workflow says."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    row = _row(db, case, step)
    try:
        with db.begin_nested():
            plan_step(doer_of(db, visitor), case, step, StepPlan.read(typed))
    except RefusedError as error:
        db.refresh(row)
        form = _planning(db, case, row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{case_id}#step-{step}", _("Saved."))


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in: a file, or the number of one of our papers."""

    kind: str
    file: UploadFile | None
    paper_id: str


def _handed(
    kind: Annotated[str, FormField(max_length=48)] = "",
    file: Annotated[UploadFile | None, File()] = None,
    paper_id: Annotated[str, FormField(max_length=12)] = "",
) -> Handed:
    return Handed(kind, file, paper_id.strip())


@router.post("/evidence")
def hand_in(
    request: Request, db: Db, visitor: MayWalk, case_id: int, handed: Annotated[Handed, Depends(_handed)]
) -> Response:
    """It counts as the newest of its kind."""

    def act(doer: Doer, case: WorkCase) -> None:
        if handed.paper_id:
            add_paper(doer, case, handed.kind, find_paper(db, visitor.sight, _number(handed.paper_id)))
        elif handed.file is None:
            raise refuse("file", N_("Choose a file"))
        else:
            add_file(doer, case, handed.kind, given_file(handed.file), uploads_of(request))

    return _act(request, db, visitor, case_id, act, "steps")


@router.get("/evidence/{evidence_id:int}")
def read(request: Request, db: Db, visitor: MayRead, case_id: int, evidence_id: int) -> Response:
    """The file as it was handed in, to be kept; a paper on its own page."""
    row = find_evidence(doer_of(db, visitor), find_case(db, visitor.sight, case_id), evidence_id)
    if row.paper_id is not None:
        return redirect(request, f"/papers/{row.paper_id}")
    return handed_out(uploads_of(request).read(row.sha256), row.name, row.media_type)


@router.post("/evidence/{evidence_id:int}/withdraw")
def take_back(request: Request, db: Db, visitor: MayWalk, case_id: int, evidence_id: int, typed: Posted) -> Response:
    """It does not count any more."""
    return _act(
        request, db, visitor, case_id, lambda doer, case: withdraw(doer, case, evidence_id, Reason.read(typed)), "steps"
    )


@router.post("/end")
def end(request: Request, db: Db, visitor: MayStart, case_id: int, typed: Posted) -> Response:
    """Break it off, with a reason."""
    return _act(request, db, visitor, case_id, lambda doer, case: break_off(doer, case, Reason.read(typed)))


@router.post("/resume")
def resume(request: Request, db: Db, visitor: MayStart, case_id: int) -> Response:
    """Go on with one that was broken off."""
    return _act(request, db, visitor, case_id, take_up)


def _act(
    request: Request,
    db: Session,
    visitor: Visitor,
    case_id: int,
    act: Callable[[Doer, WorkCase], object],
    anchor: str = "main",
) -> Response:
    """Do it whole or not at all, and say which."""
    case = find_case(db, visitor.sight, case_id, to_change=True)
    try:
        with db.begin_nested():
            act(doer_of(db, visitor), case)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{case_id}#{anchor}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{case_id}#{anchor}", _("Saved."))


def _row(db: Session, case: WorkCase, step: str) -> CaseStep:
    row = db.exec(select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.key == step)).one_or_none()
    if row is None:
        raise MissingError("step")
    return row


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise refuse("paper_id", N_("A whole number is needed"))
    return int(text)


def _planning(db: Session, case: WorkCase, row: CaseStep, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    people = db.exec(select(Person).where(Person.office_id == case.office_id).order_by(in_thai(Person.name))).all()
    fitting = [(one.id, one.name or one.username) for one in people if may_have(case, row, one)]
    fields = (
        Field("person_id", _("Who has it"), "select", options=choices(fitting, none=_("anybody of the role"))),
        Field("due_on", _("Due on"), "date", hint=_("Empty: as the workflow says")),
    )
    title = definition_of(case).by_key[row.key].title.said(spoken())
    return Form(
        title,
        f"{HOME}/{case.id}/steps/{row.key}/plan",
        f"{HOME}/{case.id}#step-{row.key}",
        (Section("", fields),),
        typed,
        wrong,
    )
