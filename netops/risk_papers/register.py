"""ทะเบียนความเสี่ยง: the register with its matrix and the names of those that stand together in one row."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from netops.risk_papers import words
from netops.risk_papers.data import LevelSpan, RiskEntry, RiskRegister, TaskEntry
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date, short_date
from office.xlsx import Sheet
from risk.scale import SHIPPED, Level
from risk.terms import Basis, Group, RiskState, Treatment
from service.i18n import N_
from service.papers.kind import About, PaperKind

_SMALL_PT: Final = 10
_TABLE_PT: Final = 12
_SHORT: Final = "." * 24
_CLASSES: Final = range(1, 6)


def _register_table(data: RiskRegister) -> Table:
    return Table(
        columns=(
            Column(title="ลำดับ", width=0.45, align=Align.RIGHT, whole=True),
            Column(title="เลขที่", width=0.75),
            Column(title="วันที่ระบุ", width=0.9),
            Column(title="กลุ่ม", width=0.85),
            Column(title="ระบบ/บริการ", width=0.95),
            Column(title="ความเสี่ยงและหน่วยงาน", width=2.9),
            Column(title="ภัยคุกคาม", width=1.7),
            Column(title="ช่องโหว่", width=1.7),
            Column(title="มาตรการควบคุมที่มีอยู่", width=1.1),
            Column(title="CIA", width=0.5, align=Align.CENTER, whole=True),
            Column(title="โอกาส × ผลกระทบ", width=1.1, align=Align.CENTER),
            Column(title="เจ้าของความเสี่ยง", width=1.0),
            Column(title="วิธีจัดการ", width=0.8),
            Column(title="แผนและกิจกรรม", width=2.7),
            Column(title="ความเสี่ยงคงเหลือ", width=1.1, align=Align.CENTER),
            Column(title="สถานะ", width=0.9),
            Column(title="วันที่ทบทวน", width=0.9),
        ),
        rows=tuple(_register_row(at, one) for at, one in enumerate(data.entries, start=1)),
        size_pt=_SMALL_PT,
    )


def _register_row(at: int, one: RiskEntry) -> tuple[Any, ...]:
    return (
        at,
        words.numbers_of(one),
        short_date(one.identified_on),
        words.GROUPS[one.group],
        words.SERVICES.get(one.service, one.service or "–"),
        words.joined((one.title, words.unit_of(one))),
        one.threat or "–",
        words.joined((one.vulnerability, one.why)),
        one.controls or "–",
        one.concerns or "–",
        words.matrix_of(one.likelihood, one.impact, one.level),
        one.owner or "–",
        words.TREATMENTS[one.treatment] if one.treatment is not None else "–",
        words.plan_of(one),
        words.matrix_of(one.residual_likelihood, one.residual_impact, one.residual_level),
        words.STATES[one.state],
        words.day_of(one.review_on),
    )


def _matrix(data: RiskRegister) -> Table:
    counts = {(likelihood, impact): count for likelihood, impact, count in data.cells}

    def cell(likelihood: int, impact: int) -> str:
        count = counts.get((likelihood, impact), 0)
        return f"{count or '–'}\n{words.level_of(data.levels, likelihood * impact)}"

    return Table(
        columns=(
            Column(title="โอกาส / ผลกระทบ", width=1.6),
            *(Column(title=f"ผลกระทบ {impact}", align=Align.CENTER) for impact in _CLASSES),
        ),
        rows=tuple(
            (f"โอกาส {likelihood}", *(cell(likelihood, impact) for impact in _CLASSES))
            for likelihood in reversed(_CLASSES)
        ),
        size_pt=_TABLE_PT,
    )


def _annex(data: RiskRegister) -> Table:
    rows = [
        (number, unit, entry.title)
        for entry in data.entries
        if len(entry.units) > words.MOST_NAMED
        for number, unit in zip(entry.numbers, entry.units, strict=True)
    ]
    return Table(
        columns=(
            Column(title="เลขที่", width=0.6, align=Align.RIGHT, whole=True),
            Column(title="หน่วยงาน", width=2.5),
            Column(title="ความเสี่ยง", width=4),
        ),
        rows=tuple(rows) or (("–", "–", "–"),),
        size_pt=_TABLE_PT,
    )


def _register_shipped() -> Document:
    blocks = (
        centred("ทะเบียนความเสี่ยงระบบเครือข่ายเทคโนโลยีสารสนเทศและการสื่อสาร"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="ผู้บันทึก {{ recorder }}   วันที่ประชุม {{ meeting_on }}   สถานที่ {{ place }}"),
        Paragraph(text="{{ block: entries }}"),
        Paragraph(text="ระดับความเสี่ยง (คะแนน): {{ levels }}", space_before_pt=6),
        Paragraph(text="แผนภูมิความเสี่ยง (จำนวนรายการในแต่ละช่อง)", space_before_pt=10, keep_with_next=True),
        Paragraph(text="{{ block: matrix }}"),
        Paragraph(text="ภาคผนวก รายชื่อหน่วยงานของรายการที่รวมไว้", space_before_pt=10, keep_with_next=True),
        Paragraph(text="{{ block: annex }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ทะเบียนความเสี่ยง", sections=(section,), header="{{ office }}", thai_numerals=True)


def _register(data: RiskRegister, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    return Filling(
        title=f"ทะเบียนความเสี่ยง {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={
            "office": data.office,
            "owner": data.owner,
            "as_of": as_of,
            "recorder": data.recorder or _SHORT,
            "meeting_on": long_date(data.meeting_on) if data.meeting_on is not None else _SHORT,
            "place": data.place or _SHORT,
            "levels": f"{words.levels_of(data.levels)} {data.source}".strip(),
        },
        blocks={"entries": (_register_table(data),), "matrix": (_matrix(data),), "annex": (_annex(data),)},
        thai_numerals=data.thai_numerals,
    )


def _register_sheets(data: RiskRegister, _about: About) -> list[Sheet]:
    return [
        Sheet(name="ทะเบียนความเสี่ยง", table=_register_table(data)),
        Sheet(name="แผนภูมิ", table=_matrix(data)),
        Sheet(name="รายชื่อหน่วยงาน", table=_annex(data)),
    ]


def sample() -> RiskRegister:
    """What officials see in a template."""
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    levels = tuple(
        LevelSpan(name=SHIPPED.name(level), least=SHIPPED.span(level)[0], most=SHIPPED.span(level)[1])
        for level in Level
    )
    entry = RiskEntry(
        numbers=(1,),
        units=("โรงเรียนบ้านตัวอย่าง",),
        title="เราเตอร์ขาดการติดต่อซ้ำ",
        identified_on=date(2026, 11, 22),
        group=Group.OPERATIONAL,
        service="network",
        threat="อุปกรณ์ขัดข้อง ทำให้ใช้งานเครือข่ายไม่ได้",
        vulnerability="เคยขัดข้องหลายครั้งในช่วงที่ผ่านมา",
        controls="ตรวจสอบอัตโนมัติทุกนาที",
        concerns="A",
        likelihood=3,
        likelihood_basis=Basis.MEASURED,
        impact=4,
        level="สูง",
        why="ขัดข้อง 3 ครั้งใน 90 วัน",
        owner="นักวิชาการคอมพิวเตอร์",
        treatment=Treatment.REDUCE,
        plan="เปลี่ยนอุปกรณ์",
        tasks=(TaskEntry(what="ขอจัดหาเราเตอร์", owner="เจ้าหน้าที่พัสดุ", due_on=date(2027, 1, 31), percent=50),),
        residual_likelihood=1,
        residual_impact=4,
        residual_level="ปานกลาง",
        state=RiskState.TREATING,
        review_on=date(2027, 2, 28),
    )
    return RiskRegister(
        office=office, owner=office, as_of=date(2026, 11, 22), levels=levels, entries=(entry,), cells=((3, 4, 1),)
    )


RISK_REGISTER: Final = PaperKind(
    key="risk_register",
    title=N_("Register of risks on paper"),
    data=RiskRegister,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Whose risks they are")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("recorder", N_("Who wrote the register"), required=False),
        Placeholder("meeting_on", N_("Day of the meeting"), required=False),
        Placeholder("place", N_("Place of the meeting"), required=False),
        Placeholder("entries", N_("The table of risks"), "block"),
        Placeholder("matrix", N_("How many risks in each cell of the matrix"), "block", required=False),
        Placeholder("annex", N_("Schools of the rows that stand for many"), "block", required=False),
        Placeholder("levels", N_("Levels and their scores"), required=False),
    ),
    shipped=_register_shipped,
    fill=_register,
    sample=sample,
    series="risks",
    sheets=_register_sheets,
)
