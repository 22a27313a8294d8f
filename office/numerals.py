"""Thai and Arabic numerals: ๐-๙ for what is printed, 0-9 for what is reckoned with."""

from __future__ import annotations

import re
from typing import Final

ARABIC: Final = "0123456789"
THAI: Final = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI: Final = str.maketrans(ARABIC, THAI)
_TO_ARABIC: Final = str.maketrans(THAI, ARABIC)
# A word that a machine reads or that is copied letter by letter: with a Latin letter, an @, a slash of an address, or
# four numbers with dots between them.
_EXACT: Final = re.compile(r"\S*(?:[A-Za-z@_]|://)\S*|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\d.])")


def to_thai(text: str) -> str:
    """Every 0-9 as ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Every ๐-๙ as 0-9."""
    return text.translate(_TO_ARABIC)


def prose_to_thai(text: str) -> str:
    """As `to_thai`, but what is copied letter by letter stays: addresses, model names, mail, IP addresses."""
    kept: list[str] = []
    at = 0
    for found in _EXACT.finditer(text):
        kept += [to_thai(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*kept, to_thai(text[at:])])
