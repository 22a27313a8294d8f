"""Parts of a run as tables for files: the same rows as on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from planning.school_network.mapping.grade import LEVELS
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.merging import MergeOption
from planning.school_network.telling import nearest, over_norm, told_beyond
from planning.school_network.words import GRADES
from service.refusal import MissingError
from service.web.exports import Sheet

Made = dict[str, Any]
FEW: Final = "not told"


def sheet_of(part: str, made: Made) -> Sheet:
    """MissingError for a part that is none."""
    if part not in SHEETS:
        raise MissingError("part")
    return SHEETS[part](made)


def _villages(made: Made) -> Sheet:
    """One row for each village and grade that is taught: nearest, second nearest, and whether it is over the norm."""
    names = {one["id"]: one["name"] for one in made["schools"]}
    rows: list[list[object]] = []
    figures = made["provenance"]["figures"]
    for place, one in enumerate(made["villages"]):
        for grade in made["grades"]:
            found = nearest(made, place, grade)
            ways: list[object] = []
            for rank in (0, 1):
                school, metres, seconds = found[rank] if rank < len(found) else ("", "", "")
                ways += [school, names.get(school, ""), metres, seconds]
            over = over_norm(figures, grade, *(found[0][1:] if found else (None, None)))
            rows.append([one["code"], one["name"], one["district"], GRADES[grade], *ways, "yes" if over else "no"])
    ways_titles = [
        f"{rank}_{name}" for rank in ("nearest", "second") for name in ("school", "name", "metres", "seconds")
    ]
    return Sheet("villages", ["code", "name", "district", "grade", *ways_titles, "over_norm"], rows)


def _beyond(made: Made) -> Sheet:
    """Villages with children whose nearest school is over the norm, by level; a few pupils by home are not told."""
    told = told_beyond(made, Demand(made["provenance"].get("demand", Demand.VILLAGES)))
    rows: list[list[object]] = [
        [one["code"], one["name"], one["district"], *(one["over"] if known else [FEW] * len(LEVELS)), known or FEW]
        for one in made["villages"]
        if one["code"] in told
        for known in [told[one["code"]]]
    ]
    return Sheet("beyond", ["code", "name", "district", *(level.value for level in LEVELS), "children"], rows)


def _plain(name: str, key: str, fields: tuple[str, ...]) -> Callable[[Made], Sheet]:
    def made_of(made: Made) -> Sheet:
        return Sheet(name, fields, [[_shown(one[field]) for field in fields] for one in made[key]])

    return made_of


def _shown(value: object) -> object:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else value


SCHOOL_FIELDS: Final = (
    "id",
    "name",
    "district",
    "ours",
    "pupils",
    "rooms",
    "seats",
    "small",
    "isolated",
    "over_capacity",
    "special",
    "next",
    "next_m",
    "next_s",
    "proposable",
)
OPTION_FIELDS: Final = tuple(field.name for field in fields(MergeOption))
SHEETS: Final[Mapping[str, Callable[[Made], Sheet]]] = {
    "villages": _villages,
    "beyond": _beyond,
    "schools": _plain("schools", "schools", SCHOOL_FIELDS),
    "options": _plain("options", "options", OPTION_FIELDS),
    "coordinates": _plain("coordinates", "faults", ("kind", "code", "fault", "metres")),
    "districts": _plain("districts", "districts", ("district", "villages", "children", "beyond", "under_served")),
}
