"""Counts of pupils: a draft is filled, frozen and told; what comes later is a new revision, and the old one stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from contract.planning import EnrolmentFrozen
from office.academic import AcademicYear
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.registry.grades import Grade
from planning.registry.homing import fingerprint as homes_fingerprint
from planning.registry.homing import too_many
from planning.registry.models.count import CountRevision, PupilCount, SchoolCount, SchoolHomes
from planning.registry.models.school import School, SchoolState
from planning.registry.store.schools import seen
from planning.registry.tallying import Kept, Tally, by_grade, fingerprint, of_kept, total_of
from service.i18n import N_
from service.refusal import MissingError, RefusedError, refuse
from service.thai_order import in_thai

SUBJECT = "pupil_count"
FROZEN = N_("This revision is frozen and does not change any more")
TEACHING = (SchoolState.OPEN, SchoolState.CO_LEARNING, SchoolState.CLOSING)


@dataclass(frozen=True, slots=True)
class Line:
    """One count in a list: the revision that holds (or the draft, where none is frozen), its schools and its sums."""

    count: PupilCount
    revision: CountRevision
    has_draft: bool
    schools: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Counted:
    """One school of one revision."""

    school: School
    row: SchoolCount


def find_counts(session: Session, visitor: Visitor) -> list[Line]:
    """The newest first."""
    ours = col(PupilCount.office_code) == visitor.office_code
    counts = session.exec(select(PupilCount).where(ours).order_by(col(PupilCount.day).desc())).all()
    revisions = session.exec(
        select(CountRevision)
        .where(CountRevision.office_code == visitor.office_code)
        .order_by(col(CountRevision.number))
    ).all()
    sums = _sums(session, visitor)
    lines = []
    for count in counts:
        own = [one for one in revisions if one.count_id == count.id]
        if not own:
            continue
        holds = holding(own)
        schools, tally = sums.get(holds.id or 0, (0, Tally()))
        lines.append(Line(count, holds, own[-1].frozen_at is None, schools, tally))
    return lines


def holding(revisions: Sequence[CountRevision]) -> CountRevision:
    """The newest frozen one of a count; the draft where none was frozen yet."""
    frozen = [one for one in revisions if one.frozen_at is not None]
    return (frozen or list(revisions))[-1]


def _sums(session: Session, visitor: Visitor) -> dict[int, tuple[int, Tally]]:
    male, female, rooms = (func.sum(one) for one in (SchoolCount.male, SchoolCount.female, SchoolCount.rooms))
    wanted = select(SchoolCount.revision_id, func.count(), male, female, rooms)  # type: ignore[call-overload]  # of five
    wanted = wanted.where(SchoolCount.office_code == visitor.office_code).group_by(SchoolCount.revision_id)
    return {one: (schools, Tally(*tally)) for one, schools, *tally in session.execute(wanted).all()}


def find_count(session: Session, visitor: Visitor, count_id: int, *, to_change: bool = False) -> PupilCount:
    """MissingError outside the office. Who changes it keeps others from changing it until the end."""
    wanted = select(PupilCount).where(PupilCount.id == count_id, PupilCount.office_code == visitor.office_code)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("count")
    return row


def revisions_of(session: Session, visitor: Visitor, count: PupilCount) -> Sequence[CountRevision]:
    """All of one count, the first first."""
    ours = and_(col(CountRevision.office_code) == visitor.office_code, col(CountRevision.count_id) == count.id)
    return session.exec(select(CountRevision).where(ours).order_by(col(CountRevision.number))).all()


def revision_of(session: Session, visitor: Visitor, count: PupilCount, number: int | None) -> CountRevision:
    """That of a number, or the one that holds; MissingError where there is none."""
    revisions = revisions_of(session, visitor, count)
    if not revisions:
        raise MissingError("revision")
    if number is None:
        return holding(revisions)
    for one in revisions:
        if one.number == number:
            return one
    raise MissingError("revision")


def counted(session: Session, visitor: Visitor, revision: CountRevision) -> list[Counted]:
    """Every school of a revision that may be seen, by name."""
    wanted = (
        select(School, SchoolCount)
        .join(SchoolCount, and_(col(SchoolCount.school_id) == School.id, _of(visitor, revision)))
        .where(seen(visitor))
        .order_by(in_thai(School.name), col(School.smis_code))
    )
    return [Counted(school, row) for school, row in session.exec(wanted).all()]


def _of(visitor: Visitor, revision: CountRevision) -> ColumnElement[bool]:
    return and_(col(SchoolCount.office_code) == visitor.office_code, col(SchoolCount.revision_id) == revision.id)


def homes_rows(
    session: Session, visitor: Visitor, revision: CountRevision, school_id: int | None = None
) -> Sequence[SchoolHomes]:
    """Homes of all its schools, or of one."""
    ours = and_(col(SchoolHomes.office_code) == visitor.office_code, col(SchoolHomes.revision_id) == revision.id)
    wanted = select(SchoolHomes).where(ours)
    return session.exec(wanted if school_id is None else wanted.where(SchoolHomes.school_id == school_id)).all()


def kept_by_code(session: Session, visitor: Visitor, revision: CountRevision) -> dict[str, Kept]:
    """SMIS codes -> figures."""
    return {one.school.smis_code: one.row.grades for one in counted(session, visitor, revision)}


def missing_schools(session: Session, visitor: Visitor, revision: CountRevision) -> Sequence[School]:
    """Schools of the office that teach and stand in no row of it."""
    there = select(SchoolCount.school_id).where(_of(visitor, revision))
    wanted = select(School).where(seen(visitor), School.affiliation == "", col(School.state).in_(TEACHING))
    return session.exec(wanted.where(col(School.id).not_in(there)).order_by(in_thai(School.name))).all()


def draft_of(session: Session, visitor: Visitor, day: date, *, now: datetime) -> CountRevision:
    """The draft of that day's count. After a freeze it is a new revision that begins with what was frozen last."""
    wanted = select(PupilCount).where(PupilCount.office_code == visitor.office_code, PupilCount.day == day)
    count = session.exec(wanted.with_for_update()).one_or_none()
    if count is None:
        count = PupilCount(office_code=visitor.office_code, academic_year=AcademicYear.of(day).era, day=day)
        session.add(count)
        session.flush()
    revisions = revisions_of(session, visitor, count)
    if revisions and revisions[-1].frozen_at is None:
        return revisions[-1]
    number = revisions[-1].number + 1 if revisions else 1
    made = CountRevision(
        office_code=visitor.office_code, count_id=count.id or 0, number=number, made_at=now, made_by=visitor.name[:120]
    )
    session.add(made)
    session.flush()
    if revisions:
        for one in session.exec(select(SchoolCount).where(_of(visitor, revisions[-1]))).all():
            session.add(SchoolCount(**one.model_dump(exclude={"id", "revision_id"}), revision_id=made.id or 0))
        for home in homes_rows(session, visitor, revisions[-1]):
            session.add(SchoolHomes(**home.model_dump(exclude={"id", "revision_id"}), revision_id=made.id or 0))
        session.flush()
    detail = {"day": day.isoformat(), "revision": number}
    audit.record(session, visitor, "count.begun", subject=SUBJECT, subject_id=count.id, detail=detail)
    return made


