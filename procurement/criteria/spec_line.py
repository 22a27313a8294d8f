"""One demand of a specification, and the figures in it against which a product can be measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Sense(StrEnum):
    """On which side of the figure a product must lie."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure as written ("1,200x1,200") with its unit; the unit is empty where none of those we know follows."""

    sense: Sense
    figure: str
    unit: str


@dataclass(frozen=True, slots=True)
class SpecLine:
    """The demand in words; all criteria are minimums."""

    text: str

    @property
    def worded(self) -> str:
        """As an official paper says it: with words in the place of signs."""
        said = self.text
        for sign, word in _SAID.items():
            said = said.replace(sign, f" {word} ")
        return " ".join(said.split())

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Every figure with a side, in the order of the text."""
        return tuple(
            Bound(_SENSES[found["sense"]], found["figure"], found["unit"] or "") for found in _BOUND.finditer(self.text)
        )


_SAID: Final = {">=": "ไม่น้อยกว่า", "≥": "ไม่น้อยกว่า", "<=": "ไม่เกิน", "≤": "ไม่เกิน"}
_SENSES: Final = {
    **dict.fromkeys((">=", "≥", "ไม่น้อยกว่า", "ไม่ต่ำกว่า", "อย่างน้อย"), Sense.AT_LEAST),
    **dict.fromkeys(("<=", "≤", "ไม่เกิน", "ไม่มากกว่า"), Sense.AT_MOST),
}
# The longer of two that begin alike stands first.
_UNITS: Final = (
    *("TOPS", "GHz", "MHz", "kHz", "Hz", "TB", "GB", "MB", "KB", "Gbps", "Mbps", "kVA", "VA", "kW", "W", "V"),
    *("MP", "rpm", "ppm", "ipm", "dpi", "eps", "core", "thread", "Segments", "Segment", "U", "Layer"),
    *("ตัวอักษร/วินาที", "มม./วินาที", "มม./ชั้น", "มม.", "ซม.", "นิ้ว", "นาที", "วัน", "ช่อง", "หน่วย", "แผ่น"),
    *("คอลัมน์", "บัญชี", "อุปกรณ์", "เครื่อง", "หน้า/นาที"),
)
_FIGURE: Final = r"\d[\d,]*(?:\.\d+)?(?:x\d[\d,]*(?:\.\d+)?)*"
_BOUND: Final = re.compile(
    rf"(?P<sense>{'|'.join(map(re.escape, _SENSES))})\s*(?P<figure>{_FIGURE})"
    rf"(?:\s*(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?![A-Za-z]))?"
)


def spec_lines(text: str) -> tuple[SpecLine, ...]:
    """The lines of a text, or the parts between semicolons where it is one line; empty ones are left out."""
    parts = text.split("\n") if "\n" in text.strip() else text.split(";")
    return tuple(SpecLine(part.strip()) for part in parts if part.strip())
