"""The results of a project's indicators, quarter by quarter, and whether the newest is what was aimed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from planning.annual_plan.judging import judged
from planning.annual_plan.pages.shown import Mark, Table
from planning.plans.described import DIRECTIONS, ends_of
from planning.plans.indicator_data import IndicatorData
from planning.plans.words import GRADES
from service.i18n import N_, _
from service.web.table import Column

QUARTERS: Final = (1, 2, 3, 4)
COLUMNS: Final = (
    Column("name", N_("Indicator")),
    Column("unit", N_("Unit")),
    Column("way", N_("Which way is better")),
    Column("begins", N_("Baseline"), figures=True),
    Column("target", N_("Target of the year")),
    *(
        Column(f"q{number}", title, figures=True)
        for number, title in zip(
            QUARTERS, (N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4")), strict=True
        )
    ),
    Column("grade", N_("Judged by the newest result")),
)


def way_of(one: IndicatorData) -> str:
    """Which way is better, of a band between which ends."""
    return f"{_(DIRECTIONS[one.direction])} {ends_of(one)}".strip() if one.direction else ""


def begins_at(one: IndicatorData) -> str:
    """The baseline, or why there is none."""
    if one.no_baseline:
        return _("Not measured yet, because") + " " + one.no_baseline
    return "" if one.baseline is None else f"{one.baseline:g}"


def results(indicators: Sequence[IndicatorData], told: Mapping[int, Mapping[str, float]]) -> Table:
    """`told`: by quarter, what was reported of each indicator by its key or name."""
    rows = []
    for one in indicators:
        name = one.key or one.name
        values = {number: told[number][name] for number in QUARTERS if name in told.get(number, {})}
        newest = values[max(values)] if values else None
        text, tone, icon = GRADES[judged(one, newest)]
        cells: dict[str, Any] = {f"q{number}": f"{value:g}" for number, value in values.items()}
        cells |= {"name": one.name, "unit": one.unit, "target": one.target}
        rows.append(cells | {"way": way_of(one), "begins": begins_at(one), "grade": Mark(_(text), tone, icon)})
    return Table(_("Results of indicators"), COLUMNS, rows)