def put_school(
    session: Session,
    visitor: Visitor,
    revision: CountRevision,
    school_id: int,
    kept: dict[str, list[int]],
    now: datetime,
) -> None:
    """The figures of one school in a draft. RefusedError for a frozen revision, and for fewer pupils than have a known
    home: the homes have to be put right before.
    """
    if revision.frozen_at is not None:
        raise refuse("revision", FROZEN)
    wrong = [
        problem
        for one in homes_rows(session, visitor, revision, school_id)
        for _grade, problem in too_many(kept, one.homes)
    ]
    if wrong:
        raise RefusedError(wrong)
    wanted = select(SchoolCount).where(_of(visitor, revision), SchoolCount.school_id == school_id)
    row = session.exec(wanted).one_or_none()
    if row is None:
        row = SchoolCount(office_code=visitor.office_code, revision_id=revision.id or 0, school_id=school_id)
        session.add(row)
    tally = total_of(of_kept(kept))
    row.grades, row.changed_at = kept, now
    row.male, row.female, row.rooms = tally.male, tally.female, tally.rooms


def year_before(session: Session, visitor: Visitor, count: PupilCount) -> PupilCount | None:
    """The count of the same month in the academic year before."""
    wanted = select(PupilCount).where(
        PupilCount.office_code == visitor.office_code, PupilCount.academic_year == count.academic_year - 1
    )
    found = [one for one in session.exec(wanted).all() if one.day.month == count.day.month]
    return found[0] if found else None


