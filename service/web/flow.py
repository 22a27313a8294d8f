"""A workflow as its flow chart shows it: each box with its title, owner, date and standing, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from office import thai_date
from office.workflow.chart import Chart, Line, Node, chart
from office.workflow.definition import Definition
from office.workflow.standing import Standing, StepStanding, StepState
from service.i18n import N_, _, spoken

# Shape, colour and word always come together.
SHAPES: Final[Mapping[StepState, tuple[str, str]]] = {
    StepState.DONE: ("up", N_("done")),
    StepState.OPEN: ("maintenance", N_("to be done")),
    StepState.OVERDUE: ("down", N_("overdue")),
    StepState.BLOCKED: ("unknown", N_("waits")),
    StepState.SKIPPED: ("closed", N_("not on this way")),
    StepState.WAIVED: ("closed", N_("left out")),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One step as it is drawn. `when` is its date with what it means: done, due or planned."""

    node: Node
    title: str
    owner: str
    when: str
    state: str
    word: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole drawing; each line comes with the words of its choices."""

    chart: Chart
    boxes: tuple[Box, ...]
    lines: tuple[tuple[Line, str], ...]


def flow_of(definition: Definition, standing: Standing, owners: Mapping[str, str]) -> Flow:
    """From a workflow and how it stands; `owners` says by step who has it."""
    drawn = chart(definition)
    boxes = tuple(_box(definition, standing.of(node.key), node, owners[node.key]) for node in drawn.nodes)
    return Flow(drawn, boxes, tuple((line, _choices(definition, line)) for line in drawn.lines))


def _box(definition: Definition, here: StepStanding, node: Node, owner: str) -> Box:
    state, word = SHAPES[here.state]
    title = definition.by_key[node.key].title.said(spoken())
    return Box(node, title, owner, when_of(here), state, _(word), here.is_today)


def when_of(here: StepStanding) -> str:
    """done 2 Nov 2026, due 7 Nov 2026, planned 12 Nov 2026; nothing of a step that is not walked."""
    if here.state in {StepState.SKIPPED, StepState.WAIVED}:
        return ""
    if here.done_on is not None:
        return _("done %(day)s") % {"day": thai_date.short_date(here.done_on, spoken())}
    said = _("due %(day)s") if here.is_open else _("planned for %(day)s")
    return said % {"day": thai_date.short_date(here.due_on, spoken())}


def _choices(definition: Definition, line: Line) -> str:
    titles = {one.key: one.title for one in definition.by_key[line.source].choices}
    return " / ".join(titles[key].said(spoken()) for key in line.choices)
