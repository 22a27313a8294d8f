"""Do purchases of one kind within a fiscal year stay below a limit only because they were made apart?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from office.baht import figures
from office.fiscal import FiscalYear
from procurement.finding import Finding, Weight
from procurement.parameters import Name, Parameters
from service.refusal import _


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase of one unit (the office, or a school): on which day, of what kind, for how much in all."""

    unit: str
    day: date
    category: str
    amount_satang: int


def may_be_split(wanted: Bought, before: Iterable[Bought], parameters: Parameters) -> Finding | None:
    """Told when the purchase and those of the same kind of the same unit and fiscal year are each within the limit of
    the specific method and together above it. Whether that was meant, only people know: it has to be explained.
    """
    limit = parameters.at(Name.SPECIFIC_METHOD_SATANG, wanted.day)
    if limit is None:
        return Finding(Weight.UNCLEAR, _("Which limit held for the specific method on that day is not known"))
    if wanted.amount_satang > limit.value:
        return None  # by itself above the limit: nothing is evaded
    year = FiscalYear.of(wanted.day)
    alike = [
        one
        for one in before
        if (one.unit, one.category) == (wanted.unit, wanted.category)
        and one.day in year
        and one.amount_satang <= limit.value
    ]
    total = wanted.amount_satang + sum(one.amount_satang for one in alike)
    if not alike or total <= limit.value:
        return None
    message = _(
        "With %(count)s other purchases of this kind in the fiscal year %(year)s it comes to %(total)s baht, above the "
        "limit %(limit)s of the specific method: it may be taken for splitting"
    )
    values = {"count": len(alike), "year": year.era, "total": figures(total), "limit": figures(limit.value)}
    return Finding(Weight.EXPLAIN, message, values)
