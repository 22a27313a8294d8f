"""Pupils of each school by grade and sex, with rooms: the file of DMC with four columns a grade, and its sub-totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from planning.kit.reading.columns import SCHOOL_CODE, SCHOOL_NAME
from planning.kit.reading.form import Agreement, Column, Form, Values
from planning.kit.reading.values import CODE, COUNT
from planning.registry.grades import GRADES, Grade, Level, grades_of
from service.refusal import _

_PARTS: Final = ("male", "female", "rooms")
_WORDS: Final = {"male": ("ชาย",), "female": ("หญิง",), "rooms": ("ห้อง", "ห้องเรียน", "จำนวนห้อง")}
_LEVELS: Final = {
    Level.KINDERGARTEN: ("รวมอนุบาล", "รวมก่อนประถม", "รวมก่อนประถมศึกษา"),
    Level.PRIMARY: ("รวมประถม", "รวมประถมศึกษา"),
    Level.LOWER_SECONDARY: ("รวมมัธยมต้น", "รวม ม.ต้น", "รวมมัธยมศึกษาตอนต้น"),
    Level.UPPER_SECONDARY: ("รวมมัธยมปลาย", "รวม ม.ปลาย", "รวมมัธยมศึกษาตอนปลาย"),
    Level.VOCATIONAL: ("รวม ปวช.",),
}
_ALL: Final = ("รวมทั้งหมด", "รวมทั้งสิ้น")


@dataclass(frozen=True, slots=True)
class GradeCount:
    """Pupils (persons) and rooms of one grade."""

    grade: Grade
    male: int
    female: int
    rooms: int

    @property
    def total(self) -> int:
        """Persons."""
        return self.male + self.female


@dataclass(frozen=True, slots=True)
class SchoolPupils:
    """One school. Grades without pupils and rooms are left out; which day was counted the file does not say."""

    school_code: str
    school_name: str
    office_code: str
    office_name: str
    grades: tuple[GradeCount, ...]

    @property
    def total(self) -> int:
        """Persons."""
        return sum(one.total for one in self.grades)


def _grade_columns(grade: Grade) -> Iterable[Column]:
    for part in ("male", "female", "total", "rooms"):
        if part == "total":
            aliases = tuple(f"{word}{name}" for name in grade.names for word in ("รวม", "")) + tuple(
                f"{name}รวม" for name in grade.names
            )
            yield Column(f"{grade}_total", f"รวม{grade.label}", COUNT, aliases)
            continue
        words = _WORDS[part]
        aliases = tuple(f"{name}{word}" for name in grade.names for word in words)
        yield Column(f"{grade}_{part}", f"{grade.label} {words[0]}", COUNT, aliases)


def _sum_columns(key: str, names: tuple[str, ...]) -> Iterable[Column]:
    for part in ("male", "female"):
        word = _WORDS[part][0]
        yield Column(f"{key}_{part}", f"{names[0]} {word}", COUNT, tuple(f"{name}{word}" for name in names[1:]))
    aliases = (*names[1:], *(f"{name}รวม" for name in names), *(f"{name}ทั้งหมด" for name in names))
    yield Column(f"{key}_total", names[0], COUNT, aliases)
    rooms = tuple(f"{name}{word}" for name in names for word in _WORDS["rooms"])
    yield Column(f"{key}_rooms", f"{names[0]} ห้อง", COUNT, rooms)


def _agreements(key: str, grades: Iterable[Grade]) -> Iterable[Agreement]:
    kept = tuple(grades)
    for part in _PARTS:
        yield Agreement(f"{key}_{part}", tuple(f"{grade}_{part}" for grade in kept))
    yield Agreement(f"{key}_total", tuple(f"{grade}_{part}" for grade in kept for part in ("male", "female")))


def _build(values: Values) -> SchoolPupils:
    counts = (GradeCount(grade, *(values[f"{grade}_{part}"] or 0 for part in _PARTS)) for grade in GRADES)
    return SchoolPupils(
        school_code=values["school_code"],
        school_name=values["school_name"] or "",
        office_code=values["office_code"] or "",
        office_name=values["office_name"] or "",
        grades=tuple(one for one in counts if one.total or one.rooms),
    )


def _values(row: SchoolPupils) -> Values:
    """With every sum, as the file has them."""
    found: dict[str, Any] = {name: getattr(row, name) for name in ("school_code", "school_name")}
    found |= {"office_code": row.office_code, "office_name": row.office_name}
    by_grade = {one.grade: one for one in row.grades}
    for grade in GRADES:
        one = by_grade.get(grade, GradeCount(grade, 0, 0, 0))
        found |= {f"{grade}_{part}": getattr(one, part) for part in (*_PARTS, "total")}
    for agreement in (one for one in PUPILS.agreements if one.total not in found):
        found[agreement.total] = sum(found[part] for part in agreement.parts)
    return found


PUPILS: Final = Form(
    key="pupils",
    title=_("Pupils by grade, sex and room"),
    columns=(
        Column("office_code", "รหัสเขต", CODE),
        Column("office_name", "ชื่อเขต"),
        SCHOOL_CODE,
        SCHOOL_NAME,
        *(
            column
            for level in Level
            for column in (
                *(one for grade in grades_of(level) for one in _grade_columns(grade)),
                *_sum_columns(level, _LEVELS[level]),
            )
        ),
        *_sum_columns("all", _ALL),
    ),
    build=_build,
    values=_values,
    once=(("school_code",),),
    agreements=(
        *(Agreement(f"{grade}_total", (f"{grade}_male", f"{grade}_female")) for grade in GRADES),
        *(one for level in Level for one in _agreements(level, grades_of(level))),
        *_agreements("all", GRADES),
    ),
    groups=tuple(tuple(f"{grade}_{part}" for part in _PARTS) for grade in GRADES),
)
