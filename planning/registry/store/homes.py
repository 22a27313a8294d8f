"""Homes of pupils: filled in a draft of a count, frozen with it, and told as far as they are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from planning.kit.small_cells import shown
from planning.kit.visitor import Visitor
from planning.registry.grades import Grade
from planning.registry.homing import Reach, by_village, fingerprint, reach_by_grade, too_many, total_homes
from planning.registry.models.count import CountRevision, SchoolCount, SchoolHomes
from planning.registry.models.school import School
from planning.registry.models.village import Village
from planning.registry.store.counts import FROZEN, counted, homes_rows
from service.i18n import N_
from service.refusal import RefusedError, refuse


def put_homes(
    session: Session,
    visitor: Visitor,
    revision: CountRevision,
    school_id: int,
    homes: Mapping[str, Mapping[str, list[int]]],
    now: datetime,
) -> None:
    """All homes of these grades of one school in a draft; an empty grade is not known any more. RefusedError for a
    frozen revision, a school that was not counted, a village that is not known, and more homes than pupils.
    """
    if revision.frozen_at is not None:
        raise refuse("revision", FROZEN)
    wanted = select(SchoolCount).where(
        SchoolCount.office_code == visitor.office_code,
        SchoolCount.revision_id == revision.id,
        SchoolCount.school_id == school_id,
    )
    count = session.exec(wanted).one_or_none()
    if count is None:
        raise refuse("school_code", N_("This school is not in the count of that day"))
    wrong = [problem for _grade, problem in too_many(count.grades, homes)]
    if wrong:
        raise RefusedError(wrong)
    _villages_known(session, visitor, homes)
    row = next(iter(homes_rows(session, visitor, revision, school_id)), None)
    if row is None:
        row = SchoolHomes(office_code=visitor.office_code, revision_id=revision.id or 0, school_id=school_id)
        session.add(row)
    given = {
        grade: {code: persons for code, persons in sorted(villages.items()) if any(persons)}
        for grade, villages in homes.items()
    }
    merged = {**row.homes, **given}
    row.homes = {grade.value: merged[grade.value] for grade in Grade if merged.get(grade.value)}
    tally = total_homes(row.homes)
    row.male, row.female, row.changed_at = tally.male, tally.female, now


def _villages_known(session: Session, visitor: Visitor, homes: Mapping[str, Mapping[str, list[int]]]) -> None:
    wanted = {code for villages in homes.values() for code in villages}
    known = set(session.exec(select(Village.code).where(Village.office_code == visitor.office_code)).all())
    if wanted - known:
        raise refuse("village_code", N_("There is no village of this code"))


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village with the pupils who come from it; None: too few to be shown."""

    village: Village
    pupils: int | None
    schools: int


@dataclass(frozen=True, slots=True)
class Homes:
    """Homes of one revision, in sums that name nobody."""

    all: Reach
    grades: Mapping[Grade, Reach]
    schools: tuple[tuple[School, Reach, int], ...]
    villages: tuple[VillageLine, ...]
    is_whole: bool


def homes_of(session: Session, visitor: Visitor, revision: CountRevision) -> Homes:
    """By grade, by school (with from how many villages), and by village; never by village and grade at once."""
    rows = counted(session, visitor, revision)
    kept = {one.school_id: one.homes for one in homes_rows(session, visitor, revision)}
    grades: dict[Grade, Reach] = defaultdict(Reach)
    schools = []
    for one in rows:
        homes = kept.get(one.school.id or 0, {})
        reached = reach_by_grade(one.row.grades, homes)
        for grade, reach in reached.items():
            grades[grade] += reach
        villages = {code for each in homes.values() for code in each}
        schools.append((one.school, sum(reached.values(), Reach()), len(villages)))
    by_code = {one.school.smis_code: kept.get(one.school.id or 0, {}) for one in rows}
    whole = revision.frozen_at is None or fingerprint(by_code) == revision.homes_sha256
    return Homes(
        all=sum(grades.values(), Reach()),
        grades={grade: grades[grade] for grade in Grade if grade in grades},
        schools=tuple(schools),
        villages=_lines(session, visitor, by_village(by_code)),
        is_whole=whole,
    )


def _lines(session: Session, visitor: Visitor, found: Mapping[str, tuple[int, int]]) -> tuple[VillageLine, ...]:
    rows = session.exec(select(Village).where(Village.office_code == visitor.office_code)).all()
    villages = {one.code: one for one in rows}
    seen = shown({code: pupils for code, (pupils, _schools) in found.items()})
    return tuple(
        VillageLine(villages[code], seen[code], schools)
        for code, (_pupils, schools) in found.items()
        if code in villages
    )
