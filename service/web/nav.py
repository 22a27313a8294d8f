"""What the left navigation is made of; each person sees what the role may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from service.i18n import N_
from service.web.access import Visitor


@dataclass(frozen=True, slots=True)
class Item:
    """One page: shown to those who hold `permission`."""

    title: str
    url: str
    permission: str
    also: tuple[str, ...] = ()  # other addresses that belong to it


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together. Its head leads to the first page; the others show while one of them is open."""

    title: str
    icon: str
    items: tuple[Item, ...]


def groups_for(groups: Iterable[Group], visitor: Visitor | None) -> tuple[Group, ...]:
    """What this person may open; a group of which nothing is left is not shown."""
    if visitor is None:
        return ()
    shown = [(group, tuple(item for item in group.items if visitor.may(item.permission))) for group in groups]
    return tuple(Group(group.title, group.icon, items) for group, items in shown if items)


def current(groups: Iterable[Group], path: str) -> Item | None:
    """The entry that a page belongs to: the longest address that begins its path."""
    owners = [(url, item) for group in groups for item in group.items for url in (item.url, *item.also)]
    # Every path begins like the overview's: only the board itself belongs to it.
    fitting = [owner for owner in owners if path == owner[0] or (owner[0] != "/" and path.startswith(f"{owner[0]}/"))]
    return max(fitting, key=lambda owner: len(owner[0]), default=(None, None))[1]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another service as the navigation leads to it."""

    title: str
    icon: str
    for_schools: bool
    url: str


SIBLINGS: Final[Mapping[str, tuple[str, str, bool]]] = {
    "netops": (N_("NetOps"), "network", True),
    "registry": (N_("Registry of schools"), "school", True),
    "development_plan": (N_("Development plan"), "target", True),
    "annual_plan": (N_("Annual action plan"), "coins", True),
    "province": (N_("Education of the province"), "map", False),
    "school_network": (N_("School network"), "map-pin", False),
}
"""By name: what pages call it, its icon, and whether people of schools have something to do there."""


def siblings_of(urls: Mapping[str, str]) -> tuple[Sibling, ...]:
    """The planning services among these addresses; netops stands at the head of every navigation anyway."""
    shown = [name for name in SIBLINGS if name in urls and name != "netops"]
    return tuple(Sibling(*SIBLINGS[name], urls[name].rstrip("/")) for name in shown)
