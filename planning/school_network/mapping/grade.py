"""Grades and levels of basic education: kindergarten 1 (age 3) to secondary 6 (age 17), one for each year of age."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final


class Level(StrEnum):
    """What norms of distance and of rooms are set for."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"


class Grade(IntEnum):
    """อ.1-อ.3, ป.1-ป.6, ม.1-ม.6; the value is its column in tables of pupils, rooms and children."""

    K1, K2, K3 = 0, 1, 2
    P1, P2, P3, P4, P5, P6 = 3, 4, 5, 6, 7, 8
    M1, M2, M3, M4, M5, M6 = 9, 10, 11, 12, 13, 14

    @property
    def level(self) -> Level:
        """The level that it belongs to."""
        return LEVELS[LEVEL_OF_GRADE[self]]

    @property
    def age(self) -> int:
        """Years of age of those who enter it in time."""
        return 3 + int(self)


GRADES: Final = len(Grade)
LEVELS: Final = tuple(Level)
LEVEL_OF_GRADE: Final = (0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3)
