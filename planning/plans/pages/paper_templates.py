"""Templates of papers: what holds, what an official may download, change in Word and upload again; blank forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.docx.guard import MOST_BYTES
from office.template.faults import Fault, TemplateError
from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans.models.paper import PaperTemplate
from planning.plans.pages.drawing import handed
from planning.plans.pages.papers import kinds_of
from planning.plans.store import templates
from planning.plans.store.numerals import CHOICES, NumeralsDraft, holding, numerals_at, set_numerals
from service.columns import utc_now
from service.i18n import N_, _
from service.papers.blank import blank_of
from service.papers.kind import PaperKind
from service.papers.sentences import sentence
from service.papers.template import preview, word_file
from service.refusal import MissingError, RefusedError, refuse
from service.web.access import Allowed
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

HOME: Final = "/paper-templates"
router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("paper_templates.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("paper_templates.write"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every kind, with the template that holds today."""
    rows = [(kind, templates.template_at(db, visitor.office_code, kind, today())) for kind in kinds_of(request)]
    chosen = holding(db, visitor.office_code, utc_now())
    words = {choice: _(text) for choice, text in CHOICES.items()}
    return page(request, "paper_templates.html", rows=rows, numerals=chosen, numeral_words=words)


@router.post("")
def choose_numerals(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """From now on, in all papers of this service."""
    set_numerals(db, visitor, NumeralsDraft.read(typed))
    return redirect(request, HOME, _("Saved. Papers that were made or published before keep their numerals."))


@router.get("/{paper_kind}")
def show(request: Request, db: Db, visitor: MayRead, paper_kind: str) -> Response:
    """One kind: its versions, its placeholders, and where a new one is uploaded."""
    return _page(request, db, visitor, _kind(request, paper_kind))


@router.post("/{paper_kind}")
def upload(
    request: Request,
    db: Db,
    visitor: MayWrite,
    paper_kind: str,
    typed: Posted,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """A new version from a day on, or everything that is wrong with the file."""
    kind = _kind(request, paper_kind)
    content = file.file.read(MOST_BYTES + 1) if file is not None else b""
    named = {**templates.fields_before(db, visitor, kind), **_named(typed)}
    day = typed.get("valid_from", "")
    try:
        with db.begin_nested():
            name = file.filename if file is not None else ""
            given = templates.GivenTemplate(content, name or "", _day(content, day), named)
            templates.upload(db, visitor, kind, given)
    except TemplateError as error:
        strange = {theirs: named.get(theirs, "") for theirs in templates.strange_in(kind, content)}
        return _page(request, db, visitor, kind, _Wrong(error.faults, valid_from=day, strange=strange))
    except RefusedError as error:
        return _page(request, db, visitor, kind, _Wrong(trouble=" ".join(problems(error).values()), valid_from=day))
    return redirect(request, f"{HOME}/{kind.key}", _("The template is taken. It holds from the day you named."))


@router.get("/{paper_kind}/shipped/template.docx")
def download_shipped(request: Request, _visitor: MayRead, paper_kind: str) -> Response:
    """The template of this release."""
    kind = _kind(request, paper_kind)
    return handed(word_file(kind, None, at=utc_now()), f"{kind.key}.docx", "docx")


@router.get("/{paper_kind}/shipped/sample.pdf")
def sample_of_shipped(request: Request, db: Db, visitor: MayRead, paper_kind: str) -> Response:
    """With sample data in it."""
    return _sample(db, visitor, _kind(request, paper_kind), None)


@router.get("/{paper_kind}/blank.{form}")
def blank(request: Request, db: Db, visitor: MayRead, paper_kind: str, form: str) -> Response:
    """An empty form to be filled in by hand, by the template that holds today."""
    kind = _kind(request, paper_kind)
    holds = templates.template_at(db, visitor.office_code, kind, today())
    now = utc_now()
    thai = numerals_at(db, visitor.office_code, now)
    form_of = templates.document_by(kind, holds)
    made = blank_of(kind, form_of, office=visitor.office_name, at=now, thai_numerals=thai)
    content = {"pdf": made.pdf, "docx": made.docx}.get(form)
    if content is None:
        raise MissingError("paper")
    return handed(content, f"{kind.key}-blank.{form}", form)


@router.get("/{paper_kind}/versions/{version:int}/template.{form}")
def download(request: Request, db: Db, visitor: MayRead, paper_kind: str, version: int, form: str) -> Response:
    """What was uploaded, as it was."""
    kind = _kind(request, paper_kind)
    found = templates.find_template(db, visitor, kind, version)
    if found.form != form:
        raise MissingError("template")
    return handed(found.content, f"{kind.key}-{version}.{form}", form)


@router.get("/{paper_kind}/versions/{version:int}/sample.pdf")
def sample(request: Request, db: Db, visitor: MayRead, paper_kind: str, version: int) -> Response:
    """With sample data in it."""
    kind = _kind(request, paper_kind)
    found = templates.find_template(db, visitor, kind, version)
    if found.form != templates.WORD:
        raise MissingError("template")
    return _sample(db, visitor, kind, found)


@router.get("/{paper_kind}/versions/{version:int}/sample.xlsx")
def sample_book(request: Request, db: Db, visitor: MayRead, paper_kind: str, version: int) -> Response:
    """The same of a workbook."""
    kind = _kind(request, paper_kind)
    found = templates.find_template(db, visitor, kind, version)
    if found.form != templates.WORKBOOK:
        raise MissingError("template")
    return handed(templates.sample_workbook(kind, found, utc_now()), f"{kind.key}-sample.xlsx", templates.WORKBOOK)


@router.post("/{paper_kind}/versions/{version:int}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, paper_kind: str, version: int) -> Response:
    """No new paper is made by it."""
    kind = _kind(request, paper_kind)
    templates.withdraw(db, visitor, kind, version)
    return redirect(request, f"{HOME}/{kind.key}", _("The template is withdrawn. Papers made by it keep it."))


def _kind(request: Request, key: str) -> PaperKind[Any]:
    kinds = kinds_of(request)
    if key not in kinds:
        raise MissingError("kind")
    return kinds[key]


def _named(typed: Mapping[str, str]) -> dict[str, str]:
    """Fields `ours.0` beside `theirs.0`: what the placeholder of the file is with us."""
    found = {}
    for name, theirs in typed.items():
        number = name.removeprefix("theirs.")
        if name.startswith("theirs.") and number.isdecimal():
            found[theirs] = typed.get(f"ours.{number}", "")
    return {theirs: ours for theirs, ours in found.items() if ours}


def _day(content: bytes, valid_from: str) -> date:
    if not content:
        raise refuse("file", N_("Choose a file"))
    try:
        return date.fromisoformat(valid_from)
    except ValueError:
        raise refuse("valid_from", N_("Say from which day it holds")) from None


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Why a file was not taken, and the day that was typed with it. `strange` are placeholders of the file that we do
    not know, with what was chosen for each.
    """

    faults: tuple[Fault, ...] = ()
    trouble: str = ""
    valid_from: str = ""
    strange: Mapping[str, str] = field(default_factory=dict)


def _page(
    request: Request, db: Session, visitor: Visitor, kind: PaperKind[Any], wrong: _Wrong | None = None
) -> Response:
    return page(
        request,
        "paper_template.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong is not None else HTTPStatus.OK,
        kind=kind,
        versions=templates.templates_of(db, visitor, kind),
        holds=templates.template_at(db, visitor.office_code, kind, today()),
        holds_book=templates.template_at(db, visitor.office_code, kind, today(), form=templates.WORKBOOK),
        faults=[(fault, sentence(fault, _)) for fault in (wrong.faults if wrong is not None else ())],
        trouble=wrong.trouble if wrong is not None else "",
        strange=wrong.strange if wrong is not None else {},
        valid_from=wrong.valid_from if wrong is not None else today().isoformat(),
        most=f"{MOST_BYTES // 1_000_000} MB",
    )


def _sample(db: Session, visitor: Visitor, kind: PaperKind[Any], template: PaperTemplate | None) -> Response:
    now = utc_now()
    thai = numerals_at(db, visitor.office_code, now)
    form_of = templates.document_by(kind, template)
    content = preview(kind, form_of, office=visitor.office_name, at=now, thai_numerals=thai)
    return handed(content, f"{kind.key}-sample.pdf", "pdf")
