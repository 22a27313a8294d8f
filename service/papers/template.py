"""A template as a file of Word: read, checked with everything that is wrong with it, tried with sample data."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Protocol

from office.document.content import Document
from office.docx.reading import document_of
from office.docx.writing import template_of
from office.pdf.drawing import pdf_of
from office.template.faults import TemplateError
from office.template.filling import fill
from office.template.placeholders import check
from service.papers.kind import About, PaperKind

_SAMPLE_NUMBER: Final = "ศธ 00000/000"


class Uploaded(Protocol):
    """A template of an office, wherever it is kept."""

    content: bytes


def content_of(kind: PaperKind[Any], template: Uploaded | None) -> Document:
    """The template as content; the one shipped with this release for None. TemplateError when it cannot be read."""
    return kind.shipped() if template is None else _parsed(template.content, kind.shipped().thai_numerals)


@lru_cache(maxsize=32)
def _parsed(content: bytes, thai_numerals: bool) -> Document:
    return document_of(content, thai_numerals=thai_numerals)


def word_file(kind: PaperKind[Any], template: Uploaded | None, *, at: datetime) -> bytes:
    """A docx to change in Word: what was uploaded as it was, or the shipped template."""
    return template.content if template is not None else template_of(kind.shipped(), made_at=at)


def examine(kind: PaperKind[Any], content: bytes) -> Document:
    """The template, when it is good: read, and its placeholders checked. TemplateError has everything that is wrong
    with it.
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
