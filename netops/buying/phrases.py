"""What the papers of purchases say alike."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.content import Paragraph
from office.document.letter import FIRST_LINE_CM
from office.thai_date import long_date
from procurement.models.purchase import PurchaseKind

DOTS: Final = "." * 40
SHORT_DOTS: Final = "." * 20
VERBS: Final = {PurchaseKind.GOODS: "ซื้อ", PurchaseKind.WORK: "จ้าง", PurchaseKind.LEASE: "เช่า"}


def said_day(day: date | None) -> str:
    """A day, or room for the hand."""
    return SHORT_DOTS if day is None else long_date(day)


def moved(text: str) -> Paragraph:
    """A paragraph whose first line is moved in."""
    return Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6)


def head_of(position: str, buyer: str) -> tuple[str, ...]:
    """The lines of who signs as the head of the unit that buys."""
    lines = tuple(line for line in position.splitlines() if line.strip())
    return lines or (f"ผู้อำนวยการ{buyer}",)


def wanted(name: str, kind: PurchaseKind) -> str:
    """What is to be done, of a name that may begin with the verb already."""
    said = name or DOTS
    return said if said.startswith(("จัด", *VERBS.values())) else f"{VERBS[kind]}{said}"
