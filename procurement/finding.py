"""What a check says of a specification: how much it weighs, and why, in a sentence that is translated where shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """`MUST` be mended; somebody has to `EXPLAIN` it in writing; `UNCLEAR`: what is known does not suffice to judge."""

    MUST = "must"
    EXPLAIN = "explain"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` is an English catalogue sentence; `line` is the number of the line it is about, from 0."""

    weight: Weight
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its values, in the reader's language."""
        return translate(self.message) % self.values
