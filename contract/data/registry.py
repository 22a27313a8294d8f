"""What the registry gives: schools, counts, homes, villages, staff, references, committees, indicators, years."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from contract.data.shape import Row

State = Literal["planned", "open", "co_learning", "closing", "closed", "transferred"]
Area = Literal["none", "highland", "island", "border"]


class SchoolRow(Row):
    """Dataset `schools`. Latitude and longitude in degrees (WGS84), the possible error in metres. Grades are codes of
    `planning.registry.grades` (`k1`…`k3`, `p1`…`p6`, `m1`…`m6`, `v1`…`v3`); `usable_rooms` counts rooms in which a
    class can be taught, None: not said.
    """

    smis_code: str
    moe_code: str = ""
    obec_code: str = ""
    name: str
    subdistrict: str = ""
    district: str = ""
    province: str = ""
    latitude: float | None = None
    longitude: float | None = None
    coordinate_source: str = "unknown"
    coordinate_error_m: int | None = None
    lowest_grade: str = ""
    highest_grade: str = ""
    special_area: Area = "none"
    state: State = "open"
    school_group: str = ""
    is_ours: bool = True
    usable_rooms: int | None = None


class CountRow(Row):
    """Dataset `enrolment`: persons of one grade of one school on one count date; `is_current` marks the revision that
    holds, the earlier ones stay.
    """

    smis_code: str
    academic_year: int
    count_date: date
    revision: int
    is_frozen: bool
    is_current: bool
    grade: str
    male: int
    female: int
    rooms: int


class HomeRow(Row):
    """Dataset `homes`: pupils of one grade of one school who live in one village, as far as it is known; only of the
    revisions of counts that are frozen and hold. Counts, and small ones: whoever publishes them hides the smallest.
    """

    smis_code: str
    academic_year: int
    count_date: date
    revision: int
    grade: str
    village_code: str
    male: int
    female: int


class AgeRow(Row):
    """Persons of one age."""

    age: int
    male: int
    female: int


class VillageRow(Row):
    """Dataset `villages`, each with the newest population known."""

    code: str
    name: str
    subdistrict: str = ""
    district: str = ""
    province: str = ""
    latitude: float | None = None
    longitude: float | None = None
    year: int | None = None
    source: str = ""
    ages: tuple[AgeRow, ...] = ()


class StaffRow(Row):
    """Dataset `staff`: persons by position, never names."""

    smis_code: str
    academic_year: int
    position: str
    persons: int


class NodeRow(Row):
    """One node of the tree of a reference."""

    key: str
    parent_key: str = ""
    code: str = ""
    text: str


class ReferenceRow(Row):
    """Dataset `references`. `seed_refs` are the numbers under which the office's manual names it, e.g. `P1-7.2`, and
    `seed_titles` says by each what it is called there, letter by letter; years are of the Buddhist era, None: not said.
    """

    key: str
    seed_refs: tuple[str, ...] = ()
    seed_titles: dict[str, str] = Field(default_factory=dict)
    title: str
    issuer: str = ""
    kind: Literal["policy", "rule", "report"] = "policy"
    valid_from: int | None = None
    valid_to: int | None = None
    supersedes_key: str = ""
    superseded_by_key: str = ""
    link: str = ""
    nodes: tuple[NodeRow, ...] = ()


class CommitteeRow(Row):
    """Dataset `committees`. `kind` is what gates ask for; members are seats, not persons."""

    key: str
    kind: str
    name: str
    valid_from: date
    valid_to: date | None = None
    seats: int = 0


class YearValue(Row):
    """A target or an actual of a period; `quarter` None: the whole year; `school_code` empty: the whole office."""

    fiscal_year: int
    quarter: int | None = None
    value: float
    school_code: str = ""
    district: str = ""
    as_of: date | None = None
    source: str = ""


class IndicatorRow(Row):
    """Dataset `indicators`. `direction` says which way is better; a band has both ends. `baseline` None: nothing was
    measured yet, and `no_baseline` says why.
    """

    key: str
    code: str
    name: str
    unit: str
    direction: Literal["up", "down", "band"]
    formula: str = ""
    source: str = ""
    frequency: Literal["quarter", "year"] = "year"
    baseline: float | None = None
    baseline_year: int | None = None
    no_baseline: str = ""
    band_low: float | None = None
    band_high: float | None = None
    targets: tuple[YearValue, ...] = ()
    actuals: tuple[YearValue, ...] = ()


class FiscalYearRow(Row):
    """Dataset `fiscal_years`: a Buddhist-era year and its state."""

    year: int
    state: Literal["planning", "open", "closed"]
