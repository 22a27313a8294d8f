"""What came of resolutions: searched by text, subject, year and school, with what other services told since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from contract.events import Fact
from contract.planning import CaseCompleted, PlanApproved, PlanPublished, SchoolStatusChanged
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import APPROVING, AgendaItem, Happening, ItemSchool, Meeting, Resolution, TaskItem
from planning.registry.models.school import School
from service.i18n import N_

MOST: Final = 300
HAPPENED: Final = {
    "PlanApproved": N_("plan approved"),
    "PlanPublished": N_("plan published"),
    "SchoolStatusChanged": N_("state of the school changed"),
    "CaseCompleted": N_("case completed"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty: everything. `school` is a code, or a part of a name."""

    q: str = ""
    era: int | None = None
    kind: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A resolution, where it was made, and what came of it."""

    resolution: Resolution
    item: AgendaItem
    meeting: Meeting
    committee: Committee
    schools: Sequence[str] = ()
    happened: Sequence[Happening] = ()
    tasks: Sequence[TaskItem] = field(default=())

    @property
    def state(self) -> str:
        """`nothing_due`, `waiting`, `going_on` or `done`."""
        if any(task.done_on is None for task in self.tasks):
            return "going_on"
        if any(one.kind == "CaseCompleted" for one in self.happened):
            return "done"
        if self.happened or self.tasks:
            is_plan = any(one.kind == "PlanPublished" for one in self.happened)
            return "done" if is_plan or not self.item.sha256 else "going_on"
        return "waiting" if self.item.sha256 and self.resolution.verdict in APPROVING else "nothing_due"


def count_resolutions(session: Session, visitor: Visitor, asked: Asked) -> int:
    """How many there are of them."""
    wanted = (
        select(func.count())
        .select_from(Resolution)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.item_id))
        .join(Meeting, col(Meeting.id) == col(Resolution.meeting_id))
        .join(Committee, col(Committee.id) == col(Meeting.committee_id))
        .where(Resolution.office_code == visitor.office_code, *_conditions(visitor, asked))
    )
    return session.exec(wanted).one()


def find_resolutions(
    session: Session, visitor: Visitor, asked: Asked, *, limit: int = MOST, offset: int = 0
) -> Sequence[Found]:
    """The newest first."""
    wanted = (
        select(Resolution, AgendaItem, Meeting, Committee)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.item_id))
        .join(Meeting, col(Meeting.id) == col(Resolution.meeting_id))
        .join(Committee, col(Committee.id) == col(Meeting.committee_id))
        .where(Resolution.office_code == visitor.office_code, *_conditions(visitor, asked))
        .order_by(col(Meeting.held_on).desc(), col(Resolution.id).desc())
        .limit(limit)
        .offset(offset)
    )
    rows = session.exec(wanted).all()
    items = [item.id for _one, item, _meeting, _committee in rows]
    schools: dict[int, list[str]] = {}
    for link in session.exec(select(ItemSchool).where(col(ItemSchool.item_id).in_(items))):
        schools.setdefault(link.item_id, []).append(link.school_code)
    tasks = session.exec(select(TaskItem).where(col(TaskItem.item_id).in_(items))).all()
    happened = _happened(session, visitor, [(one, item) for one, item, _meeting, _committee in rows])
    return [
        Found(
            one,
            item,
            meeting,
            committee,
            sorted(schools.get(item.id or 0, [])),
            [each for each in happened if _is_about(each, one, item)],
            [task for task in tasks if task.item_id == item.id],
        )
        for one, item, meeting, committee in rows
    ]


def _conditions(visitor: Visitor, asked: Asked) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.q:
        words = f"%{asked.q.replace('%', '').replace('_', '')}%"
        texts = (Resolution.text, AgendaItem.title, AgendaItem.text, Committee.name)
        found.append(or_(*(col(text).ilike(words) for text in texts)))
    if asked.era is not None:
        found.append(col(Meeting.era) == asked.era)
    if asked.kind:
        found.append(col(AgendaItem.subject_kind) == asked.kind)
    if asked.school:
        named = select(ItemSchool.item_id).where(
            ItemSchool.office_code == visitor.office_code, _is_named(ItemSchool.school_code, visitor, asked.school)
        )
        told = select(Happening.subject_key).where(
            Happening.office_code == visitor.office_code, _is_named(Happening.school_code, visitor, asked.school)
        )
        found.append(or_(col(AgendaItem.id).in_(named), col(AgendaItem.subject_key).in_(told)))
    return found


def _is_named(column: str, visitor: Visitor, asked: str) -> ColumnElement[bool]:
    """A code is the one asked for, or that of a school of the office that is called so."""
    words = f"%{asked.replace('%', '').replace('_', '')}%"
    codes = select(School.smis_code).where(School.office_code == visitor.office_code, col(School.name).ilike(words))
    return or_(col(column) == asked, col(column).in_(codes))


def names_of(session: Session, visitor: Visitor, codes: Iterable[str]) -> Mapping[str, str]:
    """What the schools with these codes are called."""
    wanted = select(School.smis_code, School.name).where(
        School.office_code == visitor.office_code, col(School.smis_code).in_(set(codes))
    )
    return dict(session.exec(wanted).all())


def _happened(session: Session, visitor: Visitor, rows: Sequence[tuple[Resolution, AgendaItem]]) -> Sequence[Happening]:
    keys = [one.key for one, _item in rows]
    subjects = [item.subject_key for _one, item in rows if item.subject_key]
    return session.exec(
        select(Happening)
        .where(
            Happening.office_code == visitor.office_code,
            or_(col(Happening.resolution_key).in_(keys), col(Happening.subject_key).in_(subjects)),
        )
        .order_by(col(Happening.at), col(Happening.id))
    ).all()


def _is_about(happening: Happening, one: Resolution, item: AgendaItem) -> bool:
    """A fact that names a resolution is about that one only; one that names a subject came of every resolution on it
    that was made before.
    """
    if happening.resolution_key:
        return happening.resolution_key == one.key
    return happening.subject_key == item.subject_key and one.recorded_at <= happening.at


def hear(session: Session, fact: Fact, at: datetime) -> str:
    """Keep what came of a resolution."""
    match fact:
        case PlanApproved():  # and PlanPublished, which says more
            row = Happening(
                office_code=fact.office_code,
                resolution_key=fact.resolution_key,
                subject_key=fact.plan_key,
                kind="PlanPublished" if isinstance(fact, PlanPublished) else "PlanApproved",
                text=fact.title[:500],
                at=at,
            )
        case CaseCompleted() | SchoolStatusChanged():
            row = Happening(
                office_code=fact.office_code,
                subject_key=fact.case_key,
                school_code=fact.school_code[:8],
                kind=type(fact).__name__,
                at=at,
            )
        case _:
            return "passed over"
    session.add(row)
    return f"{row.kind} kept beside its resolution"
