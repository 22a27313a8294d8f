"""READ THIS FIRST: what a paper is made of. One typed content model, from which docx, PDF and templates are made.

A `Document` has sections (a page is upright or lies on its side), a section has blocks. Letters and memos are made of
the same blocks (`letter.py`, `memo.py`), so that an official may move them about in Word and we still know each.
Lengths are centimetres, sizes points. All of it is data: nothing in a text is ever read as markup.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import zip_longest
from typing import Annotated, Literal

from pydantic import Field as Limit
from pydantic import field_validator, model_validator

from office.document.cells import Given, Words
from office.document.text import Part, Text, one_line

Centimetres = Annotated[float, Limit(ge=0, le=25)]
MOST_COLUMNS = 20
MOST_POINTS = 36
MOST_BOXES = 200
ROWS_WITH_SUM = 2  # so many rows go with their sum to the next page
PAGE_CM = (21.0, 29.7)
MARGIN_LEFT_CM, MARGIN_RIGHT_CM, MARGIN_TOP_CM, MARGIN_BOTTOM_CM = 3.0, 2.0, 2.5, 2.0
BODY_PT, TABLE_PT = 16, 14
HEADING_PT = (18, 16, 16)


class Align(StrEnum):
    """Where a line stands. Thai papers here are never justified: it tears words apart."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Paragraph(Part):
    """`left_cm` moves all lines in, `first_cm` the first one further."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text = ()
    align: Align = Align.LEFT
    left_cm: Centimetres = 0
    first_cm: Centimetres = 0
    space_before_pt: int = Limit(default=0, ge=0, le=72)
    keep_with_next: bool = False


class Heading(Part):
    """Level 1 is the title of a chapter; a report's own title is a paragraph."""

    kind: Literal["heading"] = "heading"
    level: int = Limit(default=1, ge=1, le=3)
    text: Text


class ItemList(Part):
    """Points under one another, numbered or with dots."""

    kind: Literal["list"] = "list"
    items: tuple[Text, ...]
    numbered: bool = True


class Labelled(Part):
    """A label with what belongs to it beside it, further lines under its own beginning: เรื่อง, เรียน, อ้างถึง."""

    kind: Literal["labelled"] = "labelled"
    label: Text
    value: Text = ()


class Sides(Part):
    """Two texts beside one another: number and office of a letter. `left_share` of the width is the left one's."""

    kind: Literal["sides"] = "sides"
    left: Text = ()
    right: Text = ()
    left_share: float = Limit(default=0.5, gt=0.05, lt=0.95)


class Emblem(Part):
    """Where the emblem (ครุฑ) stands. Without a picture its space is left free, for paper that bears it already.

    `picture` is PNG or JPEG. With `title` it stands at the left and the title in the middle (บันทึกข้อความ).
    """

    kind: Literal["emblem"] = "emblem"
    height_cm: float = Limit(default=3.0, gt=0.2, le=6)
    picture: bytes = Limit(default=b"", repr=False)
    title: Text = ()


class KeyValues(Part):
    """Facts in two columns, without lines: label and value."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[Text, Text], ...]
    label_share: float = Limit(default=0.35, gt=0.05, lt=0.95)


class Column(Part):
    """`width` is a share of the table's; `whole` cells (prices, dates, codes) are never broken over lines."""

    title: Text
    width: float = Limit(default=1.0, gt=0, le=100)
    align: Align = Align.LEFT
    unit: str = ""
    whole: bool = False


class Table(Part):
    """Its head is repeated on each page, and no row is torn apart. `foot` rows (sums) are bold and stand on one page
    with the last rows before them. ValueError when a row has another number of cells than there are columns.
    """

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...] = Limit(min_length=1, max_length=MOST_COLUMNS)
    rows: tuple[tuple[Given, ...], ...] = ()
    foot: tuple[tuple[Given, ...], ...] = ()
    caption: Text = ()
    size_pt: int = Limit(default=TABLE_PT, ge=8, le=20)

    @model_validator(mode="after")
    def _even(self) -> Table:
        if any(len(row) != len(self.columns) for row in (*self.rows, *self.foot)):
            raise ValueError(f"a row has not {len(self.columns)} cells")
        return self

    @property
    def together(self) -> int:
        """How many of the last rows stand on one page: the sums and the rows before them; no row stands there alone."""
        return len(self.foot) + min(ROWS_WITH_SUM, len(self.rows))


class Point(Part):
    """One point of a chart; `value` None is a gap. `shown` stands over it, `label` under the axis."""

    label: Text
    value: float | None = None
    shown: Text = ()


class LineChart(Part):
    """Points in order, joined by a line, between `bottom` and `top`; `ends` is what stands at the axis for both. Word
    gets them as a table: it stays editable.
    """

    kind: Literal["line_chart"] = "line_chart"
    bottom: float
    top: float
    ends: tuple[Text, Text] = ((), ())
    points: tuple[Point, ...] = Limit(min_length=1, max_length=MOST_POINTS)
    height_cm: float = Limit(default=4.0, gt=1, le=12)

    @model_validator(mode="after")
    def _high(self) -> LineChart:
        if not self.bottom < self.top:
            raise ValueError("the top of a chart is above its bottom")
        return self

    def table(self) -> Table:
        """The same as rows."""
        columns = (Column(title=""), Column(title="", align=Align.RIGHT, whole=True))
        return Table(columns=columns, rows=tuple((Words(text=one.label), Words(text=one.shown)) for one in self.points))


