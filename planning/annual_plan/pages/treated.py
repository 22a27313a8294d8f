"""The table of risks of the network that lines treat: on a project, its reports and the plan of the year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from planning.annual_plan.pages.shown import Mark, Table
from planning.annual_plan.papers.data import TreatedRisk
from service.i18n import N_, _
from service.web.table import Column

COLUMNS: Final = (
    Column("risk", N_("Risk of the network")),
    Column("need", N_("Need that treats it")),
    Column("score", N_("Score as measured now"), figures=True),
    Column("left", N_("Expected to remain"), figures=True),
    Column("state", N_("State")),
)


def treated_table(risks: Sequence[TreatedRisk]) -> Table:
    """Those that were put off first: for them nothing goes down."""
    rows = [
        {
            "risk": f"{one.number} {one.title}" if one.number is not None else "",
            "need": one.need,
            "score": one.score,
            "left": one.left,
            "state": _state(one),
        }
        for one in sorted(risks, key=lambda one: not one.is_put_off)
    ]
    return Table(
        _("Risks of the network that are treated"), COLUMNS, rows, _("No line pays for a need that treats one.")
    )


def _state(risk: TreatedRisk) -> Mark:
    if risk.is_put_off:
        return Mark(_("put off for lack of money"), "red", "alert-triangle")
    return Mark(_("is being treated")) if risk.number is not None else Mark(_("there no more"), "green", "check")
