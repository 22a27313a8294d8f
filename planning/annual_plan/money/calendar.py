"""When reports of a quarter are due, and what their traffic light shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from office.fiscal import Quarter
from planning.annual_plan.terms import Light
from planning.kit.holidays import OfficeDays

SOON_DAYS: Final = 7


def due_on(quarter: Quarter, days: int, office: OfficeDays) -> date:
    """So many days after the last day of the quarter (a parameter of the office): from then on a report is late."""
    return office.late_from(quarter.last, days)


def light(today: date, due: date, *, is_reported: bool, is_waived: bool) -> Light:
    """Late from the day itself on which it is due; soon in the week before."""
    if is_reported:
        return Light.DONE
    if is_waived:
        return Light.WAIVED
    if today >= due:
        return Light.LATE
    return Light.SOON if today >= due - timedelta(days=SOON_DAYS) else Light.WAITING


@dataclass(frozen=True, slots=True)
class OnTime:
    """Reports of one group that were due until now, and how many came before their day."""

    group: str
    due: int
    on_time: int

    @property
    def percent(self) -> float | None:
        """None when nothing was due."""
        return 100 * self.on_time / self.due if self.due else None


def on_time(
    groups: Mapping[int, str],
    reported: Mapping[tuple[int, int], date],
    dues: Mapping[int, date],
    today: date,
    waived: Iterable[tuple[int, int]] = (),
) -> list[OnTime]:
    """By group. `groups`: project -> group; `reported`: (project, quarter) -> day; `dues`: quarter -> day. A report
    is on time before the day on which it is late.
    """
    counts: dict[str, list[int]] = {}
    free = set(waived)
    for project, group in groups.items():
        for quarter, due in dues.items():
            place = (project, quarter)
            if place in free or (today < due and place not in reported):
                continue
            one = counts.setdefault(group, [0, 0])
            one[0] += 1
            one[1] += place in reported and reported[place] < due
    return [OnTime(group, *both) for group, both in sorted(counts.items())]
