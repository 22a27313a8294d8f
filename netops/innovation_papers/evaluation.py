"""The report of an evaluation: metrics before and after with n, satisfaction, adoption, money, decision."""

from __future__ import annotations

from datetime import date
from typing import Final

from innovation.evaluation import change
from innovation.models.evaluation import Measure, Money, Verdict
from netops.innovation_papers.data import (
    AdoptionSaid,
    DecisionSaid,
    Evaluation,
    MetricSaid,
    MoneySaid,
    PhaseSaid,
    QuestionSaid,
    SurveySaid,
)
from netops.innovation_papers.wording import (
    MONIES,
    NOTHING,
    NOVELTIES,
    SOURCES,
    VERDICTS,
    Cell,
    number,
    right,
    said,
    span,
)
from office.document.cells import Day, Words
from office.document.cells import Money as Amount
from office.document.content import Block, Column, Document, Heading, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.document.text import exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_SMALL_PT: Final = 12
_BETTER: Final = {True: "ดีขึ้น", False: "แย่ลง", None: "เท่าเดิม"}


def _metrics(data: Evaluation) -> tuple[Block, ...]:
    if not data.metrics:
        return (Paragraph(text="ยังไม่ได้กำหนดตัวชี้วัด"),)
    columns = (
        Column(title="ตัวชี้วัด", width=2.2),
        Column(title="หน่วย", width=1.2),
        *(right("ก่อน", width=1.0), right("n", width=0.6), Column(title="ช่วงเวลา (ก่อน)", width=1.7)),
        *(right("หลัง", width=1.0), right("n", width=0.6), Column(title="ช่วงเวลา (หลัง)", width=1.7)),
        Column(title="ผล", width=1.5),
        Column(title="ที่มา", width=1.6),
    )
    return (Table(columns=columns, rows=tuple(_metric(one) for one in data.metrics), size_pt=_SMALL_PT),)


def _metric(one: MetricSaid) -> tuple[Cell, ...]:
    source = SOURCES.get(one.measure) or " / ".join(
        dict.fromkeys(phase.source for phase in (one.before, one.after) if phase is not None and phase.source)
    )
    return (one.name, one.unit, *_phase(one.before), *_phase(one.after), _became(one), source or NOTHING)


def _phase(phase: PhaseSaid | None) -> tuple[Cell, ...]:
    if phase is None:
        return ("ไม่มีข้อมูล", NOTHING, NOTHING)
    return (number(phase.value), phase.n, span(phase.first_day, phase.last_day))


def _became(one: MetricSaid) -> str:
    if one.before is None or one.after is None:
        return NOTHING
    found = change(one.before.value, one.after.value, is_higher_better=one.is_higher_better)
    by = f" ({found.percent:+.1f}%)" if found.percent is not None else ""
    return f"{_BETTER[found.is_better]} {found.difference:+,.2f}{by}"


def _surveys(data: Evaluation) -> tuple[Block, ...]:
    if not data.surveys:
        return (Paragraph(text="ยังไม่มีการสำรวจความพึงพอใจ"),)
    return tuple(block for one in data.surveys for block in survey_blocks(one))


def survey_blocks(one: SurveySaid) -> tuple[Block, ...]:
    """A survey with n, mean and standard deviation of each question and of the whole."""
    columns = (
        Column(title="ข้อคำถาม", width=4),
        right("จำนวนผู้ตอบ (n)", width=1.1),
        right("ค่าเฉลี่ย", width=0.9),
        right("ส่วนเบี่ยงเบนมาตรฐาน", width=1.2),
    )
    rows = tuple((q.text, q.n, number(q.mean), number(q.deviation)) for q in one.questions)
    whole: tuple[Cell, ...] = ("รวม (เฉลี่ยต่อผู้ตอบ)", one.answers, number(one.mean), number(one.deviation))
    head = f"{one.title} ({span(one.opens_on, one.closes_on)}) ผู้ตอบ {one.answers:,} คน"
    if one.percent is not None:
        head += f" คิดเป็นร้อยละ {said(one.percent, 1)} ของคะแนนเต็ม"
    return (Paragraph(text=head, keep_with_next=True), Table(columns=columns, rows=rows, foot=(whole,)))


