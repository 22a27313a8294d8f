"""Maintenance windows: planned work, in which silence is no outage."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator
from sqlmodel import Session, SQLModel

from inventory.columns import utc_now
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import Site
from inventory.store.draft import Draft, in_office, take
from inventory.store.refusal import MissingError, NotTakenError, _, refuse

LONGEST_DAYS = 92
TABLES: dict[Subject, type[SQLModel]] = {Subject.SITE: Site, Subject.LINK: Link, Subject.DEVICE: Device}


class MaintenanceDraft(Draft):
    """A window over a site with all it has, one link, one device, or the whole office."""

    subject: Subject
    subject_id: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    note: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise NotTakenError(_("Ends before it starts"), "ends_at")
        # A window that was forgotten hides outages for ever.
        if (self.ends_at - self.starts_at).days > LONGEST_DAYS:
            raise NotTakenError(_("At most %(days)s days"), "ends_at", days=LONGEST_DAYS)
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
    """Make the window as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=window.office_id)
    changes = take(window, draft.model_dump())
    session.add(window)
    session.flush()
    return changes


def end_window(session: Session, window: MaintenanceWindow) -> None:
    """The work is over now; a window that has not begun is removed, one that ended stays as it was."""
    now = utc_now()
    if window.starts_at > now:
        session.delete(window)
    elif window.ends_at > now:
        window.ends_at = now
        session.add(window)
    session.flush()


def _check(session: Session, draft: MaintenanceDraft, *, office_id: int) -> None:
    if draft.subject is Subject.OFFICE:
        if draft.subject_id != office_id:
            raise refuse("subject_id", _("There is no such entry"))
        return
    in_office(session, TABLES[draft.subject], draft.subject_id, office_id=office_id, field="subject_id")
