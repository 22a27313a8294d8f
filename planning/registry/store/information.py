"""Information sets: made of a frozen count with the staff and villages of that moment, kept, and never made over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.count import CountRevision, PupilCount
from planning.registry.models.information import InformationSet
from planning.registry.models.staff import StaffCount
from planning.registry.models.village import Village, VillagePeople
from planning.registry.papers.book_data import (
    BookData,
    GradeLine,
    PositionLine,
    SchoolLine,
    VillageLine,
    children_of,
    is_teacher,
)
from planning.registry.store.counts import Counted, counted
from planning.registry.tallying import by_grade, of_kept
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT = "information_set"


@dataclass(frozen=True, slots=True)
class MadeSet:
    """A set, and of which count and revision it is."""

    set: InformationSet
    count: PupilCount
    number: int


def make_set(
    session: Session, visitor: Visitor, count: PupilCount, revision: CountRevision, *, now: datetime
) -> InformationSet:
    """The next edition of a frozen revision; the last one again where it would say the same. RefusedError for a
    draft. `count` was found to be changed.
    """
    if revision.frozen_at is None:
        raise refuse("revision", N_("Only a frozen count has an information book"))
    last = session.exec(
        select(InformationSet)
        .where(InformationSet.revision_id == revision.id, InformationSet.office_code == visitor.office_code)
        .order_by(col(InformationSet.edition).desc())
    ).first()
    edition = last.edition + 1 if last is not None else 1
    data = _data(session, visitor, count, revision, edition).model_dump(mode="json")
    if last is not None and {**data, "edition": last.edition} == last.data:
        return last
    row = InformationSet(
        office_code=visitor.office_code,
        revision_id=revision.id or 0,
        edition=edition,
        made_at=now,
        made_by=visitor.name[:120],
        sha256=_digest(data),
        data=data,
    )
    session.add(row)
    session.flush()
    detail = {"day": count.day.isoformat(), "revision": revision.number, "edition": edition}
    audit.record(session, visitor, "information.made", subject=SUBJECT, subject_id=row.id, detail=detail)
    return row


def book_of(row: InformationSet) -> BookData:
    """What its book is printed from. RefusedError where it is not any more what was kept."""
    if _digest(row.data) != row.sha256:
        raise refuse("set", N_("This set is not any more what was made. Do not use it."))
    return BookData.model_validate(row.data)


def find_set(session: Session, visitor: Visitor, set_id: int) -> MadeSet:
    """With all that it holds. MissingError outside the office."""
    found = session.exec(_sets(visitor).where(InformationSet.id == set_id)).one_or_none()
    if found is None:
        raise MissingError("set")
    return MadeSet(*found)


def find_sets(session: Session, visitor: Visitor) -> list[MadeSet]:
    """The newest first, without what they hold."""
    wanted = _sets(visitor).order_by(col(InformationSet.id).desc()).options(_WITHOUT_DATA)
    return [MadeSet(*found) for found in session.exec(wanted).all()]


_WITHOUT_DATA: Final = defer(InformationSet.data)  # type: ignore[arg-type]  # a column, whatever the stub says


def _sets(visitor: Visitor) -> SelectOfScalar[Any]:
    return (
        select(InformationSet, PupilCount, CountRevision.number)  # type: ignore[return-value]  # rows of three
        .join(CountRevision, col(CountRevision.id) == InformationSet.revision_id)
        .join(PupilCount, col(PupilCount.id) == CountRevision.count_id)
        .where(InformationSet.office_code == visitor.office_code)
    )


def sets_of_count(session: Session, visitor: Visitor, count: PupilCount) -> list[MadeSet]:
    """Those of one count."""
    return [one for one in find_sets(session, visitor) if one.count.id == count.id]


def _digest(data: dict[str, object]) -> str:
    return sha256(json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _data(session: Session, visitor: Visitor, count: PupilCount, revision: CountRevision, edition: int) -> BookData:
    rows = counted(session, visitor, revision)
    staff = _staff(session, visitor, count.academic_year)
    year = staff[0].academic_year if staff else None
    grades = by_grade([of_kept(one.row.grades) for one in rows])
    population = _population(session, visitor)
    return BookData(
        office=visitor.office_name,
        academic_year=count.academic_year,
        day=count.day,
        revision=revision.number,
        edition=edition,
        fingerprint=revision.sha256,
        staff_year=year,
        population_year=max((one.year for one in population.values()), default=None),
        schools=_schools(rows, staff),
        grades=tuple(
            GradeLine(grade=grade.value, male=tally.male, female=tally.female, rooms=tally.rooms)
            for grade, tally in grades.items()
        ),
        positions=_positions(staff),
        villages=_villages(session, visitor, population),
    )


def _staff(session: Session, visitor: Visitor, academic_year: int) -> Sequence[StaffCount]:
    """Of the year, or of the newest one before it."""
    ours = StaffCount.office_code == visitor.office_code
    newest = select(func.max(StaffCount.academic_year)).where(ours, StaffCount.academic_year <= academic_year)
    year = session.exec(newest).one()
    return session.exec(select(StaffCount).where(ours, StaffCount.academic_year == year)).all()


def _schools(rows: Sequence[Counted], staff: Sequence[StaffCount]) -> tuple[SchoolLine, ...]:
    known = {one.school_id for one in staff}
    teachers: dict[int, int] = {}
    for one in staff:
        if is_teacher(one.position):
            teachers[one.school_id] = teachers.get(one.school_id, 0) + one.male + one.female
    return tuple(
        SchoolLine(
            code=one.school.smis_code,
            name=one.school.name,
            subdistrict=one.school.subdistrict,
            district=one.school.district,
            group=one.school.school_group,
            grades=_span(one),
            male=one.row.male,
            female=one.row.female,
            rooms=one.row.rooms,
            teachers=teachers.get(one.school.id or 0, 0) if one.school.id in known else None,
        )
        for one in rows
    )


def _span(one: Counted) -> str:
    """The grades that it offers; those with pupils where nobody said."""
    there = list(of_kept(one.row.grades))
    lowest = one.school.lowest_grade or (there[0] if there else None)
    highest = one.school.highest_grade or (there[-1] if there else None)
    return f"{lowest.label}–{highest.label}" if lowest and highest else ""


def _positions(staff: Sequence[StaffCount]) -> tuple[PositionLine, ...]:
    found: dict[str, tuple[int, int]] = {}
    for one in staff:
        male, female = found.get(one.position, (0, 0))
        found[one.position] = (male + one.male, female + one.female)
    return tuple(
        PositionLine(position=name, male=male, female=female) for name, (male, female) in sorted(found.items())
    )


def _population(session: Session, visitor: Visitor) -> dict[int, VillagePeople]:
    """The newest year of each village."""
    ours = VillagePeople.office_code == visitor.office_code
    rows = session.exec(select(VillagePeople).where(ours).order_by(col(VillagePeople.year))).all()
    return {one.village_id: one for one in rows}


def _villages(session: Session, visitor: Visitor, population: dict[int, VillagePeople]) -> tuple[VillageLine, ...]:
    ours = Village.office_code == visitor.office_code
    lines = []
    for village in session.exec(select(Village).where(ours).order_by(Village.code)).all():
        people = population.get(village.id or 0)
        ages = [] if people is None else [(int(age), sum(persons)) for age, persons in people.ages.items()]
        lines.append(
            VillageLine(
                code=village.code,
                name=village.name,
                subdistrict=village.subdistrict,
                district=village.district,
                children=children_of(ages),
                people=sum(count for _age, count in ages),
            )
        )
    return tuple(lines)
