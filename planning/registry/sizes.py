"""Sizes of schools by their pupils, bands of twenty, ages of school children, and how many pupils a room may hold.

No regulation of these figures was read in full: pages and papers say so beside them (`UNVERIFIED`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from planning.registry.grades import Level

UNVERIFIED: Final = "เกณฑ์ตามที่ใช้กันทั่วไป ยังไม่ได้ตรวจสอบกับต้นฉบับ"


@dataclass(frozen=True, slots=True)
class Band:
    """`label` is Thai, as tables of offices have it; `first` and `last` are persons or years, None: no end."""

    label: str
    first: int
    last: int | None

    def __contains__(self, count: int) -> bool:
        return self.first <= count and (self.last is None or count <= self.last)


SMALL: Final = 120
EMPTY: Final = Band("ไม่มีนักเรียน", 0, 0)
FOUR_SIZES: Final = (
    EMPTY,
    Band("ขนาดเล็ก (1–120 คน)", 1, SMALL),
    Band("ขนาดกลาง (121–600 คน)", 121, 600),
    Band("ขนาดใหญ่ (601–1,500 คน)", 601, 1500),
    Band("ขนาดใหญ่พิเศษ (1,501 คนขึ้นไป)", 1501, None),
)
SEVEN_SIZES: Final = (
    EMPTY,
    Band("ขนาดที่ 1 (1–120 คน)", 1, 120),
    Band("ขนาดที่ 2 (121–200 คน)", 121, 200),
    Band("ขนาดที่ 3 (201–300 คน)", 201, 300),
    Band("ขนาดที่ 4 (301–499 คน)", 301, 499),
    Band("ขนาดที่ 5 (500–1,499 คน)", 500, 1499),
    Band("ขนาดที่ 6 (1,500–2,499 คน)", 1500, 2499),
    Band("ขนาดที่ 7 (2,500 คนขึ้นไป)", 2500, None),
)
OF_TWENTY: Final = (
    EMPTY,
    *(Band(f"{first}–{first + 19} คน", first, first + 19) for first in range(1, SMALL, 20)),
    Band("121 คนขึ้นไป", SMALL + 1, None),
)
CHILDREN: Final = (
    Band("อายุ 3–5 ปี (ก่อนประถมศึกษา)", 3, 5),
    Band("อายุ 6–11 ปี (ประถมศึกษา)", 6, 11),
    Band("อายุ 12–14 ปี (มัธยมศึกษาตอนต้น)", 12, 14),
    Band("อายุ 15–17 ปี (มัธยมศึกษาตอนปลาย)", 15, 17),
)
MOST_IN_A_ROOM: Final = {
    Level.KINDERGARTEN: 30,
    Level.PRIMARY: 40,
    Level.LOWER_SECONDARY: 40,
    Level.UPPER_SECONDARY: 40,
    Level.VOCATIONAL: 40,
}
"""Pupils (persons) per room."""


def band_of(count: int, bands: Sequence[Band]) -> Band:
    """The one that it lies in; ValueError for a count below zero."""
    for band in bands:
        if count in band:
            return band
    raise ValueError(f"{count} lies in no band")
