"""Limits of an office and of a school: whose holds, what is refused, and what is taken away again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from netops.watched.limits import MEASURES, Metric, Origin
from netops.watched.rules import OFFICE, RuleDraft, draft_of, listed, load_rules, metric_of, reset_rule, store_rule
from service.database import transaction
from service.refusal import MissingError, RefusedError
from tests.factories import make_office, make_site


def test_the_school_s_own_before_the_office_s_before_the_shipped(database: Engine) -> None:
    with transaction(database) as session:
        office, other = make_office(session), make_office(session)
        site = make_site(session, office)
        office_id, site_id, other_id = office.id or 0, site.id or 0, other.id or 0
        heat = Metric.TEMPERATURE
        store_rule(session, RuleDraft(metric=heat, raise_at=70, clear_at=60, for_minutes=5), office_id=office_id)
        own = RuleDraft(metric=heat, raise_at=50, clear_at=45, for_minutes=0)
        assert store_rule(session, own, office_id=office_id, site_id=site_id)["raise_at"] == [70, 50]
        rules = load_rules(session)
        held = [rules.of(heat, office_id, site_id), rules.of(heat, office_id, site_id + 1), rules.of(heat, other_id)]
        assert [(rule.raise_at, rule.origin) for rule in held] == [
            (50, Origin.SITE),
            (70, Origin.OFFICE),
            (75, Origin.SHIPPED),
        ]
        reset_rule(session, heat, office_id=office_id, site_id=site_id)
        assert load_rules(session).of(heat, office_id, site_id).raise_at == 70
        with pytest.raises(MissingError):
            reset_rule(session, heat, office_id=office_id, site_id=site_id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"metric": "temperature", "raise_at": 60, "clear_at": 60}, "clear_at"),
        ({"metric": "temperature", "raise_at": 60, "clear_at": 70}, "clear_at"),
        ({"metric": "ups_charge", "raise_at": 30, "clear_at": 20}, "clear_at"),
        ({"metric": "cpu", "raise_at": 101, "clear_at": 50}, "raise_at"),
        ({"metric": "cpu", "raise_at": "nan", "clear_at": 50}, "raise_at"),
        ({"metric": "cpu", "raise_at": 90, "clear_at": -1}, "clear_at"),
        ({"metric": "loss", "raise_at": 5, "clear_at": 3, "for_minutes": 4}, "for_minutes"),
        ({"metric": "cpu", "raise_at": 90, "clear_at": 80, "for_minutes": 100_000}, "for_minutes"),
        ({"metric": "humour", "raise_at": 90, "clear_at": 80}, "metric"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        RuleDraft.read(given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_thai_digits_are_figures_and_a_stored_rule_can_be_given_again() -> None:
    draft = RuleDraft.read({"metric": "disk", "raise_at": "๙๕", "clear_at": "90", "for_minutes": "๕"})
    assert (draft.raise_at, draft.for_minutes) == (95, 5)


def test_office_and_school_have_every_limit(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        site = make_site(session, office)
        rules = load_rules(session)
        for site_id in (OFFICE, site.id or 0):
            assert {rule.metric for rule in listed(rules, office.id or 0, site_id)} == set(Metric)
        assert all(RuleDraft.read(draft_of(rule).model_dump()) for rule in listed(rules, office.id or 0))


def test_an_unknown_name_is_no_metric() -> None:
    assert metric_of("cpu") is Metric.CPU
    with pytest.raises(MissingError):
        metric_of("../secret")
    assert all(measure.metric is metric for metric, measure in MEASURES.items())
