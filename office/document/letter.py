"""The external letter (หนังสือภายนอก) and the memo (บันทึกข้อความ) of the rules on correspondence, as blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from office.document.content import (
    Block,
    Document,
    Emblem,
    Labelled,
    PageNumbers,
    Paragraph,
    Section,
    Sides,
    Signature,
)
from office.document.text import Part, Run, Text, bold

CLOSING: Final = "ขอแสดงความนับถือ"
FIRST_LINE_CM: Final = 2.5
_DATE_AT_CM: Final = 8.0
_MEMO_TITLE_PT: Final = 29
_MEMO_LABEL_PT: Final = 20
_HAND_LINES: Final = 3


class Signer(Part):
    """Who signs: name without brackets, and the lines of the position."""

    name: str
    position: str = ""


class Letter(Part):
    """An external letter. `references` and `enclosures` are left out where empty; `contact` is the small print at the
    foot: the unit in charge and its telephone. `office` is the name and address at the right, by lines.
    """

    number: str
    office: str
    date: str
    subject: str
    to: str
    references: Text = ()
    enclosures: Text = ()
    body: tuple[Block, ...]
    closing: str = CLOSING
    signer: Signer
    contact: str = ""

    def document(self, *, thai_numerals: bool = True) -> Document:
        """As blocks."""
        optional = ((("อ้างถึง", self.references)), ("สิ่งที่ส่งมาด้วย", self.enclosures))
        blocks: list[Block] = [
            Emblem(height_cm=3.0),
            Sides(left=f"ที่ {self.number}", right=self.office, left_share=0.6),
            Paragraph(text=self.date, left_cm=_DATE_AT_CM),
            Labelled(label="เรื่อง", value=self.subject),
            Labelled(label="เรียน", value=self.to),
            *(Labelled(label=label, value=value) for label, value in optional if value),
            *self.body,
            _signature(self.closing, self.signer),
        ]
        if self.contact:
            blocks.append(Paragraph(text=self.contact, space_before_pt=24))
        return _document(self.subject, self.office, blocks, thai_numerals)


class Memo(Part):
    """A memo inside the office."""

    unit: str
    number: str
    date: str
    subject: str
    to: str
    body: tuple[Block, ...]
    signer: Signer

    def document(self, *, thai_numerals: bool = True) -> Document:
        """As blocks."""
        blocks: list[Block] = [
            *memo_head(self.unit, self.number, self.date, self.subject, self.to),
            *self.body,
            _signature("", self.signer),
        ]
        return _document(self.subject, self.unit, blocks, thai_numerals)


def memo_head(unit: str, number: str, date: str, subject: str, to: str) -> tuple[Block, ...]:
    """What stands at the head of a memo."""
    return (
        Emblem(height_cm=1.5, title=(Run(text="บันทึกข้อความ", bold=True, size_pt=_MEMO_TITLE_PT),)),
        Labelled(label=_label("ส่วนราชการ"), value=unit),
        Sides(left=(*_label("ที่ "), Run(text=number)), right=(*_label("วันที่ "), Run(text=date))),
        Labelled(label=_label("เรื่อง"), value=subject),
        Labelled(label="เรียน", value=to),
    )


def body(text: str) -> tuple[Paragraph, ...]:
    """Each line a paragraph with its first line moved in, as letters have them."""
    return tuple(
        Paragraph(text=line.strip(), first_cm=FIRST_LINE_CM, space_before_pt=6)
        for line in text.splitlines()
        if line.strip()
    )


def centred(text: str, *, size_pt: int | None = 18) -> Paragraph:
    """A bold title in the middle, as of an order or an announcement; `size_pt` None: of the size of the text."""
    return Paragraph(text=Run(text=text, bold=True, size_pt=size_pt), align="center", keep_with_next=True)


def _label(text: str) -> tuple[Run, ...]:
    return (bold(text)[0].model_copy(update={"size_pt": _MEMO_LABEL_PT}),)


def _signature(closing: str, signer: Signer) -> Signature:
    lines: list[str] = [*([closing] if closing else []), *[""] * _HAND_LINES, f"({signer.name})"]
    return Signature(lines=tuple((Run(text=line),) if line else () for line in [*lines, *signer.position.splitlines()]))


def _document(title: str, author: str, blocks: Iterable[Block], thai_numerals: bool) -> Document:
    return Document(
        title=title,
        author=author,
        sections=(Section(blocks=tuple(blocks)),),
        page_numbers=PageNumbers.LETTER,
        thai_numerals=thai_numerals,
    )