def _adoption(data: Evaluation) -> tuple[Block, ...]:
    return (Paragraph(text=adoption_text(data.adoption)),) if data.adoption is not None else ()


def adoption_text(one: AdoptionSaid) -> str:
    """In one sentence; where nothing was measured it says so."""
    if one.percent is None:
        return f"โรงเรียนที่มีนวัตกรรมแล้ว {one.rolled_out:,} แห่ง ยังไม่ได้วัดการใช้งาน"
    text = (
        f"โรงเรียนที่มีนวัตกรรมแล้ว {one.rolled_out:,} แห่ง วัดพบการใช้งานภายใน {one.days} วัน {one.used:,} แห่ง "
        f"คิดเป็นร้อยละ {one.percent:.1f} (ข้อมูลถึง {long_date(one.until)})"
    )
    return text + (f" โดยวัดไม่ได้ {one.unmeasured:,} แห่ง" if one.unmeasured else "")


def _money(data: Evaluation) -> tuple[Block, ...]:
    if not data.money:
        return (Paragraph(text="ยังไม่มีข้อมูลค่าใช้จ่ายและประโยชน์"),)
    columns = (
        Column(title="ประเภท", width=1.2),
        Column(title="รายการ", width=3),
        Column(title="วันที่", width=1.1, whole=True),
        right("จำนวนเงิน", "บาท", 1.5),
        Column(title="ที่มา", width=2.2),
    )
    rows = tuple(
        (
            MONIES[one.kind],
            one.what,
            Day(day=one.on_day),
            Amount(satang=one.amount_satang),
            Words(text=exact(one.source)),
        )
        for one in data.money
    )
    sums: tuple[tuple[Cell, ...], ...] = tuple(
        (f"รวม{MONIES[kind]}", "", "", Amount(satang=data.total(kind)), "") for kind in Money
    )
    return (Table(columns=columns, rows=rows, foot=sums, size_pt=_SMALL_PT),)


def _decisions(data: Evaluation) -> tuple[Block, ...]:
    if not data.decisions:
        return (Paragraph(text="ยังไม่มีการตัดสินใจ"),)
    return tuple(
        Paragraph(text=f"{long_date(one.day)} {VERDICTS[one.verdict]} โดย {one.actor} เหตุผล: {one.why}")
        for one in data.decisions
    )


_SECTIONS: Final = (
    ("metrics", "ผลก่อนและหลังใช้"),
    ("surveys", "ความพึงพอใจ"),
    ("adoption", "การใช้งานจริง"),
    ("money", "ค่าใช้จ่ายและประโยชน์"),
    ("decisions", "การตัดสินใจ"),
)


def _shipped() -> Document:
    facts = KeyValues(
        rows=(
            ("หน่วยงานเจ้าของ", "{{ owner_unit }}"),
            ("ผู้รับผิดชอบ", "{{ owner }}"),
            ("ลักษณะ", "{{ novelty }}"),
            ("ปัญหา", "{{ problem }}"),
            ("ความต้องการที่ตอบสนอง", "{{ need }}"),
            ("การอบรมและช่วยเหลือ", "{{ support }}"),
        ),
        label_share=0.25,
    )
    body = [
        block
        for key, title in _SECTIONS
        for block in (Heading(level=2, text=title), Paragraph(text=f"{{{{ block: {key} }}}}"))
    ]
    blocks = (
        centred("รายงานผลการประเมินนวัตกรรม"),
        centred("{{ name }}", size_pt=None),
        centred("ข้อมูล ณ วันที่ {{ as_of }}", size_pt=None),
        facts,
        *body,
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="รายงานผลการประเมินนวัตกรรม", sections=(section,), header="{{ office }}", thai_numerals=True)


