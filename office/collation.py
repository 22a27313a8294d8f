"""Thai dictionary order as a sort key, with numbers in their natural order.

Our own because the one library that does it (ICU) needs a system library of its own version. The rules are those of
the Royal Institute's dictionary, which Unicode's collation follows: a leading vowel (เ แ โ ใ ไ) sorts after the
consonant that is spoken before it; tone marks and ็ ์ count only between words that are otherwise equal. Consonants
and vowels have their order in the code points already, ฤ and ฦ included.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from office.numerals import to_arabic

Key = tuple[tuple[tuple[int, int, str], ...], tuple[int, ...], str]

_LEADING: Final = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS: Final = {mark: weight for weight, mark in enumerate("็่้๊๋์ํ๎ฺ", start=1)}
_PARTS: Final = re.compile(r"[0-9]+|[^0-9]")
_OTHER, _NUMBER, _LATIN, _THAI = range(4)


def thai_key(text: str) -> Key:
    """For `sorted(names, key=thai_key)`: signs, numbers, Latin, Thai; equal keys only for equal texts.

    `โรงเรียน 9` stands before `โรงเรียน ๑๐`: numerals of both kinds are numbers.
    """
    folded = to_arabic(unicodedata.normalize("NFC", text).replace("ํา", "ำ")).casefold()
    swapped = _LEADING.sub(r"\2\1", folded)
    main: list[tuple[int, int, str]] = []
    marks: list[int] = []
    for part in _PARTS.findall(swapped):
        weight = _MARKS.get(part)
        if weight is None:
            main.append(_weigh(part))
            marks.append(0)
        elif marks:
            # Two marks on one letter (as in เก้์) keep their order.
            marks[-1] = marks[-1] * 16 + weight
    return tuple(main), tuple(marks), text


def _weigh(part: str) -> tuple[int, int, str]:
    if part[0] in "0123456789":
        # Longer than any number that names something: by its text, so that a hostile name costs nothing.
        return (_NUMBER, int(part[:18]), part) if len(part) <= 18 else (_NUMBER, 10**18, part)
    if "ก" <= part <= "ๅ":
        return _THAI, 0, part
    return (_LATIN if part.isalpha() else _OTHER), 0, part
