"""Every text of a document, changed by one function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from office.document.cells import Day, Money, Number, Words, shown
from office.document.text import Part, Run

Piece = TypeVar("Piece", bound=Part)
Change = Callable[[tuple[Run, ...]], tuple[Run, ...]]


def map_texts(piece: Piece, change: Change) -> Piece:
    """The same piece with other texts. Values in cells become words, as they are shown."""
    updates: dict[str, Any] = {}
    for name in type(piece).model_fields:
        value = getattr(piece, name)
        changed = _mapped(value, change)
        if changed is not value:
            updates[name] = changed
    return piece.model_copy(update=updates) if updates else piece


def _mapped(value: Any, change: Change) -> Any:
    if isinstance(value, Number | Money | Day):
        return Words(text=change(shown(value)))
    if isinstance(value, Part):
        return map_texts(value, change)
    if not isinstance(value, tuple) or not value:
        return value
    if isinstance(value[0], Run):
        return change(value)
    made = tuple(_mapped(inner, change) for inner in value)
    return value if all(new is old for new, old in zip(made, value, strict=True)) else made
