"""The one rule of what makes a figure an indicator (INV-C2), and that every table of indicators is kept by it."""

from __future__ import annotations

import pytest
from sqlalchemy import CheckConstraint, Table
from sqlmodel import SQLModel

from planning.development_plan.models.target import PlanIndicator
from planning.plans.described import lacks
from planning.plans.indicator import IndicatorParts
from planning.province.models.plan import Indicator as ProvinceIndicator
from planning.registry.models.indicator import Indicator
from service.refusal import RefusedError

WHOLE = {"unit": "ร้อยละ", "direction": "up", "source": "DMC", "baseline": "๑,๐๐๐.๕"}


def test_a_baseline_is_a_number_as_people_write_it_or_a_reason() -> None:
    """INV-C2."""
    assert IndicatorParts.read(WHOLE).baseline == 1000.5
    unmeasured = IndicatorParts.read({**WHOLE, "baseline": "", "no_baseline": "ปีแรก"})
    assert (unmeasured.baseline, unmeasured.no_baseline, lacks(unmeasured)) == (None, "ปีแรก", ())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unit": "  "}, "unit"),
        ({"direction": "sideways"}, "direction"),
        ({"source": "\u200b"}, "source"),
        ({"baseline": None}, "baseline"),
        ({"baseline": "", "no_baseline": "  "}, "baseline"),
        ({"baseline": "inf"}, "baseline"),
        ({"no_baseline": "ปีแรก"}, "no_baseline"),
    ],
)
def test_what_is_given_as_json_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    """Tries to break INV-C2 with what no form would send."""
    with pytest.raises(RefusedError) as refused:
        IndicatorParts.read(WHOLE | change)
    assert [one.field for one in refused.value.problems] == [field]


@pytest.mark.parametrize("kind", [Indicator, PlanIndicator, ProvinceIndicator])
def test_every_table_of_indicators_is_checked_by_the_database(kind: type[SQLModel]) -> None:
    """INV-C2, whoever writes a row."""
    table = kind.__table__  # type: ignore[attr-defined]  # SQLModel gives every table one
    assert isinstance(table, Table)
    said = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
    assert {f"ck_{table.name}_described", f"ck_{table.name}_baseline_or_reason"} <= said
