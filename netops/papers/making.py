"""Papers are made here, and made again: from the stored data, the template and the time of making, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from inventory.models.site import Office
from netops.models.paper import Paper, PaperTemplate
from netops.papers import numbering, templates
from office.document.code import new_code
from office.document.content import Document
from office.document.text import one_line
from office.template.filling import fill
from service.i18n import N_
from service.papers.drawing import Files, file_of, files_of, pdf_and_docx, release, workbook_of
from service.papers.kind import About, Kinds, PaperKind
from service.papers.template import content_of
from service.refusal import refuse

Data = TypeVar("Data", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Order:
    """Whose paper it is to be. `at` is the time of making; `number` is what a person typed, empty where the office lets
    us count. `site_id` is the school that it is of.
    """

    office_id: int
    at: datetime
    number: str = ""
    site_id: int | None = None
    made_by: int | None = None


@dataclass(frozen=True, slots=True)
class Remade:
    """A paper made again. `is_same`: the bytes are those that were handed out; `release` made it first."""

    files: Files
    is_same: bool
    release: str

    @property
    def is_other_release(self) -> bool:
        """Then other bytes are no wonder."""
        return self.release != release()


def make_paper(session: Session, kind: PaperKind[Data], data: Data, order: Order) -> Paper:
    """The paper by the template that holds today, with its number. The caller commits; until then a number that was
    given is not lost. RefusedError when a number was typed although the office lets us count.
    """
    paper = draw_paper(session, kind, data, order)
    session.add(paper)
    session.flush()
    return paper


def draw_paper(session: Session, kind: PaperKind[Data], data: Data, order: Order) -> Paper:
    """The same, not yet stored: drawing takes a while, in which others may write to the database.

    Not so where the office lets us count: a number is taken before the paper is drawn that bears it.
    """
    office = session.get_one(Office, order.office_id)
    at = order.at.replace(microsecond=0)
    made_on = at.astimezone(numbering.zone_of(session, order.office_id)).date()
    template = templates.template_at(session, order.office_id, kind, made_on)
    paper = Paper(
        office_id=order.office_id,
        site_id=order.site_id,
        kind=kind.key,
        title=kind.key,
        template_id=template.id if template is not None else None,
        release=release(),
        made_at=at,
        made_by=order.made_by,
        code=new_code(),
    )
    paper.number = _number(session, paper, kind, order.number)
    about = About(office=office.name, number=paper.number, made_on=made_on)
    paper.data = {"about": about.model_dump(mode="json"), "data": data.model_dump(mode="json")}
    document = _document(session, kind, paper)
    paper.title = document.title[:255] or kind.key
    pdf, word = pdf_and_docx(document, made_at=at)
    paper.pdf_sha256, paper.docx_sha256 = sha256(pdf).hexdigest(), sha256(word).hexdigest()
    return paper


def remake(session: Session, kinds: Kinds, paper: Paper) -> Remade:
    """The same files again. UnknownKindError for a kind that this release does not know any more; pydantic's
    ValidationError when it does not understand the data any more.
    """
    kind = kinds[paper.kind]
    document = _document(session, kind, paper)
    files = files_of(kind, *_stored(kind, paper), document, made_at=paper.made_at)
    hashes = sha256(files.pdf).hexdigest(), sha256(files.docx).hexdigest()
    return Remade(files, hashes == (paper.pdf_sha256, paper.docx_sha256), paper.release)


def remake_file(session: Session, kinds: Kinds, paper: Paper, form: str) -> bytes | None:
    """One of the same files, `pdf`, `docx` or `xlsx`, without drawing the others; None for a kind without tables of its
    own. Raises what `remake` raises.
    """
    kind = kinds[paper.kind]
    document = _document(session, kind, paper)
    if form == "xlsx":
        return workbook_of(kind, *_stored(kind, paper), document, made_at=paper.made_at)
    return file_of(document, form, made_at=paper.made_at)


def _number(session: Session, paper: Paper, kind: PaperKind[Any], typed: str) -> str:
    rule = numbering.load_numbering(session, paper.office_id).of(kind.series)
    typed = one_line(typed)[:64]
    if not rule.is_own:
        return typed
    if typed:
        raise refuse("number", N_("The office lets this system count: leave the number empty"))
    session.add(paper)
    session.flush()
    zone = numbering.zone_of(session, paper.office_id)
    return numbering.issue(session, paper, kind.series, rule, zone=zone).text


def _document(session: Session, kind: PaperKind[Any], paper: Paper) -> Document:
    """From what is stored and nothing else, so that making and making again cannot differ."""
    template = session.get_one(PaperTemplate, paper.template_id) if paper.template_id is not None else None
    data, about = _stored(kind, paper)
    filled = fill(content_of(kind, template), kind.fill(data, about))
    return filled.model_copy(update={"code": paper.code or ""})


def _stored(kind: PaperKind[Any], paper: Paper) -> tuple[Any, About]:
    return kind.data.model_validate(paper.data["data"]), About.model_validate(paper.data["about"])
