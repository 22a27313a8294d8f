"""Long lists of a run: the worst first, found by name or code, and a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from planning.school_network.mapping.grade import LEVEL_OF_GRADE, LEVELS
from planning.school_network.telling import nearest, over_norm
from service.web.table import View, asked

Told = Mapping[str, Any]
IN_THE_ADDRESS: Final = ("tab", "grade")


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village with its nearest and second nearest school of one grade."""

    village: Told
    near: Sequence[Sequence[Any]]
    is_over: bool

    @property
    def beyond(self) -> int:
        """Its children of all grades who live beyond their norm."""
        return sum(self.village["over"])


def view_of(request: Request, path: str, tab: str, made: dict[str, Any], grade: int) -> View | None:
    """The list of a tab; None for one that is short."""
    match tab:
        case "villages":
            return _view(request, path, _villages(made, grade), _village_words)
        case "schools":
            return _view(request, path, sorted(made["schools"], key=_school_order), _school_words)
        case "coordinates":
            names = {("school", one["id"]): one["name"] for one in made["schools"]}
            names |= {("village", one["code"]): one["name"] for one in made["villages"]}
            return _view(request, path, made["faults"], lambda one: f"{names[one['kind'], one['code']]} {one['code']}")
        case _:
            return None


def _view(request: Request, path: str, rows: Sequence[Any], words: Callable[[Any], str]) -> View:
    wanted = asked(request, (), filters=IN_THE_ADDRESS)
    found = [one for one in rows if wanted.q.casefold() in words(one).casefold()]
    return View(path, wanted, (), found[wanted.offset : wanted.offset + wanted.per_page], len(found))


def _villages(made: dict[str, Any], grade: int) -> list[VillageLine]:
    lines = []
    for place, one in enumerate(made["villages"]):
        near = nearest(made, place, grade)
        metres, seconds = (near[0][1], near[0][2]) if near else (None, None)
        lines.append(VillageLine(one, near, over_norm(made["provenance"]["figures"], grade, metres, seconds)))
    return sorted(lines, key=lambda one: (-one.beyond, not one.is_over, one.village["code"]))


def _village_words(one: VillageLine) -> str:
    return f"{one.village['name']} {one.village['code']}"


def _school_order(one: Told) -> tuple[bool, bool, int]:
    return (not one["over_capacity"], not one["small"], one["pupils"])


def _school_words(one: Told) -> str:
    return f"{one['name']} {one['id']}"


def norm_of(made: Told, grade: int) -> dict[str, Any]:
    """By what a way of this grade is judged: kilometres, minutes, and how sure each is."""
    figures = {one["name"]: one for one in made["provenance"]["figures"]}
    level = LEVELS[LEVEL_OF_GRADE[grade]]
    km, minutes = figures[f"norm_km_{level}"], figures[f"norm_min_{level}"]
    return {"level": level, "km": km, "min": minutes}
