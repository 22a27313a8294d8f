"""From which villages the pupils of each school come: a row for each school, grade and village of one count."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from office.academic import AcademicYear
from planning.kit.reading.columns import SCHOOL_CODE
from planning.kit.reading.form import Agreement, Column, Form, Values
from planning.kit.reading.values import COUNT, DAY, ERA, VILLAGE
from planning.registry.grades import Grade
from planning.registry.reading.schools import GRADE
from service.refusal import _, refuse


@dataclass(frozen=True, slots=True)
class PupilHomes:
    """Pupils of one grade of one school who live in one village; `era` is an academic year of the Buddhist era."""

    school_code: str
    era: int
    day: date
    village_code: str
    grade: Grade
    male: int
    female: int

    @property
    def total(self) -> int:
        """Persons."""
        return self.male + self.female


def _build(values: Values) -> PupilHomes:
    if AcademicYear.of(values["day"]).era != values["era"]:
        raise refuse("era", _("%(day)s is no day of that academic year"), day=values["day"].isoformat())
    return PupilHomes(
        school_code=values["school_code"],
        era=values["era"],
        day=values["day"],
        village_code=values["village_code"],
        grade=values["grade"],
        male=values["male"] or 0,
        female=values["female"] or 0,
    )


HOMES: Final = Form(
    key="homes",
    title=_("Pupils by grade and home village"),
    columns=(
        SCHOOL_CODE,
        Column("era", "ปีการศึกษา", ERA, ("ปี", "academic year"), required=True, filled=True),
        Column("day", "วันที่นับ", DAY, ("ข้อมูล ณ วันที่", "count date"), required=True, filled=True),
        Column("village_code", "รหัสหมู่บ้าน", VILLAGE, ("village code",), required=True, filled=True),
        Column("grade", "ชั้น", GRADE, ("ระดับชั้น",), required=True, filled=True),
        Column("male", "ชาย", COUNT, ("จำนวนชาย",), required=True),
        Column("female", "หญิง", COUNT, ("จำนวนหญิง",), required=True),
        Column("total", "รวม", COUNT, ("จำนวนรวม",)),
    ),
    build=_build,
    values=lambda row: asdict(row) | {"total": row.total},
    once=(("school_code", "day", "grade", "village_code"),),
    agreements=(Agreement("total", ("male", "female")),),
)
