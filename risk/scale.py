"""The matrix of 5 by 5: what the product of likelihood and impact is called, and from which score on.

Names and cut points are an office's setting. Each assessment keeps the set by which it was made, so that a later set
never changes what was said before. Shipped: the cut points 1-3, 4-9, 10-12, 15-25 and the names of a public register
of a Thai provincial health office; other agencies use others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from risk.terms import MOST

MOST_SCORE: Final = MOST * MOST


class Level(StrEnum):
    """The four levels, the lowest first. What they are called is a setting; colour and order hang on these."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


class ScaleError(Exception):
    """A set of levels cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`least` is the lowest score of each level; `names` are theirs, `likelihood` and `impact` those of the classes."""

    least: tuple[int, int, int, int]
    names: tuple[str, str, str, str]
    likelihood: tuple[str, str, str, str, str]
    impact: tuple[str, str, str, str, str]
    source: str = ""

    def __post_init__(self) -> None:
        if self.least[0] != 1 or list(self.least) != sorted(set(self.least)) or self.least[-1] > MOST_SCORE:
            raise ScaleError("the lowest scores of the levels must begin at 1 and rise up to 25 at most")
        if not all(name.strip() for name in (*self.names, *self.likelihood, *self.impact)):
            raise ScaleError("every level and class needs a name")

    def level(self, score: int) -> Level:
        """Of a score of 1 to 25."""
        return [level for level, least in zip(Level, self.least, strict=True) if least <= score][-1]

    def name(self, level: Level) -> str:
        """What the office calls it."""
        return self.names[list(Level).index(level)]

    def span(self, level: Level) -> tuple[int, int]:
        """The lowest and highest score of a level."""
        at = list(Level).index(level)
        return self.least[at], self.least[at + 1] - 1 if at + 1 < len(self.least) else MOST_SCORE

    def as_json(self) -> dict[str, Any]:
        """As an assessment keeps it."""
        return {
            "least": list(self.least),
            "names": list(self.names),
            "likelihood": list(self.likelihood),
            "impact": list(self.impact),
            "source": self.source,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Scale:
        """As it was kept; ScaleError when it is not one."""
        try:
            return cls(
                least=_four(kept["least"]),
                names=_four(kept["names"]),
                likelihood=_five(kept["likelihood"]),
                impact=_five(kept["impact"]),
                source=str(kept.get("source", "")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ScaleError(f"not a set of levels: {error}") from None


def _four(values: Sequence[Any]) -> tuple[Any, Any, Any, Any]:
    one, two, three, four = values
    return one, two, three, four


def _five(values: Sequence[Any]) -> tuple[Any, Any, Any, Any, Any]:
    one, two, three, four, five = values
    return one, two, three, four, five


SHIPPED: Final = Scale(
    least=(1, 4, 10, 15),
    names=("ต่ำ", "ปานกลาง", "สูง", "สูงมาก"),
    likelihood=("เกิดขึ้นได้ยาก", "เกิดขึ้นน้อย", "อาจเกิดขึ้น", "มีโอกาสเกิดขึ้น", "เกือบแน่นอน"),
    impact=("น้อยมาก", "น้อย", "ปานกลาง", "สูง", "สูงมาก"),
    source="ค่าเริ่มต้นของระบบ ตามแบบทะเบียนความเสี่ยงที่หน่วยงานรัฐเผยแพร่ หน่วยงานกำหนดเองได้",
)
