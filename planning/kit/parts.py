"""What tells one planning service from another: its name, tables, permissions, pages, and what it listens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Generic, TypeVar

from fastapi import APIRouter
from sqlalchemy import MetaData
from sqlmodel import Session

from contract.data.netops import HolidayRow
from contract.data.shape import Given, Row
from planning.kit.figures import Exposed
from planning.kit.settings import PlanningSettings
from planning.kit.tables import KIT, VERSIONS
from planning.kit.visitor import OFFICE, VIEWER
from service.hearing import Handler, Listening
from service.i18n import N_
from service.migrations import Line
from service.web.nav import Group

__all__ = ("COMMON", "Copied", "Giver", "Handler", "Listening", "Part")

R_co = TypeVar("R_co", bound=Row, covariant=True)

Giver = Callable[[Session, str], Given]
"""All rows of a dataset of the office with this code; none for an office that it does not know."""
Regular = Callable[[Session, date], object]
"""What is to be done because a day has come: with today on the office's clock, in a transaction of its own."""
COMMON: Final[Mapping[str, frozenset[str]]] = {
    "copies.read": OFFICE,
    "copies.write": OFFICE - {VIEWER},
    "data.read": OFFICE,
}
"""What every service allows: to see its copies of others' data, to take them anew, to read what it gives."""


@dataclass(frozen=True)
class Copied(Generic[R_co]):
    """A dataset of another service that this one keeps a dated copy of; `title` is a catalogue sentence."""

    peer: str
    name: str
    row: type[R_co]
    title: str


HOLIDAYS: Final = Copied("netops", "holidays", HolidayRow, N_("Holidays of the office"))
"""Every service reckons by them (planning.kit.holidays)."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The invented district of a demonstration: the same for the same number of schools, seed and day. `places` are
    addresses of what its stories pass, by name; each service adds its own.
    """

    schools: int
    seed: int
    today: date
    places: dict[str, str] = field(default_factory=dict)


FillDemo = Callable[[PlanningSettings, Demo], str]
"""Invented people act in one service; what they did, in words."""
Paper = Mapping[str, str]
"""What asks for a decision of a committee, as the link to the registry's agenda says it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One planning service. `name` is used in URLs of settings, folders and tokens; `title` is a catalogue sentence.
    `permissions` says which roles of netops may do what; what is not in it, nobody may.
    `copies` are datasets of others that it reads, `datasets` those that it gives, by name. `more_lines` and
    `more_templates` are of what it shares with others, and `shared` is what it declares to them. `regular` is done
    each time that peers are read. `asked` is what other services may do here by their token, beside reading.
    `exposed` is what it tells Prometheus. `fill_demo` puts invented data into its empty database and says what it put
    there; `decided_demo` is done after a committee decided about what was submitted there, and `decide_demo` is how the
    service of the committees lets them decide.
    """

    name: str
    title: str
    icon: str
    metadata: MetaData
    folder: Path
    permissions: Mapping[str, frozenset[str]]
    groups: tuple[Group, ...]
    routers: tuple[APIRouter, ...]
    listening: tuple[Listening, ...] = ()
    copies: tuple[Copied[Row], ...] = ()
    datasets: Mapping[str, Giver] = field(default_factory=dict)
    more_lines: tuple[Line, ...] = ()
    more_templates: tuple[Path, ...] = ()
    regular: tuple[Regular, ...] = ()
    shared: object = None
    asked: frozenset[str] = frozenset()
    exposed: Exposed | None = None
    fill_demo: FillDemo | None = None
    decided_demo: FillDemo | None = None
    decide_demo: Callable[[PlanningSettings, Demo, Sequence[Paper]], str] | None = None

    @property
    def allowed(self) -> Mapping[str, frozenset[str]]:
        """Its permissions and those of every service."""
        return {**COMMON, **self.permissions}

    @property
    def kept(self) -> tuple[Copied[Row], ...]:
        """All that it keeps copies of."""
        return (HOLIDAYS, *self.copies)

    @property
    def line(self) -> Line:
        """The revisions of its own tables."""
        return Line(self.name, self.folder / VERSIONS, self.metadata)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines that its database has, in the order in which they are brought in."""
        return (KIT, *self.more_lines, self.line)

    @property
    def templates(self) -> Path:
        """Where its pages lie."""
        return self.folder / "templates"
