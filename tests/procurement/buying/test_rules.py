"""Method, fine, warranty and steps: reckoned from dated figures, and from nothing that stands in code."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.buying.fines import Terms, fine_for, usual_range
from procurement.buying.method import Method, propose
from procurement.buying.steps import Facts, Standing, Step, is_over, step_of, steps_of
from procurement.buying.warranty import months_after, warranty_end
from procurement.criteria.edition import Certainty
from procurement.parameters import Name, Parameter, Parameters, shipped_parameters

DAY = date(2026, 11, 20)
DUE = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("satang", "method"), [(50_000_000, Method.SPECIFIC), (50_000_001, Method.E_BIDDING), (1, Method.SPECIFIC)]
)
def test_the_amount_proposes_the_method_and_says_why(satang: int, method: Method) -> None:
    found = propose(satang, DAY, shipped_parameters())
    assert found.method is method
    assert "500,000.00" in found.text()
    assert found.parameter
    assert found.parameter.source


def test_another_limit_from_another_day_on_proposes_otherwise() -> None:
    later = Parameter(Name.SPECIFIC_METHOD_SATANG, 100, date(2026, 12, 1), Certainty.READ, "a test")
    known = Parameters([*shipped_parameters().known, later])
    assert propose(5_000, date(2026, 11, 30), known).method is Method.SPECIFIC
    assert propose(5_000, date(2026, 12, 1), known).method is Method.E_BIDDING
    assert propose(5_000, date(2017, 1, 1), known).method is None


@pytest.mark.parametrize(
    ("until", "days", "total"),
    [(DUE, 0, 0), (date(2026, 11, 1), 0, 0), (date(2026, 12, 1), 1, 5_000), (date(2026, 12, 10), 10, 50_000)],
)
def test_a_fine_is_by_the_day_of_what_was_late(until: date, days: int, total: int) -> None:
    fine = fine_for(Terms(DUE, 2_000), 2_500_000, until)
    assert (fine.days, fine.total_satang) == (days, total)


def test_half_a_satang_counts_and_a_lowest_fine_holds() -> None:
    assert fine_for(Terms(DUE, 100), 5_000, date(2026, 12, 1)).day_satang == 1  # 0.5 satang
    assert fine_for(Terms(DUE, 100, 10_000), 5_000, date(2026, 12, 3)).total_satang == 30_000
    assert fine_for(Terms(DUE, 0, 10_000), 5_000, date(2026, 12, 3)).total_satang == 0


def test_the_usual_rates_are_those_of_goods_or_work() -> None:
    goods, work = (usual_range(shipped_parameters(), DAY, is_work=is_work) for is_work in (False, True))
    assert goods
    assert work
    assert (2_000 in goods, 2_000 in work, 1_000 in work, 50 in goods) == (True, False, True, False)
    assert (goods.least_satang_day, work.least_satang_day) == (0, 10_000)


def test_a_warranty_ends_the_day_before_the_same_day() -> None:
    assert warranty_end(date(2026, 11, 20), 12) == date(2027, 11, 19)
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert warranty_end(DAY, 0) is None


def test_steps_follow_one_another_and_one_is_of_now() -> None:
    facts = Facts(published_on=DAY, specified=True, egp_project_no="1", approved_on=DAY, bids=1)
    assert step_of(facts) is Step.AWARDED
    standings = [one.standing for one in steps_of(facts)]
    assert standings == [Standing.DONE] * 5 + [Standing.NOW] + [Standing.LATER] * 4


def test_a_later_fact_does_not_hide_an_earlier_step_that_is_missing() -> None:
    facts = Facts(published_on=DAY, specified=True, approved_on=DAY)
    assert step_of(facts) is Step.IN_EGP
    assert not is_over(facts)


def test_a_deadline_that_passed_is_late_and_a_cancelled_purchase_has_none() -> None:
    facts = Facts(
        published_on=DAY, specified=True, egp_project_no="1", approved_on=DAY, bids=1, awarded_on=DAY, signed_on=DAY
    )
    due = Facts(**{name: getattr(facts, name) for name in Facts.__slots__} | {"due_on": DUE, "wanted": 2})
    (now,) = [one for one in steps_of(due) if one.standing is Standing.NOW]
    assert (now.step, now.is_late(DUE), now.is_late(date(2026, 12, 1))) == (Step.DELIVERED, False, True)
    stopped = Facts(**{name: getattr(due, name) for name in Facts.__slots__} | {"cancelled_on": DAY})
    assert [one.due_on for one in steps_of(stopped)] == [None] * 10
    assert is_over(stopped)
