"""How wide text is, so that docx and PDF get the same fixed columns and no price or word is torn apart.

Measured in Sarabun. An office's Word draws TH SarabunPSK, of which Sarabun is the wider successor: at the same size its
letters are nearly half as large again, so that the PDF uses SCALE of the size that Thai rules name for TH Sarabun.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontpkg_sarabun import ROOT
from PIL import ImageFont

from office.document.cells import shown
from office.document.content import Column, Table
from office.document.text import plain

SCALE: Final = 11 / 16
FONTS: Final = tuple(
    Path(ROOT) / "files" / f"Sarabun-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
CELL_PAD_CM: Final = 0.15
_CM_A_PT: Final = 2.54 / 72
_MEASURED_AT: Final = 100
_SLACK: Final = 1.06  # what Word's own font may be wider
_SMALLEST_PT: Final = 9
# A Thai word has no spaces around it; few need more than this, in cm at 14 points.
_THAI_WORD_CM: Final = 1.9
_HEAD_LETTERS: Final = 14  # a word of a head of so many letters is not broken
_HEAD_CM: Final = 2.6
_HEAD: Final = re.compile(r"[^ \t\n\r]+")  # a space at which no line ends is part of a word
_UNBROKEN: Final = re.compile(r"[^\s\u0e00-\u0e7f]+|[\u0e00-\u0e7f]+")


@lru_cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS[1]), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def width_cm(text: str, size_pt: int) -> float:
    """Of its longest line, bold."""
    longest = max((float(_font().getlength(line[:500])) for line in text.split("\n")), default=0.0)
    return longest / _MEASURED_AT * size_pt * SCALE * _CM_A_PT * _SLACK


def grid(table: Table, within_cm: float) -> tuple[list[float], int]:
    """(width of each column in cm, size of its letters in points): the shares asked for, widened where something must
    stay whole, and the letters made smaller when all of it does not fit. A table that even then does not fit gets its
    shares, and what is too long is broken.
    """
    for size in range(table.size_pt, min(_SMALLEST_PT, table.size_pt) - 1, -1):
        least = [_least(table, at, column, size) for at, column in enumerate(table.columns)]
        if sum(least) <= within_cm:
            return _shared(table.columns, least, within_cm), size
    shares = [column.width for column in table.columns]
    return [share / sum(shares) * within_cm for share in shares], min(_SMALLEST_PT, table.size_pt)


def _shared(columns: tuple[Column, ...], least: list[float], within: float) -> list[float]:
    """Whole columns get what they need, so that texts get more; others below their least get it; the rest is shared."""
    whole = {at for at, column in enumerate(columns) if column.whole}
    fixed = whole if len(whole) < len(columns) else set()
    shares = [column.width for column in columns]
    while True:
        free = [at for at in range(len(shares)) if at not in fixed]
        rest = within - sum(least[at] for at in fixed)
        total = sum(shares[at] for at in free)
        given = {at: rest * shares[at] / total for at in free}
        short = {at for at in free if given[at] < least[at] - 1e-9}
        if not short:
            return [least[at] if at in fixed else given[at] for at in range(len(shares))]
        fixed |= short


def _least(table: Table, at: int, column: Column, size: int) -> float:
    cells = [plain(shown(row[at])) for row in (*table.rows, *table.foot)]
    whole = max((width_cm(text, size) for text in cells), default=0.0) if column.whole else 0.0
    words = {word for text in ([plain(column.title), column.unit, *cells]) for word in _UNBROKEN.findall(text)}
    heads = _HEAD.findall(f"{plain(column.title)} {f'({column.unit})' if column.unit else ''}")
    head = max((min(width_cm(word, size), _HEAD_CM) for word in heads if len(word) <= _HEAD_LETTERS), default=0.0)
    return max(whole, head, max((_word_cm(word, size) for word in words), default=0.0)) + 2 * CELL_PAD_CM


def _word_cm(word: str, size: int) -> float:
    """Thai may break within a run of letters, but not within a word of it."""
    width = width_cm(word, size)
    return min(width, _THAI_WORD_CM * size / 14) if "\u0e00" <= word[0] <= "\u0e7f" else min(width, 6.0)
