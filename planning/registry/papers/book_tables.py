"""The tables of the information book; the same stand in the paper and in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from office.document.cells import Words
from office.document.content import Align, Column, Table
from office.document.text import exact
from planning.registry.grades import Level
from planning.registry.papers.book_data import BookData, SchoolLine, VillageLine, percent, ratio
from planning.registry.sizes import CHILDREN, Band
from planning.registry.tallying import NOTHING, Tally, by_level

Cell = Words | Decimal | str | int
DASH: Final = "–"
LEVELS: Final = {
    Level.KINDERGARTEN: "ก่อนประถมศึกษา",
    Level.PRIMARY: "ประถมศึกษา",
    Level.LOWER_SECONDARY: "มัธยมศึกษาตอนต้น",
    Level.UPPER_SECONDARY: "มัธยมศึกษาตอนปลาย",
    Level.VOCATIONAL: "ปวช.",
}
_SMALL: Final = 12


def right(title: str, unit: str = "", width: float = 1.0) -> Column:
    """A column of figures."""
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def _or_dash(value: Decimal | int | None) -> Cell:
    return DASH if value is None else value


def _code(text: str) -> Words:
    return Words(text=exact(text))


_PUPILS: Final = (
    right("ชาย", "คน"),
    right("หญิง", "คน"),
    right("รวม", "คน"),
    right("ห้อง"),
    right("นร. : ห้อง", width=1.1),
)


def _figures(tally: Tally) -> tuple[Cell, ...]:
    return (tally.male, tally.female, tally.total, tally.rooms, _or_dash(ratio(tally.total, tally.rooms)))


def grades_table(data: BookData) -> Table:
    """By grade and sex; the levels and all together below."""
    rows = tuple((grade.label, *_figures(tally)) for grade, tally in data.by_grade.items())
    foot = tuple((f"รวม{LEVELS[level]}", *_figures(tally)) for level, tally in by_level(data.by_grade).items())
    columns = (Column(title="ระดับชั้น", width=1.8), *_PUPILS)
    return Table(columns=columns, rows=rows, foot=(*foot, ("รวมทั้งสิ้น", *_figures(data.total))))


def sizes_table(data: BookData, bands: Sequence[Band]) -> Table:
    """Schools and pupils of each size, with shares."""
    rows: list[tuple[Cell, ...]] = []
    pupils = sum(one.pupils for one in data.schools)
    for band, schools in data.by_band(bands):
        count = sum(one.pupils for one in schools)
        share = _or_dash(percent(len(schools), len(data.schools)))
        rows.append((band.label, len(schools), share, count, _or_dash(percent(count, pupils))))
    columns = (
        Column(title="ขนาดโรงเรียน", width=2.2),
        right("โรงเรียน", "แห่ง"),
        right("ร้อยละ"),
        right("นักเรียน", "คน"),
        right("ร้อยละ"),
    )
    whole = (_or_dash(percent(len(data.schools), len(data.schools))), _or_dash(percent(pupils, pupils)))
    foot = (("รวมทั้งสิ้น", len(data.schools), whole[0], pupils, whole[1]),)
    return Table(columns=columns, rows=tuple(rows), foot=foot)


def districts_table(data: BookData) -> Table:
    """By district: pupils per room and per teacher."""
    rows = tuple((name or "ไม่ระบุ", *_sums(schools)) for name, schools in data.by_district().items())
    columns = (
        Column(title="อำเภอ", width=1.8),
        right("โรงเรียน", "แห่ง"),
        right("นักเรียน", "คน"),
        right("ห้อง"),
        right("ครู", "คน"),
        right("นร. : ห้อง", width=1.1),
        right("นร. : ครู", width=1.1),
    )
    return Table(columns=columns, rows=rows, foot=(("รวมทั้งสิ้น", *_sums(data.schools)),))


def _sums(schools: Sequence[SchoolLine]) -> tuple[Cell, ...]:
    pupils, rooms = sum(one.pupils for one in schools), sum(one.rooms for one in schools)
    known = [one for one in schools if one.teachers is not None]
    teachers = sum(one.teachers or 0 for one in known) if known else None
    taught = sum(one.pupils for one in known)
    of_teacher = _or_dash(ratio(taught, teachers))
    return (len(schools), pupils, rooms, _or_dash(teachers), _or_dash(ratio(pupils, rooms)), of_teacher)


def schools_table(data: BookData) -> Table:
    """School by school."""
    columns = (
        right("ที่", width=0.6),
        Column(title="รหัส", width=1.2, whole=True),
        Column(title="โรงเรียน", width=2.8),
        Column(title="ชั้น", width=1.2),
        right("ชาย", width=0.8),
        right("หญิง", width=0.8),
        right("รวม", width=0.8),
        right("ห้อง", width=0.7),
        right("ครู", width=0.7),
        right("นร. : ห้อง", width=0.9),
        right("นร. : ครู", width=0.9),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(data.schools, start=1):
        tally = Tally(one.male, one.female, one.rooms)
        own: tuple[Cell, ...] = (number, _code(one.code), one.name, one.grades or DASH)
        figures = (one.male, one.female, tally.total, one.rooms, _or_dash(one.teachers))
        ratios = (_or_dash(ratio(one.pupils, one.rooms)), _or_dash(ratio(one.pupils, one.teachers)))
        rows.append((*own, *figures, *ratios))
    return Table(columns=columns, rows=tuple(rows), foot=(_all_schools(data),), size_pt=_SMALL)


def _all_schools(data: BookData) -> tuple[Cell, ...]:
    tally = sum((Tally(one.male, one.female, one.rooms) for one in data.schools), NOTHING)
    figures = (tally.male, tally.female, tally.total, tally.rooms, _or_dash(data.teachers))
    return ("", "", "รวมทั้งสิ้น", "", *figures, _or_dash(ratio(tally.total, tally.rooms)), DASH)


def staff_table(data: BookData) -> Table:
    """By position and sex."""
    rows = tuple((one.position, one.male, one.female, one.male + one.female) for one in data.positions)
    male, female = sum(one.male for one in data.positions), sum(one.female for one in data.positions)
    columns = (Column(title="ตำแหน่ง", width=3), right("ชาย", "คน"), right("หญิง", "คน"), right("รวม", "คน"))
    return Table(columns=columns, rows=rows, foot=(("รวมทั้งสิ้น", male, female, male + female),))


def children_table(data: BookData) -> Table:
    """Villages and children of school age by subdistrict."""
    groups = data.by_subdistrict().items()
    rows = tuple((district or DASH, name or DASH, *_children(villages)) for (district, name), villages in groups)
    columns = (
        Column(title="อำเภอ", width=1.4),
        Column(title="ตำบล", width=1.4),
        right("หมู่บ้าน", width=0.9),
        *(right(f"{band.first}–{band.last}\u00a0ปี", "คน") for band in CHILDREN),
        right("ประชากร", "คน", 1.1),
    )
    return Table(columns=columns, rows=rows, foot=(("รวมทั้งสิ้น", "", *_children(data.villages)),))


def _children(villages: Sequence[VillageLine]) -> tuple[Cell, ...]:
    bands = tuple(sum(one.children[at] for one in villages) for at in range(len(CHILDREN)))
    return (len(villages), *bands, sum(one.people for one in villages))


def villages_table(data: BookData) -> Table:
    """Village by village, for the workbook."""
    columns = (
        Column(title="รหัสหมู่บ้าน"),
        Column(title="หมู่บ้าน"),
        Column(title="ตำบล"),
        Column(title="อำเภอ"),
        *(right(f"{band.first}–{band.last}\u00a0ปี", "คน") for band in CHILDREN),
        right("ประชากร", "คน"),
    )
    rows = tuple(
        (_code(one.code), one.name, one.subdistrict, one.district, *one.children, one.people) for one in data.villages
    )
    return Table(columns=columns, rows=rows)
