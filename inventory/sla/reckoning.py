"""From what counted to what is due, step by step: fractions inside, rounding only where the formula says. Pure.

An outage that crosses the end of a month is reckoned whole up to the end of this month, less what earlier months had
of it already: a part of an hour is then rounded up once, not once in each month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from inventory.sla.counting import Judged
from inventory.sla.formula import (
    BahtPerHour,
    BaseOf,
    Days,
    Formula,
    Measure,
    Parts,
    Per,
    PercentPerDay,
    PercentPerHour,
    Rounding,
    Tiers,
)
from inventory.sla.spans import Span, Spans, after_first, clipped, seconds
from inventory.sla.steps import Operand, Step, Unit, Way, What, operand, step

BAHT = 100
HOUR_S = 3600
DAY_S = 86400
Timed = PercentPerHour | BahtPerHour | PercentPerDay


class WhyNot(StrEnum):
    """Why nothing could be reckoned."""

    NO_FORMULA = "no_formula"
    NO_PRICE = "no_price"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a month came to. Money in satang; `availability` exact, in percent, None when nothing was measured."""

    judged: Sequence[Judged]
    month: Span
    zone: tzinfo
    measured_s: int
    counted_s: int
    days_held: int
    days_in_month: int
    price_satang: int | None = None
    amount_satang: int | None = None

    @property
    def availability(self) -> Fraction | None:
        """In percent, exact."""
        return Fraction(100 * (self.measured_s - self.counted_s), self.measured_s) if self.measured_s else None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`why_not` says why the due is nothing although it may not be."""

    due_satang: int
    steps: Sequence[Step] = ()
    why_not: WhyNot | None = None


@dataclass(slots=True)
class _Sheet:
    """The paper on which one formula is reckoned."""

    formula: Formula
    facts: Facts
    base: Fraction = Fraction(0)
    steps: list[Step] = field(default_factory=list)

    def line(self, made: Step) -> None:
        self.steps.append(made)


def reckon(formula: Formula, facts: Facts) -> Reckoned:
    """What is due for the month."""
    if not formula.rates:
        return Reckoned(0, why_not=WhyNot.NO_FORMULA)
    sheet = _Sheet(formula, facts)
    if formula.needs_base:
        missing = _base(sheet)
        if missing is not None:
            return Reckoned(0, why_not=missing)
    amounts: list[Fraction] = []
    for number, rate in enumerate(formula.rates, start=1):
        amounts += _tier(sheet, rate, number) if isinstance(rate, Tiers) else _timed(sheet, rate, number)
    return Reckoned(_due(sheet, amounts), tuple(sheet.steps))


def _base(sheet: _Sheet) -> WhyNot | None:
    facts = sheet.facts
    if sheet.formula.base is BaseOf.CONTRACT:
        if facts.amount_satang is None:
            return WhyNot.NO_AMOUNT
        sheet.base = Fraction(facts.amount_satang)
        sheet.line(step(What.BASE, sheet.base, Unit.SATANG))
        return None
    if facts.price_satang is None:
        return WhyNot.NO_PRICE
    sheet.base = Fraction(facts.price_satang)
    sheet.line(step(What.BASE, sheet.base, Unit.SATANG))
    if sheet.formula.base is BaseOf.PART_MONTH and facts.days_held < facts.days_in_month:
        part = sheet.base * facts.days_held / facts.days_in_month
        figures = (
            operand(sheet.base, Unit.SATANG),
            operand(facts.days_held, Unit.DAYS, "×"),
            operand(facts.days_in_month, Unit.DAYS, "÷"),
        )
        sheet.line(step(What.PART_MONTH, part, Unit.SATANG, *figures))
        sheet.base = part
    return None


def _tier(sheet: _Sheet, rate: Tiers, number: int) -> list[Fraction]:
    reached, facts = sheet.facts.availability, sheet.facts
    if reached is None:
        return []
    measured, up_s = operand(facts.measured_s, Unit.SECONDS), facts.measured_s - facts.counted_s
    sheet.line(step(What.UP, up_s, Unit.SECONDS, measured, operand(facts.counted_s, Unit.SECONDS, "−"), rate=number))
    figures = operand(up_s, Unit.SECONDS), operand(facts.measured_s, Unit.SECONDS, "÷")
    sheet.line(step(What.AVAILABILITY, reached, Unit.PERCENT, *figures, rate=number))
    held = min((tier for tier in rate.tiers if reached < tier.below), key=lambda tier: tier.below, default=None)
    if held is None:
        highest = max(tier.below for tier in rate.tiers)
        sheet.line(step(What.NO_TIER, 0, Unit.SATANG, operand(highest, Unit.PERCENT), rate=number))
        return []
    amount = sheet.base * Fraction(held.percent) / 100
    share = operand(sheet.base, Unit.SATANG), operand(held.percent, Unit.PERCENT, "×")
    sheet.line(step(What.TIER, amount, Unit.SATANG, *share, rate=number))
    return [_each(sheet, amount, rate=number)]


def _timed(sheet: _Sheet, rate: Timed, number: int) -> list[Fraction]:
    month = sheet.facts.month
    measured = [(one.cut.id, _measured(one, rate.measure)) for one in _in_order(sheet.facts.judged)]
    if rate.per is Per.MONTH:
        spans = [span for _id, own in measured for span in clipped(own, month)]
        return _quantity(sheet, rate, number, None, spans) if spans else []
    found: list[Fraction] = []
    for outage_id, own in measured:
        if clipped(own, month):
            found += _quantity(sheet, rate, number, outage_id, own)
    return found


def _in_order(judged: Iterable[Judged]) -> list[Judged]:
    return sorted(judged, key=lambda one: (one.whole, one.cut.id))


def _measured(one: Judged, measure: Measure) -> Spans:
    return {
        Measure.DOWNTIME: one.counted,
        Measure.REPAIR_OVER: one.repair_over,
        Measure.RESPONSE_OVER: one.response_over,
    }[measure]


def _quantity(sheet: _Sheet, rate: Timed, number: int, outage_id: int | None, spans: Spans) -> list[Fraction]:
    """The hours or days of one outage (or of the month), and what they come to."""
    month = sheet.facts.month
    upto = [s for s in spans if s.start < month.end]
    upto = clipped(upto, Span(upto[0].start, month.end)) if outage_id is not None else list(spans)
    before = [Span(s.start, min(s.end, month.start)) for s in upto if s.start < month.start]
    about = {"rate": number, "outage_id": outage_id}
    quantity, unit = _units(sheet, rate, upto, about, What.TIME_CARRIED if before else What.TIME)
    if before:
        already, _unit = _counted(sheet.facts.zone, rate, before)
        left = quantity - already
        sheet.line(step(What.CARRIED, left, unit, operand(quantity, unit), operand(already, unit, "−"), **about))
        quantity = left
    if not quantity:
        return []
    amount, figures = _priced(sheet, rate, quantity, unit)
    sheet.line(step(What.AMOUNT, amount, Unit.SATANG, *figures, **about))
    return [_each(sheet, amount, **about)]


def _units(sheet: _Sheet, rate: Timed, spans: Spans, about: dict[str, int | None], what: What) -> tuple[Fraction, Unit]:
    """Seconds to hours or days, each step written down."""
    total = seconds(spans)
    sheet.line(step(what, total, Unit.SECONDS, **about))
    left = total
    if rate.free_minutes:
        left = max(0, total - rate.free_minutes * 60)
        figures = operand(total, Unit.SECONDS), operand(rate.free_minutes, Unit.MINUTES, "−")
        sheet.line(step(What.FREE, left, Unit.SECONDS, *figures, **about))
    quantity, unit = _counted(sheet.facts.zone, rate, spans)
    if isinstance(rate, PercentPerDay) and rate.days is Days.DATES:
        sheet.line(step(What.DATES, quantity, unit, **about))
        return quantity, unit
    divisor, what = (DAY_S, What.DAYS) if unit is Unit.DAYS else (HOUR_S, What.HOURS)
    figures = operand(left, Unit.SECONDS), operand(divisor, Unit.SECONDS, "÷")
    way = {Parts.UP: Way.UP, Parts.DOWN: Way.DOWN, Parts.EXACT: Way.NONE}[rate.parts]
    sheet.line(step(what, quantity, unit, *figures, way=way, **about))
    return quantity, unit


def _counted(zone: tzinfo, rate: Timed, spans: Spans) -> tuple[Fraction, Unit]:
    left = max(0, seconds(spans) - rate.free_minutes * 60)
    if isinstance(rate, PercentPerDay):
        if rate.days is Days.DATES:
            return Fraction(len(_dates(zone, after_first(spans, rate.free_minutes * 60)))), Unit.DAYS
        return _whole(Fraction(left, DAY_S), rate.parts), Unit.DAYS
    return _whole(Fraction(left, HOUR_S), rate.parts), Unit.HOURS


def _whole(value: Fraction, parts: Parts) -> Fraction:
    return {Parts.UP: Fraction(ceil(value)), Parts.DOWN: Fraction(floor(value)), Parts.EXACT: value}[parts]


def _dates(zone: tzinfo, spans: Spans) -> set[int]:
    def day(at: datetime) -> int:
        return at.astimezone(zone).toordinal()

    found: set[int] = set()
    for span in spans:
        last = day(span.end)
        # A span that ends at midnight has nothing of the day that begins there.
        ends_at_midnight = span.end.astimezone(zone).time() == datetime.min.time()
        found.update(range(day(span.start), last if ends_at_midnight else last + 1))
    return found


def _priced(sheet: _Sheet, rate: Timed, quantity: Fraction, unit: Unit) -> tuple[Fraction, tuple[Operand, ...]]:
    times = operand(quantity, unit, "×")
    if isinstance(rate, BahtPerHour):
        return quantity * rate.satang, (operand(rate.satang, Unit.SATANG), times)
    amount = sheet.base * Fraction(rate.percent) / 100 * quantity
    return amount, (operand(sheet.base, Unit.SATANG), operand(rate.percent, Unit.PERCENT, "×"), times)


def _each(sheet: _Sheet, amount: Fraction, **about: int | None) -> Fraction:
    return _rounded(sheet, amount, **about) if sheet.formula.round_each else amount


def _rounded(sheet: _Sheet, amount: Fraction, **about: int | None) -> Fraction:
    whole, way, to = rounded(amount, sheet.formula.rounding)
    if whole != amount:
        figures = (operand(amount, Unit.SATANG),)
        sheet.line(step(What.ROUNDED, whole, Unit.SATANG, *figures, way=way, whole_baht=to == BAHT, **about))
    return Fraction(whole)


def rounded(amount: Fraction, rounding: Rounding) -> tuple[int, Way, int]:
    """(whole satang, how, satang that the result is a multiple of)."""
    to = BAHT if rounding.value.startswith("baht") else 1
    ways: dict[str, tuple[Callable[[Fraction], int], Way]] = {
        "down": (floor, Way.DOWN),
        "half_up": (lambda value: floor(value + Fraction(1, 2)), Way.HALF_UP),
        "up": (ceil, Way.UP),
    }
    make, way = ways[rounding.value.partition("_")[2]]
    return make(amount / to) * to, way, to


def _due(sheet: _Sheet, amounts: Sequence[Fraction]) -> int:
    formula = sheet.formula
    total = sum(amounts, Fraction(0))
    if len(amounts) != 1:
        figures = [operand(amount, Unit.SATANG, "+" if at else "") for at, amount in enumerate(amounts)]
        sheet.line(step(What.SUM, total, Unit.SATANG, *figures))
    caps: list[Fraction] = [] if formula.cap_satang is None else [Fraction(formula.cap_satang)]
    if formula.cap_percent is not None:
        cap = sheet.base * Fraction(formula.cap_percent) / 100
        figures = [operand(sheet.base, Unit.SATANG), operand(formula.cap_percent, Unit.PERCENT, "×")]
        sheet.line(step(What.CAP_PERCENT, cap, Unit.SATANG, *figures))
        caps.append(cap)
    if caps:
        least = min([total, *caps])
        figures = [operand(total, Unit.SATANG), *(operand(cap, Unit.SATANG, ",") for cap in caps)]
        sheet.line(step(What.CAPPED, least, Unit.SATANG, *figures))
        total = least
    due = int(_rounded(sheet, total))
    sheet.line(step(What.DUE, due, Unit.SATANG))
    return due
