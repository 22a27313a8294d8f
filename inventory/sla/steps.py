"""One step of a calculation as a person does it by hand: what is worked out, from which figures, with what result.

A step says what it is by a word of `What`; `inventory.sla.telling` has the sentences. A result that no decimal writes
whole (one third) stands with its first digits and `exact` False; the next step goes on from the whole value.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

DIGITS = Decimal("0.000001")


class Unit(StrEnum):
    """Of a figure."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    PERCENT = "percent"
    SATANG = "satang"


class What(StrEnum):
    """What a step works out."""

    BASE = "base"  # the price of the month, or the amount of the contract
    PART_MONTH = "part_month"  # price × days held ÷ days of the month
    UP = "up"  # measured − counted
    AVAILABILITY = "availability"  # up ÷ measured
    TIER = "tier"  # base × percent of the tier that holds
    NO_TIER = "no_tier"  # availability is below no tier
    TIME = "time"  # the seconds of one outage, or of the month, so far as this month holds them
    TIME_CARRIED = "time_carried"  # the same up to the end of the month, of an outage that began in an earlier one
    FREE = "free"  # time − free minutes, at least nothing
    HOURS = "hours"  # seconds ÷ 3,600, rounded as agreed
    DAYS = "days"  # seconds ÷ 86,400, rounded as agreed
    DATES = "dates"  # dates on which time counts
    CARRIED = "carried"  # hours or days up to now − those already reckoned in earlier months
    AMOUNT = "amount"  # base × percent × hours, or satang × hours
    ROUNDED = "rounded"
    SUM = "sum"
    CAP_PERCENT = "cap_percent"  # base × percent: the most that is due
    CAPPED = "capped"  # the smaller of sum and cap
    DUE = "due"


class Way(StrEnum):
    """How a fraction was made whole."""

    NONE = ""
    UP = "up"
    DOWN = "down"
    HALF_UP = "half_up"


class Operand(BaseModel):
    """A figure that goes into a step; `sign` stands before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Decimal
    unit: Unit
    sign: str = ""  # "", "+", "−", "×", "÷" or "," (the smaller of)


class Step(BaseModel):
    """`rate` counts the rates of the formula from 1 (None: it belongs to none); `outage_id` names its outage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: What
    operands: tuple[Operand, ...] = ()
    result: Decimal
    unit: Unit
    exact: bool = True
    way: Way = Way.NONE
    whole_baht: bool = False  # made whole to the baht, not to the satang
    rate: int | None = None
    outage_id: int | None = None


def decimal(value: Fraction | int | Decimal) -> tuple[Decimal, bool]:
    """The value with at most six decimals, cut off, and whether that is all of it."""
    fraction = Fraction(value)
    shown = (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(DIGITS, ROUND_DOWN)
    if fraction.denominator == 1:
        return Decimal(fraction.numerator), True
    return shown.normalize(), Fraction(shown) == fraction


def operand(value: Fraction | int | Decimal, unit: Unit, sign: str = "") -> Operand:
    """A figure for a step."""
    return Operand(value=decimal(value)[0], unit=unit, sign=sign)


def step(what: What, result: Fraction | int | Decimal, unit: Unit, *operands: Operand, **more: object) -> Step:
    """A step with its result cut to what can be shown."""
    shown, exact = decimal(result)
    return Step.model_validate(
        {"what": what, "operands": operands, "result": shown, "unit": unit, "exact": exact, **more}
    )
