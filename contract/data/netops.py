"""What netops gives: holidays, needs with their price, networks of schools, open risks, the rent of links by year.

Money is whole satang with VAT. `school_code` is the SMIS code; empty: the office itself.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from contract.data.shape import Row


class HolidayRow(Row):
    """Dataset `holidays`: one day on which the usual calendar of the office says closed, weekends apart."""

    day: date
    name: str = ""


class NeedRow(Row):
    """Dataset `needs`: every need that was not merged into another. `state` is one of open, approved, deferred,
    rejected, in_specification, ordered, met. `fiscal_year` None: nobody said for which. `unit_satang` None: nobody
    knows what one costs; `price_source` says where it is from. `spec_id` is the approved specification that it is in,
    `spec_version` its version, `spec_edition` the edition of the criteria that its line was taken from. `risks` are ids
    of the risks that it treats.
    """

    id: int
    title: str
    school_code: str = ""
    quantity: int
    state: str
    fiscal_year: int | None = None
    deferred_until: str = ""
    unit_satang: int | None = None
    total_satang: int | None = None
    price_source: str = ""
    spec_id: int | None = None
    spec_version: int | None = None
    spec_edition: str = ""
    spec_title: str = ""
    risks: tuple[int, ...] = ()
    score: float = 0.0


class NetworkRow(Row):
    """Dataset `network`: one school. `mbps` None: a speed is not known; `month_satang` is the rent of its links,
    without those of which no price is known (`unpriced_links`). `devices` counts by role. `availability` is percent of
    the last full month by the clock of the contracts, None: not measured.
    """

    school_code: str
    name: str
    links: int = 0
    mbps: float | None = None
    month_satang: int = 0
    unpriced_links: int = 0
    devices: dict[str, int] = Field(default_factory=dict)
    device_count: int = 0
    pupils: int | None = None
    pupils_year: int | None = None
    computers: int | None = None
    mbps_per_pupil: float | None = None
    devices_per_pupil: float | None = None
    computers_per_pupil: float | None = None
    availability: float | None = None
    availability_month: str = ""


class RiskRow(Row):
    """Dataset `risks`: one that lives. `score` is likelihood times impact (1 to 25), `left_score` what is expected to
    remain after treatment, None: nobody said.
    """

    id: int
    number: int
    title: str
    school_code: str = ""
    score: int
    level: str
    left_score: int | None = None
    state: str


class RecurringRow(Row):
    """Dataset `recurring`: the rent of links in a fiscal year, as agreed in contracts. What a link costs after its
    contract ends is not known and not in it.
    """

    fiscal_year: int
    satang: int
    links: int
