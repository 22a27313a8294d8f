"""The classes and parameters that a new office begins with: figures that offices under สพฐ. use, each to be changed.

They were read in secondary sources and in no published circular; they are parameters, and pages show where they are
from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

FROM_ON: Final = date(1900, 1, 1)
_TABLE: Final = "ค่าที่หน่วยงานสังกัด สพฐ. ใช้ตามคู่มือทะเบียนคุมทรัพย์สิน (อ่านจากแหล่งชั้นรอง โปรดตรวจสอบก่อนใช้)"


@dataclass(frozen=True, slots=True)
class UsualClass:
    """A class with its life."""

    code: str
    name: str
    life_years: int


CLASSES: Final = (
    UsualClass("computer", "ครุภัณฑ์คอมพิวเตอร์", 3),
    UsualClass("office", "ครุภัณฑ์สำนักงาน", 8),
    UsualClass("education", "ครุภัณฑ์การศึกษา", 2),
    UsualClass("electrical", "ครุภัณฑ์ไฟฟ้าและวิทยุ", 5),
    UsualClass("advertising", "ครุภัณฑ์โฆษณาและเผยแพร่", 5),
)
CLASS_SOURCE: Final = _TABLE
THRESHOLD_SATANG: Final = 1_000_000
REPLACE_AFTER_YEARS: Final = 5
RULE_SOURCE: Final = "ต่ำกว่าเกณฑ์ 10,000 บาท: ค่าที่ใช้กันทั่วไป ยังไม่พบหนังสือเวียน · ใช้งานครบ 5 ปีจึงทดแทนได้: เกณฑ์ราคากลาง ดศ."
