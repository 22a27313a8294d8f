"""Which school of a pair receives: advised by what was measured, whatever the codes are, and left to the person."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest

from planning.school_network.directing import EQUAL, ONLY, pair_of, pairs_of, why_of
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import done, open_case

A, B, C = given.CODES["A"], given.CODES["B"], given.CODES["C"]


def option(start: str, end: str, **said: Any) -> dict[str, Any]:
    usual = {"rooms_left": 1, "children_over_norm": 0, "added_m_mean": 1000.0, "children": 10, "pupils": 10}
    return {"start": start, "end": end, **usual, **said}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"rooms_left": -2, "children_over_norm": 0}, "0 rooms are missing, the other way 2"),
        ({"children_over_norm": 3}, "0 children beyond the norm, the other way 3"),
        ({"added_m_mean": 1500.0}, "10.0 km more for all children together, the other way 15.0 km"),
        ({"pupils": 11}, "10 pupils move, the other way 11"),
    ],
)
@pytest.mark.parametrize(("worse", "better"), [(("1", "2"), ("2", "1")), (("2", "1"), ("1", "2"))])
def test_the_first_figure_that_differs_decides_and_not_the_code(
    worse: tuple[str, str], better: tuple[str, str], said: dict[str, Any], reason: str
) -> None:
    options = [option(*worse, **said), option(*better)]
    for order in (options, options[::-1]):
        (pair,) = pairs_of(order)
        assert (pair.better["start"], pair.better["end"]) == better
        assert pair.other is not None
        assert pair.why.text() == reason
    assert why_of(options, *worse) is None


def test_what_matters_more_is_not_outweighed() -> None:
    # Of 1 to 2 a room is missing; the other way is longer, and more pupils move.
    options = [option("1", "2", rooms_left=-1), option("2", "1", added_m_mean=9000.0, pupils=90, children_over_norm=5)]
    (pair,) = pairs_of(options)
    assert pair.better["start"] == "2"


def test_equal_ways_are_left_to_the_person_and_one_way_says_that_it_is_the_only_one() -> None:
    pair = pair_of([option("1", "2"), option("2", "1")], "2", "1")
    assert pair is not None
    assert (pair.why.message, pair.is_advised) == (EQUAL, False)
    alone = pair_of([option("2", "1")], "1", "2")
    assert alone is not None
    assert (alone.why.message, alone.other) == (ONLY, None)
    assert pair_of([option("2", "1")], "1", "3") is None


def test_the_run_advises_and_the_case_says_whether_it_was_followed(planner: Entered) -> None:
    """A and C could each give their pupils to B, which teaches lower secondary: B's could go nowhere."""
    at = acting.begin_run(planner)
    page = planner.get(f"{at}?tab=options").text
    assert "only this way" in page
    links = re.findall(r"/cases/new\?([^\"]+)", page)
    mine = next(one for one in links if f"school_code={A}" in one and f"to_code={B}" in one)
    assert "only this way" in unquote(mine)
    form = planner.get("/cases/new?" + mine.replace("&amp;", "&")).text
    assert "only this way" in form
    good = planner.get(open_case(planner, "merge", to_code=B)).text
    assert "better way" in good.split("data-direction", 1)[1][:200]
    against = planner.get(open_case(planner, "merge", school_code=B, to_code=A)).text
    assert "the other way is the better one" in against.split("data-direction", 1)[1][:300]


def test_a_proposal_says_why_each_school_receives(planner: Entered) -> None:
    run = acting.begin_run(planner).rsplit("/", 1)[-1]
    form = {"run": run, "title": "ข้อเสนอ", "level": "primary", "keep": "2", "most_km": "10", "academic_year": "2570"}
    page = planner.get(done(planner.post("/scenarios/propose", form))).text
    assert re.search(r'data-label="Reason">(only this way|The optimiser keeps|[\d.]+ )', page)
