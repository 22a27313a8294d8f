"""How pages say that a specification has another price than a budget line."""

from __future__ import annotations

from office.baht import figures
from planning.annual_plan.models.project import BudgetLine
from service.i18n import _


def off_price(line: BudgetLine) -> str:
    """With both prices of one piece."""
    said = _("Specification %(spec)s in NetOps says %(told)s baht apiece, the line %(here)s")
    return said % {
        "spec": line.told_spec_id,
        "told": figures(line.told_satang or 0),
        "here": figures(line.unit_satang),
    }
