"""The plan as a book, and the table of its projects with the columns that provinces use (C3 of the requirements)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from office.baht import amount_and_words
from office.document.cells import Money, Number
from office.document.content import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Section,
    Table,
)
from office.document.letter import centred
from office.document.text import runs
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import short_date
from office.xlsx import Sheet
from planning.plans.described import NOT_MEASURED
from planning.plans.tiers import HEADINGS, PROVINCIAL, cells, rest
from planning.province.content import (
    ContributionSaid,
    IndicatorSaid,
    PlanContent,
    ProjectSaid,
)
from planning.province.papers.plan_sample import sample
from planning.province.papers.wording import (
    AGAIN,
    CHANNELS,
    CONTRIBUTIONS,
    ELEMENTS,
    KINDS,
    MEASURE_UNITS,
    MEASURES,
    NOTHING,
    OFFERED,
    PLEDGES,
)
from service.i18n import N_
from service.papers.kind import About, PaperKind

SMALL_PT: Final = 11


def right(title: str, unit: str = "", width: float = 1.0) -> Column:
    """A column of figures."""
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def project_table(data: PlanContent) -> Table:
    """C3: project, objective, target, indicator, money, its source, who is responsible, and what it is in line with."""
    columns = (
        Column(title="โครงการ/กิจกรรมหลัก", width=3),
        Column(title="วัตถุประสงค์", width=2.4),
        Column(title="เป้าหมายโครงการ", width=2),
        Column(title="ตัวชี้วัดและค่าเป้าหมาย", width=2.6),
        right("งบประมาณ", "บาท", width=1.6),
        Column(title="แหล่งงบประมาณ", width=1.4),
        Column(title="กลุ่ม/ผู้รับผิดชอบ", width=2.2),
        *(Column(title=f"ความสอดคล้อง:\n{HEADINGS[tier]}", width=1.4) for tier in PROVINCIAL),
        Column(title="ยุทธศาสตร์ของแผนนี้ และอื่นๆ", width=1.6),
    )
    rows = tuple(
        (
            f"{one.title}\n{one.activity}".strip(),
            one.objective or NOTHING,
            one.output or NOTHING,
            "\n".join(_measured(one)) or NOTHING,
            Money(satang=one.amount_satang),
            one.money_source or NOTHING,
            "\n".join(part for part in (one.responsible, one.agency) if part),
            *cells(one.policies, PROVINCIAL),
            "\n".join(part for part in (one.strategy, *_further(one)) if part) or NOTHING,
        )
        for one in data.projects
    )
    total = Money(satang=sum(one.amount_satang for one in data.projects))
    rest_of_foot = ("",) * (len(columns) - 5)
    return Table(columns=columns, rows=rows, foot=(("รวม", "", "", "", total, *rest_of_foot),), size_pt=SMALL_PT)


def _measured(one: ProjectSaid) -> tuple[str, ...]:
    """Each indicator with what makes it one."""
    if not one.indicators:
        return one.measured
    return tuple(
        f"{said} ({'; '.join(part for part in (each.way, f'ค่าฐาน {each.begins}', f'ที่มา {each.source}') if part)})"
        for said, each in zip(one.measured, one.indicators, strict=True)
    )


def _further(one: ProjectSaid) -> tuple[str, ...]:
    """What has no column; all of it where columns are not known."""
    return (rest(one.policies, PROVINCIAL),) if one.policies else one.aligned


def _facts(data: PlanContent) -> KeyValues:
    rows = [
        ("จังหวัด", data.province or NOTHING),
        ("ปีงบประมาณ", data.years),
        ("วงเงินรวม", amount_and_words(data.total_satang)),
    ]
    if data.parent_title:
        rows.append(("ภายใต้", data.parent_title))
    return KeyValues(rows=tuple((runs(label), runs(value)) for label, value in rows), label_share=0.3)


def _elements(data: PlanContent) -> tuple[Block, ...]:
    """Each node with its indicators and their targets of the whole province."""
    blocks: list[Block] = []
    for one in data.elements:
        blocks.append(Paragraph(text=f"{ELEMENTS[one.kind]} {one.code} {one.text}", left_cm=min(one.depth, 4) * 0.8))
        blocks += [
            Paragraph(text=_indicator(found), left_cm=min(one.depth, 4) * 0.8 + 0.8)
            for found in data.indicators
            if found.element_key == one.key
        ]
    return tuple(blocks) or (Paragraph(text="ยังไม่มี"),)


def _indicator(one: IndicatorSaid) -> str:
    whole = [f"ปี {target.fiscal_year}: {target.target:g}" for target in one.targets if not target.district]
    begins = f"{NOT_MEASURED}: {one.no_baseline}" if one.baseline is None else f"{one.baseline:g}"
    return f"ตัวชี้วัด: {one.name} ({one.unit}) ค่าฐาน {begins} แหล่งข้อมูล {one.source} {' '.join(whole)}".strip()


def _equity(data: PlanContent) -> tuple[Block, ...]:
    found = {(one.district, one.measure): one for one in data.equity}
    districts = sorted({one.district for one in data.equity})
    if not districts:
        return (Paragraph(text="ยังไม่มีข้อมูล"),)
    columns = (
        Column(title="อำเภอ", width=1.6),
        *(right(title, MEASURE_UNITS[key], 1.2) for key, title in MEASURES.items()),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (name, *(found[name, key].value if (name, key) in found else NOTHING for key in MEASURES)) for name in districts
    )
    sources = sorted({f"{one.source} ณ วันที่ {short_date(one.as_of)}" for one in data.equity})
    return (Table(columns=columns, rows=rows), *(Paragraph(text=f"ที่มา: {text}") for text in sources))


def _quality(data: PlanContent) -> tuple[Block, ...]:
    if not data.quality:
        return (Paragraph(text="ยังไม่มีข้อมูล"),)
    columns = (
        Column(title="รายการ", width=2.4),
        Column(title="อำเภอ", width=1.4),
        right("ปีการศึกษา", width=1),
        right("ค่า", width=0.9),
        Column(title="หน่วย", width=1),
        Column(title="ที่มา", width=2),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            one.name,
            one.district,
            str(one.academic_year),
            Number(value=Decimal(repr(one.value)), decimals=2),
            one.unit,
            f"{one.source} ณ วันที่ {short_date(one.as_of)}",
        )
        for one in data.quality
    )
    return (Table(columns=columns, rows=rows),)


def _sectors(data: PlanContent) -> tuple[Block, ...]:
    if not data.sectors:
        return (Paragraph(text="ยังไม่มีข้อมูล"),)
    columns = (
        Column(title="ภาคส่วน", width=2.4),
        Column(title="ช่องทาง", width=2.4),
        right("จำนวน", "ครั้ง"),
        right("ผู้เข้าร่วม", "คน"),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (one.sector, ", ".join(CHANNELS[name] for name in one.channels), one.inputs, one.persons)
        for one in data.sectors
    )
    return (Table(columns=columns, rows=rows),)


def _parts(data: PlanContent) -> tuple[Block, ...]:
    if not data.parts:
        return ()
    columns = (
        Column(title="จังหวัด", width=1.4),
        Column(title="แผน", width=3),
        right("จำนวน", "โครงการ"),
        right("งบประมาณ", "บาท", 1.6),
    )
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (one.province, one.title, one.projects, Money(satang=one.satang)) for one in data.parts
    )
    total = (sum(one.projects for one in data.parts), Money(satang=sum(one.satang for one in data.parts)))
    return (
        Heading(level=2, text="จังหวัดในกลุ่มจังหวัด"),
        Table(columns=columns, rows=rows, foot=(("รวม", "", *total),)),
    )


def _shared(data: PlanContent) -> tuple[Block, ...]:
    """Who brings what into projects with partners."""
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            project.title,
            one.agency,
            CONTRIBUTIONS[one.kind],
            one.what or (f"{one.persons:,} คน" if one.persons else NOTHING),
            Money(satang=one.amount_satang),
            _became(one),
        )
        for project in data.projects
        for one in project.contributions
    )
    if not rows:
        return (Paragraph(text="ไม่มีโครงการร่วม"),)
    columns = (
        Column(title="โครงการ", width=2.6),
        Column(title="หน่วยงาน", width=2),
        Column(title="สิ่งที่ร่วม", width=1.2),
        Column(title="รายละเอียด", width=1.6),
        right("มูลค่า", "บาท", 1.4),
        Column(title="สถานะ", width=2),
    )
    return (Table(columns=columns, rows=rows, size_pt=SMALL_PT),)


def _became(one: ContributionSaid) -> str:
    """Its state, and where it was ever declined each step with its day and reason."""
    if all(step.state == OFFERED for step in one.steps):
        return PLEDGES[one.state]
    said, was_declined = [], False
    for step in one.steps:
        name = AGAIN if was_declined and step.state == OFFERED else PLEDGES[step.state]
        said.append(" ".join(part for part in (name, short_date(step.day), step.reason) if part))
        was_declined = was_declined or step.state != OFFERED
    return "\n".join(said)


CHAPTERS: Final = (
    ("elements", "วิสัยทัศน์ พันธกิจ เป้าประสงค์ และยุทธศาสตร์", N_("Strategies and indicators"), _elements),
    ("equity", "โอกาสทางการศึกษารายอำเภอ", N_("Equity by district"), _equity),
    ("quality", "คุณภาพการศึกษารายอำเภอ", N_("Quality by district"), _quality),
    ("sectors", "การมีส่วนร่วมของทุกภาคส่วน", N_("Participation"), _sectors),
    ("shared", "โครงการร่วมและสิ่งที่แต่ละหน่วยงานร่วม", N_("What partners bring"), _shared),
)


def _book() -> Document:
    upright: list[Block] = [centred("{{ title }}"), centred("{{ subject }}", size_pt=None)]
    upright.append(Paragraph(text="{{ block: facts }}"))
    for key, heading, _title, _blocks in CHAPTERS:
        upright += [Heading(level=2, text=heading), Paragraph(text=f"{{{{ block: {key} }}}}")]
    upright.append(Paragraph(text="{{ block: parts }}"))
    lying = (Heading(level=2, text="โครงการ"), Paragraph(text="{{ table: projects }}"))
    sections = (Section(blocks=tuple(upright)), Section(blocks=lying, landscape=True))
    return Document(title="แผนการศึกษาจังหวัด", sections=sections, header="{{ office }}")


def _fill(data: PlanContent, _about: About) -> Filling:
    return Filling(
        title=data.title,
        author=data.office,
        texts={"office": data.office, "title": data.title, "subject": f"{KINDS[data.kind]} {data.years}"},
        blocks={
            "facts": (_facts(data),),
            **{key: blocks(data) for key, _heading, _title, blocks in CHAPTERS},
            "parts": _parts(data),
            "projects": (project_table(data),),
        },
    )


def _sheets(data: PlanContent, _about: About) -> Sequence[Sheet]:
    return (Sheet(name="โครงการ", table=project_table(data)),)


_TEXTS: Final = (
    Placeholder("office", N_("Name of the office")),
    Placeholder("title", N_("Name of the plan")),
    Placeholder("subject", N_("Kind of plan")),
)
PLAN: Final = PaperKind(
    key="province_plan",
    title=N_("Plan of the province, whole"),
    data=PlanContent,
    placeholders=(
        *_TEXTS,
        Placeholder("facts", N_("Facts in two columns"), "block"),
        *(Placeholder(key, title, "block") for key, _heading, title, _blocks in CHAPTERS),
        Placeholder("parts", N_("Provinces of the cluster"), "block", required=False),
        Placeholder("projects", N_("Table of projects"), "table"),
    ),
    shipped=_book,
    fill=_fill,
    sample=sample,
    sheets=_sheets,
    series="plan",
)


def _table_paper() -> Document:
    blocks = (
        centred("{{ title }}"),
        centred("{{ subject }}", size_pt=None),
        Paragraph(text="{{ table: projects }}"),
    )
    return Document(
        title="แบบแผนปฏิบัติราชการศึกษาจังหวัด", sections=(Section(blocks=blocks, landscape=True),), header="{{ office }}"
    )


def _fill_table(data: PlanContent, about: About) -> Filling:
    whole = _fill(data, about)
    return Filling(whole.title, whole.author, whole.texts, {"projects": (project_table(data),)})


STRATEGY_FORM: Final = PaperKind(
    key="strategy_office_form",
    title=N_("Form of the strategy office: table of projects"),
    data=PlanContent,
    placeholders=(*_TEXTS, Placeholder("projects", N_("Table of projects"), "table")),
    shipped=_table_paper,
    fill=_fill_table,
    sample=sample,
    sheets=_sheets,
    series="plan",
)
