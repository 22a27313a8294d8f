"""Columns that several forms have."""

from __future__ import annotations

from typing import Final

from planning.kit.reading.form import Column
from planning.kit.reading.values import FISCAL, SCHOOL

SCHOOL_CODE: Final = Column(
    "school_code",
    "รหัสโรงเรียน",
    SCHOOL,
    ("รหัสสถานศึกษา", "code8", "รหัส 8 หลัก", "รหัส Smis", "school code"),
    required=True,
    filled=True,
)
SCHOOL_NAME: Final = Column("school_name", "ชื่อโรงเรียน", aliases=("โรงเรียน", "ชื่อสถานศึกษา", "name"))
FISCAL_YEAR: Final = Column("fiscal_year", "ปีงบประมาณ", FISCAL, ("ปีงบ",))