def grades_of(session: Session, visitor: Visitor, count: PupilCount, number: int | None = None) -> dict[Grade, Tally]:
    """All schools together in a revision; in the one that holds where no number is given."""
    revision = revision_of(session, visitor, count, number)
    return by_grade([of_kept(one.row.grades) for one in counted(session, visitor, revision)])


def newest_of(session: Session, visitor: Visitor, count: PupilCount, school_id: int) -> Kept:
    """What one school is in the newest revision, a draft too; empty where it is not in it."""
    revision = revisions_of(session, visitor, count)[-1]
    wanted = select(SchoolCount).where(_of(visitor, revision), SchoolCount.school_id == school_id)
    row = session.exec(wanted).one_or_none()
    return {} if row is None else row.grades


def freeze(
    session: Session, visitor: Visitor, count: PupilCount, *, without_missing: bool, now: datetime
) -> CountRevision:
    """The draft becomes final and is told. RefusedError without a draft, and, unless `without_missing`, while schools
    of the office are not in it. `count` was found to be changed.
    """
    revision = revisions_of(session, visitor, count)[-1]
    if revision.frozen_at is not None:
        raise refuse("revision", FROZEN)
    rows = counted(session, visitor, revision)
    missing = missing_schools(session, visitor, revision)
    if missing and not without_missing:
        raise refuse("without_missing", N_("%(count)s schools are not in it yet"), count=len(missing))
    revision.frozen_at, revision.frozen_by = now, visitor.name[:120]
    revision.sha256 = fingerprint({one.school.smis_code: one.row.grades for one in rows})
    homes = {one.school_id: one.homes for one in homes_rows(session, visitor, revision)}
    revision.homes_sha256 = homes_fingerprint({one.school.smis_code: homes.get(one.school.id or 0, {}) for one in rows})
    pupils_of = {one.school.smis_code: one.row.male + one.row.female for one in rows}
    pupils = sum(pupils_of.values())
    fact = EnrolmentFrozen(
        office_code=visitor.office_code,
        academic_year=count.academic_year,
        count_date=count.day,
        revision=revision.number,
        schools=len(rows),
        pupils=pupils,
        pupils_of=pupils_of,
    )
    tell(session, fact, at=now)
    detail = {"revision": revision.number, "schools": len(rows), "pupils": pupils, "missing": len(missing)}
    audit.record(session, visitor, "count.frozen", subject=SUBJECT, subject_id=count.id, detail=detail)
    return revision


def is_untouched(revision: CountRevision, schools: Mapping[str, Kept]) -> bool:
    """Whether a frozen revision still is what was frozen."""
    return revision.frozen_at is None or fingerprint(schools) == revision.sha256


@dataclass(frozen=True, slots=True)
class OneSchool:
    """What one school was in one count."""

    count: PupilCount
    revision: CountRevision
    row: SchoolCount


def history_of(session: Session, visitor: Visitor, school_id: int, *, years: int = 5) -> list[OneSchool]:
    """A school in the revisions that hold, the newest first, over so many academic years."""
    wanted = (
        select(PupilCount, CountRevision, SchoolCount)
        .join(CountRevision, col(CountRevision.count_id) == PupilCount.id)
        .join(SchoolCount, col(SchoolCount.revision_id) == CountRevision.id)
        .where(SchoolCount.office_code == visitor.office_code, SchoolCount.school_id == school_id)
        .order_by(col(PupilCount.day).desc(), col(CountRevision.number))
    )
    by_day: dict[date, list[OneSchool]] = {}
    for count, revision, row in session.exec(wanted).all():
        by_day.setdefault(count.day, []).append(OneSchool(count, revision, row))
    newest = max((one[0].count.academic_year for one in by_day.values()), default=0)
    held = []
    for found in by_day.values():
        holds = holding([one.revision for one in found])
        held += [one for one in found if one.revision is holds and one.count.academic_year > newest - years]
    return held
