"""Orders that appoint a committee or a working group (คำสั่งแต่งตั้ง), with its members and their terms."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from office.workflow.committee import Seat
from planning.province.committees import CommitteeKind
from planning.province.models.owned import Owned
from service.columns import words


class Order(Owned, table=True):
    """One order. `committee_key` is that of the committee in the registry, where meetings and resolutions are kept;
    it counts as issued from the day on which it has a number. Quorum: a part of the members, rounded up.
    """

    __tablename__ = "appointment_order"
    __table_args__ = (UniqueConstraint("office_code", "committee", "begins_on"),)

    committee: str = Field(max_length=255)
    kind: CommitteeKind = Field(sa_type=words(CommitteeKind))
    committee_key: str = Field(default="", max_length=64)
    number: str = Field(default="", max_length=64)
    signed_on: date | None = None
    begins_on: date
    ends_on: date | None = None
    reason: str = Field(default="", max_length=2000)
    duties: str = Field(default="", max_length=4000)
    signer: str = Field(default="", max_length=255)
    signer_position: str = Field(default="", max_length=255)
    quorum_numerator: int = 1
    quorum_denominator: int = 2


class Member(Owned, table=True):
    """One member of an order, in its rank. A term of its own begins or ends apart from the order's."""

    __tablename__ = "order_member"
    __table_args__ = (UniqueConstraint("order_id", "rank"),)

    order_id: int = Field(foreign_key="appointment_order.id", index=True)
    rank: int
    seat: Seat = Field(sa_type=words(Seat))
    name: str = Field(max_length=255)
    position: str = Field(default="", max_length=255)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    begins_on: date | None = None
    ends_on: date | None = None
