"""Two people in one form: what stood in it when it was opened goes along, and a change of somebody else is found."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from service.refusal import refuse
from service.web.errors import AT_ONCE
from service.web.form import Field

SEEN: Final = "seen"
"""The hidden field that says what stood in a form when it was opened."""
SEEN_FIELD: Final = Field(SEEN, "", "hidden")


def opened(values: Mapping[str, str]) -> dict[str, str]:
    """What stands in a form, marked so that a change of somebody else in the meantime is found."""
    return {**values, SEEN: _mark(values)}


def unseen(typed: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without the mark. RefusedError where somebody else changed what is stored since the form was
    opened; a program that sends no mark says that it does not care.
    """
    given = dict(typed)
    mark = given.pop(SEEN, "")
    if mark and mark != _mark(stored):
        raise refuse("", AT_ONCE)
    return given


def _mark(values: Mapping[str, str]) -> str:
    return sha256(repr(sorted((name, value) for name, value in values.items() if name != SEEN)).encode()).hexdigest()
