"""Files of pupils held against the count of their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from sqlmodel import col, select

from planning.registry.importing.schools import schools_by_code
from planning.registry.importing.step import Act, Change, Step, Taking
from planning.registry.models.count import CountRevision, PupilCount, SchoolCount
from planning.registry.reading.pupils import SchoolPupils
from planning.registry.store.counts import draft_of, put_school
from planning.registry.tallying import NOTHING, Kept, Tally, kept_of, of_kept
from service.i18n import N_
from service.refusal import Problem

CLOSED = N_("This school was closed before that day")


def plan_pupils(taking: Taking, rows: Sequence[SchoolPupils]) -> Iterator[Step]:
    """Against the newest revision. Only what changes something begins a revision after a freeze."""
    schools = schools_by_code(taking)
    before = _newest(taking)

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
        old = before.get(school.id or 0)
        do = partial(put, school.id or 0, kept)
        if old is None:
            yield Step(name, Act.NEW, _changes({}, kept), do)
        else:
            yield Step(name, Act.CHANGED, _changes(old, kept), do) if old != kept else Step(name, Act.SAME)


def _newest(taking: Taking) -> dict[int, Kept]:
    """Schools -> figures of the draft, or of the revision that was frozen last."""
    wanted = (
        select(CountRevision.id)
        .join(PupilCount, col(PupilCount.id) == CountRevision.count_id)
        .where(PupilCount.office_code == taking.visitor.office_code, PupilCount.day == taking.as_of)
        .order_by(col(CountRevision.number).desc())
    )
    newest = taking.session.exec(wanted).first()
    rows = taking.session.exec(
        select(SchoolCount).where(
            SchoolCount.revision_id == newest, SchoolCount.office_code == taking.visitor.office_code
        )
    )
    return {one.school_id: one.grades for one in rows.all()}


def _changes(before: Kept, after: Kept) -> tuple[Change, ...]:
    old, new = of_kept(before), of_kept(after)
    grades = sorted({*old, *new}, key=lambda grade: grade.place)
    pairs = [(grade.label, old.get(grade, NOTHING), new.get(grade, NOTHING)) for grade in grades]
    return tuple(Change(label, _figures(one), _figures(two)) for label, one, two in pairs if one != two)


def _figures(tally: Tally) -> str:
    """Male, female and rooms."""
    return f"{tally.male}+{tally.female}/{tally.rooms}" if tally != NOTHING else ""
