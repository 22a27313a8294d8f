"""The plan of information technology as a paper: what people wrote and what was reckoned stand apart."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.innovation_papers.wording import NOTHING, Cell, number, right
from office.baht import amount_and_words
from office.document.cells import Money as Amount
from office.document.content import Block, Column, Document, Heading, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from office.xlsx import Sheet
from risk.scale import SHIPPED, Level
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind

_SMALL_PT: Final = 12
TITLES: Final = {
    "situation": "สภาพปัจจุบันและปัญหา",
    "vision": "วิสัยทัศน์",
    "goals": "เป้าหมาย",
    "strategies": "กลยุทธ์",
    "risks": "ความเสี่ยง",
    "follow_up": "การติดตามและประเมินผล",
}


class NeedLine(PaperData):
    """An approved need; `unit_satang` None: its price is not known and it is in no sum."""

    need_id: int
    title: str
    unit: str
    quantity: int
    unit_satang: int | None
    total_satang: int
    source: str = ""


class LinkLine(PaperData):
    """A link with the months of its rent in the year."""

    link_id: int
    site: str
    name: str
    contract: str
    months: int
    month_satang: int
    total_satang: int


class YearOfRisks(PaperData):
    """Risks that the needs of a year treat: how many of each level (PlanPaper.levels) now and after treatment, of how
    many nobody said what remains, and how many very high ones no need treats by the end of the year.
    """

    treated: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    unsaid: int
    untreated: int
    cost_satang: int


class PlanYear(PaperData):
    """One fiscal year; `risks` None in versions that were kept before risks were told."""

    year: int
    needs: tuple[NeedLine, ...]
    links: tuple[LinkLine, ...]
    needs_satang: int
    links_satang: int
    total_satang: int
    risks: YearOfRisks | None = None


class OutageYear(PaperData):
    """Outages of links in a fiscal year."""

    year: int
    outages: int
    minutes: float


class PlanPaper(PaperData):
    """A version of a plan, whole. `levels` are names of the levels of risks, the highest first."""

    office: str
    title: str
    first_year: int
    last_year: int
    version: int
    as_of: date
    texts: dict[str, str]
    years: tuple[PlanYear, ...]
    total_satang: int
    devices: int
    old_devices: int
    undated_devices: int
    unsupported_devices: int
    outages: tuple[OutageYear, ...]
    levels: tuple[str, ...] = ()


def _text(data: PlanPaper, key: str) -> tuple[Block, ...]:
    lines = [line for line in data.texts.get(key, "").splitlines() if line.strip()]
    return tuple(Paragraph(text=line, first_cm=1.5) for line in lines) or (Paragraph(text=NOTHING),)


def _state(data: PlanPaper) -> tuple[Block, ...]:
    facts = KeyValues(
        rows=(
            ("อุปกรณ์ในเครือข่าย", f"{data.devices:,} เครื่อง"),
            ("ใช้งานมาแล้ว 5 ปีขึ้นไป", f"{data.old_devices:,} เครื่อง (ไม่ทราบวันที่ได้มา {data.undated_devices:,} เครื่อง)"),
            ("ผู้ผลิตเลิกสนับสนุนแล้ว", f"{data.unsupported_devices:,} เครื่อง"),
        )
    )
    columns = (Column(title="ปีงบประมาณ พ.ศ.", whole=True), right("เหตุขัดข้องของวงจร", "ครั้ง"), right("รวมเวลา", "นาที"))
    rows = tuple((str(one.year), one.outages, number(one.minutes, 0)) for one in data.outages)
    return (facts, Table(columns=columns, rows=rows))


def _summary(data: PlanPaper) -> tuple[Block, ...]:
    words = Paragraph(text=f"รวมทั้งสิ้น {amount_and_words(data.total_satang)}")
    return (_summary_table(data), words)


def _summary_table(data: PlanPaper) -> Table:
    columns = (
        Column(title="ปีงบประมาณ พ.ศ.", whole=True),
        right("ความต้องการที่อนุมัติ", "บาท", 1.3),
        right("ค่าเช่าวงจรรายปี", "บาท", 1.3),
        right("รวม", "บาท", 1.3),
    )
    rows = tuple(
        (
            str(one.year),
            Amount(satang=one.needs_satang),
            Amount(satang=one.links_satang),
            Amount(satang=one.total_satang),
        )
        for one in data.years
    )
    sums = (
        Amount(satang=sum(one.needs_satang for one in data.years)),
        Amount(satang=sum(one.links_satang for one in data.years)),
        Amount(satang=data.total_satang),
    )
    return Table(columns=columns, rows=rows, foot=(("รวม", *sums),))


def _risks(data: PlanPaper) -> tuple[Block, ...]:
    """Nothing in versions that were kept before risks were told."""
    if not data.levels:
        return (Paragraph(text=NOTHING),)
    notes = (
        "นับเฉพาะความเสี่ยงที่ยังไม่ปิดและผูกกับความต้องการที่อนุมัติของปีนั้น ระดับหลังจัดการเป็นผลที่คาดไว้ในทะเบียนความเสี่ยง",
        "ความเสี่ยงที่ยังไม่มีผู้ระบุผลหลังจัดการนับตามระดับปัจจุบัน",
        f"ระดับ{data.levels[0]}ที่ยังไม่มีความต้องการรองรับนับถึงสิ้นปีนั้น ไม่รวมความเสี่ยงที่ยอมรับแล้ว",
    )
    return (_risk_table(data), *(Paragraph(text=note, first_cm=1.5) for note in notes))


def _risk_table(data: PlanPaper) -> Table:
    columns = (
        Column(title="ปีงบประมาณ พ.ศ.", width=0.9, whole=True),
        right("ความเสี่ยงที่จัดการ", "รายการ", 1),
        Column(title="ระดับก่อนจัดการ", width=1.5),
        Column(title="ระดับหลังจัดการ", width=1.5),
        right("ยังไม่ระบุผล", "รายการ", 0.9),
        right(f"ระดับ{data.levels[0]}ที่ไม่มีรองรับ", "รายการ", 1.1),
        right("งบประมาณที่ใช้จัดการ", "บาท", 1.4),
    )
    rows = tuple(
        (
            str(one.year),
            one.risks.treated,
            _levels(data, one.risks.before),
            _levels(data, one.risks.after),
            one.risks.unsaid,
            one.risks.untreated,
            Amount(satang=one.risks.cost_satang),
        )
        for one in data.years
        if one.risks is not None
    )
    return Table(columns=columns, rows=rows, size_pt=_SMALL_PT)


def _levels(data: PlanPaper, counts: tuple[int, ...]) -> str:
    told = [f"{name} {count:,}" for name, count in zip(data.levels, counts, strict=True) if count]
    return "\n".join(told) or NOTHING


def _years(data: PlanPaper) -> tuple[Block, ...]:
    return tuple(block for one in data.years for block in _year(one))


def _year(one: PlanYear) -> tuple[Block, ...]:
    return (
        Heading(level=3, text=f"ปีงบประมาณ พ.ศ. {one.year}"),
        Paragraph(text="ความต้องการที่อนุมัติ", keep_with_next=True),
        _need_table(one),
        Paragraph(text="ค่าเช่าวงจรอินเทอร์เน็ตตามสัญญา", keep_with_next=True, space_before_pt=6),
        _link_table(one),
    )


def _need_table(one: PlanYear) -> Table:
    return Table(
        columns=(
            right("ที่", width=0.5),
            Column(title="ความต้องการ", width=2.6),
            Column(title="หน่วยงาน", width=1.8),
            right("จำนวน", width=0.7),
            right("ราคา/หน่วย", "บาท", 1.2),
            right("รวม", "บาท", 1.3),
            Column(title="ที่มาของราคา", width=1.9),
        ),
        rows=tuple(_need(at, line) for at, line in enumerate(one.needs, start=1)),
        foot=(("", "รวม", "", "", "", Amount(satang=one.needs_satang), ""),),
        size_pt=_SMALL_PT,
    )


def _link_table(one: PlanYear) -> Table:
    return Table(
        columns=(
            Column(title="โรงเรียน", width=2),
            Column(title="วงจร", width=1.4),
            Column(title="สัญญา", width=1.3),
            right("จำนวนเดือน", width=0.8),
            right("ค่าเช่าต่อเดือน", "บาท", 1.2),
            right("รวม", "บาท", 1.3),
        ),
        rows=tuple(_link(line) for line in one.links),
        foot=(("รวม", "", "", "", "", Amount(satang=one.links_satang)),),
        size_pt=_SMALL_PT,
    )


def _sheets(data: PlanPaper, _about: About) -> list[Sheet]:
    """The budget, the risks, and for each year its needs and links."""
    found = [Sheet(name="งบประมาณรายปี", table=_summary_table(data))]
    if data.levels:
        found.append(Sheet(name="ความเสี่ยง", table=_risk_table(data)))
    for one in data.years:
        found.append(Sheet(name=f"ความต้องการ {one.year}", table=_need_table(one)))
        found.append(Sheet(name=f"ค่าเช่าวงจร {one.year}", table=_link_table(one)))
    return found


def _need(at: int, line: NeedLine) -> tuple[Cell, ...]:
    known = line.unit_satang is not None
    price: Cell = Amount(satang=line.unit_satang or 0) if known else "ไม่ทราบ"
    total: Cell = Amount(satang=line.total_satang) if known else NOTHING
    return (at, line.title, line.unit, line.quantity, price, total, line.source or NOTHING)


def _link(line: LinkLine) -> tuple[Cell, ...]:
    money = (Amount(satang=line.month_satang), Amount(satang=line.total_satang))
    return (line.site, line.name, line.contract or NOTHING, line.months, *money)


def _shipped() -> Document:
    written = [
        block
        for key, title in TITLES.items()
        for block in (Heading(level=2, text=title), Paragraph(text=f"{{{{ block: {key} }}}}"))
    ]
    reckoned = (
        Heading(level=2, text="ข้อมูลจากระบบ: อายุอุปกรณ์และเหตุขัดข้อง"),
        Paragraph(text="{{ block: state }}"),
        Heading(level=2, text="ข้อมูลจากระบบ: งบประมาณรายปี"),
        Paragraph(text="{{ block: summary }}"),
        Heading(level=2, text="ข้อมูลจากระบบ: ความเสี่ยงที่แผนจัดการ"),
        Paragraph(text="{{ block: risk_figures }}"),
        Paragraph(text="{{ block: years }}"),
    )
    blocks = (
        centred("{{ title }}"),
        centred("ปีงบประมาณ พ.ศ. {{ span }}", size_pt=None),
        centred("ฉบับที่ {{ version }} ข้อมูล ณ วันที่ {{ as_of }}", size_pt=None),
        *written,
        *reckoned,
    )
    section = Section(blocks=blocks)
    return Document(title="แผนพัฒนาเทคโนโลยีสารสนเทศ", sections=(section,), header="{{ office }}", thai_numerals=True)


def _fill(data: PlanPaper, _about: About) -> Filling:
    span = str(data.first_year) if data.first_year == data.last_year else f"{data.first_year}–{data.last_year}"
    blocks = {key: _text(data, key) for key in TITLES}
    return Filling(
        title=f"{data.title} ฉบับที่ {data.version}",
        author=data.office,
        texts={
            "office": data.office,
            "title": data.title,
            "span": span,
            "version": str(data.version),
            "as_of": long_date(data.as_of),
        },
        blocks={
            **blocks,
            "state": _state(data),
            "summary": _summary(data),
            "risk_figures": _risks(data),
            "years": _years(data),
        },
    )


def _sample() -> PlanPaper:
    need = NeedLine(
        need_id=1,
        title="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        unit="โรงเรียนบ้านตัวอย่าง",
        quantity=2,
        unit_satang=1_300_000,
        total_satang=2_600_000,
        source="เกณฑ์ตัวอย่าง ข้อ 33",
    )
    link = LinkLine(
        link_id=1,
        site="โรงเรียนบ้านตัวอย่าง",
        name="หลัก",
        contract="1/2570",
        months=12,
        month_satang=59_900,
        total_satang=718_800,
    )
    year = PlanYear(
        year=2570,
        needs=(need,),
        links=(link,),
        needs_satang=2_600_000,
        links_satang=718_800,
        total_satang=3_318_800,
        risks=YearOfRisks(
            treated=3, before=(2, 1, 0, 0), after=(0, 0, 2, 1), unsaid=0, untreated=1, cost_satang=2_600_000
        ),
    )
    return PlanPaper(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        title="แผนพัฒนาเทคโนโลยีสารสนเทศและการสื่อสาร",
        first_year=2570,
        last_year=2570,
        version=1,
        as_of=date(2026, 11, 22),
        texts={"vision": "โรงเรียนทุกแห่งใช้เทคโนโลยีได้จริง"},
        years=(year,),
        total_satang=3_318_800,
        devices=300,
        old_devices=80,
        undated_devices=12,
        unsupported_devices=25,
        outages=(OutageYear(year=2569, outages=140, minutes=18_200),),
        levels=tuple(SHIPPED.name(level) for level in reversed(Level)),
    )


ICT_PLAN: Final = PaperKind(
    key="ict_plan",
    title=N_("Plan of information technology"),
    data=PlanPaper,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("title", N_("Title of the plan")),
        Placeholder("span", N_("Its fiscal years")),
        Placeholder("version", N_("Number of the version")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("situation", N_("Situation and problems, as written"), "block", required=False),
        Placeholder("vision", N_("Vision, as written"), "block", required=False),
        Placeholder("goals", N_("Goals, as written"), "block", required=False),
        Placeholder("strategies", N_("Strategies, as written"), "block", required=False),
        Placeholder("risks", N_("Risks, as written"), "block", required=False),
        Placeholder("follow_up", N_("Follow-up, as written"), "block", required=False),
        Placeholder("state", N_("Ages of devices and outages, as reckoned"), "block"),
        Placeholder("summary", N_("Budget by year, as reckoned"), "block"),
        Placeholder(
            "risk_figures", N_("Risks that the needs of each year treat, as reckoned"), "block", required=False
        ),
        Placeholder("years", N_("Needs and links of each year, as reckoned"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="innovation",
    sheets=_sheets,
)
