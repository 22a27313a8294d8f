"""A filled document as the files that are handed out; equal input gives equal bytes within one release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from office.document.content import Document
from office.document.numbering import as_printed
from office.docx.writing import docx_of
from office.pdf.drawing import pdf_of
from office.xlsx import xlsx_of
from service.papers.kind import About, PaperData, PaperKind


@dataclass(frozen=True, slots=True)
class Files:
    """A paper as it is handed out. `xlsx` is None for kinds without tables of their own."""

    pdf: bytes
    docx: bytes
    xlsx: bytes | None = None


def release() -> str:
    """Of this program; within one, equal papers have equal bytes."""
    return version("netops")


def files_of(kind: PaperKind[Any], data: PaperData, about: About, document: Document, *, made_at: datetime) -> Files:
    """PDF, Word and, where the kind has tables of its own, a workbook."""
    workbook = workbook_of(kind, data, about, document, made_at=made_at)
    return Files(*pdf_and_docx(document, made_at=made_at), workbook)


def pdf_and_docx(document: Document, *, made_at: datetime) -> tuple[bytes, bytes]:
    """Those that every paper has."""
    printed = as_printed(document)  # once for both
    return pdf_of(printed, made_at=made_at), docx_of(printed, made_at=made_at)


def file_of(document: Document, form: str, *, made_at: datetime) -> bytes:
    """`pdf` or `docx` alone: each takes its second, and a page hands out one of them."""
    draw = {"pdf": pdf_of, "docx": docx_of}[form]
    return draw(document, made_at=made_at)


def workbook_of(
    kind: PaperKind[Any], data: PaperData, about: About, document: Document, *, made_at: datetime
) -> bytes | None:
    """None for a kind without tables of its own."""
    if kind.sheets is None:
        return None
    return xlsx_of(kind.sheets(data, about), made_at=made_at, title=document.title, author=document.author)
