"""The flow chart of a workflow as plain figures: one box for each step below the other, lines between them.

Boxes stand in one column in the order of the definition, as offices draw it in their manuals, so that the same chart
fits a phone and a page. A line to the next box goes straight down; any other takes a lane at the left of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from office.workflow.definition import Definition, Step

BOX_WIDTH: Final = 320
BOX_HEIGHT: Final = 112
GAP: Final = 40
LANE: Final = 18
EDGE: Final = 6  # around the whole


@dataclass(frozen=True, slots=True)
class Node:
    """The box of a step; `number` counts from one."""

    key: str
    number: int
    x: int
    y: int
    is_choice: bool

    @property
    def middle(self) -> int:
        """Of its height."""
        return self.y + BOX_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Line:
    """From a step to one that follows; `choices` are those by which it is walked, none: always. `path` is SVG's."""

    source: str
    target: str
    choices: tuple[str, ...]
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything to be drawn, in units of the view box."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def chart(definition: Definition) -> Chart:
    """The same for the same definition."""
    rows = {step.key: row for row, step in enumerate(definition.steps)}
    ends = [(rows[key], rows[step.key], key, step) for step in definition.steps for key in step.before]
    far = [(first, last) for first, last, _key, _step in ends if last - first > 1]
    lanes = _lanes(far)
    left = EDGE + LANE * (max(lanes.values(), default=-1) + 1)
    nodes = {
        step.key: Node(step.key, row + 1, left, EDGE + row * (BOX_HEIGHT + GAP), bool(step.choices))
        for row, step in enumerate(definition.steps)
    }
    lines = tuple(
        _line(nodes[key], nodes[step.key], _choices(step, key), lanes.get((first, last)))
        for first, last, key, step in ends
    )
    return Chart(
        width=left + BOX_WIDTH + EDGE,
        height=2 * EDGE + len(nodes) * (BOX_HEIGHT + GAP) - GAP,
        nodes=tuple(nodes.values()),
        lines=lines,
    )


def _lanes(spans: list[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """A lane for each line that passes boxes: the nearest one in which no other line runs beside it."""
    taken: dict[tuple[int, int], int] = {}
    for span in sorted(spans, key=lambda one: (one[1] - one[0], one)):
        used = {lane for other, lane in taken.items() if other[0] <= span[1] and span[0] <= other[1]}
        taken[span] = next(lane for lane in range(len(spans)) if lane not in used)
    return taken


def _choices(step: Step, source: str) -> tuple[str, ...]:
    return step.when.choice if step.when is not None and step.when.step == source else ()


def _line(source: Node, target: Node, choices: tuple[str, ...], lane: int | None) -> Line:
    if lane is None:
        x = source.x + BOX_WIDTH // 2
        path = f"M{x} {source.y + BOX_HEIGHT}V{target.y}"
        return Line(source.key, target.key, choices, path, x + 10, source.y + BOX_HEIGHT + GAP // 2 + 5)
    x = source.x - (lane + 1) * LANE + LANE // 2
    path = f"M{source.x} {source.middle + 14}H{x}V{target.middle - 14}H{target.x}"
    return Line(source.key, target.key, choices, path, target.x + 10, target.y - 12)
