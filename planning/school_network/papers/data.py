"""The data of the papers of a case and of a run: counts and words, never persons."""

from __future__ import annotations

from datetime import date

from service.papers.kind import PaperData


class ClauseRow(PaperData):
    """One clause with what was found."""

    rule: str
    version: int
    number: str
    text: str
    figure: str
    found: str
    verdict: str
    certainty: str


class GroupRow(PaperData):
    """Children of a grade and village."""

    grade: str
    village: str
    children: int
    to: str
    transport: str
    support_satang_day: int = 0


class HearingRow(PaperData):
    """One hearing."""

    notified_on: date | None = None
    held_on: date | None = None
    place: str = ""
    parents: int = 0
    teachers: int = 0
    board: int = 0
    community: int = 0
    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    note: str = ""


class OpinionRow(PaperData):
    """One board."""

    school: str = ""
    held_on: date | None = None
    opinion: str = ""
    present: int = 0
    note: str = ""


class AssetRow(PaperData):
    """One thing or lot."""

    kind: str
    item: str
    quantity: int
    value_satang: int
    way: str
    to_whom: str
    paper_number: str = ""
    done_on: date | None = None


class StaffRow(PaperData):
    """Persons of a position."""

    position: str
    persons: int
    to: str


class FollowRow(PaperData):
    """One village in a follow-up."""

    round: str
    village: str
    expected: int
    arrived: int
    elsewhere: int
    lost: int


class CaseData(PaperData):
    """A case as its papers say it."""

    office: str
    kind: str
    title: str
    school: str = ""
    school_code: str = ""
    place: str = ""
    to: str = ""
    grades: str = ""
    year: int | None = None
    term: int | None = None
    effective_on: date | None = None
    reason: str = ""
    waiver: str = ""
    announcement_number: str = ""
    announced_on: date | None = None
    legal_basis: tuple[str, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    hearings: tuple[HearingRow, ...] = ()
    opinions: tuple[OpinionRow, ...] = ()
    assets: tuple[AssetRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    follow_ups: tuple[FollowRow, ...] = ()
    readiness: tuple[tuple[str, str], ...] = ()
    resolution: str = ""


class VillageRow(PaperData):
    """A village beyond the norm."""

    name: str
    district: str
    nearest: str
    km: str
    children: int | None
    """None: too few to be told."""


class OptionRow(PaperData):
    """A merger candidate."""

    start: str
    end: str
    km: str
    children: int
    added_mean: str
    added_p95: str
    added_most: str
    beyond: int
    rooms_left: int
    support_satang_year: int


class SchoolRow(PaperData):
    """A school with its findings."""

    name: str
    pupils: int
    area: int
    next: str
    km: str
    findings: str


class FigureRow(PaperData):
    """A norm or another figure with its source."""

    name: str
    value: str
    certainty: str
    source: str


class MappingData(PaperData):
    """A run as the chapter of a plan."""

    office: str
    title: str
    academic_year: int
    count_date: date
    mode: str
    demand: str = ""
    support: str = ""
    not_taught: int = 0
    roads: str
    straight_percent: str
    input_hash: str
    result_hash: str
    children: int
    beyond: int
    coverage: str
    schools: int
    villages: int
    bands: tuple[tuple[str, int], ...] = ()
    districts: tuple[tuple[str, int, int, int], ...] = ()
    beyond_villages: tuple[VillageRow, ...] = ()
    school_rows: tuple[SchoolRow, ...] = ()
    options: tuple[OptionRow, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    figures: tuple[FigureRow, ...] = ()
    map_png: str = ""
    """The map as a picture: PNG in base64."""
