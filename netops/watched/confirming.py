"""When a silence is an outage: the environment's settings, and over them what each office said on its settings page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.state import Limits
from netops.models.job import StoredSetting
from netops.settings import Settings
from netops.watched.rules import load_rules
from service.columns import utc_now
from service.draft import Digits, Draft
from service.refusal import NotTakenError, _

KEY = "confirmation"


class Confirmation(Draft):
    """`down_after` silent rounds of the last `down_of` confirm."""

    down_after: Annotated[int, Field(ge=1, le=16), Digits]
    down_of: Annotated[int, Field(ge=1, le=16), Digits]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.down_after > self.down_of:
            raise NotTakenError(_("No more silent rounds than rounds looked at"), "down_after")
        return self


def load_confirmation(session: Session, office_id: int, settings: Settings) -> Confirmation:
    """In force for an office."""
    row = _row(session, office_id)
    own = {name: getattr(settings, name) for name in Confirmation.model_fields}
    return Confirmation.model_construct(**{**own, **(row.value if row else {})})


def store_confirmation(session: Session, office_id: int, wanted: Confirmation) -> None:
    """Keep what the settings page says."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value, row.changed_at = wanted.model_dump(), utc_now()
    session.add(row)
    session.flush()


def limits_of(settings: Settings) -> Limits:
    """By which a place is judged where nobody set anything."""
    return Limits(down_after=min(settings.down_after, settings.down_of), down_of=settings.down_of)


def limits_by_site(session: Session, settings: Settings) -> Mapping[int, Limits]:
    """By which the links and devices of each place are judged: its office's confirmation, its own rules."""
    rules = load_rules(session)
    common = limits_of(settings)
    of_office: dict[int, Limits] = {}
    found: dict[int, Limits] = {}
    places = session.exec(select(Site.id, Site.office_id).where(col(Site.archived_at).is_(None)))
    for site_id, office_id in places:
        if office_id not in of_office:
            confirmation = load_confirmation(session, office_id, settings)
            after = min(confirmation.down_after, confirmation.down_of)
            of_office[office_id] = Limits(down_after=after, down_of=confirmation.down_of)
        limits = rules.over(of_office[office_id], office_id, site_id or 0)
        if limits != common:
            found[site_id or 0] = limits
    return found


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(wanted).first()
