"""The figure of a school's network in its manual: a tree from the provider at the left to the last device at the right.

Each device has a row of its own, so that a paper page of twelve devices can be read; a school with more has its end
devices of one role behind one device drawn as one box. The rules of who hangs on whom are those of the topology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from netops.network_papers.data import Drawing, DrawnNode
from netops.network_papers.wording import ROLES
from office.document.content import MOST_BOXES, Box, Diagram, Tie
from service.papers.shape import exact

MOST_ROWS: Final = 14
"""So many boxes stand below each other at a size that can be read."""
LEAST_ALIKE: Final = 3
NAMED: Final = 4
"""So many of a group are named in its box; all stand in the table."""


def figure(drawing: Drawing, title: str) -> Diagram | None:
    """What is to be drawn, or None where nothing is known."""
    if not drawing.nodes:
        return None
    tree = _Tree(drawing.nodes)
    if tree.rows > MOST_ROWS:
        tree = _Tree(_gathered(drawing.nodes))
    if tree.rows > MOST_ROWS:
        tree = _Tree(_gathered(drawing.nodes, by_role=False))
    nodes = tree.nodes[:MOST_BOXES]
    keys = {node.key for node in nodes}
    ties = [Tie(a=one.a, b=one.b, dashed=not one.is_told) for one in drawing.ties if {one.a, one.b} <= keys]
    ties += [Tie(a=node.parent, b=node.key, dashed=True) for node in nodes if node.names and node.parent in keys]
    return Diagram(
        boxes=tuple(_box(node, tree) for node in nodes),
        ties=tuple(ties),
        alt=title,
    )


def _box(node: DrawnNode, tree: _Tree) -> Box:
    about = [part for part in (ROLES.get(node.role, node.role), node.detail) if part]
    lines = [" · ".join(about), node.address]
    if node.port or node.own_port:
        lines.append(f"{node.port or '?'} → {node.own_port or '?'}")
    if node.names:
        more = len(node.names) - NAMED
        lines = [", ".join(node.names[:NAMED]) + (f" และอีก {more} เครื่อง" if more > 0 else "")]
    column, row = tree.places[node.key]
    said = tuple((exact(line),) for line in lines if line)
    return Box(key=node.key, column=column, row=row, title=exact(node.name), lines=said, dashed=bool(node.names))


@dataclass
class _Tree:
    """Where each node stands. What hangs on nothing that is drawn begins a tree of its own, also in a loop."""

    nodes: Sequence[DrawnNode]
    places: dict[str, tuple[int, float]] = field(default_factory=dict)
    rows: int = 0

    def __post_init__(self) -> None:
        keys = {node.key for node in self.nodes}
        self._devices = {node.key for node in self.nodes if not node.is_link}
        self._children: dict[str, list[DrawnNode]] = defaultdict(list)
        for node in self.nodes:
            self._children[node.parent if node.parent in keys else ""].append(node)
        has_links = any(node.is_link for node in self.nodes)
        for node in self._children[""]:
            if not self._is_spare(node):
                self._put(node, 0 if node.is_link or not has_links else 1)
        for node in self.nodes:
            if not self._is_spare(node):
                self._put(node, 1)
        self._beside()

    def _is_spare(self, node: DrawnNode) -> bool:
        """A second link of a device: it stands beside the first one, in no row of its own."""
        return node.is_link and not self._children[node.key] and node.ends_in in self._devices

    def _put(self, node: DrawnNode, column: int) -> float:
        if node.key in self.places:
            return self.places[node.key][1]
        self.places[node.key] = (column, float(self.rows))
        below = [self._put(child, column + 1) for child in self._children[node.key] if child.key not in self.places]
        if not below:
            self.rows += 1
            return self.places[node.key][1]
        row = (below[0] + below[-1]) / 2
        self.places[node.key] = (column, row)
        return row

    def _beside(self) -> None:
        """Links of one device stand around its row, and no two boxes of the first column on each other."""
        ends = defaultdict(list)
        for node in self.nodes:
            if node.is_link and node.ends_in in self.places:
                ends[node.ends_in].append(node.key)
        for device, links in ends.items():
            row = self.places[device][1]
            for at, key in enumerate(links):
                self.places[key] = (0, max(0.0, row + at - (len(links) - 1) / 2))
        free = 0.0
        for key in sorted((key for key, (column, _row) in self.places.items() if column == 0), key=self._row):
            row = max(free, self._row(key))
            self.places[key] = (0, row)
            free = row + 1
        self.rows = max(self.rows, int(free))

    def _row(self, key: str) -> float:
        return self.places[key][1]


def _gathered(nodes: Sequence[DrawnNode], *, by_role: bool = True) -> list[DrawnNode]:
    """End devices (of one role) that hang on the same device become one box, from three on."""
    parents = {node.parent for node in nodes}
    alike: dict[tuple[str, str], list[DrawnNode]] = defaultdict(list)
    for node in nodes:
        if not node.is_link and node.key not in parents:
            alike[node.parent, node.role if by_role else ""].append(node)
    groups = {found[0].key: found for found in alike.values() if len(found) >= LEAST_ALIKE}
    hidden = {node.key for found in groups.values() for node in found[1:]}
    kept = []
    for node in nodes:
        if node.key in groups:
            found = groups[node.key]
            role = node.role if by_role else ""
            name = f"{ROLES.get(role, role) or 'อุปกรณ์'} {len(found)} เครื่อง"
            kept.append(
                DrawnNode(
                    key=f"{node.key}-alike",
                    name=name,
                    parent=node.parent,
                    names=tuple(one.name for one in found),
                )
            )
        elif node.key not in hidden:
            kept.append(node)
    return kept
