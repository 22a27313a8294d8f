"""Where a school's computer traffic logs are kept, as somebody says."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field
from sqlalchemy import delete
from sqlmodel import Session, col

from inventory.models.device import Device
from inventory.models.message import LogCoverage, LogSource
from inventory.models.site import Site
from inventory.store.belonging import in_office
from service.draft import Draft, Empty, Name, Note, OptionalId, take
from service.refusal import MissingError


class LogSourceDraft(Draft):
    """A place that keeps logs of `site_id`. `has_traffic`: who used which address when, as the law asks for."""

    site_id: int
    name: Name
    kept_where: Annotated[str, Field(max_length=255)] = ""
    retention_days: Annotated[int, Field(ge=0, le=36_500)]
    has_traffic: bool = True
    device_id: OptionalId = None
    checked_on: Annotated[date | None, Empty] = None
    note: Note = ""


def find_log_source(session: Session, row_id: int, *, office_id: int) -> LogSource:
    """The source of this office; MissingError when there is none."""
    source = session.get(LogSource, row_id)
    site = session.get(Site, source.site_id) if source is not None else None
    if source is None or site is None or site.office_id != office_id:
        raise MissingError("log source")
    return source


def create_log_source(session: Session, draft: LogSourceDraft, *, office_id: int) -> LogSource:
    """A new source; RefusedError for a school or device of another office."""
    _check(session, draft, office_id=office_id)
    source = LogSource(**draft.model_dump())
    session.add(source)
    session.flush()
    return source


def change_log_source(
    session: Session, source: LogSource, draft: LogSourceDraft, *, office_id: int
) -> dict[str, object]:
    """Make the source as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=office_id)
    changes = take(source, draft.model_dump())
    session.add(source)
    session.flush()
    return changes


def delete_log_source(session: Session, source: LogSource) -> None:
    """Remove it and what was counted of it; the audit log tells what it was."""
    session.execute(delete(LogCoverage).where(col(LogCoverage.log_source_id) == source.id))
    session.delete(source)
    session.flush()


def _check(session: Session, draft: LogSourceDraft, *, office_id: int) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    in_office(session, Device, draft.device_id, office_id=office_id, field="device_id")
