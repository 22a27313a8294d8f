"""Straight-line depreciation (ค่าเสื่อมราคา) of an asset, fiscal year by fiscal year, to the satang.

The rule a reader must know: each whole year takes the price divided by the life; the year of acquisition takes its
share by days, the day of acquisition and 30 September both counted, of that fiscal year's own 365 or 366 days; the last
year takes what is left but one baht a piece; the year of disposal its share up to that day, the day counted. What is
reckoned is one piece; a batch is so many times that, so that it may be split later without a satang's difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from office.fiscal import FiscalYear

KEPT_SATANG: Final = 100  # one baht of each piece stays in the book until it is disposed of


@dataclass(frozen=True, slots=True)
class Written:
    """What is written down: `price_satang` is for one piece, `life_years` at least one."""

    price_satang: int
    quantity: int
    acquired_on: date
    life_years: int

    @property
    def total_satang(self) -> int:
        """มูลค่ารวม."""
        return self.price_satang * self.quantity

    @property
    def rate_percent(self) -> Decimal:
        """อัตราค่าเสื่อมราคา as the book shows it: 33.33 of three years. Nothing is reckoned from it."""
        return (Decimal(100) / self.life_years).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One fiscal year of the register card, as of 30 September, or of `until` where it was disposed of before. Satang,
    of the whole batch.
    """

    year: FiscalYear
    opening_satang: int
    year_satang: int
    accumulated_satang: int
    net_satang: int
    until: date | None = None

    @property
    def day(self) -> date:
        """The day as of which it is."""
        return self.until or self.year.last


def schedule(written: Written) -> Iterator[Line]:
    """A line for each fiscal year, from that of acquisition until one baht a piece is left.

    A price of one baht or less has nothing to be written down: one line with zero.
    """
    price, many = written.price_satang, written.quantity
    most = max(price - KEPT_SATANG, 0)
    year = FiscalYear.of(written.acquired_on)
    last = last_year(written)
    accumulated = 0
    taken_a_year = _of_year(written, year.following)
    while True:
        wanted = _of_year(written, year) if accumulated == 0 else taken_a_year
        taken = most - accumulated if year >= last else min(wanted, most - accumulated)
        opening, accumulated = price - accumulated, accumulated + taken
        yield Line(year, opening * many, taken * many, accumulated * many, (price - accumulated) * many)
        if year >= last or accumulated == most:
            return
        year = year.following


def line_at(written: Written, year: FiscalYear) -> Line | None:
    """The line of one fiscal year; after the last one nothing is taken any more. None before it was acquired."""
    found = None
    for line in schedule(written):
        if line.year > year:
            break
        found = line
    if found is None or found.year == year:
        return found
    return Line(year, found.net_satang, 0, found.accumulated_satang, found.net_satang)


def cut_off(written: Written, line: Line, on: date) -> Line:
    """The line of the year in which it was disposed of, up to that day. Never more than the whole year takes."""
    if on >= line.year.last:
        return replace(line, until=line.year.last)
    by_days = _by_days(written, max(written.acquired_on, line.year.first), on, line.year)
    taken = min(by_days * written.quantity, line.year_satang)
    accumulated = line.accumulated_satang - line.year_satang + taken
    return Line(line.year, line.opening_satang, taken, accumulated, line.opening_satang - taken, on)


def last_year(written: Written) -> FiscalYear:
    """The fiscal year in which the life ends: one later than whole years make, unless acquired on 1 October."""
    first = FiscalYear.of(written.acquired_on)
    return FiscalYear(first.era + written.life_years - (written.acquired_on == first.first))


def _of_year(written: Written, year: FiscalYear) -> int:
    """Satang of one piece, half and more up."""
    return _by_days(written, max(written.acquired_on, year.first), year.last, year)


def _by_days(written: Written, first: date, last: date, year: FiscalYear) -> int:
    """For the days from first to last, both counted, of a fiscal year."""
    days = (year.last - year.first).days + 1
    counted = max((last - first).days + 1, 0)
    whole = written.life_years * days
    return (2 * written.price_satang * counted + whole) // (2 * whole)
