"""Templates of papers: what holds, what an official may download, change in Word and upload again; and who numbers."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.paper import PaperTemplate
from netops.paper_kinds import PAPER_KINDS
from netops.papers import templates
from netops.papers.numbering import Numbering, load_numbering, store_numbering, zone_of
from netops.web.access import Visitor, allowed
from netops.web.forms import papers as fields
from netops.web.pages.papers import MEDIA
from office.docx.guard import MOST_BYTES
from office.template.faults import Fault, TemplateError
from service.columns import utc_now
from service.i18n import N_, _
from service.papers.blank import Blank, blank_of
from service.papers.kind import PaperKind
from service.papers.sentences import sentence
from service.papers.template import content_of, preview, word_file
from service.refusal import MissingError, RefusedError, from_validation, refuse
from service.web.form import Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/paper-templates", include_in_schema=False)
numbers = APIRouter(prefix="/paper-numbers", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("paper_templates.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("paper_templates.write"))]
MayNumber = Annotated[Visitor, Depends(allowed("paper_numbers.write"))]
HOME: Final = "/paper-templates"


def kind_of(key: str) -> PaperKind[Any]:
    """MissingError for a kind that there is not."""
    if key not in PAPER_KINDS:
        raise MissingError("kind")
    return PAPER_KINDS[key]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every kind, with the template that holds today."""
    today = utc_now().astimezone(zone_of(db, visitor.office_id)).date()
    rows = [(kind, templates.template_at(db, visitor.office_id, kind, today)) for kind in PAPER_KINDS]
    return page(request, "paper_templates.html", rows=rows)


@router.get("/{paper_kind}")
def show(request: Request, db: Db, visitor: MayRead, paper_kind: str) -> Response:
    """One kind: its versions, its placeholders, and where a new one is uploaded."""
    return _page(request, db, visitor, kind_of(paper_kind))


@router.post("/{paper_kind}")
def upload(
    request: Request,
    db: Db,
    visitor: MayWrite,
    paper_kind: str,
    typed: Posted,
    file: Annotated[UploadFile, File()],
) -> Response:
    """A new version from a day on, or everything that is wrong with the file."""
    kind = kind_of(paper_kind)
    try:
        with db.begin_nested():
            take_template(db, visitor, kind, file, valid_from=typed.get("valid_from", ""))
    except TemplateError as error:
        return _page(request, db, visitor, kind, faults=error.faults, typed=typed)
    except RefusedError as error:
        return _page(request, db, visitor, kind, trouble=" ".join(problems(error).values()), typed=typed)
    return redirect(request, f"{HOME}/{kind.key}", _("The template is taken. It holds from the day you named."))


@router.get("/{paper_kind}/shipped/template.docx")
def download_shipped(visitor: MayRead, paper_kind: str) -> Response:
    """The template of this release."""
    kind = kind_of(paper_kind)
    return _docx(f"{kind.key}.docx", word_file(kind, None, at=utc_now()))


@router.get("/{paper_kind}/shipped/sample.pdf")
def sample_of_shipped(visitor: MayRead, paper_kind: str) -> Response:
    """With sample data in it."""
    return _sample(visitor, kind_of(paper_kind), None)


@router.get("/{paper_kind}/blank.pdf")
def blank_pdf(db: Db, visitor: MayRead, paper_kind: str) -> Response:
    """An empty form to be filled in by hand, by the template that holds today."""
    content = _blank(db, visitor, paper_kind).pdf
    return Response(content, media_type=MEDIA["pdf"], headers={"Content-Disposition": "inline"})


@router.get("/{paper_kind}/blank.docx")
def blank_docx(db: Db, visitor: MayRead, paper_kind: str) -> Response:
    """The same for Word."""
    return _docx(f"{kind_of(paper_kind).key}-blank.docx", _blank(db, visitor, paper_kind).docx)


@router.get("/{paper_kind}/versions/{version}/template.docx")
def download(db: Db, visitor: MayRead, paper_kind: str, version: int) -> Response:
    """What was uploaded, as it was."""
    kind = kind_of(paper_kind)
    found = templates.find_template(db, visitor.office_id, kind, version)
    return _docx(f"{kind.key}-{version}.docx", word_file(kind, found, at=found.uploaded_at))


@router.get("/{paper_kind}/versions/{version}/sample.pdf")
def sample(db: Db, visitor: MayRead, paper_kind: str, version: int) -> Response:
    """With sample data in it."""
    kind = kind_of(paper_kind)
    return _sample(visitor, kind, templates.find_template(db, visitor.office_id, kind, version))


