"""More than schools need."""

from __future__ import annotations

from procurement.checks.quantity import above_need
from procurement.finding import Weight


def test_each_school_that_gets_more_is_named() -> None:
    found = above_need({"ก": 3, "ข": 2, "ค": 1, "ง": 0}, {"ก": 2, "ข": 2})
    assert [(one.values["school"], one.weight) for one in found] == [("ก", Weight.MUST), ("ค", Weight.MUST)]
    assert "without an approved need" in found[1].text()


def test_fewer_or_as_many_are_fine_and_a_reason_makes_it_one_to_explain() -> None:
    assert above_need({"ก": 2, "ข": 1}, {"ก": 2, "ข": 4}) == ()
    assert [one.weight for one in above_need({"ก": 3}, {"ก": 2}, reason="สำรอง 1 เครื่อง")] == [Weight.EXPLAIN]
