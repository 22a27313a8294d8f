"""Text of Word as runs; whatever cannot be in our documents is noted as a fault with its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run as DocxRun

from office.document.content import BODY_PT
from office.document.text import Run, printable
from office.docx.marks import Style
from office.template.faults import Fault, Reason
from office.template.placeholders import joined

PAGE_BREAK: Final = "\f"
"""Stands in `letters` where a page ends; no text holds it."""
_EXCERPT: Final = 60
_SILENT: Final = {
    *("pPr", "rPr", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "softHyphen"),
    *("commentRangeStart", "commentRangeEnd", "commentReference", "permStart", "permEnd"),
}
_REASONS: Final = {
    **dict.fromkeys(
        ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"), Reason.TRACKED_CHANGES
    ),
    **dict.fromkeys(("fldSimple", "fldChar", "instrText", "pgNum"), Reason.FIELD),
    "sdt": Reason.CONTROL,
    **dict.fromkeys(("drawing", "pict", "object", "AlternateContent"), Reason.PICTURE),
    **dict.fromkeys(("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"), Reason.NOTE),
}


class Faults:
    """What was found, and where we are: the paragraph that is being read, counted from 1."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.letters = 0
        self._paragraph, self._excerpt = 0, ""

    def enter(self, paragraph: DocxParagraph) -> None:
        """The next paragraph begins."""
        self._paragraph += 1
        self._excerpt = paragraph.text.strip()[:_EXCERPT]
        self.letters += len(paragraph.text)

    def add(self, reason: Reason, *, subject: str = "") -> None:
        """A fault here, each kind once a paragraph."""
        fault = Fault(reason, self._paragraph, self._excerpt, subject)
        if fault not in self.found:
            self.found.append(fault)


def text_of(paragraph: DocxParagraph, faults: Faults, *, base_pt: int = BODY_PT) -> tuple[Run, ...]:
    """The runs of a paragraph with whole placeholders. Sizes other than `base_pt` are kept."""
    return joined(tuple(_runs(paragraph._p, paragraph, faults, base_pt)))  # noqa: SLF001 - python-docx leaves out links


def _runs(parent: Any, paragraph: DocxParagraph, faults: Faults, base_pt: int) -> Iterator[Run]:
    for piece in parent:
        name = _name(piece)
        if name == "r":
            yield from _run(DocxRun(piece, paragraph), faults, base_pt)
        elif name in {"hyperlink", "smartTag"}:
            yield from _runs(piece, paragraph, faults, base_pt)
        elif name not in _SILENT:
            faults.add(_REASONS.get(name, Reason.UNSUPPORTED), subject=name)


def _run(run: DocxRun, faults: Faults, base_pt: int) -> Iterator[Run]:
    letters = "".join(_letters(run, faults))
    if letters:
        size = run.font.size
        points = min(72, max(6, round(size.pt))) if size is not None else base_pt
        yield Run.model_construct(
            text=letters,
            bold=bool(run.bold or run.font.cs_bold),
            italic=bool(run.italic or run.font.cs_italic),
            underline=bool(run.underline),
            exact=run.style is not None and run.style.name == Style.EXACT,
            size_pt=None if points == base_pt else points,
        )


def _letters(run: DocxRun, faults: Faults) -> Iterator[str]:
    for piece in run._r:  # noqa: SLF001 - the text of python-docx drops what we must see
        match _name(piece):
            case "t":
                yield printable(piece.text or "")
            case "tab" | "ptab":
                yield "\t"
            case "cr":
                yield "\n"
            case "br":
                yield PAGE_BREAK if piece.get(qn("w:type")) in {"page", "column"} else "\n"
            case "noBreakHyphen":
                yield "-"
            case "drawing" if piece.find(f"{{{_WORD_DRAWING}}}inline") is not None and _of_emblem(piece):
                continue
            case name if name not in _SILENT:
                faults.add(_REASONS.get(name, Reason.UNSUPPORTED), subject=name)


_WORD_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def _of_emblem(piece: Any) -> bool:
    """Pictures are read where the emblem stands (`lines.py`)."""
    paragraph = next(above for above in piece.iterancestors(qn("w:p")))
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and style.get(qn("w:val")) == Style.EMBLEM.replace(" ", "")


def _name(piece: Any) -> str:
    tag = piece.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "proofErr"  # a comment of XML says nothing
