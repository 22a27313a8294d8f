"""Is a unit price above the ceiling that was in force on the day?"""

from __future__ import annotations

from office.baht import figures
from procurement.criteria.edition import InForce
from procurement.finding import Finding, Weight
from service.refusal import _


def above_ceiling(unit_price_satang: int, held: InForce | None, *, reason: str = "") -> Finding | None:
    """`held` is the item in force on the day of the specification; `reason` is what was written for going above.

    Nothing is said of what is in no criteria: that is another check's.
    """
    if held is None:
        return None
    item = held.item
    about = {"item": item.item_no, "edition": held.edition.name}
    if item.price_satang is None:
        return Finding(Weight.UNCLEAR, _("No ceiling is known of item %(item)s (%(edition)s)"), about)
    about |= {"price": figures(unit_price_satang), "ceiling": figures(item.price_satang)}
    if unit_price_satang <= item.price_satang:
        if item.price_unit:
            return None
        return Finding(
            Weight.UNCLEAR,
            _("For which unit or time the ceiling %(ceiling)s of item %(item)s holds is not known (%(edition)s)"),
            about,
        )
    weight = Weight.EXPLAIN if reason.strip() else Weight.MUST
    message = _("The unit price %(price)s is above the ceiling %(ceiling)s of item %(item)s (%(edition)s)")
    return Finding(weight, message, about)
