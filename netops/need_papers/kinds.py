"""The papers of needs: the report of what the list shows, and the form of one need, filled or blank. In Thai."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from netops.need_papers.figures import NeedEntry, NeedForm, NeedReport
from office.document.cells import Number
from office.document.content import Align, Column, Document, KeyValues, Paragraph, Section, Signature, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from office.xlsx import Sheet
from procurement.needs.need import NeedState, Reason, Urgency
from service.i18n import N_
from service.papers.kind import About, PaperKind

REASONS: Final = {
    Reason.END_OF_LIFE: "ผู้ผลิตสิ้นสุดการสนับสนุน",
    Reason.AGE: "ใช้งานครบเกณฑ์ทดแทน",
    Reason.REPAIRS: "ซ่อมหลายครั้ง",
    Reason.PORTS: "พอร์ตใกล้เต็ม",
    Reason.BANDWIDTH: "อินเทอร์เน็ตช้าเมื่อเทียบกับจำนวนนักเรียน",
    Reason.COMPUTERS: "คอมพิวเตอร์ไม่พอกับจำนวนนักเรียน",
    Reason.OUTAGES: "ขัดข้องซ้ำหลายครั้ง",
    Reason.RISK: "มีความเสี่ยงตามผลประเมิน",
    Reason.BROKEN: "ชำรุด",
    Reason.SHORTAGE: "มีไม่เพียงพอ",
    Reason.NEW_WORK: "ใช้กับงานใหม่",
    Reason.OTHER: "อื่น ๆ",
}
STATES: Final = {
    NeedState.OPEN: "รอพิจารณา",
    NeedState.APPROVED: "อนุมัติแล้ว",
    NeedState.DEFERRED: "เลื่อนไปก่อน",
    NeedState.REJECTED: "ไม่อนุมัติ",
    NeedState.MERGED: "รวมเข้ากับรายการอื่น",
    NeedState.IN_SPECIFICATION: "อยู่ในคุณลักษณะเฉพาะ",
    NeedState.ORDERED: "สั่งซื้อแล้ว",
    NeedState.MET: "ได้รับแล้ว",
}
URGENCIES: Final = {Urgency.HIGH: "เร่งด่วน", Urgency.NORMAL: "ปกติ", Urgency.LOW: "รอได้"}
# What a school can know; the others are seen by the system and stand on no blank form.
_ON_FORM: Final = (Reason.BROKEN, Reason.SHORTAGE, Reason.NEW_WORK, Reason.AGE, Reason.REPAIRS, Reason.OTHER)
_SMALL_PT: Final = 12
_A_LINE: Final = 3  # choices beside one another
_HOW: Final = "คะแนนเต็ม 100 คิดจากความรุนแรงของปัญหา ความสำคัญของอุปกรณ์ นักเรียนที่ได้ประโยชน์ และระยะเวลาที่รอ"
_LINE: Final = "." * 100
_HAND: Final = "." * 40
_SHORT: Final = "." * 24


def _score(hundredths: int) -> Number:
    return Number(value=Decimal(hundredths) / 100, decimals=2)


def _table(data: NeedReport) -> Table:
    return Table(
        columns=(
            Column(title="ลำดับ", width=0.55, align=Align.RIGHT, whole=True),
            Column(title="เลขที่", width=0.6, align=Align.RIGHT, whole=True),
            Column(title="หน่วยงาน", width=1.7),
            Column(title="สิ่งที่ต้องการ", width=2.6),
            Column(title="จำนวน", width=0.65, align=Align.RIGHT, whole=True),
            Column(title="เหตุผลและข้อมูลประกอบ", width=3.2),
            Column(title="ปีงบประมาณ", width=0.9, whole=True),
            Column(title="คะแนน", width=0.7, align=Align.RIGHT, whole=True),
            Column(title="สถานะ", width=1.2),
        ),
        rows=tuple(
            (
                at,
                one.number,
                one.owner,
                one.title,
                one.quantity,
                one.because if one.is_supported else f"{one.because} (หลักฐานหมดไป)",
                str(one.fiscal_year or "–"),
                _score(one.score_hundredths),
                STATES[one.state],
            )
            for at, one in enumerate(data.entries, start=1)
        ),
        foot=(("", "", "", "รวม", sum(one.quantity for one in data.entries), "", "", "", ""),),
        size_pt=_SMALL_PT,
    )


def _by_reason(entries: Sequence[NeedEntry]) -> Table:
    needs = Counter(one.reason for one in entries)
    pieces: Counter[Reason] = Counter()
    for one in entries:
        pieces[one.reason] += one.quantity
    return Table(
        columns=(
            Column(title="เหตุผล", width=4),
            Column(title="รายการ", align=Align.RIGHT, whole=True),
            Column(title="จำนวน", align=Align.RIGHT, whole=True),
        ),
        rows=tuple((REASONS[reason], needs[reason], pieces[reason]) for reason in Reason if needs[reason]),
        foot=(("รวม", len(entries), sum(pieces.values())),),
    )


def _report_shipped() -> Document:
    blocks = (
        centred("รายงานความต้องการครุภัณฑ์และระบบเทคโนโลยีสารสนเทศ"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: entries }}"),
        Paragraph(text="{{ how }}", space_before_pt=6),
        Paragraph(text="สรุปตามเหตุผล", space_before_pt=10, keep_with_next=True),
        Paragraph(text="{{ block: reasons }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="รายงานความต้องการ", sections=(section,), header="{{ office }}", thai_numerals=True)


def _report(data: NeedReport, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    return Filling(
        title=f"รายงานความต้องการ {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={
            "office": data.office,
            "owner": data.owner,
            "as_of": as_of,
            "how": f"{_HOW} {data.rule}".strip(),
        },
        blocks={"entries": (_table(data),), "reasons": (_by_reason(data.entries),)},
        thai_numerals=data.thai_numerals,
    )


def _report_sheets(data: NeedReport, _about: About) -> list[Sheet]:
    return [
        Sheet(name="ความต้องการ", table=_table(data)),
        Sheet(name="สรุปตามเหตุผล", table=_by_reason(data.entries)),
    ]


def _report_sample() -> NeedReport:
    entry = NeedEntry(
        number=1,
        owner="โรงเรียนบ้านตัวอย่าง",
        title="อุปกรณ์กระจายสัญญาณ (Switch) ทดแทน sw1",
        quantity=1,
        reason=Reason.END_OF_LIFE,
        because="ผู้ผลิตสิ้นสุดการสนับสนุน: ผ่านมาแล้ว 2 ปี",
        fiscal_year=2570,
        score_hundredths=5710,
        state=NeedState.OPEN,
    )
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    return NeedReport(
        office=office, owner=office, as_of=date(2026, 11, 22), rule="น้ำหนัก 50 : 20 : 20 : 10", entries=(entry,)
    )


NEED_REPORT: Final = PaperKind(
    key="need_report",
    title=N_("Report of needs"),
    data=NeedReport,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Whose needs they are")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("entries", N_("The table of needs"), "block"),
        Placeholder("reasons", N_("How many needs of each reason"), "block", required=False),
        Placeholder("how", N_("How needs are scored"), required=False),
    ),
    shipped=_report_shipped,
    fill=_report,
    sample=_report_sample,
    series="needs",  # bears no number
    sheets=_report_sheets,
)


def _form_shipped() -> Document:
    facts = KeyValues(
        rows=(
            ("หน่วยงาน", "{{ owner }}"),
            ("วันที่แจ้ง", "{{ asked_on }}"),
            ("สิ่งที่ต้องการ", "{{ item }}"),
            ("ชนิดอุปกรณ์", "{{ kind }}"),
            ("จำนวน", "{{ quantity }}"),
            ("ต้องการในปีงบประมาณ", "{{ fiscal_year }}"),
            ("เหตุผล", "{{ reasons }}"),
            ("ความเร่งด่วน", "{{ urgencies }}"),
            ("เหตุผลความจำเป็น", "{{ because }}"),
            ("เกี่ยวกับครุภัณฑ์/อุปกรณ์", "{{ about }}"),
        ),
        label_share=0.3,
    )
    opinion = KeyValues(rows=(("ความเห็นของนักวิชาการคอมพิวเตอร์", "{{ proposal }}"),), label_share=0.3)
    order = KeyValues(rows=(("คำสั่งผู้อำนวยการ", "{{ verdicts }}"), ("เหตุผล", "{{ decision }}")), label_share=0.3)
    blocks = (
        centred("แบบแจ้งความต้องการครุภัณฑ์และระบบเทคโนโลยีสารสนเทศ"),
        centred("{{ office }}", size_pt=None),
        facts,
        Signature(lines=("ลงชื่อ" + _HAND + "ผู้แจ้ง", "({{ asked_by }})")),
        opinion,
        Signature(lines=("ลงชื่อ" + _HAND, "({{ proposed_by }})")),
        order,
        Signature(lines=("ลงชื่อ" + _HAND, "(" + _HAND + ")", "ผู้อำนวยการ")),
    )
    return Document(title="แบบแจ้งความต้องการ", sections=(Section(blocks=blocks),), thai_numerals=True)


def _ticks(words: Sequence[tuple[object, str]], chosen: object) -> str:
    told = [f"({'/' if one == chosen and chosen is not None else '  '}) {said}" for one, said in words]
    return "\n".join("   ".join(told[at : at + _A_LINE]) for at in range(0, len(told), _A_LINE))


def _verdict(data: NeedForm) -> str:
    until = long_date(data.deferred_until) if data.deferred_until is not None else _SHORT
    words = (
        (NeedState.APPROVED, "อนุมัติ"),
        (NeedState.REJECTED, "ไม่อนุมัติ"),
        (NeedState.DEFERRED, f"เลื่อนไปถึงวันที่ {until}"),
    )
    later = {NeedState.IN_SPECIFICATION, NeedState.ORDERED, NeedState.MET}
    return _ticks(words, NeedState.APPROVED if data.state in later else data.state)


def _form(data: NeedForm, _about: About) -> Filling:
    reasons = list(_ON_FORM) if data.reason in {None, *_ON_FORM} else [data.reason, *_ON_FORM]
    lines = f"{_LINE}\n{_LINE}\n{_LINE}"
    named = f"แบบแจ้งความต้องการที่ {data.number} {data.title}" if data.number else "แบบแจ้งความต้องการ (แบบเปล่า)"
    return Filling(
        title=named,
        author=data.office,
        texts={
            "office": data.office,
            "owner": data.owner or _LINE,
            "asked_on": long_date(data.asked_on) if data.asked_on is not None else _SHORT,
            "item": data.title or f"{_LINE}\n{_LINE}",
            "kind": data.kind or ("–" if not data.is_blank else _LINE),
            "quantity": f"{data.quantity:,}" if data.quantity is not None else _SHORT,
            "fiscal_year": str(data.fiscal_year) if data.fiscal_year is not None else _SHORT,
            "reasons": _ticks([(one, REASONS[one]) for one in reasons if one is not None], data.reason),
            "urgencies": _ticks(list(URGENCIES.items()), data.urgency),
            "because": data.because or lines,
            "about": data.about or ("–" if not data.is_blank else _LINE),
            "asked_by": data.asked_by or _HAND,
            "proposal": data.proposal or f"{_LINE}\n{_LINE}",
            "proposed_by": data.proposed_by or _HAND,
            "verdicts": _verdict(data),
            "decision": data.decision or _LINE,
        },
        thai_numerals=data.thai_numerals,
    )


def _form_sample() -> NeedForm:
    return NeedForm(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        owner="โรงเรียนบ้านตัวอย่าง",
        asked_on=date(2026, 11, 22),
        number=1,
        title="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        kind="อุปกรณ์กระจายสัญญาณ (Switch)",
        quantity=2,
        fiscal_year=2570,
        reason=Reason.BROKEN,
        urgency=Urgency.HIGH,
        because="เครื่องเดิมชำรุด ห้องคอมพิวเตอร์ใช้งานไม่ได้ กระทบนักเรียน 240 คน",
        about="7440-016-0001/65",
        asked_by="ครูตัวอย่าง ใจดี",
    )


NEED_FORM: Final = PaperKind(
    key="need_form",
    title=N_("Form of a need"),
    data=NeedForm,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Whose need it is")),
        Placeholder("asked_on", N_("When it was asked for")),
        Placeholder("item", N_("What is needed")),
        Placeholder("kind", N_("Kind of equipment"), required=False),
        Placeholder("quantity", N_("Quantity")),
        Placeholder("fiscal_year", N_("Wished for fiscal year"), required=False),
        Placeholder("reasons", N_("Reasons with a tick")),
        Placeholder("urgencies", N_("How pressing it is, with a tick"), required=False),
        Placeholder("because", N_("Reason in words")),
        Placeholder("about", N_("About which asset or device"), required=False),
        Placeholder("asked_by", N_("Who asks"), required=False),
        Placeholder("proposal", N_("What the IT officer suggests"), required=False),
        Placeholder("proposed_by", N_("Name of the IT officer"), required=False),
        Placeholder("verdicts", N_("Decisions with a tick"), required=False),
        Placeholder("decision", N_("Why it was decided so"), required=False),
    ),
    shipped=_form_shipped,
    fill=_form,
    sample=_form_sample,
    series="needs",
)
