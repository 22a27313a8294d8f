"""All checks over a whole specification: what each says of which line, and what was written to it.

Pure: what the database knows comes as `Surroundings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from procurement.brands import BrandBook
from procurement.checks.brand_name import brand_names
from procurement.checks.ceiling import above_ceiling
from procurement.checks.competition import Product, too_few_products
from procurement.checks.delivery import Place, places_without_school
from procurement.checks.outside_criteria import MarketPrice, too_few_market_prices
from procurement.checks.quantity import above_need
from procurement.checks.replacement import Replaced, replaced_too_early
from procurement.checks.splitting import Bought, may_be_split
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import InForce
from procurement.finding import Finding, Weight
from procurement.parameters import Parameters
from procurement.sheet import Check, Line, Sheet
from service.refusal import _


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a specification is judged by. `brands` knows the models of the office's own devices; `bought` are other
    purchases of the same unit.
    """

    catalogue: Catalogue
    parameters: Parameters
    brands: BrandBook
    unit: str = ""
    bought: Sequence[Bought] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of one check; `line` None: of the whole. `reason` is what somebody wrote to it."""

    check: Check
    line: int | None
    finding: Finding
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way: what must be mended always does, all else until somebody wrote a reason."""
        return self.finding.weight is Weight.MUST or not self.reason

    @property
    def takes_reason(self) -> bool:
        """Whether words help; a sum that is wrong or a price that is missing has to be mended."""
        return self.finding.weight is not Weight.MUST or self.check in TAKE_REASON


# Checks that become a matter of explaining once a reason is written.
TAKE_REASON = frozenset({Check.CEILING, Check.REPLACEMENT, Check.QUANTITY, Check.BRAND})


def judge(sheet: Sheet, around: Surroundings) -> tuple[Judged, ...]:
    """Every finding, line by line, those of the whole last."""
    found = [each for at, line in enumerate(sheet.lines) for each in _of_line(sheet, at, line, around)]
    return (*found, *_of_whole(sheet, around))


def _of_line(sheet: Sheet, at: int, line: Line, around: Surroundings) -> Iterator[Judged]:
    day, held = sheet.day, line.criterion.held() if line.criterion is not None else None
    parameters = around.parameters
    by_check: tuple[tuple[Check, Iterable[Finding | None]], ...] = (
        (Check.CEILING, [above_ceiling(line.unit_price_satang, held, reason=line.reason(Check.CEILING))]),
        (Check.EDITION, [_other_edition(held, day, around.catalogue)]),
        (
            Check.OUTSIDE,
            [too_few_market_prices(held, _market_prices(line), day=day, parameters=parameters)],
        ),
        (
            Check.REPLACEMENT,
            replaced_too_early(
                [Replaced(one.name, one.in_use_since) for one in line.replaced],
                day=day,
                parameters=parameters,
                reason=line.reason(Check.REPLACEMENT),
            ),
        ),
        (
            Check.BRAND,
            brand_names((line.name, *line.additions), around.brands, reason=line.reason(Check.BRAND)),
        ),
        (
            Check.COMPETITION,
            [
                too_few_products(
                    [Product(one.maker, one.model) for one in line.products], day=day, parameters=parameters
                )
            ],
        ),
        (
            Check.DELIVERY,
            places_without_school(
                [Place(one.school, one.site_code, one.quantity) for one in line.deliveries], quantity=line.quantity
            ),
        ),
        (
            Check.QUANTITY,
            above_need(
                {one.school: one.quantity for one in line.deliveries}, line.needed, reason=line.reason(Check.QUANTITY)
            ),
        ),
    )
    for check, findings in by_check:
        yield from (Judged(check, at, one, line.reason(check)) for one in findings if one is not None)


def _market_prices(line: Line) -> list[MarketPrice]:
    return [MarketPrice(one.source, one.price_satang) for one in line.prices]


def _other_edition(held: InForce | None, day: date, catalogue: Catalogue) -> Finding | None:
    """A line that goes by an edition which did not hold on the day of the specification."""
    if held is None:
        return None
    about = {"item": held.item.item_no, "used": held.edition.name}
    if held.edition.effective_from > day:
        message = _("Item %(item)s is taken from %(used)s, which was not in force yet on the day of the specification")
        return Finding(Weight.EXPLAIN, message, about)
    newer = catalogue.newer_than(held, day)
    if newer is None:
        return None
    message = _("Item %(item)s is taken from %(used)s; on the day of the specification %(newer)s was in force")
    return Finding(Weight.EXPLAIN, message, {**about, "newer": newer.name})


def _of_whole(sheet: Sheet, around: Surroundings) -> Iterator[Judged]:
    texts = (sheet.title, sheet.background, sheet.objective, sheet.qualifications, sheet.other_terms)
    said = sheet.reason(Check.BRAND)
    yield from (Judged(Check.BRAND, None, one, said) for one in brand_names(texts, around.brands, reason=said))
    for wanted in purchases(sheet, around.unit):
        finding = may_be_split(wanted, around.bought, around.parameters)
        if finding is not None:
            yield Judged(Check.SPLITTING, None, finding, sheet.reason(Check.SPLITTING))


def purchases(sheet: Sheet, unit: str) -> tuple[Bought, ...]:
    """What the sheet buys, by kind. Things without a kind are told apart by their names."""
    sums: dict[str, int] = {}
    for line in sheet.lines:
        kind = line.category or line.name.casefold()
        sums[kind] = sums.get(kind, 0) + line.total_satang
    return tuple(Bought(unit, sheet.day, kind, amount) for kind, amount in sums.items())
