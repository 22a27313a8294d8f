"""Templates of an office: each version holds from a day on, is never changed, and stays for the papers made by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from netops.models.paper import PaperTemplate
from office.document.content import Document
from office.docx.reading import document_of
from office.docx.writing import template_of
from office.pdf.drawing import pdf_of
from office.template.faults import TemplateError
from office.template.filling import fill
from office.template.placeholders import check
from service.papers.kind import About, PaperKind
from service.refusal import MissingError

_SAMPLE_NUMBER: Final = "ศธ 00000/000"


def template_at(session: Session, office_id: int, kind: PaperKind[Any], day: date) -> PaperTemplate | None:
    """The office's template that holds on a day: of those not withdrawn the one that began last. None: the shipped."""
    return session.exec(
        select(PaperTemplate)
        .where(
            PaperTemplate.office_id == office_id,
            PaperTemplate.kind == kind.key,
            PaperTemplate.valid_from <= day,
            col(PaperTemplate.withdrawn_at).is_(None),
        )
        .order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())
    ).first()


def versions(session: Session, office_id: int, kind: PaperKind[Any]) -> Sequence[PaperTemplate]:
    """All of them, the newest first, those withdrawn included."""
    return session.exec(
        select(PaperTemplate)
        .where(PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key)
        .order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())
    ).all()


def find_template(session: Session, office_id: int, kind: PaperKind[Any], version: int) -> PaperTemplate:
    """By version; MissingError when the office has none such."""
    found = session.exec(
        select(PaperTemplate).where(
            PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key, PaperTemplate.version == version
        )
    ).first()
    if found is None:
        raise MissingError("template")
    return found


def document(kind: PaperKind[Any], template: PaperTemplate | None) -> Document:
    """The template as content; the one shipped with this release for None. TemplateError when it cannot be read."""
    return kind.shipped() if template is None else _parsed(template.content, kind.shipped().thai_numerals)


@lru_cache(maxsize=32)
def _parsed(content: bytes, thai_numerals: bool) -> Document:
    return document_of(content, thai_numerals=thai_numerals)


def download(kind: PaperKind[Any], template: PaperTemplate | None, *, at: datetime) -> bytes:
    """A docx to change in Word: what was uploaded as it was, or the shipped template."""
    return template.content if template is not None else template_of(kind.shipped(), made_at=at)


def examine(kind: PaperKind[Any], content: bytes) -> Document:
    """The template, when it is good: read, its placeholders checked, and tried with sample data. TemplateError has
    everything that is wrong with it.
    """
    found = document_of(content, thai_numerals=kind.shipped().thai_numerals)
    faults = check(found, kind.placeholders)
    if faults:
        raise TemplateError(faults)
    return found


def preview(kind: PaperKind[Any], template: Document, *, office: str, at: datetime) -> bytes:
    """A PDF of the template with sample data in it."""
    about = About(office=office, number=_SAMPLE_NUMBER, made_on=at.date())
    return pdf_of(fill(template, kind.fill(kind.sample(), about)), made_at=at)


def upload(  # noqa: PLR0913 - what a person gives
    session: Session,
    kind: PaperKind[Any],
    content: bytes,
    *,
    office_id: int,
    name: str,
    valid_from: date,
    by: int | None,
    at: datetime,
) -> PaperTemplate:
    """A new version. TemplateError says what is wrong with the file; then nothing is stored."""
    preview(kind, examine(kind, content), office="", at=at)
    newest = session.exec(
        select(func.max(PaperTemplate.version)).where(
            PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key
        )
    ).one()
    made = PaperTemplate(
        office_id=office_id,
        kind=kind.key,
        version=(newest or 0) + 1,
        valid_from=valid_from,
        name=name[:255],
        content=content,
        sha256=sha256(content).hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
    )
    session.add(made)
    session.flush()
    return made


def withdraw(template: PaperTemplate, *, at: datetime) -> None:
    """No new paper is made by it; those that were keep it."""
    template.withdrawn_at = template.withdrawn_at or at
