"""A change of a school's network: asked for, decided, ordered, and accepted by measurement."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field

from inventory.core import Core
from network.acceptance import CheckKind
from service.columns import Utc, utc_now, words


class ChangeState(StrEnum):
    """How far a change is."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


class NetworkChange(Core, table=True):
    """What is to change, why, what could go wrong, and the way back."""

    __tablename__ = "network_change"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    title: str = Field(max_length=255)
    why: str = Field(max_length=2000)
    danger: str = Field(default="", max_length=2000)
    way_back: str = Field(default="", max_length=2000)
    planned_on: date
    state: ChangeState = Field(default=ChangeState.ASKED, sa_type=words(ChangeState))
    asked_by: str = Field(default="", max_length=120)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    decided_by: str = Field(default="", max_length=120)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decision: str = Field(default="", max_length=2000)


class NetworkOrder(Core, table=True):
    """Who does an approved change until when. It ends when its checks pass, never otherwise."""

    __tablename__ = "network_order"

    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(foreign_key="network_change.id", index=True)
    owner: str = Field(max_length=255)
    due_on: date = Field(index=True)
    work: str = Field(default="", max_length=2000)
    ordered_by: str = Field(default="", max_length=120)
    ordered_at: datetime = Field(sa_type=Utc)
    accepted_at: datetime | None = Field(default=None, sa_type=Utc)


class NetworkCheck(Core, table=True):
    """What the collectors have to find. `wanted` is in the unit of its kind."""

    __tablename__ = "network_check"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="network_order.id", index=True)
    kind: CheckKind = Field(sa_type=words(CheckKind))
    device_id: int | None = Field(default=None, foreign_key="device.id")
    link_id: int | None = Field(default=None, foreign_key="link.id")
    port: str = Field(default="", max_length=255)
    wanted: str = Field(default="", max_length=255)


class NetworkTest(Core, table=True):
    """One acceptance test: each check with what was measured and when. `built` is, where it passed, what was then
    there: each device of the order as the agents described it.
    """

    __tablename__ = "network_test"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="network_order.id", index=True)
    at: datetime = Field(sa_type=Utc)
    is_passed: bool
    results: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    built: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    actor: str = Field(default="", max_length=120)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
