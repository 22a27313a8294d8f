"""A case as its flow chart shows it: each box with its title, owner, date and standing, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inventory.models.outage import State
from netops.cases.facts import CaseView
from netops.models.person import Role
from netops.web.forms.people import ROLES
from office import thai_date
from office.workflow.chart import Chart, Line, Node, chart
from office.workflow.standing import StepStanding, StepState
from service.i18n import N_, _, spoken

# Shape, colour and word always come together.
SHAPES: Final[Mapping[StepState, tuple[State, str]]] = {
    StepState.DONE: (State.UP, N_("done")),
    StepState.OPEN: (State.MAINTENANCE, N_("to be done")),
    StepState.OVERDUE: (State.DOWN, N_("overdue")),
    StepState.BLOCKED: (State.UNKNOWN, N_("waits")),
    StepState.SKIPPED: (State.CLOSED, N_("not on this way")),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One step as it is drawn. `when` is its date with what it means: done, due or planned."""

    node: Node
    title: str
    owner: str
    when: str
    state: State
    word: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole drawing; each line comes with the words of its choices."""

    chart: Chart
    boxes: tuple[Box, ...]
    lines: tuple[tuple[Line, str], ...]


def flow_of(view: CaseView, people: Mapping[int, str]) -> Flow:
    """From the workflow of the case and how it stands; `people` are names by id."""
    drawn = chart(view.definition)
    boxes = tuple(_box(view, node, people) for node in drawn.nodes)
    return Flow(drawn, boxes, tuple((line, _choices(view, line)) for line in drawn.lines))


def _box(view: CaseView, node: Node, people: Mapping[int, str]) -> Box:
    here = view.standing.of(node.key)
    state, word = SHAPES[here.state]
    return Box(
        node,
        view.definition.by_key[node.key].title.said(spoken()),
        owner_of(view, node.key, people),
        when_of(here),
        state,
        _(word),
        here.is_today,
    )


def owner_of(view: CaseView, key: str, people: Mapping[int, str]) -> str:
    """Who did it, who has it, or the role whose people do it."""
    row = view.steps[key]
    role = _(ROLES[Role(row.owner)])
    name = people.get(row.done_by or row.person_id or 0, "")
    return f"{name} ({role})" if name else role


def when_of(here: StepStanding) -> str:
    """done 2 Nov 2026, due 7 Nov 2026, planned 12 Nov 2026; nothing of a step that is not walked."""
    if here.state is StepState.SKIPPED:
        return ""
    if here.done_on is not None:
        return _("done %(day)s") % {"day": thai_date.short_date(here.done_on, spoken())}
    said = _("due %(day)s") if here.is_open else _("planned for %(day)s")
    return said % {"day": thai_date.short_date(here.due_on, spoken())}


def _choices(view: CaseView, line: Line) -> str:
    titles = {one.key: one.title for one in view.definition.by_key[line.source].choices}
    return " / ".join(titles[key].said(spoken()) for key in line.choices)
