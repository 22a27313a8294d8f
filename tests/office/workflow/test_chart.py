"""The chart is drawn from the definition and from nothing else: a box for each step, a line for each order of two."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from office.workflow.chart import BOX_HEIGHT, BOX_WIDTH, Chart, chart
from office.workflow.definition import Definition, checked
from tests.office.workflow.test_definition import OWNERS, step, workflow
from tests.office.workflow.test_standing import defined


def test_there_is_a_box_for_each_step_and_a_line_for_each_order() -> None:
    drawn = chart(defined())
    assert [(node.key, node.number) for node in drawn.nodes] == [("ask", 1), ("make", 2), ("check", 3), ("end", 4)]
    assert [node.is_choice for node in drawn.nodes] == [True, False, False, False]
    assert {(line.source, line.target): line.choices for line in drawn.lines} == {
        ("ask", "make"): ("yes",),
        ("make", "check"): (),
        ("ask", "end"): (),
        ("check", "end"): (),
    }


def test_the_same_definition_is_drawn_the_same() -> None:
    assert chart(defined()) == chart(defined())


@st.composite
def workflows(draw: st.DrawFn) -> Definition:
    count = draw(st.integers(1, 9))
    steps = [step("s0")]
    for at in range(1, count):
        before = draw(st.sets(st.integers(0, at - 1), min_size=1))
        steps.append(step(f"s{at}", after=[f"s{one}" for one in sorted(before)]))
    return checked(workflow(*steps), owners=OWNERS)


def numbers(drawn: Chart) -> list[tuple[int, ...]]:
    return [tuple(int(number) for number in re.findall(r"-?\d+", line.path)) for line in drawn.lines]


@given(workflows())
def test_nothing_lies_over_another_and_all_is_within_the_frame(definition: Definition) -> None:
    drawn = chart(definition)
    assert len(drawn.nodes) == len(definition.steps)
    assert len(drawn.lines) == sum(len(one.before) for one in definition.steps)
    for upper, lower in itertools.pairwise(drawn.nodes):
        assert upper.y + BOX_HEIGHT < lower.y
    assert all(node.x >= 0 and node.x + BOX_WIDTH <= drawn.width for node in drawn.nodes)
    assert all(node.y >= 0 and node.y + BOX_HEIGHT <= drawn.height for node in drawn.nodes)
    assert all(0 <= number <= max(drawn.width, drawn.height) for path in numbers(drawn) for number in path)


@given(workflows())
def test_no_two_lines_run_in_one_lane_beside_each_other(definition: Definition) -> None:
    drawn = chart(definition)
    row = {node.key: node.number for node in drawn.nodes}
    far = [(line, path[2]) for line, path in zip(drawn.lines, numbers(drawn), strict=True) if "H" in line.path]
    for (one, x), (other, same) in itertools.combinations(far, 2):
        apart = row[one.target] < row[other.source] or row[other.target] < row[one.source]
        assert apart or x != same
