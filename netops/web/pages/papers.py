"""Papers: the list, one paper with what it was made from, its files, and a general letter to be written."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.audit import record
from netops.letters.register import letter_of
from netops.models.paper import Paper, PaperTemplate
from netops.models.person import Person
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, Remade, make_paper, remake, remake_file
from netops.papers.numbering import issued_to, load_numbering, void
from netops.papers.plain_letter import PLAIN_LETTER, PlainLetter
from netops.papers.signing import find_scan
from netops.web.access import Visitor, allowed
from netops.web.forms import papers as fields
from netops.web.listing import exported, kinds_of, view_of
from netops.web.papers_listed import PAPERS, find_paper
from office.document import code
from service.columns import utc_now
from service.i18n import _
from service.papers.drawing import release
from service.papers.kind import UnknownKindError
from service.refusal import MissingError, RefusedError, from_validation
from service.web.form import Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("papers.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("papers.write"))]
HOME: Final = "/papers"
MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first."""
    view = view_of(request, db, visitor, PAPERS, path=HOME)
    return page(request, "papers.html", view=view, kinds=kinds_of(PAPERS), titles=_titles())


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, PAPERS, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """An empty letter."""
    return page(request, "form.html", form=_form(db, visitor, {"thai_numerals": "yes"}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """The letter, with its number where the office lets us count."""
    given = {name: value for name, value in typed.items() if name in PlainLetter.model_fields and value != ""}
    try:
        with db.begin_nested():
            paper = write_letter(db, visitor, given, number=typed.get("number", ""))
    except RefusedError as error:
        form = _form(db, visitor, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{paper.id}", _("The paper is made."))


@router.get(f"{HOME}/{{paper_id}}")
def show(request: Request, db: Db, visitor: MayRead, paper_id: int) -> Response:
    """One paper, and everything that it was made from."""
    return _page(request, db, visitor, find_paper(db, visitor.sight, paper_id))


@router.get(f"{HOME}/{{paper_id}}/paper.pdf")
def pdf(db: Db, visitor: MayRead, paper_id: int) -> Response:
    """To read and to print."""
    return file_of(db, visitor, paper_id, "pdf")


@router.get(f"{HOME}/{{paper_id}}/paper.docx")
def docx(db: Db, visitor: MayRead, paper_id: int) -> Response:
    """To edit in Word."""
    return file_of(db, visitor, paper_id, "docx")


@router.get(f"{HOME}/{{paper_id}}/paper.xlsx")
def xlsx(db: Db, visitor: MayRead, paper_id: int) -> Response:
    """Its tables, where the kind has a workbook."""
    return file_of(db, visitor, paper_id, "xlsx")


@router.get(f"{HOME}/{{paper_id}}/check")
def check(request: Request, db: Db, visitor: MayRead, paper_id: int) -> Response:
    """Make it again and compare with what was handed out."""
    paper = find_paper(db, visitor.sight, paper_id)
    return _page(request, db, visitor, paper, checked=remade(db, paper))


@router.post(f"{HOME}/{{paper_id}}/void")
def void_number(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("paper_numbers.write"))],
    paper_id: int,
    typed: Posted,
) -> Response:
    """The number counts as used and means nothing any more."""
    paper = find_paper(db, visitor.sight, paper_id)
    try:
        number = void(db, paper, typed.get("reason", ""))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{paper_id}", " ".join(problems(error).values()), kind="danger")
    detail = {"number": number.text, "reason": number.void_reason}
    record(db, visitor.actor, "paper.number_void", subject="paper", subject_id=paper_id, detail=detail)
    return redirect(request, f"{HOME}/{paper_id}", _("The number is void."))


def write_letter(db: Session, visitor: Visitor, given: dict[str, Any], *, number: str) -> Paper:
    """A general letter of the visitor's office; RefusedError names what is wrong."""
    try:
        data = PlainLetter.model_validate(given)
    except ValidationError as error:
        raise from_validation(error) from None
    order = Order(visitor.office_id, utc_now(), number=number, made_by=visitor.person_id)
    paper = make_paper(db, PLAIN_LETTER, data, order)
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return paper


def remade(db: Session, paper: Paper) -> Remade:
    """MissingError when this release cannot make it any more."""
    try:
        return remake(db, PAPER_KINDS, paper)
    except (UnknownKindError, ValidationError):
        raise MissingError("paper of an earlier release") from None


def file_of(db: Session, visitor: Visitor, paper_id: int, form: str) -> Response:
    """One of its files, for pages and API."""
    paper = find_paper(db, visitor.sight, paper_id)
    try:
        content = remake_file(db, PAPER_KINDS, paper, form)
    except (UnknownKindError, ValidationError):
        raise MissingError("paper of an earlier release") from None
    if content is None:
        raise MissingError(form)
    headers = {"Content-Disposition": f'attachment; filename="{paper.kind}-{paper.id}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


def _page(request: Request, db: Session, visitor: Visitor, paper: Paper, *, checked: Remade | None = None) -> Response:
    template = db.get(PaperTemplate, paper.template_id) if paper.template_id is not None else None
    scan = find_scan(db, paper)
    known = {kind.key: kind for kind in PAPER_KINDS}
    return page(
        request,
        "paper.html",
        paper=paper,
        kind=known.get(paper.kind),
        made_by_template=template,
        number=issued_to(db, paper),
        code=code.shown(paper.code) if paper.code else "",
        scan=scan,
        letter=letter_of(db, paper.id) if paper.id is not None else None,
        signer=db.get(Person, scan.uploaded_by) if scan is not None and scan.uploaded_by is not None else None,
        site=db.get(Site, paper.site_id) if paper.site_id is not None else None,
        maker=db.get(Person, paper.made_by) if paper.made_by is not None else None,
        data=json.dumps(paper.data, ensure_ascii=False, indent=2),
        release=release(),
        checked=checked,
    )


def _titles() -> dict[str, str]:
    return {kind.key: kind.title for kind in PAPER_KINDS}


def _form(db: Session, visitor: Visitor, values: Any, wrong: dict[str, str] | None = None) -> Form:
    counts = load_numbering(db, visitor.office_id).of(PLAIN_LETTER.series).is_own
    return Form(
        _("New letter"),
        f"{HOME}/new",
        HOME,
        fields.letter(counts=counts),
        values,
        wrong or {},
        submit=_("Make the letter"),
    )
