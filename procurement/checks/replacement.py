"""Is a device replaced before it was in use for as many years as the criteria ask?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procurement.finding import Finding, Weight
from procurement.parameters import Name, Parameters
from service.refusal import _


@dataclass(frozen=True, slots=True)
class Replaced:
    """What goes: its number or name, and since when it is in use (None: not known)."""

    name: str
    in_use_since: date | None


def replaced_too_early(
    replaced: Sequence[Replaced], *, day: date, parameters: Parameters, reason: str = ""
) -> tuple[Finding, ...]:
    """One finding for each that is too young, or of which nobody knows."""
    wanted = parameters.at(Name.REPLACEMENT_YEARS, day)
    if wanted is None:
        unknown = Finding(Weight.UNCLEAR, _("After how many years replacing was allowed on that day is not known"))
        return (unknown,) if replaced else ()
    weight = Weight.EXPLAIN if reason.strip() else Weight.MUST
    found = []
    for one in replaced:
        if one.in_use_since is None:
            message = _("Since when %(name)s is in use is not known; replacing needs %(years)s years")
            found.append(Finding(Weight.UNCLEAR, message, {"name": one.name, "years": wanted.value}))
        elif _after(one.in_use_since, wanted.value) > day:
            message = _("%(name)s is in use for %(since)s full years; replacing needs %(years)s")
            values = {"name": one.name, "since": _full_years(one.in_use_since, day), "years": wanted.value}
            found.append(Finding(weight, message, values))
    return tuple(found)


def _after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _full_years(since: date, day: date) -> int:
    years = max(day.year - since.year, 0)
    return years - (1 if years and _after(since, years) > day else 0)
