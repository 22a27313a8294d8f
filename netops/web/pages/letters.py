"""Registers of letters: the lists in and out, a line with its file, entering, correcting and voiding one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Query, UploadFile
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.table import Asked
from netops.audit import record
from netops.cases.facts import find_case
from netops.letters.making import MOST_LINES, make_register
from netops.letters.register import (
    SUBJECT,
    Clerk,
    LetterDraft,
    LetterTexts,
    attach,
    find_letter,
    void,
)
from netops.models.case import WorkCase
from netops.models.letter import Letter
from netops.models.paper import Paper
from netops.models.person import AuditEntry
from netops.web.access import Visitor, allowed
from netops.web.casework import uploads_of
from netops.web.forms.letters import correcting, entering
from netops.web.lettering import clerk_of, corrected, entered
from netops.web.letters_listed import DIRECTIONS, LETTERS
from netops.web.listing import asked_of, exported, kinds_of, view_of
from netops.web.papers_listed import find_paper
from service.filetypes import ACCEPTED
from service.i18n import N_, _
from service.letters import Direction, VoidReason
from service.refusal import MissingError, RefusedError, refuse
from service.web.files import given_file, handed_out
from service.web.form import Posted, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("letters.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("letters.write"))]
RowId = Annotated[int, Query(ge=1, le=2**31 - 1)]
HOME: Final = "/letters"
GIVEN: Final = ("subject", "sender", "receiver", "note")
"""What the address may fill in."""
ACTS: Final = {
    "letter.entered": N_("entered in the register"),
    "letter.corrected": N_("corrected"),
    "letter.void": N_("voided"),
    "letter.file_added": N_("file added"),
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first."""
    view = view_of(request, db, visitor, LETTERS, path=HOME)
    group = _group_register(request, visitor)
    return page(request, "letters.html", view=view, kinds=kinds_of(LETTERS), directions=DIRECTIONS, group=group)


def _group_register(request: Request, visitor: Visitor) -> str:
    """Where the policy group keeps its own register; empty for a school, and where no planning service is."""
    base = request.app.state.settings.sibling_urls.get("registry", "")
    return f"{base.rstrip('/')}/letters" if base and visitor.sight.site_id is None else ""


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, LETTERS, kind)


