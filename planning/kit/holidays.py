"""The days on which the office works: its holidays are kept at netops, and planning reckons by a dated copy of them.

Every day that is due by a rule (steps, reports, requests) is reckoned here. While no copy was taken yet, weekends alone
are known, and pages say so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from contract.data.netops import HolidayRow
from office.workflow.days import next_working
from planning.kit.copies import CopyView, rows
from planning.kit.parts import HOLIDAYS


def holidays(session: Session, office_code: str) -> CopyView[HolidayRow]:
    """The copy, with its age."""
    return rows(session, office_code, HOLIDAYS)


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """When something is due at an office with these holidays."""

    holidays: Collection[date] = frozenset()

    @classmethod
    def of(cls, session: Session, office_code: str) -> OfficeDays:
        """Of the office, by its copy."""
        return cls(frozenset(row.day for row in holidays(session, office_code).rows))

    def last_of(self, start: date, days: int) -> date:
        """The last of so many days after `start`; one that ends when nobody works ends on the next working day."""
        return next_working(start + timedelta(days=days), self.holidays)

    def late_from(self, start: date, days: int) -> date:
        """The day on which is late what has fewer than so many days after `start`: the day after the last one."""
        return self.last_of(start, days - 1) + timedelta(days=1)
