"""Villages with the people who live there, as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic_core import from_json
from sqlalchemy import Text, cast
from sqlmodel import Session, col, func, or_, select

from planning.kit.visitor import Visitor
from planning.registry.models.village import Village, VillagePeople
from planning.registry.papers.book_data import children_of
from planning.registry.sizes import CHILDREN
from planning.registry.store.schools import Asked
from service.refusal import MissingError
from service.thai_order import in_thai


@dataclass(frozen=True, slots=True)
class Line:
    """A village with its newest population; `children` by the bands of school age."""

    village: Village
    year: int | None
    source: str
    people: int
    children: tuple[int, ...]


SORTS = {
    "code": col(Village.code),
    "name": col(Village.name),
    "subdistrict": col(Village.subdistrict),
    "district": col(Village.district),
}


def find_villages(session: Session, visitor: Visitor, asked: Asked) -> tuple[list[Line], int]:
    """A page of them, and how many there are in all."""
    conditions = [col(Village.office_code) == visitor.office_code]
    if asked.district:
        conditions.append(col(Village.district) == asked.district)
    if asked.q:
        words = f"%{asked.q.replace('%', '').replace('_', '')}%"
        conditions.append(or_(col(Village.name).ilike(words), col(Village.code).like(words)))
    key = in_thai(SORTS[asked.sort])
    wanted = select(Village).where(*conditions).order_by(key.desc() if asked.descending else key, col(Village.code))
    rows = session.exec(wanted.limit(asked.limit).offset(asked.offset)).all()
    total = session.exec(select(func.count()).select_from(Village).where(*conditions)).one()
    people = newest_people(session, visitor, [one.id or 0 for one in rows])
    return [line_of(one, people.get(one.id or 0)) for one in rows], total


def newest_people(session: Session, visitor: Visitor, village_ids: Sequence[int]) -> dict[int, VillagePeople]:
    """The newest year of each of these villages."""
    ours = VillagePeople.office_code == visitor.office_code
    wanted = select(VillagePeople).where(ours, col(VillagePeople.village_id).in_(village_ids))
    return {one.village_id: one for one in session.exec(wanted.order_by(col(VillagePeople.year))).all()}


def line_of(village: Village, people: VillagePeople | None) -> Line:
    """In short."""
    if people is None:
        return Line(village, None, "", 0, children_of(()))
    ages = [(int(age), sum(persons)) for age, persons in people.ages.items()]
    return Line(village, people.year, people.source, sum(count for _age, count in ages), children_of(ages))


def children_of_office(session: Session, visitor: Visitor) -> tuple[tuple[int, ...], int | None]:
    """Children of all villages by the bands of school age, each from its newest year; and the newest of these years."""
    ours = VillagePeople.office_code == visitor.office_code
    # As text, village by village: all ages of all villages kept at once take many times longer.
    wanted = select(VillagePeople.village_id, VillagePeople.year, cast(VillagePeople.ages, Text)).where(ours)
    newest = {one: (year, ages) for one, year, ages in session.exec(wanted.order_by(col(VillagePeople.year))).all()}
    counts = dict.fromkeys(_SCHOOL_AGES, 0)
    for _year, text in newest.values():
        ages = from_json(text)
        for age in _SCHOOL_AGES:
            counts[age] += sum(ages.get(str(age), ()))
    return children_of(counts.items()), max((year for year, _ages in newest.values()), default=None)


_SCHOOL_AGES: Final = range(CHILDREN[0].first, (CHILDREN[-1].last or 0) + 1)


def find_village(session: Session, visitor: Visitor, village_id: int) -> Village:
    """MissingError outside the office."""
    wanted = select(Village).where(Village.id == village_id, Village.office_code == visitor.office_code)
    row = session.exec(wanted).one_or_none()
    if row is None:
        raise MissingError("village")
    return row


def people_of(session: Session, visitor: Visitor, village: Village) -> Sequence[VillagePeople]:
    """Every year of one village, the newest first."""
    ours = VillagePeople.office_code == visitor.office_code
    wanted = select(VillagePeople).where(ours, VillagePeople.village_id == village.id)
    return session.exec(wanted.order_by(col(VillagePeople.year).desc())).all()


def districts_of(session: Session, visitor: Visitor) -> Sequence[str]:
    """Named by any village."""
    ours = Village.office_code == visitor.office_code
    wanted = select(Village.district).where(ours, Village.district != "").distinct()
    return session.exec(wanted.order_by(Village.district)).all()
