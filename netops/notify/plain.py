"""Hostile text made safe for one line of a mail: no control characters, no direction tricks, no endless names."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 200
# Marks that reorder or hide what a reader sees. Thai needs none of them.
_DECEIVING: Final = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff") | {
    chr(code) for span in (range(0x202A, 0x202F), range(0x2066, 0x206A)) for code in span
}


def one_line(text: str, *, longest: int = LONGEST) -> str:
    """The text on one line, cut at `longest` characters; a header made of it cannot begin another one."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} or c in _DECEIVING else c for c in text)
    short = " ".join(kept.split())
    return short if len(short) <= longest else f"{short[: longest - 1]}…"
