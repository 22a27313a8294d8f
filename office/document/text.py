"""Text of papers as runs: what stands in them is only ever text, whoever wrote it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

# Signs that turn the direction of a line can make a reader see another amount than the one that was written.
TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN: Final = frozenset({"Cc", "Cs", "Cn", "Co"})


class Part(BaseModel):
    """Parent of everything in a document: frozen, and nothing in it that the model does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(Part):
    """Text of one look. `exact` is copied letter by letter (a hash, a serial): its numerals stay as they are.

    A line feed is a line break, a tab a tab; other control characters and turning signs are left out.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    exact: bool = False
    size_pt: int | None = None

    @field_validator("text")
    @classmethod
    def _clean(cls, text: str) -> str:
        return printable(text)

    def with_text(self, text: str) -> Run:
        """The same look."""
        return self.model_copy(update={"text": printable(text)})


def printable(text: str) -> str:
    """What can stand on paper, composed (NFC)."""
    # What Python calls printable has no control, turning or unseen signs; only then must each sign be looked at.
    if text.replace("\n", "").replace("\u00a0", "").isprintable():
        return unicodedata.normalize("NFC", text)
    seen = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", "".join(char for char in seen if _is_printable(char)))


def one_line(text: str) -> str:
    """For titles: printable, without line feeds and doubled blanks."""
    return " ".join(printable(text).split())


def _is_printable(char: str) -> bool:
    return char in "\n\t" or (char not in TURNING and unicodedata.category(char) not in _UNSEEN)


def _as_runs(value: Any) -> Any:
    if isinstance(value, str):
        return (Run(text=value),) if value else ()
    return (value,) if isinstance(value, Run) else value


Text = Annotated[tuple[Run, ...], BeforeValidator(_as_runs)]
"""A field of this type also takes a plain string or one run."""


def runs(text: str | Run | Iterable[Run]) -> tuple[Run, ...]:
    """A string, a run or runs as runs."""
    made: tuple[Run, ...] = tuple(_as_runs(text))
    return made


def plain(text: Iterable[Run]) -> str:
    """Without its look."""
    return "".join(run.text for run in text)


def bold(text: str) -> tuple[Run, ...]:
    """One bold run."""
    return (Run(text=text, bold=True),)


def exact(text: str) -> tuple[Run, ...]:
    """One run whose numerals stay as they are."""
    return (Run(text=text, exact=True),)
