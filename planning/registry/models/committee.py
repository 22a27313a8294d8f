"""Committees and who sits on them until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from office.workflow.committee import Seat
from planning.registry.core import Registry
from planning.registry.models.reference import new_key
from service.columns import Utc, utc_now, words


class CommitteeKind(StrEnum):
    """What gates ask for: who may decide what is configured by process, kind of decision and day."""

    ESAO_BOARD = "esao_board"
    PROVINCIAL_BOARD = "provincial_board"
    STRATEGY_INTEGRATION = "strategy_integration"
    CLUSTER_BOARD = "cluster_board"
    WORKING_GROUP = "working_group"
    SITE_VISIT = "site_visit"
    READINESS = "readiness"
    INTERNAL = "internal"


class Committee(Registry, table=True):
    """One committee as an order appointed it. At least `quorum_numerator` of `quorum_denominator` of the members whose
    term holds on the day must be present. `valid_to` None: until it is ended.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    kind: CommitteeKind = Field(sa_type=words(CommitteeKind), index=True)
    name: str = Field(max_length=255)
    order_number: str = Field(default="", max_length=120)
    appointed_on: date | None = None
    legal_basis: str = Field(default="", max_length=500)
    duties: str = Field(default="", max_length=2000)
    valid_from: date
    valid_to: date | None = None
    quorum_numerator: int = 1
    quorum_denominator: int = 2
    chair_needed: bool = True
    secretary_counts: bool = True
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class CommitteeMember(Registry, table=True):
    """A seat: `rank` is its place in the order. A person leaves with the term, the row stays."""

    __tablename__ = "committee_member"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    rank: int
    seat: Seat = Field(default=Seat.MEMBER, sa_type=words(Seat))
    name: str = Field(max_length=120)
    position: str = Field(default="", max_length=255)
    term_from: date
    term_to: date | None = None
