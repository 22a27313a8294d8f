"""When an office's report is mailed, and to whom: chosen on the settings page, off until it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, select

from netops.models.job import StoredSetting
from netops.models.person import Role
from netops.reports.period import Period, of_month, of_year
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.draft import Digits, Draft

KEY: Final = "report_schedule"
TOLD: Final = "told"  # the last month whose report was mailed


class ReportSchedule(Draft):
    """On `day` of each month, from `hour` on (local), the report of the month before; in October also that of the
    fiscal year. It goes to everybody of these roles who has an e-mail address.
    """

    enabled: bool = False
    day: Annotated[int, Field(ge=1, le=28), Digits] = 3
    hour: Annotated[int, Field(ge=0, le=23), Digits] = 8
    to_directors: bool = True
    to_planners: bool = False
    to_supply: bool = False
    to_it: bool = True

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who is told."""
        chosen = {
            Role.DIRECTOR: self.to_directors,
            Role.PLANNER: self.to_planners,
            Role.SUPPLY: self.to_supply,
            Role.IT: self.to_it,
            Role.ADMIN: self.to_it,
        }
        return tuple(role for role, is_told in chosen.items() if is_told)

    def due(self, now: datetime, zone: tzinfo) -> Period:
        """The last month whose report was due at a moment."""
        own = now.astimezone(zone)
        month = of_month(own.date()).preceding
        is_reached = (own.day, own.hour) >= (self.day, self.hour)
        return month if is_reached else month.preceding


@dataclass(frozen=True, slots=True)
class Kept:
    """The schedule of an office, and the last month that it was mailed for."""

    schedule: ReportSchedule
    told: str = ""

    def due(self, now: datetime, zone: tzinfo) -> Sequence[Period]:
        """What is to be mailed now: nothing, a month, or the last month of a fiscal year with that year."""
        month = self.schedule.due(now, zone)
        if not self.schedule.enabled or month.key <= self.told:
            return ()
        after = month.months[0] + timedelta(days=31)
        year = FiscalYear.of(month.months[0])
        return (month,) if after in year else (month, of_year(year))


def load_schedule(session: Session, office_id: int) -> Kept:
    """In force for an office."""
    row = _row(session, office_id)
    if row is None:
        return Kept(ReportSchedule())
    values = dict(row.value)
    told = str(values.pop(TOLD, ""))
    return Kept(ReportSchedule.model_construct(**{**ReportSchedule().model_dump(), **values}), told)


def store_schedule(session: Session, office_id: int, wanted: ReportSchedule, *, now: datetime, zone: tzinfo) -> None:
    """From now on: what was due earlier is not mailed after the event. The caller commits."""
    told = max(load_schedule(session, office_id).told, wanted.due(now, zone).key)
    _keep(session, office_id, wanted, told)


def mark_told(session: Session, office_id: int, month: Period) -> None:
    """The report of this month was mailed; the caller commits with the messages."""
    _keep(session, office_id, load_schedule(session, office_id).schedule, month.key)


def _keep(session: Session, office_id: int, schedule: ReportSchedule, told: str) -> None:
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value, row.changed_at = {**schedule.model_dump(), TOLD: told}, utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(wanted).first()
