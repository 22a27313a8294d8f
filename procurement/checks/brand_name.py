"""Does the text name a brand or a model? The Act (section 9) wants specifications that are close to no brand."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.brands import BrandBook
from procurement.finding import Finding, Weight
from service.refusal import _


def brand_names(lines: Sequence[str], book: BrandBook, *, reason: str = "") -> tuple[Finding, ...]:
    """A name must go, or be explained as the only one that exists or a spare part; what only looks like a part number
    is for a person to look at. `reason` is what was written for it."""
    weight = Weight.EXPLAIN if reason.strip() else Weight.MUST
    found: list[Finding] = []
    for at, line in enumerate(lines):
        found += [
            Finding(
                weight,
                _("“%(words)s” names %(name)s: a specification may be close to no brand, unless only one exists"),
                {"words": one.words, "name": one.name},
                at,
            )
            for one in book.named_in(line)
        ]
        found += [
            Finding(Weight.UNCLEAR, _("“%(words)s” looks like a part number of one product"), {"words": number}, at)
            for number in book.part_numbers_in(line)
            if not book.named_in(number)  # its brand was told already
        ]
    return tuple(found)
