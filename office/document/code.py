"""The code that a paper bears on each page: twelve letters and digits that no one mistakes for another, and their QR.

The last one is a check: it tells any one wrong sign, and any two that changed places.
"""

from __future__ import annotations

import io
from secrets import choice
from typing import Final

import segno

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 of them: a prime, as the check needs
LENGTH: Final = 12
_GROUP: Final = 4
_MARK: Final = "NETOPS:"


class WrongCodeError(ValueError):
    """A text that is no code, or that was mistyped."""


def new_code() -> str:
    """One that nobody can guess."""
    begun = "".join(choice(ALPHABET) for _ in range(LENGTH - 1))
    return begun + _check(begun)


def read_code(typed: str) -> str:
    """As it is stored, from what a person typed: blanks, strokes and small letters do not matter. WrongCodeError."""
    code = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-–_.")
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code) or code[-1] != _check(code[:-1]):
        raise WrongCodeError(typed)
    return code


def shown(code: str) -> str:
    """ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_mark(text: str) -> str:
    """The code in the text of a QR; WrongCodeError for a QR of others."""
    if not text.startswith(_MARK):
        raise WrongCodeError(text)
    return read_code(text.removeprefix(_MARK))


def drawn(code: str) -> bytes:
    """Its QR as SVG, with the quiet zone that readers need."""
    file = io.BytesIO()
    segno.make(f"{_MARK}{code}", error="m", micro=False).save(file, kind="svg", border=2, xmldecl=False, light="white")
    return file.getvalue()


def _check(begun: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(begun, 1))
    return ALPHABET[total % len(ALPHABET)]
