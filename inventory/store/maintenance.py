"""Maintenance windows: planned work, once or again and again, in which silence is no outage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, field_validator, model_validator
from sqlmodel import Session, SQLModel

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import Office, Site
from inventory.store.belonging import in_office
from inventory.windows import Schedule, covers, current
from service.columns import utc_now
from service.draft import Draft, Empty, take
from service.refusal import MissingError, NotTakenError, _, refuse

LONGEST_DAYS = 92
LONGEST_AGAIN = timedelta(days=1)
TABLES: dict[Subject, type[SQLModel]] = {
    Subject.SITE: Site,
    Subject.LINK: Link,
    Subject.DEVICE: Device,
    Subject.PROVIDER: Provider,
}


class MaintenanceDraft(Draft):
    """A window over a site with all it has, one link, one device, all links of a provider, or the whole office."""

    subject: Subject
    subject_id: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(default_factory=list)]
    repeats_until: Annotated[date | None, Empty] = None
    note: Annotated[str, Field(max_length=500)] = ""

    @field_validator("weekdays")
    @classmethod
    def _in_order(cls, days: list[int]) -> list[int]:
        return sorted(set(days))

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise NotTakenError(_("Ends before it starts"), "ends_at")
        # A window that was forgotten hides outages for ever.
        if (self.ends_at - self.starts_at).days > LONGEST_DAYS:
            raise NotTakenError(_("At most %(days)s days"), "ends_at", days=LONGEST_DAYS)
        if self.weekdays and self.ends_at - self.starts_at > LONGEST_AGAIN:
            raise NotTakenError(_("One that comes again lasts at most a day"), "ends_at")
        if self.repeats_until is not None and not self.weekdays:
            raise NotTakenError(_("On which days does it come again?"), "weekdays")
        if self.repeats_until is not None and self.repeats_until < self.starts_at.date() - timedelta(days=1):
            raise NotTakenError(_("Ends before it starts"), "repeats_until")
        return self


def find_window(session: Session, window_id: int, *, office_id: int) -> MaintenanceWindow:
    """The window of this office; MissingError when there is none."""
    window = session.get(MaintenanceWindow, window_id)
    if window is None or window.office_id != office_id:
        raise MissingError("maintenance window")
    return window


def create_window(
    session: Session, draft: MaintenanceDraft, *, office_id: int, person_id: int | None
) -> MaintenanceWindow:
    """A new window; RefusedError when its subject is not of this office."""
    _check(session, draft, office_id=office_id)
    window = MaintenanceWindow(office_id=office_id, created_by=person_id, **draft.model_dump())
    session.add(window)
    session.flush()
    return window


def change_window(session: Session, window: MaintenanceWindow, draft: MaintenanceDraft) -> dict[str, object]:
    """Make the window as drafted; returns {field: [before, after]}. One that was ended early is planned anew."""
    _check(session, draft, office_id=window.office_id)
    changes = take(window, draft.model_dump())
    if changes:
        window.ended_at = window.lifted_from = window.lifted_until = None
    session.add(window)
    session.flush()
    return changes


def end_window(session: Session, window: MaintenanceWindow) -> None:
    """The work is over now, and comes no more; one that has not begun is removed, one that ended stays as it was."""
    now = utc_now()
    if window.starts_at > now:
        session.delete(window)
    elif schedule_of(session, window).lasts_beyond(now):
        window.ended_at = now
        session.add(window)
    session.flush()


def lift_window(session: Session, window: MaintenanceWindow) -> None:
    """This time the work is over; it comes again as planned. Refused when it is not on now."""
    now = utc_now()
    schedule = schedule_of(session, window)
    span = current(schedule, now)
    if span is None or not covers(schedule, now):
        raise refuse("", _("It is not on now"))
    window.lifted_from, window.lifted_until = now, span[1]
    session.add(window)
    session.flush()


def schedule_of(session: Session, window: MaintenanceWindow) -> Schedule:
    """By the clock of its office."""
    return Schedule.of(window, ZoneInfo(session.get_one(Office, window.office_id).timezone))


def _check(session: Session, draft: MaintenanceDraft, *, office_id: int) -> None:
    if draft.subject is Subject.OFFICE:
        if draft.subject_id != office_id:
            raise refuse("subject_id", _("There is no such entry"))
        return
    in_office(session, TABLES[draft.subject], draft.subject_id, office_id=office_id, field="subject_id")
