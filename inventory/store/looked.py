"""Whether what a person decides about is still what was on the page when the decision was written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from sqlmodel import SQLModel

from service.draft import plain
from service.refusal import _, refuse


def look_of(row: SQLModel, fields: Sequence[str]) -> str:
    """What goes into the form: the same as long as none of these fields changed."""
    told = json.dumps([plain(getattr(row, name)) for name in fields], ensure_ascii=False, default=str)
    return sha256(told.encode()).hexdigest()[:32]


def as_looked_at(row: SQLModel, fields: Sequence[str], seen: str) -> None:
    """RefusedError when the row is another than the one that was seen. Empty: whoever asks decides without a page."""
    if seen and seen != look_of(row, fields):
        raise refuse("", _("It changed meanwhile: look at it again"))
