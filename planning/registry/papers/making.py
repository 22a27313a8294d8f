"""From rows to the data of papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from planning.registry.models.committee import Committee, CommitteeMember
from planning.registry.models.meeting import AgendaItem, Meeting, Resolution
from planning.registry.papers.appointment import APPOINTMENT
from planning.registry.papers.data import Appointment, Matter, MeetingData, Who
from planning.registry.papers.meeting_papers import AGENDA, INVITATION, MINUTES
from planning.registry.papers.wording import ROLES, VERDICTS
from planning.registry.store.agenda import PARTS, numbered
from planning.registry.store.held import Held
from planning.registry.store.meetings import named
from service.papers.kind import Kinds
from service.papers.letter_register import LETTER_REGISTER

NO_REASONS: Final[Mapping[int, str]] = MappingProxyType({})
KINDS: Final = Kinds((APPOINTMENT, INVITATION, AGENDA, MINUTES, LETTER_REGISTER))


def appointment_data(office: str, row: Committee, members: Sequence[CommitteeMember]) -> Appointment:
    """Of a committee; members in the order given."""
    return Appointment(
        office=office,
        committee=row.name,
        number=row.order_number,
        day=row.appointed_on,
        legal_basis=row.legal_basis,
        duties=row.duties,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        members=_who(members),
    )


def meeting_data(office: str, held: Held) -> MeetingData:
    """Of a meeting."""
    row, members = held.meeting, held.members
    matters: dict[str, list[Matter]] = {part: [] for part in PARTS}
    for number, item in numbered(held.items):
        matters[item.part].append(_matter(number, item, held.resolutions.get(item.id or 0)))
    return MeetingData(
        office=office,
        committee=held.committee.name,
        meeting=named(row),
        letter=row.invitation_number,
        day=row.held_on,
        begins=row.begins,
        ends=row.ends,
        place=row.place,
        parts=tuple(tuple(matters[part]) for part in PARTS),
        present=_who([one for one in members if one.id in held.present]),
        absent=_who([one for one in members if one.id not in held.present], held.reasons)
        if row.is_quorate is not None
        else (),
        attending=tuple(Who(name=one.name, position=one.position) for one in held.attendees),
        recorder=row.recorder,
        checker=row.checker,
        quorum=_quorum(row),
    )


def _who(members: Sequence[CommitteeMember], reasons: Mapping[int, str] = NO_REASONS) -> tuple[Who, ...]:
    return tuple(
        Who(name=one.name, position=one.position, role=ROLES[one.seat], reason=reasons.get(one.id or 0, ""))
        for one in members
    )


def _matter(number: str, item: AgendaItem, resolved: Resolution | None) -> Matter:
    told = ""
    votes = ""
    if resolved is not None:
        word = VERDICTS[resolved.verdict]
        told = resolved.text if resolved.text.startswith(word) else f"{word} {resolved.text}"
        if resolved.in_favour is not None or resolved.against is not None:
            votes = (
                f"เห็นชอบ {resolved.in_favour or 0} เสียง ไม่เห็นชอบ {resolved.against or 0} เสียง "
                f"งดออกเสียง {resolved.abstained or 0} เสียง"
            )
    return Matter(number=number, title=item.title, text=item.text, resolution=told, votes=votes)


def _quorum(row: Meeting) -> str:
    if row.is_quorate is None:
        return ""
    end = "ครบองค์ประชุม" if row.is_quorate else "ไม่ครบองค์ประชุม"
    return f"กรรมการมาประชุม {row.present} คน จากทั้งหมด {row.counted} คน {end}"
