"""Files of pupils held against the count of their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from sqlmodel import col, select

from planning.registry.homing import KeptHomes, too_many
from planning.registry.importing.schools import schools_by_code
from planning.registry.importing.step import Act, Change, Step, Taking
from planning.registry.models.count import CountRevision, PupilCount, SchoolCount, SchoolHomes
from planning.registry.reading.pupils import SchoolPupils
from planning.registry.store.counts import draft_of, put_school
from planning.registry.tallying import NOTHING, Kept, Tally, kept_of, of_kept
from service.i18n import N_
from service.refusal import Problem

CLOSED = N_("This school was closed before that day")


def plan_pupils(taking: Taking, rows: Sequence[SchoolPupils]) -> Iterator[Step]:
    """Against the newest revision. Only what changes something begins a revision after a freeze."""
    schools = schools_by_code(taking)
    revision = newest_revision(taking)
    before = kept_of_revision(taking, revision)
    homes = homes_of_revision(taking, revision)

    @cache
    def draft() -> CountRevision:
        return draft_of(taking.session, taking.visitor, taking.as_of, now=taking.now)

    def put(school_id: int, kept: dict[str, list[int]]) -> None:
        put_school(taking.session, taking.visitor, draft(), school_id, kept, taking.now)

    for row in rows:
        school = schools[row.school_code]
        name = f"{school.smis_code} {school.name}"
        kept = kept_of({one.grade: Tally(one.male, one.female, one.rooms) for one in row.grades})
        if school.closed_on is not None and school.closed_on <= taking.as_of and kept:
            yield Step(name, Act.SAME, problem=Problem("school_code", CLOSED))
            continue
        wrong = too_many(kept, homes.get(school.id or 0, {}))
        if wrong:
            yield Step(name, Act.SAME, problem=wrong[0][1])
            continue
        old = before.get(school.id or 0)
        do = partial(put, school.id or 0, kept)
        if old is None:
            yield Step(name, Act.NEW, _changes({}, kept), do)
        else:
            yield Step(name, Act.CHANGED, _changes(old, kept), do) if old != kept else Step(name, Act.SAME)


def newest_revision(taking: Taking) -> int | None:
    """The draft of that day's count, or the revision that was frozen last; None where nothing was counted."""
    wanted = (
        select(CountRevision.id)
        .join(PupilCount, col(PupilCount.id) == CountRevision.count_id)
        .where(PupilCount.office_code == taking.visitor.office_code, PupilCount.day == taking.as_of)
        .order_by(col(CountRevision.number).desc())
    )
    return taking.session.exec(wanted).first()


def kept_of_revision(taking: Taking, revision: int | None) -> dict[int, Kept]:
    """Schools -> figures."""
    ours = SchoolCount.office_code == taking.visitor.office_code
    rows = taking.session.exec(select(SchoolCount).where(SchoolCount.revision_id == revision, ours))
    return {one.school_id: one.grades for one in rows.all()}


def homes_of_revision(taking: Taking, revision: int | None) -> dict[int, KeptHomes]:
    """Schools -> homes of their pupils."""
    ours = SchoolHomes.office_code == taking.visitor.office_code
    rows = taking.session.exec(select(SchoolHomes).where(SchoolHomes.revision_id == revision, ours))
    return {one.school_id: one.homes for one in rows.all()}


def _changes(before: Kept, after: Kept) -> tuple[Change, ...]:
    old, new = of_kept(before), of_kept(after)
    grades = sorted({*old, *new}, key=lambda grade: grade.place)
    pairs = [(grade.label, old.get(grade, NOTHING), new.get(grade, NOTHING)) for grade in grades]
    return tuple(Change(label, _figures(one), _figures(two)) for label, one, two in pairs if one != two)


def _figures(tally: Tally) -> str:
    """Male, female and rooms."""
    return f"{tally.male}+{tally.female}/{tally.rooms}" if tally != NOTHING else ""
