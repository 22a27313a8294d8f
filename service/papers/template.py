"""A template as a file of Word: read, checked with everything that is wrong with it, tried with sample data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Protocol

from office.document.content import Document
from office.docx.reading import document_of
from office.docx.writing import template_of
from office.pdf.drawing import pdf_of
from office.template.faults import TemplateError
from office.template.filling import fill
from office.template.placeholders import check
from office.template.renaming import renamed, unknown
from service.papers.kind import About, PaperKind, filling_of

NO_FIELDS: Final[Mapping[str, str]] = MappingProxyType({})
_SAMPLE_NUMBER: Final = "ศธ 00000/000"


class Uploaded(Protocol):
    """A template of an office, wherever it is kept."""

    content: bytes


def content_of(kind: PaperKind[Any], template: Uploaded | None, fields: Mapping[str, str] = NO_FIELDS) -> Document:
    """The template as content; the one shipped with this release for None. `fields` are its own names of placeholders
    -> ours, where it was made elsewhere. TemplateError when it cannot be read.
    """
    if template is None:
        return kind.shipped()
    return renamed(_parsed(template.content, kind.shipped().thai_numerals), fields, kind.placeholders)


@lru_cache(maxsize=32)
def _parsed(content: bytes, thai_numerals: bool) -> Document:
    return document_of(content, thai_numerals=thai_numerals)


def word_file(kind: PaperKind[Any], template: Uploaded | None, *, at: datetime) -> bytes:
    """A docx to change in Word: what was uploaded as it was, or the shipped template."""
    return template.content if template is not None else template_of(kind.shipped(), made_at=at)


def examine(kind: PaperKind[Any], content: bytes, fields: Mapping[str, str] = NO_FIELDS) -> Document:
    """The template, when it is good: read, and its placeholders checked. TemplateError has everything that is wrong
    with it.
    """
    found = renamed(document_of(content, thai_numerals=kind.shipped().thai_numerals), fields, kind.placeholders)
    faults = check(found, kind.placeholders)
    if faults:
        raise TemplateError(faults)
    return found


def strange_names(kind: PaperKind[Any], content: bytes) -> tuple[str, ...]:
    """Placeholders of a template that this kind does not know: they may be its own names of ours. None where the file
    cannot be read.
    """
    try:
        return unknown(document_of(content, thai_numerals=False), kind.placeholders)
    except TemplateError:
        return ()


def preview(
    kind: PaperKind[Any], template: Document, *, office: str, at: datetime, thai_numerals: bool | None = None
) -> bytes:
    """A PDF of the template with sample data in it."""
    about = About(office=office, number=_SAMPLE_NUMBER, made_on=at.date(), thai_numerals=thai_numerals)
    return pdf_of(fill(template, filling_of(kind, kind.sample(), about)), made_at=at)
