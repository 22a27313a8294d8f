"""A kind of paper as one value: its data, the template that ships with it, and how the data goes into the template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from office.document.content import Document
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.xlsx import Sheet

Data = TypeVar("Data", bound=BaseModel)


class PaperData(BaseModel):
    """Parent of the data of papers. It is stored as JSON with the paper, and is all that the paper is made from."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class About(PaperData):
    """What every paper knows of itself. `made_on` is the day on the office's own clock; `thai_numerals` says which
    numerals the office wants in all its papers. None: as the form or its data say.
    """

    office: str
    number: str
    made_on: date
    thai_numerals: bool | None = None


@dataclass(frozen=True, slots=True)
class PaperKind(Generic[Data]):
    """`key` is stored with each paper; `title` is an English sentence of the catalogue. `fill` must depend on nothing
    but its parameters, or the paper could not be made again. `sample` shows officials a template with data in it.
    `series` is whose numbers it takes where the office numbers by itself; `sheets` makes a workbook, where it has one.
    `blank` is the data of its empty form for an office: boxes to tick and lines of the right length. A kind without it
    gets an empty form from its sample.
    """

    key: str
    title: str
    data: type[Data]
    placeholders: tuple[Placeholder, ...]
    shipped: Callable[[], Document]
    fill: Callable[[Data, About], Filling]
    sample: Callable[[], Data]
    series: str = "outgoing"
    sheets: Callable[[Data, About], Sequence[Sheet]] | None = None
    blank: Callable[[str], Data] | None = None


def filling_of(kind: PaperKind[Any], data: PaperData, about: About) -> Filling:
    """What goes into its template, in the numerals that the office wants."""
    made = kind.fill(data, about)
    return made if about.thai_numerals is None else replace(made, thai_numerals=about.thai_numerals)


class UnknownKindError(LookupError):
    """A paper of a kind that this release does not know."""


class Kinds:
    """The kinds of papers of this release, in the order in which people see them."""

    def __init__(self, kinds: Sequence[PaperKind[Any]]) -> None:
        self._kinds = {kind.key: kind for kind in kinds}
        if len(self._kinds) != len(kinds):
            raise ValueError("two kinds of papers have one key")

    def __iter__(self) -> Iterator[PaperKind[Any]]:
        return iter(self._kinds.values())

    def __getitem__(self, key: str) -> PaperKind[Any]:
        if key not in self._kinds:
            raise UnknownKindError(key)
        return self._kinds[key]

    def __contains__(self, key: str) -> bool:
        return key in self._kinds
