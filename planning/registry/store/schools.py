"""Schools are written down and changed here; their state is not: only a case of the school network changes that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import SCHOOL, Visitor
from planning.registry.grades import Grade
from planning.registry.models.school import CoordinateSource, School, SchoolChange, SchoolState, SpecialArea
from planning.registry.placing import findings
from service.columns import utc_now
from service.draft import Digits, Draft, Empty, Line, Name, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse
from service.thai_order import in_thai

SUBJECT = "school"
Latitude = Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False), Empty]
Longitude = Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False), Empty]
Day = Annotated[date | None, Empty]
Rooms = Annotated[int | None, Field(ge=0, le=1000), Empty]
GivenGrade = Annotated[Grade | None, Empty]
Text = Annotated[str, Field(max_length=120)]
GRADES_STAY = N_("Only a case of the school network changes the grades of a school")
Metres = Annotated[int | None, Field(ge=0, le=100_000), Empty]


def _digits(count: int, *, may_lack: bool = False) -> AfterValidator:
    """A code of so many digits, or none at all where it may be lacking."""

    def check(value: str) -> str:
        if may_lack and not value:
            return value
        if len(value) != count or not value.isdecimal():
            raise NotTakenError(N_("%(count)s digits are needed"), count=count)
        return value

    return AfterValidator(check)


class SchoolDraft(Draft):
    """A school as a person or a file gives it."""

    smis_code: Annotated[str, Digits, _digits(8)]
    moe_code: Annotated[str, Digits, _digits(10, may_lack=True)] = ""
    obec_code: Annotated[str, Digits, _digits(6, may_lack=True)] = ""
    name: Name
    subdistrict: Line = ""
    district: Line = ""
    province: Line = ""
    latitude: Latitude = None
    longitude: Longitude = None
    coordinate_source: CoordinateSource = CoordinateSource.UNKNOWN
    coordinate_checked_on: MayHaveHappened = None
    coordinate_error_m: Metres = None
    special_area: SpecialArea = SpecialArea.NONE
    lowest_grade: GivenGrade = None
    highest_grade: GivenGrade = None
    school_group: Text = ""
    affiliation: Text = ""
    usable_rooms: Rooms = None
    opened_on: Day = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.lowest_grade is None) != (self.highest_grade is None):
            raise NotTakenError(N_("The lowest and the highest grade belong together"), "highest_grade")
        if self.lowest_grade and self.highest_grade and self.lowest_grade.place > self.highest_grade.place:
            raise NotTakenError(N_("The highest grade lies below the lowest one"), "highest_grade")
        return self

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise NotTakenError(N_("Latitude and longitude belong together"), missing)
        return self


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list asks for."""

    q: str = ""
    district: str = ""
    state: SchoolState | None = None
    place: str = ""
    sort: str = "name"
    descending: bool = False
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page of schools, and how many there are in all."""

    rows: Sequence[School]
    total: int


SORTS = {
    "smis_code": col(School.smis_code),
    "name": col(School.name),
    "district": col(School.district),
    "state": col(School.state),
}


def seen(visitor: Visitor) -> ColumnElement[bool]:
    """Those of the office; a school's person sees this one school."""
    ours = col(School.office_code) == visitor.office_code
    if visitor.person.role != SCHOOL:
        return ours
    return and_(ours, col(School.smis_code) == visitor.person.school_code)


def find_schools(session: Session, visitor: Visitor, asked: Asked) -> Found:
    """Sorted as asked, then by code."""
    conditions = [seen(visitor)]
    if asked.district:
        conditions.append(col(School.district) == asked.district)
    if asked.state is not None:
        conditions.append(col(School.state) == asked.state)
    if asked.place:
        found = findings(points_of(session, visitor))
        conditions.append(col(School.id).in_([one for one, finding in found.items() if finding.value == asked.place]))
    if asked.q:
        words = f"%{asked.q.replace('%', '').replace('_', '')}%"
        conditions.append(or_(col(School.name).ilike(words), col(School.smis_code).like(words)))
    key = in_thai(SORTS[asked.sort])
    wanted = select(School).where(*conditions).order_by(key.desc() if asked.descending else key, col(School.smis_code))
    rows = session.exec(wanted.limit(asked.limit).offset(asked.offset)).all()
    return Found(rows, session.exec(select(func.count()).select_from(School).where(*conditions)).one())


def points_of(session: Session, visitor: Visitor) -> dict[int, tuple[float | None, float | None]]:
    """Coordinates of all schools that may be seen."""
    wanted = select(School.id, School.latitude, School.longitude).where(seen(visitor))
    return {one or 0: (latitude, longitude) for one, latitude, longitude in session.exec(wanted).all()}


def districts(session: Session, visitor: Visitor) -> Sequence[str]:
    """Named by any school that may be seen."""
    wanted = select(School.district).where(seen(visitor), School.district != "").distinct()
    return session.exec(wanted.order_by(School.district)).all()


def find_school(session: Session, visitor: Visitor, school_id: int, *, to_change: bool = False) -> School:
    """MissingError where it may not be seen. Who changes it keeps others from changing it until the end."""
    wanted = select(School).where(col(School.id) == school_id, seen(visitor))
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("school")
    return row


def add_school(session: Session, visitor: Visitor, draft: SchoolDraft) -> School:
    """A new one, open. RefusedError when the office has a school of this code."""
    _is_free(session, visitor, draft.smis_code)
    row = School(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "school.added", subject=SUBJECT, subject_id=row.id, detail={"code": row.smis_code})
    return row


def change_school(session: Session, visitor: Visitor, row: School, draft: SchoolDraft) -> None:
    """Nothing is written down when nothing changed. RefusedError for other grades than those that are known."""
    if draft.smis_code != row.smis_code:
        _is_free(session, visitor, draft.smis_code)
    values = draft.model_dump()
    for name in ("lowest_grade", "highest_grade"):
        known, given = getattr(row, name), values.pop(name)
        if known is None:
            values[name] = given
        elif given not in (None, known):
            raise refuse(name, GRADES_STAY)
    changes = take(row, values)
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "school.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def changes_of(session: Session, visitor: Visitor, school_id: int) -> Sequence[SchoolChange]:
    """What cases of the school network set of a school, the newest first."""
    ours = col(SchoolChange.office_code) == visitor.office_code
    wanted = select(SchoolChange).where(ours, SchoolChange.school_id == school_id)
    return session.exec(wanted.order_by(col(SchoolChange.id).desc())).all()


def _is_free(session: Session, visitor: Visitor, code: str) -> None:
    wanted = select(School.id).where(School.office_code == visitor.office_code, School.smis_code == code)
    if session.exec(wanted).first() is not None:
        raise refuse("smis_code", N_("Another school has this code"))
