"""Files that hold who a person is are refused: these services keep counts only (INV-G1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from office.numerals import to_arabic
from planning.kit.reading.form import bare

_HEADINGS: Final = tuple(
    bare(word)
    for word in (
        *("ชื่อ-สกุล", "นามสกุล", "ชื่อนักเรียน", "ชื่อเด็ก", "ชื่อผู้เรียน", "คำนำหน้า", "ชื่อบิดา", "ชื่อมารดา", "ชื่อผู้ปกครอง", "วันเกิด"),
        *("วันเดือนปีเกิด", "เลขประจำตัว", "บัตรประชาชน", "รหัสนักเรียน", "เลข 13 หลัก", "รหัส 13 หลัก", "citizen id"),
        *("national id", "student id", "pupil id", "student name", "pupil name", "first name", "last name", "surname"),
    )
)
_CHILD: Final = re.compile(r"\s*(เด็กชาย|เด็กหญิง|ด\s*\.\s*ช\s*\.|ด\s*\.\s*ญ\s*\.)")
_THIRTEEN: Final = re.compile(r"(?<!\d)\d[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d(?!\d)")


def names_a_person(heading: str) -> bool:
    """Whether a column of that heading says who somebody is."""
    said = bare(heading)
    return any(word in said for word in _HEADINGS)


def holds_a_person(text: str) -> bool:
    """Whether a cell holds a number of 13 digits with a right check digit, or begins as names of children do."""
    if _CHILD.match(text):
        return True
    return any(_is_personal(re.sub(r"\D", "", found)) for found in _THIRTEEN.findall(to_arabic(text)))


def _is_personal(digits: Sequence[str]) -> bool:
    weighed = sum(int(digit) * (13 - at) for at, digit in enumerate(digits[:12]))
    return (11 - weighed % 11) % 10 == int(digits[12])