@router.post("/{paper_kind}/versions/{version}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, paper_kind: str, version: int) -> Response:
    """No new paper is made by it."""
    kind = kind_of(paper_kind)
    withdraw_template(db, visitor, kind, version)
    return redirect(request, f"{HOME}/{kind.key}", _("The template is withdrawn. Papers made by it keep it."))


@numbers.get("")
def numbering(request: Request, db: Db, visitor: MayNumber) -> Response:
    """Who gives the numbers."""
    return page(request, "form.html", form=_numbering(fields.typed_numbering(load_numbering(db, visitor.office_id))))


@numbers.post("")
def set_numbering(request: Request, db: Db, visitor: MayNumber, typed: Posted) -> Response:
    """For papers made from now on."""
    try:
        keep_numbering(db, visitor, fields.given_numbering(typed))
    except RefusedError as error:
        form = _numbering(typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, "/papers", _("Saved."))


def keep_numbering(db: Session, visitor: Visitor, given: object) -> Numbering:
    """Store it; RefusedError names what is wrong."""
    before = load_numbering(db, visitor.office_id)
    try:
        wanted = Numbering.model_validate(given)
    except ValidationError as error:
        raise from_validation(error) from None
    store_numbering(db, visitor.office_id, wanted)
    detail = {"before": before.model_dump(mode="json"), "after": wanted.model_dump(mode="json")}
    record(db, visitor.actor, "paper.numbering_changed", detail=detail)
    return wanted


def take_template(
    db: Session, visitor: Visitor, kind: PaperKind[Any], file: UploadFile, *, valid_from: str
) -> PaperTemplate:
    """Store an uploaded template; TemplateError or RefusedError say what is wrong."""
    try:
        day = date.fromisoformat(valid_from)
    except ValueError:
        raise refuse("valid_from", N_("Say from which day it holds")) from None
    content = file.file.read(MOST_BYTES + 1)
    made = templates.upload(
        db,
        kind,
        content,
        office_id=visitor.office_id,
        name=file.filename or "",
        valid_from=day,
        by=visitor.person_id,
        at=utc_now(),
    )
    detail = {"kind": kind.key, "version": made.version, "valid_from": day.isoformat(), "sha256": made.sha256}
    record(db, visitor.actor, "paper_template.uploaded", subject="paper_template", subject_id=made.id, detail=detail)
    return made


def withdraw_template(db: Session, visitor: Visitor, kind: PaperKind[Any], version: int) -> None:
    """MissingError when the office has none such."""
    found = templates.find_template(db, visitor.office_id, kind, version)
    templates.withdraw(found, at=utc_now())
    detail = {"kind": kind.key, "version": version}
    record(db, visitor.actor, "paper_template.withdrawn", subject="paper_template", subject_id=found.id, detail=detail)


def _page(  # noqa: PLR0913 - of one page
    request: Request,
    db: Session,
    visitor: Visitor,
    kind: PaperKind[Any],
    *,
    faults: tuple[Fault, ...] = (),
    trouble: str = "",
    typed: Any = None,
) -> Response:
    today = utc_now().astimezone(zone_of(db, visitor.office_id)).date()
    holds = templates.template_at(db, visitor.office_id, kind, today)
    return page(
        request,
        "paper_template.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults or trouble else HTTPStatus.OK,
        kind=kind,
        versions=templates.versions(db, visitor.office_id, kind),
        holds=holds,
        faults=[(fault, sentence(fault, _)) for fault in faults],
        trouble=trouble,
        valid_from=(typed or {}).get("valid_from", today.isoformat()),
        most=f"{MOST_BYTES // 1_000_000} MB",
    )


def _docx(name: str, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA["docx"], headers=headers)


def _sample(visitor: Visitor, kind: PaperKind[Any], template: PaperTemplate | None) -> Response:
    document = content_of(kind, template)
    content = preview(kind, document, office=visitor.office_name, at=utc_now())
    return Response(content, media_type=MEDIA["pdf"], headers={"Content-Disposition": "inline"})


def _blank(db: Session, visitor: Visitor, paper_kind: str) -> Blank:
    kind, now = kind_of(paper_kind), utc_now()
    holds = templates.template_at(db, visitor.office_id, kind, now.astimezone(zone_of(db, visitor.office_id)).date())
    return blank_of(kind, content_of(kind, holds), office=visitor.office_name, at=now)


def _numbering(values: Any, wrong: dict[str, str] | None = None) -> Form:
    return Form(_("Numbers of papers"), "/paper-numbers", "/papers", fields.numbering(), values, wrong or {})
