"""Surveys of schools: one a school and academic year, corrected as often as needed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.store.acting import By
from network.models.survey import Cabling, NetworkSurvey
from network.store.turns import take_turn
from service.draft import Digits, Draft, Empty, Line, Note, take
from service.refusal import NotTakenError, _

Count = Annotated[int, Field(ge=0, le=10_000), Digits]
OptionalCount = Annotated[int | None, Field(ge=0, le=10_000), Empty]


class SurveyDraft(Draft):
    """What a school or IT says; counts, conditions and a position."""

    year: Annotated[int, Field(ge=2500, le=2700), Digits]
    rooms: Count
    rooms_cabled: OptionalCount = None
    rooms_wireless: OptionalCount = None
    power_cuts_month: OptionalCount = None
    cabling: Cabling = Cabling.UNKNOWN
    is_grounded: bool = False
    is_locked: bool = False
    caretakers: Count = 0
    caretaker_post: Line = ""
    lacks: Note = ""
    surveyed_on: date

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name in ("rooms_cabled", "rooms_wireless"):
            if (getattr(self, name) or 0) > self.rooms:
                raise NotTakenError(_("More than there are rooms"), name)
        return self


def surveys_of(session: Session, site_id: int) -> list[NetworkSurvey]:
    """The newest year first."""
    wanted = select(NetworkSurvey).where(NetworkSurvey.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkSurvey.year).desc())).all())


def store_survey(session: Session, site: Site, draft: SurveyDraft, by: By) -> dict[str, object]:
    """The survey of a year, or its correction; returns {field: [before, after]}."""
    take_turn(session, Site, site.id or 0)
    same = select(NetworkSurvey).where(NetworkSurvey.site_id == site.id, NetworkSurvey.year == draft.year)
    row = session.exec(same).one_or_none()
    if row is None:
        row = NetworkSurvey(site_id=site.id or 0, year=draft.year, rooms=-1, surveyed_on=draft.surveyed_on)
    changes = take(row, draft.model_dump())
    if changes:
        row.said_by, row.changed_at = by.actor[:120], by.at
    session.add(row)
    session.flush()
    return changes