def _fill(data: Evaluation, _about: About) -> Filling:
    named = f"{data.name} {data.version}".strip()
    return Filling(
        title=f"รายงานผลการประเมิน {named}",
        author=data.office,
        texts={
            "office": data.office,
            "name": named,
            "as_of": long_date(data.as_of),
            "owner_unit": data.owner_unit,
            "owner": data.owner,
            "novelty": NOVELTIES.get(data.novelty, data.novelty),
            "problem": data.problem,
            "need": data.need,
            "support": f"อบรม {data.taught:,} คน ขอความช่วยเหลือ {data.helped:,} เรื่อง",
        },
        blocks={
            "metrics": _metrics(data),
            "surveys": _surveys(data),
            "adoption": _adoption(data),
            "money": _money(data),
            "decisions": _decisions(data),
        },
    )


def sample() -> Evaluation:
    """An example with everything in it."""
    before = PhaseSaid(value=45, n=12, first_day=date(2026, 5, 16), last_day=date(2026, 9, 30), source="แบบบันทึก")
    after = PhaseSaid(value=12, n=12, first_day=date(2026, 10, 1), last_day=date(2026, 11, 20), source="แบบบันทึก")
    question = QuestionSaid(text="ใช้งานง่าย", n=40, mean=4.2, deviation=0.71, counts=(0, 1, 4, 21, 14))
    survey = SurveySaid(
        title="ความพึงพอใจของครู",
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 15),
        answers=40,
        mean=4.2,
        deviation=0.71,
        percent=80.0,
        questions=(question,),
    )
    return Evaluation(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        owner_unit="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        name="ระบบจองห้องตัวอย่าง",
        version="1.0",
        novelty="new",
        owner="นักวิชาการคอมพิวเตอร์",
        problem="จองห้องซ้ำกัน",
        need="ครูต้องการจองล่วงหน้า",
        as_of=date(2026, 11, 22),
        metrics=(
            MetricSaid(
                name="เวลาจองห้อง",
                unit="นาที",
                measure=Measure.ENTERED,
                is_higher_better=False,
                before=before,
                after=after,
            ),
        ),
        surveys=(survey,),
        adoption=AdoptionSaid(rolled_out=12, used=9, unmeasured=1, percent=75.0, until=date(2026, 11, 22), days=30),
        money=(
            MoneySaid(
                kind=Money.COST,
                what="เช่าแม่ข่าย",
                amount_satang=1_200_000,
                on_day=date(2026, 10, 1),
                source="สัญญา 1/2570",
            ),
        ),
        decisions=(DecisionSaid(verdict=Verdict.SCALE, why="ลดเวลาได้จริง", actor="ผู้อำนวยการ", day=date(2026, 11, 21)),),
    )


EVALUATION_REPORT: Final = PaperKind(
    key="innovation_evaluation",
    title=N_("Report of the evaluation of an innovation"),
    data=Evaluation,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("name", N_("Name and version of the innovation")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("owner_unit", N_("Owning unit"), required=False),
        Placeholder("owner", N_("Person in charge"), required=False),
        Placeholder("novelty", N_("New or improved"), required=False),
        Placeholder("problem", N_("Problem"), required=False),
        Placeholder("need", N_("Need that it answers"), required=False),
        Placeholder("support", N_("Training and help in figures"), required=False),
        Placeholder("metrics", N_("The table of metrics before and after"), "block"),
        Placeholder("surveys", N_("The tables of satisfaction"), "block"),
        Placeholder("adoption", N_("Use that was measured"), "block"),
        Placeholder("money", N_("The table of cost and benefit"), "block"),
        Placeholder("decisions", N_("What was decided and why"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=sample,
    series="innovation",  # bears no number
)
