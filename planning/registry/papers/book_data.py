"""Everything that an information book is printed from, and the sums that its tables need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from planning.registry.grades import GRADES, Grade
from planning.registry.sizes import CHILDREN, Band, band_of
from planning.registry.tallying import Tally
from service.papers.kind import PaperData

_TEACHER = "ครู"


class SchoolLine(PaperData):
    """One school: persons and rooms; `grades` as offices write them, e.g. อ.2–ป.6."""

    code: str
    name: str
    subdistrict: str = ""
    district: str = ""
    group: str = ""
    grades: str = ""
    male: int
    female: int
    rooms: int
    teachers: int | None = None

    @property
    def pupils(self) -> int:
        """Persons."""
        return self.male + self.female


class GradeLine(PaperData):
    """One grade over all schools; `grade` is its code."""

    grade: str
    male: int
    female: int
    rooms: int


class PositionLine(PaperData):
    """Staff of one position."""

    position: str
    male: int
    female: int


class VillageLine(PaperData):
    """One village: children in each band of `sizes.CHILDREN`, and all its people."""

    code: str
    name: str
    subdistrict: str = ""
    district: str = ""
    children: tuple[int, ...]
    people: int


class BookData(PaperData):
    """One edition. Years are of the Buddhist era; None: nothing of it was known when the set was made."""

    office: str
    academic_year: int
    day: date
    revision: int
    edition: int
    fingerprint: str
    staff_year: int | None = None
    population_year: int | None = None
    schools: tuple[SchoolLine, ...] = ()
    grades: tuple[GradeLine, ...] = ()
    positions: tuple[PositionLine, ...] = ()
    villages: tuple[VillageLine, ...] = ()

    @property
    def total(self) -> Tally:
        """All pupils and rooms."""
        return sum((Tally(one.male, one.female, one.rooms) for one in self.grades), Tally())

    @property
    def teachers(self) -> int | None:
        """Those of all schools; None where no school's are known."""
        known = [one.teachers for one in self.schools if one.teachers is not None]
        return sum(known) if known else None

    @property
    def by_grade(self) -> dict[Grade, Tally]:
        """In order."""
        kept = {one.grade: Tally(one.male, one.female, one.rooms) for one in self.grades}
        return {grade: kept[grade.value] for grade in GRADES if grade.value in kept}

    def by_district(self) -> dict[str, list[SchoolLine]]:
        """Schools of each, both by name."""
        found: dict[str, list[SchoolLine]] = {}
        for one in self.schools:
            found.setdefault(one.district, []).append(one)
        return dict(sorted(found.items()))

    def by_band(self, bands: Sequence[Band]) -> list[tuple[Band, list[SchoolLine]]]:
        """Schools of each band; those of none are told too."""
        found: dict[str, list[SchoolLine]] = {band.label: [] for band in bands}
        for one in self.schools:
            found[band_of(one.pupils, bands).label].append(one)
        return [(band, found[band.label]) for band in bands]

    def by_subdistrict(self) -> dict[tuple[str, str], list[VillageLine]]:
        """Villages of each (district, subdistrict)."""
        found: dict[tuple[str, str], list[VillageLine]] = {}
        for one in self.villages:
            found.setdefault((one.district, one.subdistrict), []).append(one)
        return dict(sorted(found.items()))


def is_teacher(position: str) -> bool:
    """ครู, ครูผู้ช่วย, ครูอัตราจ้าง and such."""
    return _TEACHER in position


def children_of(ages: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Persons of (age, count) in each band of school age."""
    kept = list(ages)
    return tuple(sum(count for age, count in kept if age in band) for band in CHILDREN)


def ratio(count: int, of: int | None, places: int = 1) -> Decimal | None:
    """`count` for each of `of`, rounded half up; None where there is none of them."""
    if not of:
        return None
    return (Decimal(count) / Decimal(of)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """With two decimals."""
    return ratio(100 * part, whole, 2)
