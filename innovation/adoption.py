"""How many schools really use a thing: reckoned from what was measured, never from what was said. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

WITHIN_DAYS: Final = 30
"""A school uses a thing when that was measured within so many days."""


class Way(StrEnum):
    """By what use was measured."""

    DEVICE = "device"
    LINK = "link"
    LOGINS = "logins"


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that showed use: `day` is the last one, None where it was looked for and never seen. `row_id` is the
    device or link; of logins there are `count` within the days.
    """

    site_id: int
    way: Way
    day: date | None
    name: str = ""
    row_id: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class SchoolUse:
    """One school that has it. `is_used` None: nothing there can be measured."""

    site_id: int
    is_used: bool | None
    last_day: date | None
    uses: Sequence[Use]


@dataclass(frozen=True, slots=True)
class Adoption:
    """Schools that have it, and how many of them use it by measure within `days` until `until`."""

    schools: Sequence[SchoolUse]
    until: date
    days: int

    @property
    def rolled_out(self) -> int:
        """Schools that have it."""
        return len(self.schools)

    @property
    def used(self) -> int:
        """Of these, those whose use was measured."""
        return sum(one.is_used is True for one in self.schools)

    @property
    def unmeasured(self) -> int:
        """Of these, those where nothing can be measured."""
        return sum(one.is_used is None for one in self.schools)

    @property
    def percent(self) -> float | None:
        """Of all schools that have it; None where no school can be measured: that is not zero."""
        if self.unmeasured == self.rolled_out:
            return None
        return 100 * self.used / self.rolled_out


def adoption(having: Collection[int], uses: Iterable[Use], *, until: date, days: int = WITHIN_DAYS) -> Adoption:
    """Of the schools (ids) that have it. A use after `until` or older than `days` shows none."""
    first = until - timedelta(days=days - 1)
    by_site: dict[int, list[Use]] = {site_id: [] for site_id in having}
    for use in uses:
        if use.site_id in by_site:
            by_site[use.site_id].append(use)
    return Adoption([_school(site_id, own, first, until) for site_id, own in by_site.items()], until, days)


def _school(site_id: int, uses: Sequence[Use], first: date, until: date) -> SchoolUse:
    days = [use.day for use in uses if use.day is not None and use.day <= until]
    last = max(days, default=None)
    is_used = None if not uses else last is not None and last >= first
    return SchoolUse(site_id, is_used, last, uses)


def logins_of(
    having: Collection[int], counts: Mapping[int, Sequence[tuple[date, int]]], *, until: date, days: int = WITHIN_DAYS
) -> list[Use]:
    """Uses from imported counts (day, logins) of each school. Where the records of an innovation reach into the days,
    a school that is not in them did not sign in; where they do not, nothing is known of it by them.
    """
    first = until - timedelta(days=days - 1)
    within = {
        site_id: [(day, logins) for day, logins in own if first <= day <= until] for site_id, own in counts.items()
    }
    if not any(within.values()):
        return []
    found = []
    for site_id in having:
        own = [(day, logins) for day, logins in within.get(site_id, ()) if logins > 0]
        last = max((day for day, _logins in own), default=None)
        found.append(Use(site_id, Way.LOGINS, last, count=sum(logins for _day, logins in own)))
    return found
