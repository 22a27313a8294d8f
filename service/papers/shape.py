"""A form that many papers share: title, facts, headed parts, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel

from office.document.cells import Day, Money, Number, Words
from office.document.content import (
    TABLE_PT,
    Align,
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    PageNumbers,
    Paragraph,
    Section,
    Signature,
    Table,
)
from office.document.letter import body, centred, memo_head
from office.document.text import Run, Text, plain
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

Data = TypeVar("Data", bound=BaseModel)
Cell = Number | Money | Day | Words | str | int
NOTHING: Final = "–"
DOTS: Final = "." * 150  # the width of the page
LONG_DOTS: Final = "." * 84  # the width of a fact
SHORT_DOTS: Final = "." * 24
_LINES: Final = 3
TALL: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part under its heading: `key` is its placeholder, `title` an English sentence for those who make templates.
    `landscape` pages are for wide tables.
    """

    key: str
    heading: str
    title: str
    blocks: Callable[[Any], tuple[Block, ...]]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Memorandum:
    """A paper of this shape that goes to the director as a memo (บันทึกข้อความ): `asks` is what it asks for, `written`
    its day. Its numerals are Thai, as those of all correspondence.
    """

    asks: str
    written: Callable[[Any], date | None]


@dataclass(frozen=True, slots=True)
class Shape(Generic[Data]):
    """What one kind says. `heading` is Thai; `named` names one paper; `facts` are label and value. Its data has the
    name of the office as `office`.
    """

    key: str
    title: str
    heading: str
    data: type[Data]
    named: Callable[[Data], str]
    facts: Callable[[Data], Sequence[tuple[str, str]]]
    chapters: tuple[Chapter, ...]
    sample: Callable[[], Data]
    signers: tuple[str, ...] = ()
    blank: Callable[[str], Data] | None = None
    memo: Memorandum | None = None


def kind_of(shape: Shape[Data], *, series: str = "outgoing") -> PaperKind[Data]:
    """The kind of paper of this shape. Addresses, serials and versions stand in it as they are: its numerals are not
    changed to Thai ones, except in memos and where the office wants Thai ones in all its papers.
    """
    memo = shape.memo

    def shipped() -> Document:
        return _shipped(shape)

    def fill(data: Data, about: About) -> Filling:
        is_exact = memo is None and not about.thai_numerals
        rows = tuple(
            (label, Run(text=value, exact=is_exact) if value else NOTHING) for label, value in shape.facts(data)
        )
        facts = KeyValues(rows=tuple((label, value if isinstance(value, str) else (value,)) for label, value in rows))
        office, subject = str(data.office), shape.named(data)  # type: ignore[attr-defined]
        return Filling(
            title=f"{shape.heading} {subject}".strip(),
            author=office,
            texts={"office": office, "subject": subject} | ({} if memo is None else _letter(about, memo.written(data))),
            blocks={"facts": (facts,)} | {one.key: one.blocks(data) for one in shape.chapters},
        )

    return PaperKind(
        key=shape.key,
        title=shape.title,
        data=shape.data,
        placeholders=(
            Placeholder("office", N_("Name of the office")),
            Placeholder("subject", N_("School, version or year that it is of")),
            *(() if memo is None else _LETTER),
            Placeholder("facts", N_("Facts in two columns"), "block"),
            *(Placeholder(one.key, one.title, "block") for one in shape.chapters),
        ),
        shipped=shipped,
        fill=fill,
        sample=shape.sample,
        series=series,
        blank=shape.blank,
    )


def _shipped(shape: Shape[Any]) -> Document:
    memo = shape.memo
    first: list[Block] = [centred(shape.heading), centred("{{ subject }}", size_pt=None)]
    if memo is not None:
        to = "ผู้อำนวยการ{{ office }}"
        first = list(
            memo_head("{{ office }}", "{{ number }}", "{{ written }}", f"{shape.heading} {{{{ subject }}}}", to)
        )
    first.append(Paragraph(text="{{ block: facts }}"))
    pages: list[tuple[bool, list[Block]]] = [(False, first)]
    for chapter in shape.chapters:
        if chapter.landscape is not pages[-1][0]:
            pages.append((chapter.landscape, []))
        pages[-1][1].append(Heading(level=2, text=chapter.heading))
        pages[-1][1].append(Paragraph(text=f"{{{{ block: {chapter.key} }}}}"))
    last = pages[-1][1]
    if memo is not None:
        last += body(f"จึงเรียนมาเพื่อโปรดพิจารณา{memo.asks}")
    if shape.signers:
        # One block: two of them one after the other would come back from Word as one.
        last.append(Signature(lines=tuple(line for who in shape.signers for line in _hand(who))))
    sections = tuple(Section(blocks=tuple(blocks), landscape=landscape) for landscape, blocks in pages)
    if memo is not None:
        return Document(title=shape.heading, sections=sections, page_numbers=PageNumbers.LETTER, thai_numerals=True)
    return Document(title=shape.heading, sections=sections, header="{{ office }}")


def _hand(who: str) -> tuple[str, ...]:
    return ("", f"ลงชื่อ {SHORT_DOTS}{SHORT_DOTS}", f"({SHORT_DOTS}{SHORT_DOTS})", who, f"วันที่ {SHORT_DOTS}{SHORT_DOTS}")


_LETTER: Final = (
    Placeholder("number", N_("Number of the letter")),
    Placeholder("written", N_("Day of the letter")),
)


def _letter(about: About, written: date | None) -> dict[str, str]:
    return {"number": about.number or SHORT_DOTS, "written": long_date(written) if written else SHORT_DOTS}


def is_nothing(text: Text | str) -> bool:
    """Whether all that stands there is the dash for what nobody knows."""
    return (text if isinstance(text, str) else plain(text)).strip() == NOTHING


def exact(text: str) -> Run:
    """Letter by letter: addresses, serials, versions."""
    return Run(text=text, exact=True)


def texts(text: str, *, lines_to_fill: int = _LINES) -> tuple[Block, ...]:
    """What a person wrote, line by line; lines of dots where nothing is written."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(Paragraph(text=line) for line in lines) or (Paragraph(text=DOTS),) * lines_to_fill


def ruled(columns: tuple[Column, ...], rows: int, *, size_pt: int = TABLE_PT) -> Table:
    """Empty rows to write in. Figures that are not there would make their columns too narrow."""
    wide = tuple(column.model_copy(update={"whole": False}) for column in columns)
    return Table(columns=wide, rows=((TALL,) * len(columns),) * rows, size_pt=size_pt)


def boxes(words: Iterable[str]) -> str:
    """One of these is ticked by hand."""
    return "   ".join(f"(  ) {word}" for word in words)


def right(title: str, unit: str = "", width: float = 1.0) -> Column:
    """A column of figures."""
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def day(value: date | None) -> str:
    """In full, or a dash."""
    return long_date(value) if value is not None else NOTHING


def number(value: int | None) -> Cell:
    """A count, or a dash where nobody knows."""
    return NOTHING if value is None else value


def yes(words: Mapping[bool | None, str], value: bool | None) -> str:
    """A finding in words."""
    return words[value]
