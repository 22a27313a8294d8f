"""One school of a count by hand: what a file said wrongly is put right in the draft, or begins the next revision."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.grades import GRADES, Grade
from planning.registry.models.count import PupilCount
from planning.registry.models.school import School
from planning.registry.store.counts import SUBJECT, draft_of, find_count, newest_of, put_school
from planning.registry.store.schools import find_school
from planning.registry.tallying import Kept, Tally, fingerprint, kept_of, of_kept
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import Problem, RefusedError, refuse
from service.web.access import Allowed
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
PATH: Final = "/counts/{count_id:int}/schools/{school_id:int}"
MayWrite = Annotated[Visitor, Depends(Allowed("counts.write"))]
PARTS: Final = ("male", "female", "rooms")
MOST: Final = 99_999


@router.get(PATH)
def edit(request: Request, db: Db, visitor: MayWrite, count_id: int, school_id: int) -> Response:
    """The newest figures, to be changed."""
    count, school = find_count(db, visitor, count_id), find_school(db, visitor, school_id)
    kept = newest_of(db, visitor, count, school_id)
    return _form(request, count, school, _texts(kept), {}, seen=fingerprint({"": kept}))


@router.post(PATH)
def change(request: Request, db: Db, visitor: MayWrite, count_id: int, school_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all; not where somebody changed it since it was shown."""
    count = find_count(db, visitor, count_id, to_change=True)
    school = find_school(db, visitor, school_id)
    before = newest_of(db, visitor, count, school_id)
    try:
        with db.begin_nested():
            after = _read(typed)
            if typed.get("seen") != fingerprint({"": before}):
                raise refuse("seen", N_("The data changed since you looked: look again"))
            if after != before:
                _put(db, visitor, count, school, before, after)
    except RefusedError as error:
        return _form(request, count, school, typed, problems(error), seen=typed.get("seen", ""))
    return redirect(request, f"/schools/{school_id}", _("Saved."))


def _put(
    db: Db, visitor: Visitor, count: PupilCount, school: School, before: Kept, after: dict[str, list[int]]
) -> None:
    now = utc_now()
    revision = draft_of(db, visitor, count.day, now=now)
    put_school(db, visitor, revision, school.id or 0, after, now)
    detail = {"school": school.smis_code, "revision": revision.number, "figures": [dict(before), after]}
    audit.record(db, visitor, "count.changed", subject=SUBJECT, subject_id=count.id, detail=detail)


def _read(typed: Mapping[str, str]) -> dict[str, list[int]]:
    """Whole figures from 0 on; every wrong one is named."""
    wrong: list[Problem] = []
    found: dict[Grade, Tally] = {}
    for grade in GRADES:
        figures = []
        for part in PARTS:
            text = typed.get(f"{grade.value}_{part}", "").strip()
            if not (text == "" or (text.isdecimal() and int(text) <= MOST)):
                wrong.append(Problem(f"{grade.value}_{part}", N_("A whole number is needed")))
                text = ""
            figures.append(int(text or 0))
        found[grade] = Tally(*figures)
        if found[grade].total and not found[grade].rooms and not wrong:
            wrong.append(Problem(f"{grade.value}_rooms", N_("Pupils need a room")))
    if wrong:
        raise RefusedError(wrong)
    return kept_of(found)


def _texts(kept: Kept) -> dict[str, str]:
    return {
        f"{grade.value}_{part}": str(figure)
        for grade, tally in of_kept(kept).items()
        for part, figure in zip(PARTS, (tally.male, tally.female, tally.rooms), strict=True)
    }


def _form(
    request: Request,
    count: PupilCount,
    school: School,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    seen: str,
) -> Response:
    return page(
        request,
        "school_count.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        count=count,
        school=school,
        grades=_offered(school, typed),
        parts=PARTS,
        typed=typed,
        wrong=wrong,
        seen=seen,
    )


def _offered(school: School, typed: Mapping[str, str]) -> list[Grade]:
    """Grades that the school offers, or that have figures; all of them where nobody said."""
    if school.lowest_grade is None or school.highest_grade is None:
        return list(GRADES)
    offered = GRADES[school.lowest_grade.place : school.highest_grade.place + 1]
    return [one for one in GRADES if one in offered or any(typed.get(f"{one.value}_{part}") for part in PARTS)]
