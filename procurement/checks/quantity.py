"""Is more bought than schools need?"""

from __future__ import annotations

from collections.abc import Mapping

from procurement.finding import Finding, Weight
from service.refusal import _


def above_need(quantities: Mapping[str, int], needed: Mapping[str, int], *, reason: str = "") -> tuple[Finding, ...]:
    """By school: what is bought for it, and what was approved that it needs. One finding for each that gets more."""
    weight = Weight.EXPLAIN if reason.strip() else Weight.MUST
    found = []
    for school, quantity in quantities.items():
        need = needed.get(school, 0)
        if quantity > need:
            message = (
                _("%(school)s gets %(quantity)s and needs %(need)s")
                if need
                else _("%(school)s gets %(quantity)s without an approved need")
            )
            found.append(Finding(weight, message, {"school": school, "quantity": quantity, "need": need}))
    return tuple(found)
