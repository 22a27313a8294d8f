"""Does every place of delivery name a school, and is everything delivered somewhere?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.finding import Finding, Weight
from service.refusal import _


@dataclass(frozen=True, slots=True)
class Place:
    """Where so many go; `site_code` is that of the school or of the office's own place, empty where none was chosen."""

    text: str
    site_code: str
    quantity: int


def places_without_school(places: Sequence[Place], *, quantity: int) -> tuple[Finding, ...]:
    """`quantity` is that of the line; the number of each finding is that of its place."""
    found = [
        Finding(Weight.MUST, _("The place of delivery “%(place)s” names no school"), {"place": one.text}, at)
        for at, one in enumerate(places)
        if not one.site_code.strip()
    ]
    delivered = sum(one.quantity for one in places)
    if delivered != quantity:
        message = _("%(quantity)s are bought and %(delivered)s have a place of delivery")
        found.append(Finding(Weight.MUST, message, {"quantity": quantity, "delivered": delivered}))
    return tuple(found)
