"""Schools whose network a case of the school network ordered away, and what is left of each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, words


class OrderState(StrEnum):
    """Ordered until nothing is left, or until the order does not hold any more."""

    ORDERED = "ordered"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Left(StrEnum):
    """What of a school is to go."""

    LINK = "link"
    DEVICE = "device"


class Outcome(StrEnum):
    """What became of it. Dropped: the order was withdrawn before."""

    ENDED = "ended"
    MOVED = "moved"
    RETIRED = "retired"
    DROPPED = "dropped"


class Decommission(Core, table=True):
    """One order. `receiving_code` is the school that takes the devices over, `receiving_id` the same here where it is
    known. `window_id` is the maintenance window in which its silence is no outage.
    """

    __table_args__ = (UniqueConstraint("office_id", "case_key", "site_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    case_key: str = Field(max_length=64)
    kind: str = Field(max_length=32)
    receiving_code: str = Field(default="", max_length=32)
    receiving_id: int | None = Field(default=None, foreign_key="site.id")
    effective_on: date
    announcement: str = Field(default="", max_length=500)
    state: OrderState = Field(default=OrderState.ORDERED, sa_type=words(OrderState))
    window_id: int | None = None  # no foreign key: a window that has not begun is deleted when it is ended
    ordered_at: datetime = Field(sa_type=Utc)
    withdrawn_why: str = Field(default="", max_length=1000)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class DecommissionTask(Core, table=True):
    """One link or device of it. `end_before` is the last day that a link had before notice was given on `noticed_on`,
    `end_noticed` the one that was given then.
    """

    __tablename__ = "decommission_task"
    __table_args__ = (UniqueConstraint("order_id", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="decommission.id", index=True)
    subject: Left = Field(sa_type=words(Left))
    subject_id: int
    name: str = Field(max_length=255)
    noticed_on: date | None = None
    end_before: date | None = None
    end_noticed: date | None = None
    outcome: Outcome | None = Field(default=None, sa_type=words(Outcome))
    done_on: date | None = None
    done_by: str = Field(default="", max_length=120)
