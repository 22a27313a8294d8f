"""What to buy for needs, or in place of devices: one line for each item of the criteria, with its schools.

Pure. What is proposed is a beginning: a person compares options and changes lines afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import InForce, Listing

# What usually stands in the place of a device of this role: an item of the ministry's computer criteria.
USUAL: Final = {
    "router": "37",
    "firewall": "24",
    "switch": "32",
    "access-point": "35",
    "ap": "35",
    "server": "1",
    "nas": "16",
    "ups": "59",
    "printer": "42",
    "computer": "4",
    "desktop": "4",
    "notebook": "9",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One need or device: how many, for which place, as which item. `item` is list/code, or empty: by its kind."""

    site_id: int | None
    kind: str = ""
    item: str = ""
    title: str = ""
    quantity: int = 1
    need_id: int | None = None
    device_id: int | None = None
    replaces: str = ""
    in_use_since: date | None = None


@dataclass(slots=True)
class Proposed:
    """One line; `held` None: the criteria have nothing of this kind, a person looks for a name and prices."""

    held: InForce | None
    name: str
    places: dict[int, int] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        """Of all places, and of what has none yet."""
        return sum(one.quantity for one in self.wanted)


def propose(wanted: Iterable[Wanted], catalogue: Catalogue, day: date) -> list[Proposed]:
    """Lines in the order in which their first thing came; equal items are one line."""
    lines: dict[str, Proposed] = {}
    for one in wanted:
        held = _item_of(one, catalogue, day)
        key = f"{held.edition.listing}/{held.item.code}" if held is not None else one.kind or one.title
        name = held.item.name_th if held is not None else one.title or one.kind
        line = lines.setdefault(key, Proposed(held, name))
        line.wanted.append(one)
        if one.site_id is not None:
            line.places[one.site_id] = line.places.get(one.site_id, 0) + one.quantity
    return list(lines.values())


def _item_of(one: Wanted, catalogue: Catalogue, day: date) -> InForce | None:
    """What was named; else the usual item of its kind; else the first of a category of that name."""
    listing, _slash, code = one.item.partition("/")
    if code and listing in set(Listing):
        named = catalogue.item_at(day, Listing(listing), code)
        if named is not None:
            return named
    kind = one.kind.strip().casefold().replace(" ", "-").replace("_", "-")
    usual = catalogue.item_at(day, Listing.COMPUTER, USUAL[kind]) if kind in USUAL else None
    if usual is not None or not kind:
        return usual
    return next((each for each in catalogue.items_at(day) if each.item.category == kind), None)
