"""What a file of one kind looks like: one definition, by which it is read, written and handed out blank."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from office.numerals import to_arabic
from planning.kit.reading.values import TEXT, ValueKind

Row = TypeVar("Row")
Values = Mapping[str, Any]
_MARKS: Final = re.compile(r"[\s._\-–()/:\"'*\u200b\u200c\u200d\ufeff]+")


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` is written into files; `aliases` are taken too. A `required` column must stand in the file, a `filled`
    one has a value in every row.
    """

    name: str
    heading: str
    kind: ValueKind = TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """A column that repeats the sum of others in the same row."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form(Generic[Row]):
    """`build` makes a row of its values (RefusedError names a column), `values` takes it apart. `once` are columns that
    together stand in one row only. Of each of `groups` all columns stand in the file, or none; of one of them all.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    build: Callable[[Values], Row]
    values: Callable[[Row], Values]
    once: tuple[tuple[str, ...], ...]
    agreements: tuple[Agreement, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return next((one for one in self.columns if one.name == name), None) or _no_column(name)

    def known(self) -> dict[str, Column]:
        """Every heading that is taken, bare, and its column."""
        return {bare(called): one for one in self.columns for called in (one.name, one.heading, *one.aliases) if called}


def bare(heading: str) -> str:
    """Without blanks and marks, Thai numerals as 0-9, one way of writing each letter."""
    return _MARKS.sub("", to_arabic(unicodedata.normalize("NFKC", heading))).casefold()


def _no_column(name: str) -> Column:
    raise KeyError(name)
