"""Who is appointed, in which order, and who may be counted on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from office.workflow.committee import Attendance, Quorum, Seat, attendance


class CommitteeKind(StrEnum):
    """What a committee is to the gates: the one approves the development plan, the other the annual plan."""

    STRATEGY = "strategy_integration"
    CLUSTER = "cluster_board"
    WORKING_GROUP = "working_group"


@dataclass(frozen=True, slots=True)
class Term:
    """From a day to a day, both included; None: without an end."""

    begins_on: date
    ends_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)

    def narrowed(self, begins_on: date | None, ends_on: date | None) -> Term:
        """The own term of a member never reaches beyond that of the order."""
        ends = [day for day in (self.ends_on, ends_on) if day is not None]
        return Term(max(self.begins_on, begins_on or self.begins_on), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Appointed:
    """One member as far as counting goes."""

    number: int
    rank: int
    seat: Seat
    term: Term


def in_rank_order(members: Iterable[Appointed]) -> Sequence[Appointed]:
    """As an order lists them."""
    return sorted(members, key=lambda one: one.rank)


def in_office(members: Iterable[Appointed], day: date) -> Sequence[Appointed]:
    """Those whose term has begun and not ended, in rank order."""
    return [one for one in in_rank_order(members) if day in one.term]


def counted(members: Iterable[Appointed], present: Collection[int], day: date, quorum: Quorum) -> Attendance:
    """The attendance of a meeting on a day: who is not in office that day counts neither as a member nor as present."""
    seats = [(one.number, one.seat) for one in in_office(members, day)]
    return attendance(seats, present, quorum)
