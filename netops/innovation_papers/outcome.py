"""The process report: the three figures of the objective against their targets, met or not met."""

from __future__ import annotations

from datetime import date
from typing import Final

from innovation.models.evaluation import Outcome
from netops.innovation_papers.data import AdoptionRow, AdoptionSaid, OutcomeReport, OutcomeSaid
from netops.innovation_papers.wording import NOTHING, OUTCOMES, Cell, number, right
from office.document.content import Block, Column, Document, Heading, Paragraph, Section, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_MET: Final = {True: "บรรลุ", False: "ไม่บรรลุ"}


def met(one: OutcomeSaid) -> str:
    """Met, not met, not measured, or without a target."""
    if one.actual is None:
        return "ไม่มีข้อมูลให้วัด"
    return "ไม่ได้ตั้งเป้าหมาย" if one.is_met is None else _MET[one.is_met]


def _ground(one: OutcomeSaid) -> str:
    if one.actual is None:
        return NOTHING
    if one.outcome is Outcome.SATISFACTION:
        return f"ค่าเฉลี่ย {one.part:.2f} จาก 5 (n = {one.whole:,})"
    return f"{one.part:,.0f} จาก {one.whole:,}"


def _outcomes(data: OutcomeReport) -> Table:
    columns = (
        Column(title="ตัวชี้วัดผลลัพธ์", width=3),
        Column(title="หน่วย", width=0.9),
        right("ค่าฐาน", width=0.9),
        right("เป้าหมาย", width=0.9),
        right("ผลที่ได้", width=0.9),
        Column(title="คิดจาก", width=1.8),
        Column(title="สรุป", width=1.2),
    )
    rows = tuple(
        (
            OUTCOMES[one.outcome],
            "ร้อยละ",
            number(one.baseline, 1),
            number(one.target, 1),
            number(one.actual, 1),
            _ground(one),
            met(one),
        )
        for one in data.outcomes
    )
    return Table(columns=columns, rows=rows)


def _innovations(data: OutcomeReport) -> tuple[Block, ...]:
    if not data.innovations:
        return (Paragraph(text="ยังไม่มีนวัตกรรมที่เผยแพร่"),)
    columns = (
        Column(title="นวัตกรรม", width=3),
        right("โรงเรียนที่มี", "แห่ง"),
        right("วัดพบการใช้", "แห่ง"),
        right("วัดไม่ได้", "แห่ง"),
        right("อัตราการใช้", "ร้อยละ"),
    )
    return (Table(columns=columns, rows=tuple(_row(one) for one in data.innovations)),)


def _row(one: AdoptionRow) -> tuple[Cell, ...]:
    found = one.adoption
    percent = "ไม่ได้วัด" if found.percent is None else number(found.percent, 1)
    return (one.name, found.rolled_out, found.used, found.unmeasured, percent)


def _shipped() -> Document:
    blocks = (
        centred("รายงานผลลัพธ์ของกระบวนงานพัฒนานวัตกรรมและระบบเทคโนโลยีสารสนเทศ"),
        centred("ปีงบประมาณ พ.ศ. {{ year }} ข้อมูล ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: outcomes }}"),
        Heading(level=2, text="การใช้งานรายนวัตกรรม"),
        Paragraph(text="{{ block: innovations }}"),
    )
    section = Section(blocks=blocks)
    return Document(title="รายงานผลลัพธ์ของกระบวนงาน", sections=(section,), header="{{ office }}", thai_numerals=True)


def _fill(data: OutcomeReport, _about: About) -> Filling:
    return Filling(
        title=f"รายงานผลลัพธ์ด้านนวัตกรรม ปีงบประมาณ พ.ศ. {data.year}",
        author=data.office,
        texts={"office": data.office, "year": str(data.year), "as_of": long_date(data.as_of)},
        blocks={"outcomes": (_outcomes(data),), "innovations": _innovations(data)},
    )


def _sample() -> OutcomeReport:
    until = date(2026, 11, 22)
    return OutcomeReport(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        year=2570,
        as_of=until,
        outcomes=(
            OutcomeSaid(
                outcome=Outcome.NEEDS_MET,
                title="",
                unit="",
                actual=60,
                part=30,
                whole=50,
                baseline=40,
                target=55,
                is_met=True,
            ),
            OutcomeSaid(
                outcome=Outcome.ADOPTION,
                title="",
                unit="",
                actual=70,
                part=70,
                whole=100,
                baseline=50,
                target=80,
                is_met=False,
            ),
            OutcomeSaid(outcome=Outcome.SATISFACTION, title="", unit="", actual=None, part=0, whole=0),
        ),
        innovations=(
            AdoptionRow(
                name="ระบบตัวอย่าง",
                adoption=AdoptionSaid(rolled_out=10, used=7, unmeasured=1, percent=70, until=until, days=30),
            ),
        ),
    )


OUTCOME_REPORT: Final = PaperKind(
    key="innovation_outcome",
    title=N_("Report of the objective: needs met, adoption, satisfaction"),
    data=OutcomeReport,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("year", N_("Fiscal year")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("outcomes", N_("The table of the three figures"), "block"),
        Placeholder("innovations", N_("The table of adoption"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="innovation",
)
