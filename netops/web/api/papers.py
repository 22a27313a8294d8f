"""Papers, their files, their templates, and who numbers."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col
from starlette.responses import Response

from netops.audit import record
from netops.models.paper import Paper, PaperTemplate
from netops.paper_kinds import PAPER_KINDS
from netops.papers import templates
from netops.papers.numbering import Numbering, issued_to, load_numbering, void
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.pages.paper_templates import keep_numbering, kind_of, take_template, withdraw_template
from netops.web.pages.papers import file_of, remade, write_letter
from netops.web.papers_listed import find_paper, seen
from office.template.faults import TemplateError
from service.papers.sentences import sentence
from service.refusal import Problem, RefusedError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["papers"])
MayRead = Annotated[Visitor, Depends(allowed("papers.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("papers.write"))]
MayReadTemplates = Annotated[Visitor, Depends(allowed("paper_templates.read"))]
MayWriteTemplates = Annotated[Visitor, Depends(allowed("paper_templates.write"))]
MayNumber = Annotated[Visitor, Depends(allowed("paper_numbers.write"))]
Id = Annotated[int, Field(ge=1)]


class PaperOut(Shape):
    """A paper. `template_id` is null where the template shipped with `release` was used; hashes are hexadecimal."""

    id: int
    kind: str
    title: str
    number: str
    site_id: int | None
    template_id: int | None
    release: str
    made_at: datetime
    made_by: int | None
    pdf_sha256: str
    docx_sha256: str
    code: str | None


class PaperWhole(PaperOut):
    """With the data that it was made from; `void_reason` is empty while its number holds."""

    data: dict[str, Any]
    void_reason: str = ""


class PaperPages(Paging):
    """Which papers."""

    kind: str = ""
    site_id: int | None = None


class PaperWish(BaseModel):
    """A general letter; `data` as on its page, `number` empty where the office lets this system count."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["plain_letter"] = "plain_letter"
    number: Annotated[str, Field(max_length=64)] = ""
    data: dict[str, Any]


class CheckOut(Shape):
    """Whether the files made again have the bytes that were handed out."""

    is_same: bool
    is_other_release: bool


class Reason(BaseModel):
    """Why, in a few words."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=255)]


class TemplateOut(Shape):
    """A version of an office's template; it holds from `valid_from` until a later one or its withdrawal."""

    id: int
    kind: str
    version: int
    valid_from: date
    name: str
    sha256: str
    uploaded_at: datetime
    withdrawn_at: datetime | None


@router.get("/papers", summary="Papers")
def list_papers(db: Db, visitor: MayRead, pages: Annotated[PaperPages, Query()]) -> Listed[PaperOut]:
    """The newest first."""
    where: list[Any] = [seen(visitor.sight)]
    where += [col(Paper.kind) == pages.kind] if pages.kind else []
    where += [col(Paper.site_id) == pages.site_id] if pages.site_id is not None else []
    return select_page(db, Paper, PaperOut, where=where, order=[col(Paper.id).desc()], pages=pages)


@router.post("/papers", summary="Write a general letter", status_code=HTTPStatus.CREATED)
def make(db: Db, visitor: MayWrite, given: PaperWish) -> PaperOut:
    """By the template that holds today."""
    return PaperOut.model_validate(write_letter(db, visitor, given.data, number=given.number))


@router.get("/papers/{paper_id}", summary="One paper")
def get_paper(db: Db, visitor: MayRead, paper_id: Id) -> PaperWhole:
    """With its data."""
    paper = find_paper(db, visitor.sight, paper_id)
    number = issued_to(db, paper)
    return PaperWhole.model_validate(paper).model_copy(update={"void_reason": number.void_reason if number else ""})


@router.get("/papers/{paper_id}/paper.pdf", summary="A paper as PDF")
def get_pdf(db: Db, visitor: MayRead, paper_id: Id) -> Response:
    """Made again from its data."""
    return file_of(db, visitor, paper_id, "pdf")


@router.get("/papers/{paper_id}/paper.docx", summary="A paper for Word")
def get_docx(db: Db, visitor: MayRead, paper_id: Id) -> Response:
    """Made again from its data."""
    return file_of(db, visitor, paper_id, "docx")


@router.get("/papers/{paper_id}/paper.xlsx", summary="The tables of a paper as a workbook")
def get_xlsx(db: Db, visitor: MayRead, paper_id: Id) -> Response:
    """404 for kinds without one."""
    return file_of(db, visitor, paper_id, "xlsx")


@router.get("/papers/{paper_id}/check", summary="Whether a paper can be made again")
def check(db: Db, visitor: MayRead, paper_id: Id) -> CheckOut:
    """Within one release every byte must be the same."""
    return CheckOut.model_validate(remade(db, find_paper(db, visitor.sight, paper_id)))


@router.post("/papers/{paper_id}/void", summary="Void the number of a paper")
def void_number(db: Db, visitor: MayNumber, paper_id: Id, given: Reason) -> PaperWhole:
    """It counts as used and is never given again; 404 where a person typed it."""
    paper = find_paper(db, visitor.sight, paper_id)
    number = void(db, paper, given.reason)
    detail = {"number": number.text, "reason": number.void_reason}
    record(db, visitor.actor, "paper.number_void", subject="paper", subject_id=paper_id, detail=detail)
    return PaperWhole.model_validate(paper).model_copy(update={"void_reason": number.void_reason})


@router.get("/paper-templates", summary="Templates of the office")
def list_templates(db: Db, visitor: MayReadTemplates) -> list[TemplateOut]:
    """Of every kind, the newest first, those withdrawn included."""
    found = [row for kind in PAPER_KINDS for row in templates.versions(db, visitor.office_id, kind)]
    return [TemplateOut.model_validate(row) for row in found]


@router.post("/paper-templates/{paper_kind}", summary="Upload a template", status_code=HTTPStatus.CREATED)
def upload(
    db: Db,
    visitor: MayWriteTemplates,
    paper_kind: str,
    file: Annotated[UploadFile, File()],
    valid_from: Annotated[str, Form()],
) -> TemplateOut:
    """A docx; the refusal lists everything that is wrong, with the paragraph."""
    try:
        made: PaperTemplate = take_template(db, visitor, kind_of(paper_kind), file, valid_from=valid_from)
    except TemplateError as error:
        said = [(fault.paragraph, sentence(fault, str)) for fault in error.faults]
        raise RefusedError(
            Problem("file", "Paragraph %(number)s: %(said)s" if at else "%(said)s", {"number": at, "said": text})
            for at, text in said
        ) from None
    return TemplateOut.model_validate(made)


@router.post(
    "/paper-templates/{paper_kind}/versions/{version}/withdraw",
    summary="Withdraw a template",
    status_code=HTTPStatus.NO_CONTENT,
)
def withdraw(db: Db, visitor: MayWriteTemplates, paper_kind: str, version: Id) -> None:
    """Papers made by it keep it."""
    withdraw_template(db, visitor, kind_of(paper_kind), version)


@router.get("/paper-numbers", summary="Who gives the numbers of papers")
def get_numbering(db: Db, visitor: MayNumber) -> Numbering:
    """Series that are not named are typed by people."""
    return load_numbering(db, visitor.office_id)


@router.put("/paper-numbers", summary="Set who gives the numbers of papers")
def set_numbering(db: Db, visitor: MayNumber, given: Numbering) -> Numbering:
    """For papers made from now on."""
    return keep_numbering(db, visitor, given.model_dump())
