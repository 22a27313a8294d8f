"""A meeting with all that belongs to it, for its page and its papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from planning.registry.models.committee import Committee, CommitteeMember
from planning.registry.models.meeting import AgendaItem, Attendee, Meeting, Resolution, TaskItem
from planning.registry.store.agenda import items_of, schools_of
from planning.registry.store.attending import attendees_of, reasons_of
from planning.registry.store.committees import members_of
from planning.registry.store.meetings import present_at, seated
from planning.registry.store.resolving import resolutions_of
from planning.registry.store.tasks import tasks_of


@dataclass(frozen=True, slots=True)
class Held:
    """`members` are those whose term ran on the day, `gone` the others; `resolutions` and `schools` are by item id,
    `reasons` of absence by member id.
    """

    meeting: Meeting
    committee: Committee
    items: Sequence[AgendaItem]
    resolutions: Mapping[int, Resolution]
    schools: Mapping[int, Sequence[str]]
    members: Sequence[CommitteeMember]
    gone: Sequence[CommitteeMember]
    present: frozenset[int]
    attendees: Sequence[Attendee]
    reasons: Mapping[int, str]
    tasks: Sequence[TaskItem]


def whole(session: Session, meeting: Meeting, committee: Committee) -> Held:
    """Read together."""
    items = items_of(session, meeting)
    members = seated(session, meeting, committee)
    return Held(
        meeting,
        committee,
        items,
        resolutions_of(session, meeting),
        schools_of(session, items),
        members,
        [one for one in members_of(session, committee) if one not in members],
        present_at(session, meeting),
        attendees_of(session, meeting),
        reasons_of(session, meeting),
        tasks_of(session, meeting),
    )
