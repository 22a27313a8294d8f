"""Counts of sign-ins from an innovation's own records, read from a file: with one wrong cell none of it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.models.rollout import UseCount
from inventory.models.site import Site
from inventory.store.acting import By
from service.importing import cells
from service.importing.decode import Sheet
from service.importing.gather import Gathered
from service.importing.row_problem import RowProblem
from service.refusal import Problem, RefusedError, _, refuse

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("วันที่",),
    "school_code": ("รหัสโรงเรียน", "โรงเรียน", "school"),
    "logins": ("จำนวนครั้ง", "จำนวน", "count"),
}
FILE_ROW: Final = 0
HEADING_ROW: Final = 1
MOST_LOGINS: Final = 10_000_000
_NAMES: Final = {called.casefold(): name for name, more in COLUMNS.items() for called in (name, *more)}


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What a file holds, (school, day) -> logins. With any problem it may not be taken."""

    counts: Mapping[tuple[int, date], int]
    problems: Sequence[RowProblem]


def read_counts(session: Session, sheet: Sheet, *, office_id: int, today: date) -> ReadCounts:
    """The counts of a sheet; schools by their code, days not after today."""
    names = [_NAMES.get(heading.strip().casefold(), "") for heading in sheet.header]
    problems = list(_headings(sheet.header, names))
    if not sheet.rows:
        problems.append(RowProblem(FILE_ROW, "", "", Problem("", _("There is no row under the headings"))))
    if problems:
        return ReadCounts({}, problems)
    schools = select(Site.code, Site.id).where(Site.office_id == office_id)
    known = {code: row_id or 0 for code, row_id in session.exec(schools)}
    counts: dict[tuple[int, date], int] = {}
    for row, texts in sheet.rows:
        given = dict(zip(names, texts, strict=False))
        try:
            site_id, day, logins = _row(given, known, today)
            if (site_id, day) in counts:
                raise refuse("date", _("This school and day stand in a row before"))
        except RefusedError as error:
            problems += [RowProblem(row, one.field, given.get(one.field, ""), one) for one in error.problems]
        else:
            counts[site_id, day] = logins
    return ReadCounts(counts, problems)


def _headings(header: Sequence[str], names: Sequence[str]) -> Iterable[RowProblem]:
    for heading, name in zip(header, names, strict=True):
        if name and names.count(name) > 1:
            yield RowProblem(HEADING_ROW, name, heading, Problem(name, _("This column stands twice")))
        elif not name and heading.strip():
            told = Problem(heading, _("There is no such column in a file of this kind"))
            yield RowProblem(HEADING_ROW, heading, heading, told)
    for name in COLUMNS:
        if name not in names:
            yield RowProblem(HEADING_ROW, name, "", Problem(name, _("This column is missing")))


def _row(given: Mapping[str, str], known: Mapping[str, int], today: date) -> tuple[int, date, int]:
    gathered = Gathered()
    day = gathered.read(lambda: _day(given.get("date", ""), today))
    site_id = gathered.read(lambda: _school(given.get("school_code", ""), known))
    logins = gathered.read(lambda: _logins(given.get("logins", "")))
    gathered.settle()
    if day is None or site_id is None or logins is None:
        raise AssertionError("settled without its cells")
    return site_id, day, logins


def _day(text: str, today: date) -> date:
    day = cells.day("date", text)
    if day is None:
        raise refuse("date", _("This is needed"))
    if day > today:
        raise refuse("date", _("This day is still to come"))
    return day


def _school(text: str, known: Mapping[str, int]) -> int:
    code = cells.code("school_code", text)
    if code not in known:
        raise refuse("school_code", _("There is no school of this code"))
    return known[code]


def _logins(text: str) -> int:
    value = cells.number("logins", text)
    if value is None or value != int(value) or not 0 <= value <= MOST_LOGINS:
        raise refuse("logins", _("A whole number is needed"))
    return int(value)


def store_counts(session: Session, innovation: Innovation, read: ReadCounts, *, source: str, by: By) -> int:
    """Keep them; a school and day that is known already is counted anew. Returns how many rows changed."""
    assert innovation.id is not None
    if read.problems:
        raise RefusedError(one.problem for one in read.problems)
    sites = {site_id for site_id, _day in read.counts}
    wanted = select(UseCount).where(UseCount.innovation_id == innovation.id, col(UseCount.site_id).in_(sites))
    stored = {(row.site_id, row.day): row for row in session.exec(wanted)}
    changed = 0
    for (site_id, day), logins in read.counts.items():
        row = stored.get((site_id, day))
        if row is not None and row.logins == logins:
            continue
        row = row or UseCount(innovation_id=innovation.id, site_id=site_id, day=day, logins=0)
        row.logins, row.source, row.imported_at = logins, source[:255], by.at
        session.add(row)
        changed += 1
    session.flush()
    return changed
