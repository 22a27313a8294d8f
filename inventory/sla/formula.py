"""The credit or fine of a contract, as parameters that a person copied from its paper.

Nothing here is a rule of law and nothing has a rate by default: a formula without rates comes to nothing. Money is
whole satang, percents are decimals as they stand in the contract.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

MOST_SATANG = 10**15
Percent = Annotated[Decimal, Field(ge=0, le=1000, max_digits=10, decimal_places=6)]
Satang = Annotated[int, Field(ge=0, le=MOST_SATANG)]


class Measure(StrEnum):
    """Which time is paid for."""

    DOWNTIME = "downtime"  # all that counts of the outages
    REPAIR_OVER = "repair_over"  # what is beyond the repair time
    RESPONSE_OVER = "response_over"  # what is beyond the response time


class Per(StrEnum):
    """Where parts of an hour are rounded and free minutes given: in each outage, or once in the month's total."""

    OUTAGE = "outage"
    MONTH = "month"


class Parts(StrEnum):
    """What becomes of a part of an hour or day."""

    UP = "up"
    EXACT = "exact"
    DOWN = "down"


class Days(StrEnum):
    """What a day is: 24 hours of time that counts, or a date on which some time counts."""

    HOURS = "24h"
    DATES = "dates"


class BaseOf(StrEnum):
    """Of what a percent is taken."""

    MONTH = "month"  # the price of the month
    PART_MONTH = "part_month"  # by the days on which the contract holds in it
    CONTRACT = "contract"  # the amount of the whole contract


class Rounding(StrEnum):
    """How an amount becomes whole."""

    SATANG_DOWN = "satang_down"
    SATANG_HALF_UP = "satang_half_up"
    SATANG_UP = "satang_up"
    BAHT_DOWN = "baht_down"
    BAHT_HALF_UP = "baht_half_up"
    BAHT_UP = "baht_up"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Timed(_Part):
    """By time. Free minutes are taken off before parts are rounded."""

    measure: Measure = Measure.DOWNTIME
    per: Per = Per.OUTAGE
    parts: Parts = Parts.UP
    free_minutes: Annotated[int, Field(ge=0, le=60 * 24 * 31)] = 0


class PercentPerHour(_Timed):
    """So many percent of the base for each hour."""

    kind: Literal["percent_per_hour"] = "percent_per_hour"
    percent: Percent


class BahtPerHour(_Timed):
    """So much money for each hour."""

    kind: Literal["baht_per_hour"] = "baht_per_hour"
    satang: Satang


class PercentPerDay(_Timed):
    """So many percent of the base for each day."""

    kind: Literal["percent_per_day"] = "percent_per_day"
    percent: Percent
    days: Days = Days.HOURS


class Tier(_Part):
    """Availability below `below` percent comes to `percent` of the base."""

    below: Annotated[Decimal, Field(gt=0, le=100, max_digits=9, decimal_places=6)]
    percent: Percent


class Tiers(_Part):
    """By the month's availability; of the tiers that it is below, the lowest one holds."""

    kind: Literal["tiers"] = "tiers"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _steeper(self) -> Self:
        ordered = sorted(self.tiers, key=lambda tier: -tier.below)
        for upper, lower in pairwise(ordered):
            if upper.below == lower.below or lower.percent < upper.percent:
                raise PydanticCustomError(
                    "tiers_out_of_order", "a lower tier pays less, or two begin at the same percent"
                )
        return self


Rate = Annotated[PercentPerHour | BahtPerHour | PercentPerDay | Tiers, Field(discriminator="kind")]


class Formula(_Part):
    """What is due for a month: the sum of the rates, no more than the caps, rounded as the contract says.

    `round_each`: each amount is rounded by itself before it is summed, else only the sum is. Caps and rounding are of
    the month's sum; `cap_percent` is of the base.
    """

    rates: Annotated[tuple[Rate, ...], Field(max_length=5)] = ()
    base: BaseOf = BaseOf.MONTH
    cap_percent: Percent | None = None
    cap_satang: Satang | None = None
    rounding: Rounding = Rounding.SATANG_HALF_UP
    round_each: bool = False

    @property
    def needs_base(self) -> bool:
        """Whether anything is a percent of something."""
        return self.cap_percent is not None or any(not isinstance(rate, BahtPerHour) for rate in self.rates)
