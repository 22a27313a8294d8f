"""The report of the province: what became of each project, with where each figure is from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from office.baht import figures
from office.document.cells import Money
from office.document.content import Block, Column, Document, KeyValues, Paragraph, Section, Signature, Table
from office.document.letter import centred
from office.document.text import runs
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from office.xlsx import Sheet
from planning.province.papers.plan import SMALL_PT, right
from planning.province.papers.wording import DOTS, NOTHING
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind


class FollowedSaid(PaperData):
    """A project and what became of it; `spent_satang` None: nobody told or reported anything."""

    title: str
    agency: str
    amount_satang: int
    spent_satang: int | None
    source: str = ""
    percent: int | None = None
    result: str = ""
    problem: str = ""


class ReportData(PaperData):
    """The report of one plan on one day."""

    office: str
    plan: str
    province: str
    years: str
    as_of: date
    projects: tuple[FollowedSaid, ...]


def _table(data: ReportData) -> Table:
    columns = (
        Column(title="โครงการ", width=2.6),
        Column(title="หน่วยงาน", width=1.8),
        right("งบประมาณ", "บาท", width=1.5),
        right("เบิกจ่าย", "บาท", width=1.5),
        right("ร้อยละ", width=0.8),
        right("งานสำเร็จ", "ร้อยละ", width=0.9),
        Column(title="ผลการดำเนินงาน", width=2.2),
        Column(title="ปัญหาและแนวทางแก้ไข", width=2),
        Column(title="ที่มาของข้อมูล", width=1.8),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(_row(one) for one in data.projects)
    amount, spent = _sums(data)
    share = f"{100 * spent / amount:.2f}" if amount else NOTHING
    foot = ("รวม", "", Money(satang=amount), Money(satang=spent), share, "", "", "", "")
    return Table(columns=columns, rows=rows, foot=(foot,), size_pt=SMALL_PT)


def _row(one: FollowedSaid) -> tuple[Any, ...]:
    spent: Any = NOTHING if one.spent_satang is None else Money(satang=one.spent_satang)
    known = one.spent_satang is not None and one.amount_satang
    share = f"{100 * (one.spent_satang or 0) / one.amount_satang:.2f}" if known else NOTHING
    return (
        one.title,
        one.agency,
        Money(satang=one.amount_satang),
        spent,
        share,
        NOTHING if one.percent is None else one.percent,
        one.result or NOTHING,
        one.problem or NOTHING,
        one.source or "ยังไม่มีข้อมูล",
    )


def _sums(data: ReportData) -> tuple[int, int]:
    return sum(one.amount_satang for one in data.projects), sum(one.spent_satang or 0 for one in data.projects)


def _template() -> Document:
    hand = tuple(line for who in ("ผู้รายงาน", "ผู้รับรอง") for line in ("", f"ลงชื่อ {DOTS}", f"({DOTS})", who))
    blocks: tuple[Block, ...] = (
        centred("รายงานผลการดำเนินงานการจัดการศึกษาของจังหวัด"),
        centred("{{ subject }}", size_pt=None),
        Paragraph(text="{{ block: facts }}"),
        Paragraph(text="{{ table: projects }}"),
        Signature(lines=hand),
    )
    sections = (Section(blocks=blocks, landscape=True),)
    return Document(title="รายงานผลการดำเนินงานการจัดการศึกษาของจังหวัด", sections=sections, header="{{ office }}")


def _fill(data: ReportData, _about: About) -> Filling:
    amount, spent = _sums(data)
    known = sum(one.spent_satang is not None for one in data.projects)
    facts = (
        ("จังหวัด", data.province),
        ("ปีงบประมาณ", data.years),
        ("ข้อมูล ณ วันที่", long_date(data.as_of)),
        ("เบิกจ่าย", f"{figures(spent)} บาท จาก {figures(amount)} บาท"),
        ("โครงการที่มีข้อมูล", f"{known} จาก {len(data.projects)} โครงการ"),
    )
    rows = tuple((runs(label), runs(value)) for label, value in facts)
    return Filling(
        title=f"รายงานผล {data.plan}",
        author=data.office,
        texts={"office": data.office, "subject": data.plan},
        blocks={"facts": (KeyValues(rows=rows, label_share=0.3),), "projects": (_table(data),)},
    )


def _sheets(data: ReportData, _about: About) -> Sequence[Sheet]:
    return (Sheet(name="ผลการดำเนินงาน", table=_table(data)),)


REPORT: Final = PaperKind(
    key="province_report",
    title=N_("Report of the province"),
    data=ReportData,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("subject", N_("Name of the plan")),
        Placeholder("facts", N_("Facts in two columns"), "block"),
        Placeholder("projects", N_("Table of projects"), "table"),
    ),
    shipped=_template,
    fill=_fill,
    sample=lambda: ReportData(
        office="สำนักงานตัวอย่าง",
        plan="แผนปฏิบัติราชการศึกษาประจำปีของจังหวัดตัวอย่าง",
        province="ตัวอย่าง",
        years="2570",
        as_of=date(2027, 3, 31),
        projects=(
            FollowedSaid(
                title="โครงการอ่านออกเขียนได้",
                agency="สพป. ตัวอย่าง",
                amount_satang=10_000_000,
                spent_satang=4_000_000,
                source="แผนปฏิบัติการประจำปีของ สพป. ตัวอย่าง",
                percent=45,
                result="จัดค่ายแล้ว 2 รุ่น",
            ),
        ),
    ),
    sheets=_sheets,
    series="report",
)
