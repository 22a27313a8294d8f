"""Is a thing in no criteria, and are there enough market prices then?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procurement.criteria.edition import InForce
from procurement.finding import Finding, Weight
from procurement.parameters import Name, Parameters
from service.refusal import _


@dataclass(frozen=True, slots=True)
class MarketPrice:
    """What one seller or shop asks for one unit, with VAT."""

    source: str
    price_satang: int


def too_few_market_prices(
    held: InForce | None, prices: Sequence[MarketPrice], *, day: date, parameters: Parameters
) -> Finding | None:
    """Of a thing that no criteria price. The same source twice is one."""
    if held is not None and held.item.price_satang is not None:
        return None
    wanted = parameters.at(Name.MARKET_PRICES, day)
    if wanted is None:
        return Finding(Weight.UNCLEAR, _("How many market prices were needed on that day is not known"))
    sources = {" ".join(one.source.split()).casefold() for one in prices if one.source.strip() and one.price_satang > 0}
    if len(sources) >= wanted.value:
        return None
    message = (
        _("The thing is in no criteria in force: %(wanted)s market prices are needed, %(found)s are given")
        if held is None
        else _(
            "The criteria name the thing, but no price of it is known: %(wanted)s market prices, %(found)s are given"
        )
    )
    return Finding(Weight.MUST, message, {"wanted": wanted.value, "found": len(sources)})
