"""When a silence is an outage and a link degraded: the environment's settings, and what the settings page says."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from inventory.columns import utc_now
from inventory.models.site import Office
from inventory.store.draft import Digits, Draft
from inventory.store.refusal import NotTakenError, _
from netops.models.job import StoredSetting
from netops.settings import Settings

KEY = "thresholds"


class Thresholds(Draft):
    """`down_after` silent rounds of the last `down_of` confirm; loss in percent, round trip as a factor of usual."""

    down_after: Annotated[int, Field(ge=1, le=16), Digits]
    down_of: Annotated[int, Field(ge=1, le=16), Digits]
    degraded_loss_percent: Annotated[float, Field(gt=0, le=100), Digits]
    degraded_rtt_factor: Annotated[float, Field(gt=1, le=100), Digits]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.down_after > self.down_of:
            raise NotTakenError(_("No more silent rounds than rounds looked at"), "down_after")
        return self

    def over(self, settings: Settings) -> Settings:
        """The settings with these in force."""
        return settings.model_copy(update=self.model_dump())


def load_thresholds(session: Session, office_id: int, settings: Settings) -> Thresholds:
    """In force for an office."""
    row = _row(session, office_id)
    own = {name: getattr(settings, name) for name in Thresholds.model_fields}
    return Thresholds.model_construct(**{**own, **(row.value if row else {})})


def with_thresholds(session: Session, settings: Settings) -> Settings:
    """The settings by which the poller judges: those of the office where there is one. Many offices share the
    environment's, since a round judges all of them at once.
    """
    offices = session.exec(select(Office.id).limit(2)).all()
    if len(offices) != 1 or offices[0] is None:
        return settings
    return load_thresholds(session, offices[0], settings).over(settings)


def store_thresholds(session: Session, office_id: int, wanted: Thresholds) -> None:
    """Keep what the settings page says."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value, row.changed_at = wanted.model_dump(), utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(wanted).first()
