"""What lies before meetings: papers that services ask to be decided, and matters that the secretary writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, func, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import AgendaItem, AgendaPart, ItemSchool, Meeting, Resolution
from service.columns import utc_now
from service.draft import Draft
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT: Final = "meeting"
PARTS: Final = tuple(AgendaPart)
Word = Annotated[str, Field(max_length=48, pattern=r"^[a-z0-9_]*$")]


class ItemDraft(Draft):
    """A matter. A paper of a service has all of `service`, `kind`, `key` and `sha256`; free text has none of them.
    `schools` are SMIS codes with blanks or commas between them.
    """

    part: AgendaPart = AgendaPart.DECIDE
    title: Annotated[str, Field(min_length=1, max_length=500)]
    text: Annotated[str, Field(max_length=4000)] = ""
    service: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_]*$")] = ""
    kind: Word = ""
    key: Annotated[str, Field(max_length=64)] = ""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    committee: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_]*$")] = ""
    schools: Annotated[str, Field(max_length=2000, pattern=r"^(\s*\d{8}\s*[, ]?)*$")] = ""


def items_of(session: Session, row: Meeting) -> Sequence[AgendaItem]:
    """In the order of the agenda."""
    rows = session.exec(
        select(AgendaItem).where(AgendaItem.meeting_id == row.id).order_by(col(AgendaItem.position), col(AgendaItem.id))
    ).all()
    return sorted(rows, key=lambda item: PARTS.index(item.part))


def numbered(items: Sequence[AgendaItem]) -> Sequence[tuple[str, AgendaItem]]:
    """(4.1, item): the part and the place in it, as the agenda prints it."""
    counted: dict[AgendaPart, int] = {}
    found = []
    for item in items:
        counted[item.part] = counted.get(item.part, 0) + 1
        found.append((f"{PARTS.index(item.part) + 1}.{counted[item.part]}", item))
    return found


def waiting(session: Session, visitor: Visitor) -> Sequence[AgendaItem]:
    """What no meeting has taken yet, the oldest first."""
    return session.exec(
        select(AgendaItem)
        .where(AgendaItem.office_code == visitor.office_code, col(AgendaItem.meeting_id).is_(None))
        .order_by(col(AgendaItem.id))
    ).all()


def find_item(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> AgendaItem:
    """MissingError where the office has none of this key."""
    wanted = select(AgendaItem).where(AgendaItem.office_code == visitor.office_code, AgendaItem.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("agenda item")
    return row


def schools_of(session: Session, items: Sequence[AgendaItem]) -> Mapping[int, Sequence[str]]:
    """SMIS codes of each item, by its id."""
    found: dict[int, list[str]] = {}
    ids = [item.id for item in items]
    for row in session.exec(
        select(ItemSchool).where(col(ItemSchool.item_id).in_(ids)).order_by(ItemSchool.school_code)
    ):
        found.setdefault(row.item_id, []).append(row.school_code)
    return found


def ask(session: Session, visitor: Visitor, draft: ItemDraft, meeting: Meeting | None = None) -> AgendaItem:
    """Put it before a meeting, or let it wait for one. The same paper waits only once."""
    told = (draft.service, draft.kind, draft.key, draft.sha256)
    if any(told) and not all(told):
        raise refuse("sha256", N_("A paper is named by its service, kind, key and SHA-256"))
    name = sha256("/".join(told).encode()).hexdigest() if any(told) else None
    if name is not None:
        known = session.exec(
            select(AgendaItem).where(AgendaItem.office_code == visitor.office_code, AgendaItem.waiting_for == name)
        ).first()
        if known is not None:
            return known
    row = AgendaItem(
        office_code=visitor.office_code,
        part=draft.part,
        title=draft.title,
        text=draft.text,
        committee_kind=draft.committee,
        service=draft.service,
        subject_kind=draft.kind,
        subject_key=draft.key,
        sha256=draft.sha256,
        link=draft.link,
        waiting_for=name,
        asked_by=visitor.name[:120],
    )
    session.add(row)
    session.flush()
    session.add_all(
        ItemSchool(office_code=visitor.office_code, item_id=row.id or 0, school_code=code)
        for code in sorted(set(draft.schools.replace(",", " ").split()))
    )
    if meeting is not None:
        place(session, visitor, row, meeting)
    else:
        audit.record(
            session, visitor, "agenda.added", subject="agenda_item", subject_id=row.id, detail={"title": row.title}
        )
    return row


def place(session: Session, visitor: Visitor, item: AgendaItem, meeting: Meeting) -> None:
    """Before this meeting. A paper that asks for another kind of committee is not taken."""
    committee = session.get_one(Committee, meeting.committee_id)
    if item.committee_kind and item.committee_kind != committee.kind:
        raise refuse("meeting", N_("The paper asks for another kind of committee"))
    if item.meeting_id is not None and _is_resolved(session, item):
        raise refuse("meeting", N_("It is resolved already"))
    if meeting.published_at is not None:
        raise refuse("meeting", N_("The resolutions of this meeting are published"))
    last = session.exec(
        select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id, AgendaItem.part == item.part)
    ).one()
    item.meeting_id, item.position = meeting.id, (last or 0) + 1
    audit.record(session, visitor, "agenda.added", subject=SUBJECT, subject_id=meeting.id, detail={"title": item.title})
    session.flush()


def take_off(session: Session, visitor: Visitor, item: AgendaItem, meeting: Meeting) -> None:
    """It waits for another meeting. RefusedError when it is resolved, or lies before another one."""
    if item.meeting_id != meeting.id:
        raise refuse("", N_("It does not lie before this meeting"))
    if _is_resolved(session, item):
        raise refuse("", N_("It is resolved already"))
    if meeting.published_at is not None:
        raise refuse("", N_("The resolutions of this meeting are published"))
    item.meeting_id, item.position = None, 0
    audit.record(
        session, visitor, "agenda.taken_off", subject=SUBJECT, subject_id=meeting.id, detail={"title": item.title}
    )
    session.flush()


def move(session: Session, visitor: Visitor, item: AgendaItem, meeting: Meeting, *, up: bool) -> None:
    """One place up or down within its part, until the resolutions are published. At the end of its part it stays."""
    if item.meeting_id != meeting.id:
        raise refuse("", N_("It does not lie before this meeting"))
    if meeting.published_at is not None:
        raise refuse("", N_("The resolutions of this meeting are published"))
    beside = [one for one in items_of(session, meeting) if one.part is item.part]
    at = beside.index(item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(beside):
        return
    beside.insert(to, beside.pop(at))
    for place_of, one in enumerate(beside, start=1):
        one.position = place_of
    meeting.changed_at = utc_now()
    detail = {"title": item.title, "to": to + 1}
    audit.record(session, visitor, "agenda.moved", subject=SUBJECT, subject_id=meeting.id, detail=detail)
    session.flush()


def before_which(session: Session, item: AgendaItem) -> str:
    """Committee and number of the meeting before which it lies; empty while it waits for one."""
    meeting = session.get(Meeting, item.meeting_id) if item.meeting_id is not None else None
    if meeting is None:
        return ""
    committee = session.get_one(Committee, meeting.committee_id)
    return f"{committee.name} {meeting.number}/{meeting.era}"


def _is_resolved(session: Session, item: AgendaItem) -> bool:
    return session.exec(select(Resolution.id).where(Resolution.item_id == item.id)).first() is not None
