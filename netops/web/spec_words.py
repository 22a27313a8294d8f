"""What pages call states, checks and weights of specifications, and the shapes before them."""

from __future__ import annotations

from typing import Any, Final

from netops.web.criteria_words import CATEGORIES, SHORT_LISTINGS
from procurement.finding import Finding, Weight
from procurement.models.spec import SpecState
from procurement.sheet import Check
from procurement.store.spec_table import STATE_WORDS
from service.i18n import N_, _

CHECK_WORDS: Final = {
    Check.CEILING: N_("Ceiling price"),
    Check.EDITION: N_("Edition of the criteria"),
    Check.OUTSIDE: N_("In no criteria"),
    Check.REPLACEMENT: N_("Replacement"),
    Check.BRAND: N_("Brand and model"),
    Check.COMPETITION: N_("Competition"),
    Check.SPLITTING: N_("Splitting"),
    Check.DELIVERY: N_("Delivery"),
    Check.QUANTITY: N_("Need"),
}
WEIGHT_WORDS: Final = {
    Weight.MUST: N_("must be mended"),
    Weight.EXPLAIN: N_("has to be explained"),
    Weight.UNCLEAR: N_("unclear"),
}
# Which shape stands before it: those of things of the network that are as good or bad.
WEIGHT_SHAPES: Final = {Weight.MUST: "down", Weight.EXPLAIN: "degraded", Weight.UNCLEAR: "unknown"}
STATE_SHAPES: Final = {
    SpecState.DRAFT: "unknown",
    SpecState.CHECKED: "maintenance",
    SpecState.APPROVED: "up",
    SpecState.WITHDRAWN: "closed",
}


def told(finding: Finding) -> str:
    """In the reader's language."""
    return finding.text(_)


PAGE_WORDS: Final[dict[str, Any]] = {
    "told": told,
    "states": STATE_WORDS,
    "state_shapes": STATE_SHAPES,
    "weights": WEIGHT_WORDS,
    "weight_shapes": WEIGHT_SHAPES,
    "short_listings": SHORT_LISTINGS,
    "category_words": CATEGORIES,
}
