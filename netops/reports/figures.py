"""What a report of connections says, as it is kept with its paper: a paper made again needs nothing else.

Counts and seconds are kept, shares are worked out from them, so that every total is the sum of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from inventory.sla.counting import Reason

SHAPE: Final = 1
HUNDREDTH: Final = Decimal("0.01")
WHOLE: Final = Decimal("100.00")
MEGA: Final = 1_000_000


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def percent(part: int, whole: int) -> Decimal | None:
    """With two decimals; None of nothing. What is less than all is never rounded up to 100.00."""
    if not whole:
        return None
    exact = Decimal(100 * part) / whole
    rounded = exact.quantize(HUNDREDTH, ROUND_HALF_UP)
    return exact.quantize(HUNDREDTH, ROUND_DOWN) if rounded == WHOLE and part != whole else rounded


class Held(_Figures):
    """How links held by the clocks of their contracts: seconds that were measured, and those of them that count
    as an outage.
    """

    measured_s: int = 0
    counted_s: int = 0

    @property
    def available(self) -> Decimal | None:
        """In percent."""
        return percent(self.measured_s - self.counted_s, self.measured_s)


class District(Held):
    """One district, or all of them. `cut_off_s` is the time in which schools were without any link, together."""

    name: str = ""
    schools: int
    connected: int
    outages: int
    cut_off_s: int

    @property
    def unconnected(self) -> int:
        """Schools without any link."""
        return self.schools - self.connected

    @property
    def connected_percent(self) -> Decimal | None:
        """Of its schools."""
        return percent(self.connected, self.schools)


class School(_Figures):
    """By the name that it had."""

    code: str
    name: str
    district: str = ""


class CutOff(School):
    """How long a school was without any link, and how often."""

    cut_off_s: int
    cuts: int


class LinkFared(School, Held):
    """One link."""

    link_id: int
    link: str
    provider: str
    circuit_no: str = ""
    outages: int
    outage_s: int


class Spent(Held):
    """What the links of one provider cost a month, of those whose price and speed are known, how they answered, and
    what was claimed for them and credited. Round trips in ms, the medians of the months of its links.
    """

    provider_id: int | None = None
    name: str
    links: int
    priced: int
    price_satang: int
    speed_bps: int
    outages: int
    rtt_p50_ms: float | None = None
    rtt_p95_ms: float | None = None
    claimed_satang: int = 0
    credited_satang: int = 0

    @property
    def satang_per_mbps(self) -> int | None:
        """Whole satang, half or more up."""
        if not self.speed_bps:
            return None
        return int((Decimal(self.price_satang) * MEGA / self.speed_bps).quantize(Decimal(1), ROUND_HALF_UP))

    @classmethod
    def sum_of(cls, lines: Iterable[Self], name: str) -> Self:
        """All of them. A median of medians is none: there is no round trip of all."""
        every = list(lines)
        money = ("price_satang", "claimed_satang", "credited_satang")
        counted = (*money, "measured_s", "counted_s", "links", "priced", "speed_bps", "outages")
        return cls(name=name, **{key: sum(getattr(line, key) for line in every) for key in counted})


class Month(Held):
    """One month of the trend."""

    month: date
    outages: int


class Apart(_Figures):
    """All time of all links in seconds, and what of it stands apart, by reason (inventory.sla.counting.Reason)."""

    whole_s: int = 0
    measured_s: int = 0
    excluded_s: dict[Reason, int] = {}


class ReportFigures(_Figures):
    """A whole report. `before` is the period that it is compared with, None where nothing is known of it."""

    shape: int = SHAPE
    period: str
    title: str
    before_title: str
    since: date
    until: date
    is_over: bool
    office: str
    total: District
    before: District | None = None
    districts: tuple[District, ...] = ()
    unconnected: tuple[School, ...] = ()
    schools: tuple[CutOff, ...] = ()
    links: tuple[LinkFared, ...] = ()
    providers: tuple[Spent, ...] = ()
    before_providers: tuple[Spent, ...] = ()
    trend: tuple[Month, ...] = ()
    apart: Apart = Apart()
