"""Twelve outages of November 2569 (2026), worked out by hand: the figures were reckoned on paper, not by the code.

Clock of Bangkok. The month begins on a Sunday and has 30 days = 2,592,000 seconds. Power, planned work and the
office's own do not count; neither does what is shorter than five minutes (300 s).

 no  from             to               cause     what is left out                    counts in November
  1  31 Oct 22:40:00  01 Nov 01:10:00  provider  October's 1:20:00                   1:10:00  =   4,200 s
  2  03 Nov 23:50:00  04 Nov 00:20:00  provider  –                                   0:30:00  =   1,800 s
  3  05 Nov 09:00:00  05 Nov 09:04:59  provider  299 s: too short                    –
  4  05 Nov 13:00:00  05 Nov 13:05:00  provider  – (exactly 300 s)                   0:05:00  =     300 s
  5  07 Nov 10:00:00  07 Nov 14:00:00  power     4:00:00 = 14,400 s                  –
  6  10 Nov 08:00:00  10 Nov 13:00:00  provider  we could not see 09:30-10:15,       4:15:00  =  15,300 s
                                                 0:45:00 = 2,700 s
  7  12 Nov 22:00:00  13 Nov 03:00:00  provider  maintenance 00:00-02:00 = 7,200 s   3:00:00  =  10,800 s
  8  15 Nov 06:15:30  15 Nov 06:45:29  equipment –                                   0:29:59  =   1,799 s
  9  18 Nov 11:00:00  20 Nov 12:00:01  provider  –                                  49:00:01  = 176,401 s
 10  22 Nov 15:00:00  22 Nov 16:30:00  ours      1:30:00 = 5,400 s                   –
 11  24 Nov 09:00:00  24 Nov 09:45:00  unclear   –                                   0:45:00  =   2,700 s
 12  30 Nov 21:30:00  01 Dec 02:15:00  provider  December's 2:15:00                  2:30:00  =   9,000 s
                                                                                    --------------------
 4,200 + 1,800 + 300 + 15,300 + 10,800 + 1,799 + 176,401 + 2,700 + 9,000           =           222,300 s

 measured: 2,592,000 − 2,700 (unknown) − 7,200 (maintenance) − 14,400 (power) − 5,400 (ours) = 2,562,300 s
 up: 2,562,300 − 222,300 = 2,340,000 s; 2,340,000 ÷ 2,562,300 = 91.3242... %
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from inventory.hours import DatedException, Hours
from inventory.models.outage import Cause
from inventory.models.site import DayKind
from inventory.sla.availability import totals
from inventory.sla.clock import Clock, days_of
from inventory.sla.counting import Around, Cut, Judged, Report, Terms, judge
from inventory.sla.formula import Formula
from inventory.sla.reckoning import Facts, Reckoned, reckon
from inventory.sla.spans import Span

BANGKOK = ZoneInfo("Asia/Bangkok")
NOVEMBER, DECEMBER, OCTOBER = date(2026, 11, 1), date(2026, 12, 1), date(2026, 10, 1)
PRICE_SATANG = 107_000  # 1,070.00 baht a month
AMOUNT_SATANG = 12_840_000  # 128,400.00 baht for the whole contract


def local(text: str) -> datetime:
    """A moment of 2026 in Bangkok, e.g. "11-03 23:50:00"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BANGKOK).astimezone(UTC)


def cut(number: int, start: str, end: str, cause: Cause, reports: Sequence[Report] = ()) -> Cut:
    """One line of the table."""
    return Cut(number, local(start), local(end), cause, reports)


REPORTED_6 = (Report(local("11-10 08:30:00"), local("11-10 08:50:00")),)
REPORTED_9 = (
    Report(local("11-18 16:00:00"), local("11-18 16:05:00")),  # told again: the first report is what counts
    Report(local("11-18 13:00:00"), local("11-18 15:30:00")),
)
CUTS = (
    cut(1, "10-31 22:40:00", "11-01 01:10:00", Cause.PROVIDER),
    cut(2, "11-03 23:50:00", "11-04 00:20:00", Cause.PROVIDER),
    cut(3, "11-05 09:00:00", "11-05 09:04:59", Cause.PROVIDER),
    cut(4, "11-05 13:00:00", "11-05 13:05:00", Cause.PROVIDER),
    cut(5, "11-07 10:00:00", "11-07 14:00:00", Cause.POWER),
    cut(6, "11-10 08:00:00", "11-10 13:00:00", Cause.PROVIDER, REPORTED_6),
    cut(7, "11-12 22:00:00", "11-13 03:00:00", Cause.PROVIDER),
    cut(8, "11-15 06:15:30", "11-15 06:45:29", Cause.EQUIPMENT),
    cut(9, "11-18 11:00:00", "11-20 12:00:01", Cause.PROVIDER, REPORTED_9),
    cut(10, "11-22 15:00:00", "11-22 16:30:00", Cause.OURS),
    cut(11, "11-24 09:00:00", "11-24 09:45:00", Cause.UNCLEAR),
    cut(12, "11-30 21:30:00", "12-01 02:15:00", Cause.PROVIDER),
)
AROUND = Around(
    unknown=(Span(local("11-10 09:30:00"), local("11-10 10:15:00")),),
    maintenance=(Span(local("11-13 00:00:00"), local("11-13 02:00:00")),),
)
SCHOOL_HOURS = Hours(
    zone=BANGKOK,
    weekly={day: [(time(8), time(16, 30))] for day in range(5)},
    exceptions=[DatedException(date(2026, 11, 19), date(2026, 11, 19), DayKind.CLOSED)],
)
ALWAYS = Clock(BANGKOK)
LATER = local("12-15 00:00:00")


def terms(clock: Clock = ALWAYS, **values: Any) -> Terms:
    """The terms above, with a repair time of four hours and a response time of one."""
    given: dict[str, Any] = {"least_s": 300, "repair_s": 4 * 3600, "response_s": 3600}
    excluded = frozenset({Cause.POWER, Cause.PLANNED, Cause.OURS})
    return Terms(clock, excluded, **given | values)


def judged(agreed: Terms, cuts: Sequence[Cut] = CUTS) -> list[Judged]:
    """Every outage by these terms."""
    return [judge(one, agreed, AROUND, until=LATER) for one in cuts]


def reckoned(formula: dict[str, Any], agreed: Terms | None = None, month: date = NOVEMBER) -> Reckoned:
    """What a formula (as a contract stores it) makes of a month."""
    held = agreed or terms()
    found, window = judged(held), held.clock.month(month)
    came = totals(found, held, AROUND, window)
    facts = Facts(
        judged=found,
        month=window,
        zone=BANGKOK,
        measured_s=came.measured_s,
        counted_s=came.counted_s,
        days_held=held.clock.days_held(month),
        days_in_month=days_of(month),
        price_satang=PRICE_SATANG,
        amount_satang=AMOUNT_SATANG,
    )
    return reckon(Formula.model_validate(formula), facts)


def per_hour(percent: str, **values: Any) -> dict[str, Any]:
    """A rate in percent of the base for each hour."""
    return {"kind": "percent_per_hour", "percent": Decimal(percent)} | values
