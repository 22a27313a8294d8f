"""Paragraphs of Word as blocks: by our styles, else by what they look like."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph
from PIL import Image, UnidentifiedImageError

from office.document.content import (
    Align,
    Block,
    Emblem,
    Heading,
    ItemList,
    Labelled,
    PageBreak,
    Paragraph,
    Signature,
)
from office.document.text import Run, plain
from office.docx.marks import Style, centimetres
from office.docx.pieces import PAGE_BREAK, Faults, text_of
from office.template.faults import Reason

ALIGNMENTS: Final = {WD_ALIGN_PARAGRAPH.CENTER: Align.CENTER, WD_ALIGN_PARAGRAPH.RIGHT: Align.RIGHT}
_MARK: Final = re.compile(r"^(?:[0-9๐-๙]{1,3}[.)]|[•\-–])\t")
_PICTURE_BYTES: Final = 1_000_000
_PICTURE_SIDE: Final = 4000
Text = tuple[Run, ...]


class Lines:
    """Takes paragraphs one by one. Points of a list and lines of a signature are gathered until another kind comes."""

    def __init__(self, file: Docx, faults: Faults) -> None:
        self.file, self.faults = file, faults
        self.caption: Text = ()
        self._points: list[Text] = []
        self._numbered = True
        self._hand: list[Text] = []

    def take(self, paragraph: DocxParagraph) -> Iterator[Block]:
        """The blocks that are whole now."""
        self.faults.enter(paragraph)
        self.caption = ()
        style = str(paragraph.style.name) if paragraph.style is not None else ""
        text = text_of(paragraph, self.faults)
        numbered = self._list_kind(paragraph, style)
        if numbered is not None:
            yield from self._point(
                _without_mark(text), is_numbered=numbered, begins=plain(text).startswith(("1.", "๑."))
            )
        elif style == Style.SIGNATURE:
            yield from self._flush_points()
            self._hand.append(text)
        elif style != Style.GAP or plain(text).strip():
            yield from self.rest()
            self.caption = text if style == Style.CAPTION else ()
            yield from self._block(paragraph, style, text)

    def rest(self) -> Iterator[Block]:
        """What was gathered."""
        yield from self._flush_points()
        if self._hand:
            yield Signature(lines=tuple(self._hand))
            self._hand = []

    def _point(self, text: Text, *, is_numbered: bool, begins: bool) -> Iterator[Block]:
        if self._hand or (self._points and (is_numbered != self._numbered or begins)):
            yield from self.rest()
        self._numbered = is_numbered
        self._points.append(text)

    def _flush_points(self) -> Iterator[Block]:
        if self._points:
            yield ItemList(items=tuple(self._points), numbered=self._numbered)
            self._points = []

    def _list_kind(self, paragraph: DocxParagraph, style: str) -> bool | None:
        """Whether a numbered (or dotted) point; None for what is no point. Word's own lists count as well."""
        if style in {Style.NUMBERED, Style.DOTTED}:
            return style == Style.NUMBERED
        if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:  # noqa: SLF001 - python-docx has no word
            return "Bullet" not in style
        return None

    def _block(self, paragraph: DocxParagraph, style: str, text: Text) -> Iterator[Block]:
        if style == Style.EMBLEM:
            yield self._emblem(paragraph, text)
        elif style == Style.LABELLED and "\t" in plain(text):
            label, value = _parted(text)
            yield Labelled(label=label, value=value)
        elif style.startswith("Heading ") and style[-1] in "123":
            yield Heading(level=int(style[-1]), text=text)
        else:
            yield from _paragraphs(paragraph, text)

    def _emblem(self, paragraph: DocxParagraph, text: Text) -> Emblem:
        title = _parted(text)[1] if "\t" in plain(text) else ()
        inline = paragraph._p.find(f".//{qn('wp:inline')}")  # noqa: SLF001 - python-docx cannot find pictures
        if inline is None:
            height = paragraph.paragraph_format.line_spacing
            return Emblem(height_cm=round(height.cm, 2) if hasattr(height, "cm") else 3.0, title=title)
        extent = inline.find(qn("wp:extent"))
        picture = self._picture(inline)
        return Emblem(height_cm=round(int(extent.get("cy")) / 360_000, 2), picture=picture, title=title)

    def _picture(self, inline: Any) -> bytes:
        blip = inline.find(f".//{qn('a:blip')}")
        part = self.file.part.related_parts.get(blip.get(qn("r:embed"))) if blip is not None else None
        content = part.blob if part is not None else b""
        if len(content) > _PICTURE_BYTES or not _is_picture(content):
            self.faults.add(Reason.PICTURE, subject="PNG, JPEG")
            return b""
        return bytes(content)


def _is_picture(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > _PICTURE_SIDE:
                return False
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _paragraphs(paragraph: DocxParagraph, text: Text) -> Iterator[Block]:
    """One paragraph, or several with page breaks between them."""
    about = paragraph.paragraph_format
    if about.page_break_before:
        yield PageBreak()
    parts = list(_between_pages(text))
    for at, part in enumerate(parts):
        if at:
            yield PageBreak()
        if len(parts) > 1 and not plain(part).strip():
            continue
        yield Paragraph(
            text=part,
            align=ALIGNMENTS.get(about.alignment, Align.LEFT) if about.alignment is not None else Align.LEFT,
            left_cm=_indent(about.left_indent),
            first_cm=_indent(about.first_line_indent),
            space_before_pt=min(72, round(about.space_before.pt)) if about.space_before is not None else 0,
            keep_with_next=bool(about.keep_with_next),
        )


def _indent(length: Any) -> float:
    """Hanging or beyond the page is no indent of ours."""
    return min(25.0, max(0.0, centimetres(length.twips))) if length is not None else 0.0


def _between_pages(text: Text) -> Iterator[Text]:
    part: list[Run] = []
    for run in text:
        first, *others = run.text.split(PAGE_BREAK)
        part.append(run.with_text(first))
        for other in others:
            yield tuple(piece for piece in part if piece.text)
            part = [run.with_text(other)]
    yield tuple(piece for piece in part if piece.text)


def _parted(text: Text) -> tuple[Text, Text]:
    """Before and after the first tab."""
    before: list[Run] = []
    for at, run in enumerate(text):
        head, tab, tail = run.text.partition("\t")
        if tab:
            left = [*before, run.with_text(head)]
            right = [run.with_text(tail), *text[at + 1 :]]
            return tuple(piece for piece in left if piece.text), tuple(piece for piece in right if piece.text)
        before.append(run)
    return tuple(before), ()


def _without_mark(text: Text) -> Text:
    """A point without the number that was written before it."""
    if not text:
        return text
    rest = text[0].with_text(_MARK.sub("", text[0].text))
    return (rest, *text[1:]) if rest.text else text[1:]
