"""A document as it stands on paper: cells as text, and numerals of the kind that it asks for."""

from __future__ import annotations

import re
from typing import Final

from office.document.content import Document
from office.document.mapping import map_texts
from office.document.text import Run
from office.numerals import prose_to_thai

_ARABIC: Final = re.compile("[0-9]")


class Printed(Document):
    """A document of which every text is as it is printed."""


def as_printed(document: Document) -> Printed:
    """What renderers are given. Exact runs, mail addresses and model names keep 0-9."""
    if isinstance(document, Printed):
        return document  # paper by paper both files are made of one
    made = map_texts(document, _thai if document.thai_numerals else _same)
    return Printed.model_construct(**{name: getattr(made, name) for name in Document.model_fields})


def _same(text: tuple[Run, ...]) -> tuple[Run, ...]:
    return text


def _thai(text: tuple[Run, ...]) -> tuple[Run, ...]:
    if not any(_ARABIC.search(run.text) for run in text):
        return text
    return tuple(run if run.exact else run.with_text(prose_to_thai(run.text)) for run in text)
