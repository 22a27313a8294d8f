"""Counts of pupils: the list, one count by grade, district and school, what differs between revisions, the freeze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry import words
from planning.registry.grades import GRADES, Grade
from planning.registry.rates import going_on, reached
from planning.registry.sizes import FOUR_SIZES, MOST_IN_A_ROOM, OF_TWENTY, Band, band_of
from planning.registry.store.counts import (
    Counted,
    counted,
    find_count,
    find_counts,
    freeze,
    grades_of,
    holding,
    is_untouched,
    kept_by_code,
    missing_schools,
    revision_of,
    revisions_of,
    year_before,
)
from planning.registry.store.information import make_set, sets_of_count
from planning.registry.store.villages import children_of_office
from planning.registry.tallying import NOTHING, Tally, by_grade, by_level, differences, of_kept, total_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/counts"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("counts.write"))]
Number = Annotated[int | None, Query(ge=1, le=10_000)]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every count day with the revision that holds."""
    return page(request, "counts.html", lines=find_counts(db, visitor), may_write=visitor.may("counts.write"))


@router.get(f"{HOME}/{{count_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, count_id: int, revision: Number = None) -> Response:
    """One revision: by grade and sex, by district, by size, and school by school."""
    return _shown(request, db, visitor, count_id, revision, {})


def _shown(
    request: Request, db: Db, visitor: Visitor, count_id: int, number: int | None, wrong: Mapping[str, str]
) -> Response:
    count = find_count(db, visitor, count_id)
    revisions = revisions_of(db, visitor, count)
    revision = revision_of(db, visitor, count, number)
    rows = counted(db, visitor, revision)
    grades = by_grade([of_kept(one.row.grades) for one in rows])
    return page(
        request,
        "count.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        count=count,
        revision=revision,
        revisions=revisions,
        holds=holding(revisions),
        rows=rows,
        grades=grades,
        levels=by_level(grades),
        total=total_of(grades),
        districts=_by_district(rows),
        sizes=_by_size(rows, FOUR_SIZES),
        twenties=_by_size(rows, OF_TWENTY),
        crowded=_crowded(rows),
        missing=missing_schools(db, visitor, revision) if revision.frozen_at is None else (),
        sets=sets_of_count(db, visitor, count),
        is_whole=is_untouched(revision, {one.school.smis_code: one.row.grades for one in rows}),
        wrong=wrong,
        words=words,
        most_in_a_room=MOST_IN_A_ROOM,
        may_write=visitor.may("counts.write"),
    )


def _tally(one: Counted) -> Tally:
    return Tally(one.row.male, one.row.female, one.row.rooms)


def _by_district(rows: Sequence[Counted]) -> dict[str, tuple[int, Tally]]:
    """Schools and sums of each."""
    found: dict[str, tuple[int, Tally]] = {}
    for one in rows:
        schools, tally = found.get(one.school.district, (0, NOTHING))
        found[one.school.district] = (schools + 1, tally + _tally(one))
    return dict(sorted(found.items()))


def _by_size(rows: Sequence[Counted], bands: Sequence[Band]) -> list[tuple[str, int, int]]:
    """Label, schools and pupils of each band."""
    found = {band.label: (0, 0) for band in bands}
    for one in rows:
        pupils = _tally(one).total
        label = band_of(pupils, bands).label
        found[label] = (found[label][0] + 1, found[label][1] + pupils)
    return [(label, schools, pupils) for label, (schools, pupils) in found.items()]


def _crowded(rows: Sequence[Counted]) -> list[tuple[Counted, Grade, Tally]]:
    """Grades of schools with more pupils in a room than the norm has."""
    return [
        (one, grade, tally)
        for one in rows
        for grade, tally in of_kept(one.row.grades).items()
        if (tally.per_room or 0) > MOST_IN_A_ROOM[grade.level]
    ]


@router.get(f"{HOME}/{{count_id:int}}/rates")
def rates(request: Request, db: Db, visitor: MayRead, count_id: int) -> Response:
    """Who went on to the next grade since the year before, and which children of school age are pupils here."""
    count = find_count(db, visitor, count_id)
    before = year_before(db, visitor, count)
    grades = grades_of(db, visitor, count)
    children, year = children_of_office(db, visitor)
    return page(
        request,
        "count_rates.html",
        count=count,
        before=before,
        going=list(going_on(grades_of(db, visitor, before), grades)) if before is not None else [],
        reached=reached(grades, children) if year is not None else [],
        year=year,
        words=words,
    )


@router.get(f"{HOME}/{{count_id:int}}/differences")
def differ(
    request: Request,
    db: Db,
    visitor: MayRead,
    count_id: int,
    before: Annotated[int, Query(ge=1, le=10_000)],
    after: Annotated[int, Query(ge=1, le=10_000)],
) -> Response:
    """School by school and grade by grade, what one revision says otherwise than another."""
    count = find_count(db, visitor, count_id)
    old, new = (revision_of(db, visitor, count, number) for number in (before, after))
    found = differences(kept_by_code(db, visitor, old), kept_by_code(db, visitor, new))
    names = {one.school.smis_code: one.school for revision in (old, new) for one in counted(db, visitor, revision)}
    return page(request, "count_differences.html", count=count, before=old, after=new, differences=found, schools=names)


@router.get(f"{HOME}/{{count_id:int}}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, count_id: int, kind: str, revision: Number = None) -> Response:
    """Every school of a revision, with each grade."""
    count = find_count(db, visitor, count_id)
    found = revision_of(db, visitor, count, revision)
    used = [grade for grade in GRADES if any(grade.value in one.row.grades for one in counted(db, visitor, found))]
    parts = (_("Male"), _("Female"), _("Rooms"))
    titles = [_("SMIS code"), _("School"), _("District")]
    titles += [f"{grade.label} {part}" for grade in used for part in parts]
    rows = [_exported(one, used) for one in counted(db, visitor, found)]
    name = f"pupils-{count.day.isoformat()}-{found.number}"
    return as_file(Sheet(name, [*titles, *parts, _("Pupils")], rows), kind)


def _exported(one: Counted, used: Sequence[Grade]) -> list[object]:
    grades = of_kept(one.row.grades)
    figures = [grades.get(grade, NOTHING) for grade in used]
    tally = _tally(one)
    own: list[object] = [one.school.smis_code, one.school.name, one.school.district]
    own += [figure for each in figures for figure in (each.male, each.female, each.rooms)]
    return [*own, tally.male, tally.female, tally.rooms, tally.total]


@router.post(f"{HOME}/{{count_id:int}}/freeze")
def freeze_it(request: Request, db: Db, visitor: MayWrite, count_id: int, typed: Posted) -> Response:
    """The draft becomes final, other services are told, and the yearly information set is made of it."""
    count = find_count(db, visitor, count_id, to_change=True)
    now = utc_now()
    try:
        with db.begin_nested():
            revision = freeze(db, visitor, count, without_missing=typed.get("without_missing") == "yes", now=now)
            make_set(db, visitor, count, revision, now=now)
    except RefusedError as error:
        return _shown(request, db, visitor, count_id, None, {item.field: item.text(_) for item in error.problems})
    said = _("Frozen as revision %(number)s.") % {"number": revision.number}
    return redirect(request, f"{HOME}/{count_id}?revision={revision.number}", said)
