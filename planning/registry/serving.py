"""What the registry gives other services of one office: schools, counts with homes of pupils, villages and staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import Text, cast
from sqlmodel import Session, col, func, select

from contract.data.registry import SchoolRow, StaffRow, VillageRow
from contract.data.shape import Given
from planning.kit.parts import Giver
from planning.registry.models.count import CountRevision, PupilCount, SchoolCount, SchoolHomes
from planning.registry.models.school import School
from planning.registry.models.staff import StaffCount
from planning.registry.models.village import Village, VillagePeople
from planning.registry.store.counts import holding

YEARS: Final = 5


def _newest(session: Session, office_code: str, *tables: Any) -> datetime | None:
    """When any row of these tables changed last."""
    moments = [
        session.exec(select(func.max(one.changed_at)).where(one.office_code == office_code)).one() for one in tables
    ]
    return max((one for one in moments if one is not None), default=None)


def give_schools(session: Session, office_code: str) -> Given:
    """Grades that nobody said are those with pupils in the newest count that holds."""
    rows = session.exec(select(School).where(School.office_code == office_code).order_by(School.smis_code)).all()
    spans = _spans(session, office_code)
    return Given(
        [_school(one, spans.get(one.id or 0, ("", ""))) for one in rows], _newest(session, office_code, School)
    )


def _school(one: School, span: tuple[str, str]) -> SchoolRow:
    names = set(SchoolRow.model_fields) - {"lowest_grade", "highest_grade", "is_ours", "state", "special_area"}
    return SchoolRow(
        **one.model_dump(mode="json", include=names),
        lowest_grade=one.lowest_grade.value if one.lowest_grade else span[0],
        highest_grade=one.highest_grade.value if one.highest_grade else span[1],
        state=one.state.value,
        special_area=one.special_area.value,
        is_ours=not one.affiliation,
    )


def _spans(session: Session, office_code: str) -> dict[int, tuple[str, str]]:
    held = [one for one, _count, is_current in _revisions(session, office_code) if is_current]
    if not held:
        return {}
    wanted = select(SchoolCount.school_id, SchoolCount.grades).where(
        SchoolCount.revision_id == held[0].id, SchoolCount.office_code == office_code
    )
    return {school: (_first(grades), _last(grades)) for school, grades in session.exec(wanted).all() if grades}


def _first(grades: Mapping[str, object]) -> str:
    """Kept in their order."""
    return next(iter(grades))


def _last(grades: Mapping[str, object]) -> str:
    return next(reversed(list(grades)))


def _revisions(session: Session, office_code: str) -> list[tuple[CountRevision, PupilCount, bool]]:
    """Of the last five academic years, the newest count first; the flag marks those that hold."""
    counts = session.exec(
        select(PupilCount).where(PupilCount.office_code == office_code).order_by(col(PupilCount.day).desc())
    ).all()
    newest = max((one.academic_year for one in counts), default=0)
    every = session.exec(
        select(CountRevision).where(CountRevision.office_code == office_code).order_by(col(CountRevision.number))
    ).all()
    found = []
    for count in counts:
        own = [one for one in every if one.count_id == count.id]
        if own and count.academic_year > newest - YEARS:
            holds = holding(own)
            found += [(one, count, one is holds) for one in own]
    return found


def give_counts(session: Session, office_code: str) -> Given:
    """Every revision of the last five academic years, drafts too: they say that they are none of the frozen ones."""
    codes = dict(session.exec(select(School.id, School.smis_code).where(School.office_code == office_code)).all())
    revisions = _revisions(session, office_code)
    wanted = select(SchoolCount.revision_id, SchoolCount.school_id, cast(SchoolCount.grades, Text)).where(
        SchoolCount.office_code == office_code,
        col(SchoolCount.revision_id).in_([one.id for one, _count, _holds in revisions]),
    )
    kept: dict[int, list[tuple[str, dict[str, list[int]]]]] = {}
    for revision_id, school_id, grades in session.exec(wanted).all():
        kept.setdefault(revision_id, []).append((codes[school_id], from_json(grades)))
    rows = [
        row
        for revision, count, is_current in revisions
        for row in _counted(revision, count, is_current, kept.get(revision.id or 0, ()))
    ]
    frozen = [one.frozen_at for one, _count, _holds in revisions if one.frozen_at is not None]
    changed = _newest(session, office_code, SchoolCount)
    return Given(rows, max([*frozen, *([changed] if changed else [])], default=None))


def _counted(
    revision: CountRevision,
    count: PupilCount,
    is_current: bool,
    schools: Sequence[tuple[str, dict[str, list[int]]]],
) -> list[Mapping[str, object]]:
    """Rows in the shape of `CountRow`."""
    of_all = {
        "academic_year": count.academic_year,
        "count_date": count.day.isoformat(),
        "revision": revision.number,
        "is_frozen": revision.frozen_at is not None,
        "is_current": is_current,
    }
    return [
        {"smis_code": code, **of_all, "grade": grade, "male": male, "female": female, "rooms": rooms}
        for code, grades in sorted(schools)
        for grade, (male, female, rooms) in grades.items()
    ]


def give_homes(session: Session, office_code: str) -> Given:
    """Of the revisions that are frozen and hold, of the last five academic years."""
    codes = dict(session.exec(select(School.id, School.smis_code).where(School.office_code == office_code)).all())
    held = [
        (one, count)
        for one, count, is_current in _revisions(session, office_code)
        if is_current and one.frozen_at is not None
    ]
    wanted = select(SchoolHomes.revision_id, SchoolHomes.school_id, cast(SchoolHomes.homes, Text)).where(
        SchoolHomes.office_code == office_code, col(SchoolHomes.revision_id).in_([one.id for one, _count in held])
    )
    kept: dict[int, list[tuple[str, dict[str, dict[str, list[int]]]]]] = {}
    for revision_id, school_id, homes in session.exec(wanted).all():
        kept.setdefault(revision_id, []).append((codes[school_id], from_json(homes)))
    rows = [row for one, count in held for row in _homes(one, count, kept.get(one.id or 0, ()))]
    frozen = [one.frozen_at for one, _count in held if one.frozen_at is not None and one.id in kept]
    return Given(rows, max(frozen, default=None))


def _homes(
    revision: CountRevision, count: PupilCount, schools: Sequence[tuple[str, dict[str, dict[str, list[int]]]]]
) -> list[Mapping[str, object]]:
    """Rows in the shape of `HomeRow`."""
    of_all = {
        "academic_year": count.academic_year,
        "count_date": count.day.isoformat(),
        "revision": revision.number,
    }
    return [
        {"smis_code": code, **of_all, "grade": grade, "village_code": village, "male": male, "female": female}
        for code, homes in sorted(schools)
        for grade, villages in homes.items()
        for village, (male, female) in sorted(villages.items())
    ]


def give_villages(session: Session, office_code: str) -> Given:
    """Each with the newest population that is known."""
    ours = VillagePeople.office_code == office_code
    known = select(
        VillagePeople.village_id, VillagePeople.year, VillagePeople.source, cast(VillagePeople.ages, Text)
    ).where(ours)
    newest = {one: told for one, *told in session.execute(known.order_by(col(VillagePeople.year))).all()}
    villages = session.exec(select(Village).where(Village.office_code == office_code).order_by(Village.code)).all()
    rows = [_village(one, *newest.get(one.id or 0, (None, "", "{}"))) for one in villages]
    return Given(rows, _newest(session, office_code, Village, VillagePeople))


def _village(one: Village, year: int | None, source: str, ages: str) -> Mapping[str, object]:
    """A row in the shape of `VillageRow`; `ages` is JSON as the database holds it: the faster parser reads it."""
    told = [
        {"age": int(age), "male": male, "female": female}
        for age, (male, female) in sorted(from_json(ages).items(), key=lambda pair: int(pair[0]))
    ]
    return {**one.model_dump(include=_OF_VILLAGE), "year": year, "source": source, "ages": told}


_OF_VILLAGE: Final = set(VillageRow.model_fields) - {"year", "source", "ages"}


def give_staff(session: Session, office_code: str) -> Given:
    """Persons by position and academic year."""
    wanted = (
        select(School.smis_code, StaffCount.academic_year, StaffCount.position, StaffCount.male + StaffCount.female)
        .join(StaffCount, col(StaffCount.school_id) == School.id)
        .where(StaffCount.office_code == office_code)
        .order_by(col(StaffCount.academic_year), col(School.smis_code), col(StaffCount.position))
    )
    rows = [
        StaffRow(smis_code=code, academic_year=year, position=position, persons=persons)
        for code, year, position, persons in session.exec(wanted).all()
    ]
    return Given(rows, _newest(session, office_code, StaffCount))


SCHOOL_DATA: Final[Mapping[str, Giver]] = {
    "schools": give_schools,
    "enrolment": give_counts,
    "homes": give_homes,
    "villages": give_villages,
    "staff": give_staff,
}
"""By name, as `contract.data.registry` describes them."""
