"""Files of schools, coordinates and staff held against what is stored. What a file leaves empty stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlmodel import select

from office.academic import AcademicYear
from planning.registry.importing.step import Act, Change, Step, Taking, changed
from planning.registry.models.school import CoordinateSource, School
from planning.registry.models.staff import StaffCount
from planning.registry.placing import Finding, finding_of
from planning.registry.reading.schools import RegisteredSchool, SchoolPlace
from planning.registry.reading.schools import StaffCount as StaffRow
from planning.registry.store.schools import GRADES_STAY, SchoolDraft, add_school, change_school
from service.i18n import N_
from service.refusal import Problem, RefusedError

_FIELDS: Final = {
    "name": "name",
    "moe_code": "moe_code",
    "obec_code": "percode",
    "subdistrict": "tambon",
    "district": "amphoe",
    "province": "province",
    "school_group": "network",
    "lowest_grade": "lowest",
    "highest_grade": "highest",
}
LABELS: Final = {
    "name": N_("School"),
    "moe_code": N_("Code of the ministry"),
    "obec_code": N_("OBEC code"),
    "subdistrict": N_("Subdistrict"),
    "district": N_("District"),
    "province": N_("Province"),
    "school_group": N_("Group of schools"),
    "lowest_grade": N_("Lowest grade"),
    "highest_grade": N_("Highest grade"),
}
_PLACE: Final = {"latitude": N_("Latitude (degrees)"), "longitude": N_("Longitude (degrees)")}
_PERSONS: Final = {"male": N_("Male"), "female": N_("Female")}
_ASIDE: Final = {
    Finding.ZERO: N_("Latitude and longitude are both zero"),
    Finding.SWAPPED: N_("Latitude and longitude are swapped"),
    Finding.ABROAD: N_("This place lies outside the country"),
}


def schools_by_code(taking: Taking) -> dict[str, School]:
    """All of the office, by the code of 8 digits."""
    ours = School.office_code == taking.visitor.office_code
    return {one.smis_code: one for one in taking.session.exec(select(School).where(ours)).all()}


def plan_schools(taking: Taking, rows: Sequence[RegisteredSchool]) -> Iterator[Step]:
    """New schools and changed ones; no file sets a state, or grades other than those that are known."""
    stored = schools_by_code(taking)
    for row in rows:
        given = {name: value for name, key in _FIELDS.items() if (value := getattr(row, key)) not in (None, "")}
        yield _school(taking, stored.get(row.smis_code), row.smis_code, given)


def _school(taking: Taking, school: School | None, code: str, given: Mapping[str, Any]) -> Step:
    name = f"{code} {given['name']}"
    try:
        if school is None:
            draft = SchoolDraft.read({"smis_code": code, **given})
            return Step(name, Act.NEW, changed({}, given, LABELS), partial(_add, taking, draft))
        for field in ("lowest_grade", "highest_grade"):
            if getattr(school, field) is not None and given.get(field) not in (None, getattr(school, field)):
                return Step(name, Act.SAME, problem=Problem(field, GRADES_STAY))
        draft = SchoolDraft.of(school).with_changes(given)
    except RefusedError as error:
        return Step(name, Act.SAME, problem=error.problems[0])
    changes = changed(school.model_dump(), given, LABELS)
    do = partial(change_school, taking.session, taking.visitor, school, draft)
    return Step(name, Act.CHANGED, changes, do) if changes else Step(name, Act.SAME)


def _add(taking: Taking, draft: SchoolDraft) -> None:
    add_school(taking.session, taking.visitor, draft)


def plan_coordinates(taking: Taking, rows: Sequence[SchoolPlace]) -> Iterator[Step]:
    """Where schools lie, by a file that nobody checked on the spot."""
    stored = schools_by_code(taking)
    for row in rows:
        school = stored[row.school_code]
        name = f"{school.smis_code} {school.name}"
        finding = finding_of(row.latitude, row.longitude)
        if finding is not Finding.GOOD:
            yield Step(name, Act.SAME, problem=Problem("latitude", _ASIDE[finding]))
            continue
        given = {"latitude": row.latitude, "longitude": row.longitude}
        changes = changed(school.model_dump(), given, _PLACE)
        act = Act.NEW if school.latitude is None else Act.CHANGED
        yield Step(name, act, changes, partial(_place, taking, school, given)) if changes else Step(name, Act.SAME)


def _place(taking: Taking, school: School, given: Mapping[str, float]) -> None:
    unchecked = {
        "coordinate_source": CoordinateSource.IMPORTED,
        "coordinate_checked_on": None,
        "coordinate_error_m": None,
    }
    draft = SchoolDraft.of(school).with_changes({**given, **unchecked})
    change_school(taking.session, taking.visitor, school, draft)


def plan_staff(taking: Taking, rows: Sequence[StaffRow]) -> Iterator[Step]:
    """Persons by position in the academic year of the file's day."""
    schools = schools_by_code(taking)
    year = AcademicYear.of(taking.as_of).era
    ours = StaffCount.office_code == taking.visitor.office_code
    known = taking.session.exec(select(StaffCount).where(ours, StaffCount.academic_year == year)).all()
    stored = {(one.school_id, one.position): one for one in known}
    for row in rows:
        school = schools[row.school_code]
        name = f"{school.smis_code} {school.name}: {row.position}"
        if len(row.position) > _LONGEST:
            problem = Problem("position", N_("At most %(max_length)s characters"), {"max_length": _LONGEST})
            yield Step(name, Act.SAME, problem=problem)
            continue
        before = stored.get((school.id or 0, row.position))
        changes = _persons(before, row)
        act = Act.NEW if before is None else Act.CHANGED
        do = partial(_put_staff, taking, before, school, year, row)
        yield Step(name, act, changes, do) if before is None or changes else Step(name, Act.SAME)


_LONGEST: Final = 120


def _persons(before: StaffCount | None, row: StaffRow) -> tuple[Change, ...]:
    stored = {} if before is None else {"male": before.male, "female": before.female}
    return changed(stored, {"male": row.male, "female": row.female}, _PERSONS)


def _put_staff(taking: Taking, before: StaffCount | None, school: School, year: int, row: StaffRow) -> None:
    kept = before or StaffCount(
        office_code=taking.visitor.office_code, school_id=school.id or 0, academic_year=year, position=row.position
    )
    kept.male, kept.female, kept.changed_at = row.male, row.female, taking.now
    taking.session.add(kept)
