"""The objective of a process: unit, baseline, yearly target, met or not, from the data of the office."""

from __future__ import annotations

from tests.planning.plans.test_references import align, goal_of
from tests.planning.served import Served


def test_the_objective_is_met_or_not_by_the_data_and_changes_with_them(tiny: Served, book: str) -> None:
    it = tiny.enter()
    assert "no target yet" in it.get("/objectives?year=2570").text
    said = {"fiscal_year": "2570", "baseline": "10", "target": "60", "note": ""}
    assert it.post("/objectives/P1-1/target", said).status_code == 303
    assert align(it, goal_of(book), nodes=["plan13-1"]) == 303
    shown = it.get("/objectives?year=2570").text
    assert "target not met" in shown
    assert "50 percent" in shown
    align(it, goal_of(book, "2"), nodes=["plan13-1"])
    shown = it.get("/objectives?year=2570").text
    assert "target not met" not in shown
    assert "100 percent" in shown
    assert it.get("/objectives/report.pdf?year=2570").content.startswith(b"%PDF")
    assert it.get("/objectives/report.docx?year=2570").content.startswith(b"PK")


def test_a_target_needs_figures_and_a_year_of_our_era(tiny: Served, book: str) -> None:
    it = tiny.enter()
    for wrong in ({"fiscal_year": "2027"}, {"target": ""}, {"target": "nan"}, {"baseline": "x"}):
        said = {"fiscal_year": "2570", "baseline": "10", "target": "60", **wrong}
        assert it.post("/objectives/P1-1/target", said).status_code == 422
    assert (
        it.post("/objectives/P9-1/target", {"fiscal_year": "2570", "baseline": "1", "target": "2"}).status_code == 404
    )
    assert tiny.enter("viewer").post("/objectives/P1-1/target", {}).status_code == 403
