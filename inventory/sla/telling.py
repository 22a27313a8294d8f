"""Steps and reasons in words that a person can reckon by. English catalogue sentences; the caller translates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inventory.sla.counting import Reason
from inventory.sla.reckoning import WhyNot
from inventory.sla.steps import Operand, Step, Unit, Way, What

Translate = Callable[[str], str]
SATANG_IN_BAHT = 100


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


LABELS: Final[Mapping[What, str]] = {
    What.BASE: _("Base of the percentage"),
    What.PART_MONTH: _("Base for the days on which the contract holds"),
    What.UP: _("Time in which it was up"),
    What.AVAILABILITY: _("Availability of the month"),
    What.TIER: _("Share of the base for the tier that availability is in"),
    What.NO_TIER: _("Availability is not below the highest tier"),
    What.TIME: _("Time that counts in this month"),
    What.TIME_CARRIED: _("Time that counts from the beginning to the end of this month"),
    What.FREE: _("Less the minutes that are free"),
    What.HOURS: _("In hours"),
    What.DAYS: _("In days"),
    What.DATES: _("Dates on which time counts"),
    What.CARRIED: _("Less what was reckoned in earlier months"),
    What.AMOUNT: _("Amount"),
    What.ROUNDED: _("Rounded as the contract says"),
    What.SUM: _("Sum"),
    What.CAP_PERCENT: _("The most that is due"),
    What.CAPPED: _("The smallest of sum and limits"),
    What.DUE: _("Due for the month"),
}

WAYS: Final[Mapping[tuple[Way, bool], str]] = {
    (Way.UP, False): _("a part counts as a whole"),
    (Way.DOWN, False): _("a part is left out"),
    (Way.HALF_UP, False): _("half or more counts as a whole"),
    (Way.UP, True): _("a part of a baht counts as a whole"),
    (Way.DOWN, True): _("a part of a baht is left out"),
    (Way.HALF_UP, True): _("half a baht or more counts as a whole"),
}

REASONS: Final[Mapping[Reason, str]] = {
    Reason.OUTSIDE: _("outside the days of the contract"),
    Reason.UNKNOWN: _("we could not see"),
    Reason.CLOSED: _("outside the hours of the contract"),
    Reason.MAINTENANCE: _("announced maintenance"),
    Reason.POWER: _("power cut"),
    Reason.PROVIDER: _("the provider's own"),
    Reason.EQUIPMENT: _("the school's equipment"),
    Reason.PLANNED: _("planned work"),
    Reason.OURS: _("the office's own"),
    Reason.UNCLEAR: _("cause not clear"),
    Reason.SHORT: _("shorter than the contract counts"),
}

WHY_NOT: Final[Mapping[WhyNot, str]] = {
    WhyNot.NO_FORMULA: _("The contract has no formula yet, so nothing is reckoned"),
    WhyNot.NO_PRICE: _("Neither the link nor the contract has a monthly price, so nothing is reckoned"),
    WhyNot.NO_AMOUNT: _("The contract has no amount, so nothing is reckoned"),
}

_UNITS: Final[Mapping[Unit, str]] = {
    Unit.SECONDS: _("%(figure)s s"),
    Unit.MINUTES: _("%(figure)s min"),
    Unit.HOURS: _("%(figure)s h"),
    Unit.DAYS: _("%(figure)s d"),
    Unit.SATANG: _("%(figure)s baht"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a calculation: `1,500.00 baht × 0.035% × 3 hours` = `1.575 baht`, under a label."""

    label: str
    sum: str
    result: str
    note: str = ""
    exact: bool = True


def told(step: Step, translate: Translate = str) -> Told:
    """The step in words."""
    return Told(
        label=translate(LABELS[step.what]),
        sum=" ".join(part for one in step.operands for part in _operand(one, translate)),
        result=_result(step, translate),
        note=translate(WAYS[step.way, step.whole_baht]) if step.way is not Way.NONE else "",
        exact=step.exact,
    )


def figure(value: Decimal, unit: Unit, translate: Translate = str) -> str:
    """A figure with its unit; money in baht with at least two decimals."""
    if unit is Unit.PERCENT:
        return f"{_plain(value)}%"
    shown = _money(value) if unit is Unit.SATANG else _plain(value)
    return translate(_UNITS[unit]) % {"figure": shown}


def clock(seconds: int) -> str:
    """Hours, minutes and seconds: 61:05:09."""
    minutes, left = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{left:02d}"


def _operand(one: Operand, translate: Translate) -> list[str]:
    shown = figure(one.value, one.unit, translate)
    return [one.sign, shown] if one.sign else [shown]


def _result(step: Step, translate: Translate) -> str:
    shown = figure(step.result, step.unit, translate)
    if step.what in (What.TIME, What.TIME_CARRIED, What.FREE):
        return f"{shown} ({clock(int(step.result))})"
    return shown


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(satang: Decimal) -> str:
    """Baht: two decimals, more where a satang is not whole."""
    baht = satang / SATANG_IN_BAHT
    text = f"{baht:,f}"
    whole, _dot, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
