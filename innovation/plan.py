"""The figures of a plan of information technology by year: needs with their prices and the risks that they treat, lines
with their rent. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from office.fiscal import FiscalYear
from risk.scale import Level


@dataclass(frozen=True, slots=True)
class PricedNeed:
    """An approved need. `unit_satang` None: nobody knows what one piece costs; `source` says where a price is from."""

    need_id: int
    title: str
    site_id: int | None
    quantity: int
    year: int | None
    unit_satang: int | None
    source: str = ""

    @property
    def total_satang(self) -> int:
        """For all pieces; nothing where the price is not known."""
        return self.quantity * (self.unit_satang or 0)


@dataclass(frozen=True, slots=True)
class RentedLine:
    """A link that costs so much a month, from a day until a day (None: without an end that is known)."""

    link_id: int
    name: str
    site: str
    contract: str
    month_satang: int
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LineCost:
    """What a link costs in one fiscal year: so many months of its rent."""

    line: RentedLine
    months: int

    @property
    def total_satang(self) -> int:
        """Whole satang: whole months of a rent in satang."""
        return self.months * self.line.month_satang


@dataclass(frozen=True, slots=True)
class PlannedRisk:
    """A live risk with the needs that treat it. `left` is what is expected to remain of it, None where nobody said."""

    risk_id: int
    number: int
    score: int
    level: Level
    left: Level | None
    needs: frozenset[int]
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class YearRisks:
    """Risks that the needs of a year treat. `untreated` counts very high ones that no need treats by its end, without
    those that were accepted; `cost_satang` is of the needs that treat a risk.
    """

    treated: Sequence[PlannedRisk] = ()
    untreated: int = 0
    cost_satang: int = 0

    @property
    def before(self) -> Mapping[Level, int]:
        """How many there are of each level now, the highest first."""
        return _counted(one.level for one in self.treated)

    @property
    def after(self) -> Mapping[Level, int]:
        """The same after treatment; a risk of which nobody said what remains stays as it is."""
        return _counted(one.left if one.left is not None else one.level for one in self.treated)

    @property
    def unsaid(self) -> int:
        """Of how many nobody said what remains."""
        return sum(one.left is None for one in self.treated)

    def of_need(self, need_id: int) -> Sequence[PlannedRisk]:
        """What one need treats."""
        return [one for one in self.treated if need_id in one.needs]


def _counted(levels: Iterable[Level]) -> Mapping[Level, int]:
    return dict.fromkeys(reversed(Level), 0) | Counter(levels)


@dataclass(frozen=True, slots=True)
class YearCost:
    """One fiscal year of the plan."""

    year: FiscalYear
    needs: Sequence[PricedNeed]
    lines: Sequence[LineCost]
    risks: YearRisks = YearRisks()

    @property
    def needs_satang(self) -> int:
        """Sum of its approved needs whose price is known."""
        return sum(one.total_satang for one in self.needs)

    @property
    def lines_satang(self) -> int:
        """Recurring cost of the links."""
        return sum(one.total_satang for one in self.lines)

    @property
    def total_satang(self) -> int:
        """Needs and links together."""
        return self.needs_satang + self.lines_satang

    @property
    def unpriced(self) -> Sequence[PricedNeed]:
        """Needs that are not in the sum, because nobody knows what they cost."""
        return [one for one in self.needs if one.unit_satang is None]


def months_in(line: RentedLine, year: FiscalYear) -> int:
    """Months of a fiscal year that have a day of the rent in them. A line whose contract ends is needed after it too,
    but what it will cost then is not known, so that only what was agreed is counted.
    """
    return sum(
        (line.starts_on is None or line.starts_on <= _month_end(first))
        and (line.ends_on is None or line.ends_on >= first)
        for first in year.months
    )


def _month_end(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def costs(
    years: Iterable[FiscalYear],
    needs: Sequence[PricedNeed],
    lines: Sequence[RentedLine],
    risks: Sequence[PlannedRisk] = (),
) -> list[YearCost]:
    """Each year by itself. A need without a year, or of a year before the plan, belongs to the plan's first year."""
    ordered = sorted(years)
    by_year: Mapping[int, list[PricedNeed]] = {year.era: [] for year in ordered}
    for need in needs:
        year = max(need.year or ordered[0].era, ordered[0].era)
        if year in by_year:
            by_year[year].append(need)
    found, so_far = [], set[int]()
    for one in ordered:
        rented = [LineCost(line, months_in(line, one)) for line in lines]
        so_far |= {need.need_id for need in by_year[one.era]}
        treated = _risks(by_year[one.era], risks, so_far)
        found.append(YearCost(one, by_year[one.era], [cost for cost in rented if cost.months], treated))
    return found


def _risks(needs: Sequence[PricedNeed], risks: Sequence[PlannedRisk], so_far: Set[int]) -> YearRisks:
    ids = {need.need_id for need in needs}
    treated = [one for one in risks if one.needs & ids]
    treating = frozenset[int]().union(*(one.needs for one in treated))
    grave = (one for one in risks if one.level is Level.VERY_HIGH and not one.is_accepted)
    return YearRisks(
        treated=treated,
        untreated=sum(not one.needs & so_far for one in grave),
        cost_satang=sum(need.total_satang for need in needs if need.need_id in treating),
    )
