"""The yearly information book (สารสนเทศทางการศึกษา) of an office, printed from one kept set and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from office.document.content import Block, Document, Heading, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.document.text import exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from office.xlsx import Sheet
from planning.registry.papers.book_data import (
    BookData,
    GradeLine,
    PositionLine,
    SchoolLine,
    VillageLine,
    ratio,
)
from planning.registry.papers.book_tables import (
    children_table,
    districts_table,
    grades_table,
    schools_table,
    sizes_table,
    staff_table,
    villages_table,
)
from planning.registry.sizes import CHILDREN, FOUR_SIZES, OF_TWENTY, SEVEN_SIZES, UNVERIFIED
from service.i18n import N_
from service.papers.kind import About, PaperKind

HEADING: Final = "สารสนเทศทางการศึกษา"
_BLANK_ROWS: Final = 8
_TALL: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True)
class Chapter:
    """`key` is its placeholder, `heading` Thai, `title` for those who make templates; `note` stands under the table."""

    key: str
    heading: str
    title: str
    table: Callable[[BookData], Table]
    note: str = ""


CHAPTERS: Final = (
    Chapter("grades", "จำนวนนักเรียนและห้องเรียน จำแนกตามชั้นและเพศ", N_("Pupils by grade and sex"), grades_table),
    Chapter(
        "sizes",
        "จำนวนโรงเรียน จำแนกตามขนาด",
        N_("Schools by size"),
        lambda data: sizes_table(data, FOUR_SIZES),
        UNVERIFIED,
    ),
    Chapter(
        "seven",
        "จำนวนโรงเรียน จำแนกตามขนาด 7 ขนาด",
        N_("Schools by seven sizes"),
        lambda data: sizes_table(data, SEVEN_SIZES),
        UNVERIFIED,
    ),
    Chapter(
        "twenties",
        "จำนวนโรงเรียนขนาดเล็ก จำแนกตามช่วงจำนวนนักเรียน ช่วงละ 20 คน",
        N_("Small schools by bands of 20 pupils"),
        lambda data: sizes_table(data, OF_TWENTY),
    ),
    Chapter(
        "districts",
        "อัตราส่วนนักเรียนต่อห้องเรียนและต่อครู จำแนกตามอำเภอ",
        N_("Pupils per room and per teacher by district"),
        districts_table,
        "ครู หมายถึง ผู้ดำรงตำแหน่งที่มีคำว่าครู ไม่รวมผู้บริหารสถานศึกษา",
    ),
    Chapter("staff", "จำนวนบุคลากร จำแนกตามตำแหน่งและเพศ", N_("Staff by position"), staff_table),
    Chapter(
        "children",
        "หมู่บ้านและประชากรวัยเรียน จำแนกตามตำบล",
        N_("Villages and children of school age"),
        children_table,
    ),
    Chapter("schools", "จำนวนนักเรียนรายโรงเรียน", N_("Pupils school by school"), schools_table),
)


def _facts(data: BookData) -> KeyValues:
    total = data.total
    lines = (
        ("ปีการศึกษา", str(data.academic_year)),
        ("ข้อมูล ณ วันที่", long_date(data.day)),
        ("ฉบับข้อมูล", f"ฉบับที่ {data.revision} พิมพ์ครั้งที่ {data.edition}"),
        ("จำนวนโรงเรียน", f"{len(data.schools):,} แห่ง"),
        ("จำนวนนักเรียน", f"{total.total:,} คน (ชาย {total.male:,} คน หญิง {total.female:,} คน)"),
        ("จำนวนห้องเรียน", f"{total.rooms:,} ห้อง เฉลี่ย {_said(ratio(total.total, total.rooms))} คนต่อห้อง"),
        ("ข้อมูลบุคลากร", f"ปีการศึกษา {data.staff_year}" if data.staff_year else "ยังไม่มีข้อมูล"),
        ("ข้อมูลประชากร", f"พ.ศ. {data.population_year}" if data.population_year else "ยังไม่มีข้อมูล"),
    )
    mark = ("รหัสตรวจสอบข้อมูล", exact(data.fingerprint[:16] or "–"))
    return KeyValues(rows=(*lines, mark), label_share=0.3)


def _said(value: object) -> str:
    return "–" if value is None else str(value)


def _blocks(chapter: Chapter, data: BookData) -> tuple[Block, ...]:
    table = chapter.table(data)
    if not data.fingerprint:
        table = _ruled(table)
    elif not table.rows:
        return (Paragraph(text="ยังไม่มีข้อมูล"),)
    return (table, Paragraph(text=f"หมายเหตุ {chapter.note}")) if chapter.note else (table,)


def _ruled(table: Table) -> Table:
    """Rows to write in, named where they always are the same; figures that are not there would make their columns too
    narrow.
    """
    wide = tuple(column.model_copy(update={"whole": False}) for column in table.columns)
    empty = (_TALL,) * len(wide)
    named = tuple((row[0], *empty[1:]) for row in table.rows)
    return Table(columns=wide, rows=named or (empty,) * _BLANK_ROWS, size_pt=table.size_pt)


def _shipped() -> Document:
    blocks: list[Block] = [
        centred(HEADING),
        centred("ปีการศึกษา {{ year }}", size_pt=None),
        centred("{{ office }}", size_pt=None),
        Paragraph(text="{{ block: facts }}"),
    ]
    for number, chapter in enumerate(CHAPTERS, start=1):
        blocks.append(Heading(level=2, text=f"ตารางที่ {number} {chapter.heading}"))
        blocks.append(Paragraph(text=f"{{{{ block: {chapter.key} }}}}"))
    return Document(title=HEADING, sections=(Section(blocks=tuple(blocks)),), header="{{ office }}")


def _fill(data: BookData, _about: About) -> Filling:
    year = str(data.academic_year) if data.fingerprint else "............"
    facts: Block = _facts(data) if data.fingerprint else Paragraph(text="ข้อมูล ณ วันที่ ........................")
    return Filling(
        title=f"{HEADING} ปีการศึกษา {year}",
        author=data.office,
        texts={"office": data.office, "year": year},
        blocks={"facts": (facts,)} | {one.key: _blocks(one, data) for one in CHAPTERS},
    )


def _sheets(data: BookData, _about: About) -> tuple[Sheet, ...]:
    kept = tuple(Sheet(name=f"{number} {one.heading}", table=one.table(data)) for number, one in enumerate(CHAPTERS, 1))
    return (*kept, Sheet(name="หมู่บ้าน", table=villages_table(data)))


def _sample() -> BookData:
    return BookData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        academic_year=2569,
        day=date(2026, 6, 10),
        revision=1,
        edition=1,
        fingerprint="0" * 64,
        staff_year=2569,
        population_year=2568,
        schools=(
            SchoolLine(
                code="99010001", name="โรงเรียนบ้านตัวอย่าง", subdistrict="ตำบลตัวอย่าง", district="อำเภอตัวอย่าง",
                grades="อ.2–ป.6", male=30, female=28, rooms=8, teachers=5,
            ),
        ),
        grades=(GradeLine(grade="p1", male=30, female=28, rooms=8),),
        positions=(PositionLine(position="ครู", male=1, female=4),),
        villages=(
            VillageLine(
                code="99010101", name="บ้านตัวอย่าง", subdistrict="ตำบลตัวอย่าง", district="อำเภอตัวอย่าง",
                children=(10,) * len(CHILDREN), people=300,
            ),
        ),
    )  # fmt: skip


def _blank(office: str) -> BookData:
    return BookData(office=office, academic_year=0, day=date(2026, 6, 10), revision=0, edition=0, fingerprint="")


BOOK: Final = PaperKind(
    key="information_book",
    title=N_("Information book"),
    data=BookData,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("year", N_("Academic year")),
        Placeholder("facts", N_("Facts in two columns"), "block"),
        *(Placeholder(one.key, one.title, "block") for one in CHAPTERS),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="planning",
    sheets=_sheets,
    blank=_blank,
)
