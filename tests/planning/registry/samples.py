"""Rows of each form for tests: schools, villages and papers that do not exist, under names that say so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from planning.registry.grades import Grade
from planning.registry.reading.homes import PupilHomes
from planning.registry.reading.pupils import GradeCount, SchoolPupils
from planning.registry.reading.schools import Parcel, RegisteredSchool, SchoolPlace, StaffCount
from planning.registry.reading.villages import AgeCount, Village

ONE: Final = ("99010001", "โรงเรียนสมมุติหนึ่ง")
TWO: Final = ("99010002", "โรงเรียนสมมุติสอง")


def pupils(code: str = ONE[0], name: str = ONE[1], *counts: GradeCount) -> SchoolPupils:
    """A small school, or one with these counts."""
    given = counts or (GradeCount(Grade.K2, 7, 5, 1), GradeCount(Grade.P1, 1_012, 9, 30), GradeCount(Grade.V3, 0, 4, 1))
    return SchoolPupils(code, name, "9901", "เขตสมมุติ", given)


def school(code: str, name: str, at: int) -> RegisteredSchool:
    """One line of the registry."""
    office = ("9901", "เขตสมมุติ")
    where = ("หมู่ 1 บ้านสมมุติ", "ตำบลสมมุติ", "อำเภอสมมุติ", "จังหวัดสมมุติ")
    codes = (code, f"109901000{at}", f"09000{at}")
    return RegisteredSchool(*codes, name, *office, "สามัญ", "เครือข่ายสมมุติ", *where, Decimal("12.50"), None, "เล็ก", "มี")


ROWS: Final[dict[str, list[Any]]] = {
    "pupils": [pupils(), pupils(*TWO, GradeCount(Grade.M6, 20, 21, 2))],
    "schools": [school(*ONE, 1), school(*TWO, 2)],
    "coordinates": [SchoolPlace(*ONE, 18.790123, 98.98), SchoolPlace(*TWO, 98.9, 18.7)],
    "land": [Parcel(*ONE, "1", 12, 3, Decimal("45.50"), "ราชพัสดุ"), Parcel(*ONE, "2", 0, 1, Decimal(0), "")],
    "staff": [StaffCount(*ONE, "ครู", 3, 8), StaffCount(*ONE, "ครูผู้ช่วย", 0, 2), StaffCount(*TWO, "ครู", 1, 1)],
    "villages": [Village("99010101", "บ้านสมมุติ", "ตำบลสมมุติ", "", "", None, None)],
    "homes": [PupilHomes(ONE[0], 2569, date(2026, 6, 10), "99010101", Grade.K2, 6, 5)],
    "population": [AgeCount("99010101", 2568, age, 4, age, "สมมุติ") for age in (0, 3, 101)],
}
