"""Clauses are answered by the figure of their own version, and those without a figure are left to people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planning.school_network.mapping.criteria import (
    DATA,
    CriteriaError,
    Fact,
    Verdict,
    answers,
    criteria_sets,
)


def test_each_clause_is_shown_with_what_was_found() -> None:
    criteria = next(one for one in criteria_sets() if one.id == "R2550")
    none = answers(criteria, "close", {Fact.PUPILS: 0})
    assert [(one.clause.number, one.found, one.verdict) for one in none] == [
        ("11 (1)", 0, Verdict.MET),
        ("11 (2)", None, Verdict.FOR_PEOPLE),
    ]
    assert answers(criteria, "close", {Fact.PUPILS: 1})[0].verdict is Verdict.NOT_MET
    assert answers(criteria, "co_learn", {})[0].verdict is Verdict.NOT_KNOWN
    assert answers(criteria, "reduce_class", {}) == ()


def test_a_changed_threshold_is_a_second_version_and_the_first_stays(tmp_path: Path) -> None:
    first = (DATA / "r2550-1.toml").read_text()
    second = first.replace("version = 1", "version = 2").replace("value = 6.0", "value = 4.0")
    (tmp_path / "r2550-1.toml").write_text(first)
    (tmp_path / "r2550-2.toml").write_text(second)
    old, new = criteria_sets(tmp_path)
    verdicts = [answers(one, "co_learn", {Fact.WAY_KM: 5.0})[0].verdict for one in (old, new)]
    assert verdicts == [Verdict.MET, Verdict.NOT_MET]
    assert replace(new, version=1) != old
    (tmp_path / "again.toml").write_text(second)
    with pytest.raises(CriteriaError, match="twice"):
        criteria_sets(tmp_path)
    (tmp_path / "again.toml").write_text(second.replace('fact = "pupils"', 'fact = "teachers"'))
    with pytest.raises(CriteriaError, match=r"again\.toml: 'teachers'"):
        criteria_sets(tmp_path)
