"""Drills of continuity: planned, run, and what they showed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from network.models.file import DrillResult, NetworkDrill, Scenario
from service.draft import Digits, Draft, Line, Note
from service.refusal import MissingError, _, refuse

Minutes = Annotated[int, Field(ge=1, le=10_080), Digits]


class DrillDraft(Draft):
    """What is made to fail when, who leads it, and within how many minutes work goes on."""

    scenario: Scenario
    planned_on: date
    owner: Annotated[Line, Field(min_length=1)]
    steps: Note = ""
    most_minutes: Minutes


class RunDraft(Draft):
    """What happened; whether it passed follows from the minutes."""

    ran_on: date
    took_minutes: Minutes
    finding: Annotated[Note, Field(min_length=1)]


def plan_drill(session: Session, site: Site, draft: DrillDraft, by: By) -> NetworkDrill:
    """It is due on its day."""
    row = NetworkDrill(site_id=site.id or 0, changed_at=by.at, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def run_drill(session: Session, row: NetworkDrill, draft: RunDraft, today: date, by: By) -> None:
    """Once; RefusedError for a second time and for a day to come."""
    if row.result is not DrillResult.PLANNED:
        raise refuse("", _("The drill was run already"))
    if draft.ran_on > today:
        raise refuse("ran_on", _("This day is still to come"))
    row.ran_on, row.took_minutes, row.finding = draft.ran_on, draft.took_minutes, draft.finding
    row.result = DrillResult.PASSED if draft.took_minutes <= row.most_minutes else DrillResult.FAILED
    row.changed_at = by.at
    session.add(row)
    session.flush()


def find_drill(session: Session, sight: Sight, drill_id: int) -> tuple[NetworkDrill, Site]:
    """Of what may be seen; MissingError."""
    wanted = select(NetworkDrill, Site).join(Site, col(Site.id) == NetworkDrill.site_id)
    row = session.exec(wanted.where(NetworkDrill.id == drill_id, sight.sites())).one_or_none()
    if row is None:
        raise MissingError("drill")
    return row[0], row[1]


def drills_of(session: Session, site_id: int) -> list[NetworkDrill]:
    """The newest first."""
    wanted = select(NetworkDrill).where(NetworkDrill.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkDrill.planned_on).desc(), col(NetworkDrill.id))).all())
