"""Can enough products compete?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procurement.finding import Finding, Weight
from procurement.parameters import Name, Parameters
from service.refusal import _


@dataclass(frozen=True, slots=True)
class Product:
    """One that somebody found to fulfil every line."""

    maker: str
    model: str


def too_few_products(products: Sequence[Product], *, day: date, parameters: Parameters) -> Finding | None:
    """The same product twice is one. Enough of one maker alone have to be explained: the text may be close to it."""
    wanted = parameters.at(Name.COMPETING_PRODUCTS, day)
    if wanted is None:
        return Finding(Weight.UNCLEAR, _("How many products had to be able to compete on that day is not known"))
    known = {(_same(one.maker), _same(one.model)) for one in products if one.model.strip()}
    if len(known) < wanted.value:
        message = _("%(found)s products are known to fulfil it; at least %(wanted)s must be able to compete")
        return Finding(Weight.MUST, message, {"found": len(known), "wanted": wanted.value})
    makers = {maker for maker, _model in known}
    if len(makers) == 1:
        maker = next(one.maker.strip() for one in products if one.model.strip())
        return Finding(Weight.EXPLAIN, _("All products known to fulfil it are of %(maker)s"), {"maker": maker or "–"})
    return None


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