@router.post(f"{HOME}/register")
def register(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The lines that the list shows, all its pages, as paper."""
    shown = asked_of(request, LETTERS)
    wanted = Asked(shown.q, shown.filters, shown.sort, shown.descending, limit=MOST_LINES + 1)
    ids, _total = LETTERS.ids(db, visitor.sight, wanted)
    try:
        paper = make_register(clerk_of(request, db, visitor), ids)
    except RefusedError as error:
        return redirect(request, f"{HOME}?{shown.query}", " ".join(problems(error).values()), kind="danger")
    detail = {"kind": paper.kind, "title": paper.title}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))


@router.get(f"{HOME}/new")
def new(
    request: Request,
    db: Db,
    visitor: MayWrite,
    direction: Direction = Direction.IN,
    paper: RowId | None = None,
    case: RowId | None = None,
) -> Response:
    """An empty line, one of a case, what one of our papers says, or a letter of the policy group."""
    clerk = clerk_of(request, db, visitor)
    given = {name: request.query_params.get(name, "")[:500] for name in GIVEN}
    values: dict[str, Any] = {**given, "direction": direction, "entered_on": clerk.today}
    if case is not None:
        values["case_id"] = find_case(db, visitor.sight, case).id
    if paper is not None:
        made = find_paper(db, visitor.sight, paper)
        day = made.made_at.astimezone(request.app.state.render.zone).date()
        values |= {"paper_id": made.id, "subject": made.title, "letter_no": made.number, "dated": day}
    return page(request, "form.html", form=entering(clerk, flat(values), {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """In the register, with its number."""
    clerk = clerk_of(request, db, visitor)
    try:
        with db.begin_nested():
            letter = entered(clerk, LetterDraft.read(typed))
    except RefusedError as error:
        form = entering(clerk, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    said = _("Entered with number %(number)s.") % {"number": letter.number}
    return redirect(request, f"{HOME}/{letter.id}", said)


@router.get(f"{HOME}/{{letter_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, letter_id: int) -> Response:
    """One line, with its file and all that was done to it."""
    letter = find_letter(db, visitor.sight, letter_id)
    acts = select(AuditEntry).where(
        AuditEntry.office_id == letter.office_id, AuditEntry.subject == SUBJECT, AuditEntry.subject_id == letter.id
    )
    return page(
        request,
        "letter.html",
        letter=letter,
        case=db.get(WorkCase, letter.case_id) if letter.case_id is not None else None,
        paper=db.get(Paper, letter.paper_id) if letter.paper_id is not None else None,
        acts=db.exec(acts.order_by(col(AuditEntry.id).desc())).all(),
        words=ACTS,
        directions=DIRECTIONS,
        accepted=ACCEPTED,
        hand_on=_handed_on(request, visitor, letter),
    )


def _handed_on(request: Request, visitor: Visitor, letter: Letter) -> str:
    """The form of the policy group's register with this letter of the office filled in."""
    group = _group_register(request, visitor)
    if not group or letter.site_id is not None or letter.direction is not Direction.IN or letter.void_reason:
        return ""
    values = flat({name: getattr(letter, name) for name in ("subject", "letter_no", "dated", "sender")})
    given = {
        "direction": letter.direction.value,
        "central_no": f"{letter.number}/{letter.year}",
        "subject_title": _("Letter in the central register"),
        "link": f"{request.app.state.settings.base_url}{HOME}/{letter.id}",
    }
    return f"{group}/new?{urlencode({**values, **given})}"


@router.get(f"{HOME}/{{letter_id:int}}/correct")
def correct_form(request: Request, db: Db, visitor: MayWrite, letter_id: int) -> Response:
    """Its texts as they stand."""
    letter = find_letter(db, visitor.sight, letter_id)
    values = flat({name: getattr(letter, name) for name in LetterTexts.model_fields})
    return page(request, "form.html", form=correcting(clerk_of(request, db, visitor), letter, values, {}))


@router.post(f"{HOME}/{{letter_id:int}}/correct")
def correct(request: Request, db: Db, visitor: MayWrite, letter_id: int, typed: Posted) -> Response:
    """As they were typed."""
    letter = find_letter(db, visitor.sight, letter_id, to_change=True)
    try:
        with db.begin_nested():
            corrected(clerk_of(request, db, visitor), letter, LetterTexts.read(typed))
    except RefusedError as error:
        db.refresh(letter)
        form = correcting(clerk_of(request, db, visitor), letter, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{letter_id}", _("Saved."))


@router.post(f"{HOME}/{{letter_id:int}}/void")
def void_line(request: Request, db: Db, visitor: MayWrite, letter_id: int, typed: Posted) -> Response:
    """It stays to be read and means nothing any more."""
    return _act(request, db, visitor, letter_id, lambda clerk, row: void(clerk, row, VoidReason.read(typed)))


@router.post(f"{HOME}/{{letter_id:int}}/file")
def add_file(
    request: Request, db: Db, visitor: MayWrite, letter_id: int, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Its file from now on."""

    def act(clerk: Clerk, letter: Letter) -> None:
        if file is None:
            raise refuse("file", N_("Choose a file"))
        attach(clerk, letter, given_file(file), uploads_of(request))

    return _act(request, db, visitor, letter_id, act)


@router.get(f"{HOME}/{{letter_id:int}}/file")
def read(request: Request, db: Db, visitor: MayRead, letter_id: int) -> Response:
    """As it was sent."""
    letter = find_letter(db, visitor.sight, letter_id)
    if not letter.sha256:
        raise MissingError("file")
    return handed_out(uploads_of(request).read(letter.sha256), letter.file_name, letter.media_type)


def _act(
    request: Request, db: Session, visitor: Visitor, letter_id: int, act: Callable[[Clerk, Letter], Any]
) -> Response:
    """Do it whole or not at all, and say which."""
    letter = find_letter(db, visitor.sight, letter_id, to_change=True)
    try:
        with db.begin_nested():
            act(clerk_of(request, db, visitor), letter)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{letter_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{letter_id}", _("Saved."))