class Box(Part):
    """One thing of a diagram. Columns count from the left and rows from the top, both from 0; a row may lie between two
    others. `dashed` is what is not quite itself: many drawn as one.
    """

    key: str
    column: int = Limit(ge=0, lt=MOST_BOXES)
    row: float = Limit(ge=0, lt=MOST_BOXES)
    title: Text
    lines: tuple[Text, ...] = ()
    dashed: bool = False


class Tie(Part):
    """A line between two boxes, by their keys. With `arrow` it goes from the box above down to the one below it in its
    column: straight, or in a lane at the left, counted from 1, around the boxes between them.
    """

    a: str
    b: str
    dashed: bool = False
    arrow: bool = False
    lane: int = Limit(default=0, ge=0, le=20)


class Diagram(Part):
    """Boxes with lines between them, from left to right, never on two pages. `alt` says what it shows to who cannot see
    it; `box_cm` is how broad a box may be. Word gets it as a picture. ValueError when a line leads to a box that is not
    there.
    """

    kind: Literal["diagram"] = "diagram"
    boxes: tuple[Box, ...] = Limit(min_length=1, max_length=MOST_BOXES)
    ties: tuple[Tie, ...] = ()
    alt: str = ""
    most_cm: float = Limit(default=20.0, gt=1, le=22)
    box_cm: float = Limit(default=4.4, gt=1, le=16)

    @field_validator("alt")
    @classmethod
    def _one_line(cls, text: str) -> str:
        return one_line(text)

    @model_validator(mode="after")
    def _tied(self) -> Diagram:
        keys = {box.key for box in self.boxes}
        if any(end not in keys for tie in self.ties for end in (tie.a, tie.b)):
            raise ValueError("a line of a diagram leads to no box")
        return self


class Figure(Part):
    """A picture as wide as the page (PNG or JPEG), never on two. `alt` says what it shows to who cannot see it."""

    kind: Literal["figure"] = "figure"
    picture: bytes = Limit(repr=False)
    alt: str = ""

    @field_validator("alt")
    @classmethod
    def _one_line(cls, text: str) -> str:
        return one_line(text)


class Signature(Part):
    """Lines in the middle of the right half that stay together: closing, room for the hand, name, position."""

    kind: Literal["signature"] = "signature"
    lines: tuple[Text, ...] = Limit(min_length=1)


class PageBreak(Part):
    """What follows begins on a new page."""

    kind: Literal["page_break"] = "page_break"


Block = Annotated[
    Paragraph
    | Heading
    | ItemList
    | Labelled
    | Sides
    | Emblem
    | KeyValues
    | Table
    | LineChart
    | Diagram
    | Figure
    | Signature
    | PageBreak,
    Limit(discriminator="kind"),
]


class PageNumbers(StrEnum):
    """How pages are counted: not at all, `- 2 -` from the second on as letters do, or page x of y."""

    NONE = "none"
    LETTER = "letter"
    OF_ALL = "of_all"


class Section(Part):
    """Pages of one direction; a new one begins on a new page."""

    blocks: tuple[Block, ...] = ()
    landscape: bool = False


class Document(Part):
    """A whole paper. `header` stands at the head of every page, where there is one: the office's name. `code` stands
    at the foot of each page of the PDF; Word's file, which anybody may change, bears none.
    """

    title: str
    author: str = ""
    sections: tuple[Section, ...] = Limit(min_length=1)
    header: Text = ()
    page_numbers: PageNumbers = PageNumbers.OF_ALL
    thai_numerals: bool = False
    code: str = ""

    @field_validator("title", "author")
    @classmethod
    def _one_line(cls, text: str) -> str:
        return one_line(text)


def with_hands(blocks: tuple[Block, ...]) -> list[tuple[Block, Signature | None]]:
    """Each block with the signature that it stays with on one page: the one right after it. Nobody signs a page on
    which nothing else stands; of a committee the last hand but one stays with the last, and the others may part.
    """
    found: list[tuple[Block, Signature | None]] = []
    for block, after, later in zip_longest(blocks, blocks[1:], blocks[2:]):
        parts = isinstance(block, Signature) and isinstance(later, Signature)
        found.append((block, after if isinstance(after, Signature) and not parts else None))
    return found


def width_of(section: Section) -> float:
    """Centimetres between the margins."""
    return PAGE_CM[1 if section.landscape else 0] - MARGIN_LEFT_CM - MARGIN_RIGHT_CM


def report(title: str, *blocks: Block, header: str = "", author: str = "") -> Document:
    """Upright pages with page x of y."""
    return Document(title=title, author=author, header=header, sections=(Section(blocks=blocks),))
