"""What netops heard of planning services, and how far it read each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.hearing import HeardColumns, PeerColumns


class SiblingHeard(HeardColumns, Core, table=True):
    """A fact that netops heard and acted on."""

    __tablename__ = "sibling_heard"


class SiblingPeer(PeerColumns, Core, table=True):
    """How far a planning service was read."""

    __tablename__ = "sibling_peer"


class SiblingStep(Core, table=True):
    """A step of work at a planning service that is due, as the service told it last; `path` is its page there."""

    __tablename__ = "sibling_step"
    __table_args__ = (UniqueConstraint("office_id", "service", "run_key", "step_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    service: str = Field(max_length=32)
    run_key: str = Field(max_length=64)
    step_key: str = Field(max_length=64)
    title: str = Field(max_length=255)
    step_th: str = Field(max_length=120)
    step_en: str = Field(max_length=120)
    owner: str = Field(max_length=32)
    due_on: date = Field(index=True)
    path: str = Field(max_length=255)
