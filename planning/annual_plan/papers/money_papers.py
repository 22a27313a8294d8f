"""Papers of the execution: the request, the transfer, the quarterly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from office.baht import amount, amount_and_words
from office.document.cells import Money
from office.document.content import Block, Column, KeyValues, Table
from office.document.text import runs
from planning.annual_plan.papers.data import QuarterData, RequestData, TransferData, TreatedRisk
from planning.annual_plan.papers.wording import ASKED, DAYS, GRADES, PROGRESS, TYPES, treated_words
from planning.annual_plan.terms import Asked, BudgetType, Progress
from planning.plans.grading import Grade
from planning.plans.tiers import FOLLOW_UP, HEADINGS, PLAN, SDG
from service.i18n import N_
from service.papers.shape import (
    LONG_DOTS,
    SHORT_DOTS,
    Cell,
    Chapter,
    Memorandum,
    Shape,
    boxes,
    day,
    kind_of,
    right,
    ruled,
    texts,
)

NO_BREAK: Final = "\u00a0"
SHORT: Final = {PLAN: "แผนพัฒนาเศรษฐกิจฯ", SDG: "เป้าหมาย SDGs"}
"""Where the whole name takes a second line."""
OFFICE: Final = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"


def _money(satang: int | None) -> str:
    return LONG_DOTS if satang is None else amount_and_words(satang)


def _or_dots(text: str) -> str:
    return text or LONG_DOTS


def _request_facts(data: RequestData) -> Sequence[tuple[str, str]]:
    return (
        ("ประเภท", boxes(ASKED.values()) if data.asked is None else ASKED[data.asked]),
        ("โครงการ", _or_dots(data.project)),
        ("กิจกรรม", _or_dots(data.activity)),
        ("รายการ", _or_dots(data.item)),
        (
            "แหล่งของเงิน/งบรายจ่าย",
            LONG_DOTS if data.budget_type is None else f"{data.source} / {TYPES[data.budget_type]}",
        ),
        ("จำนวนเงิน", _money(data.amount_satang)),
        ("งบประมาณคงเหลือหลังขอเบิก", _money(data.free_satang)),
    )


REQUEST: Final = kind_of(
    Shape(
        key="payment_request",
        title=N_("Request to pay or borrow"),
        heading="ขอเบิก/ขอยืมเงินตามโครงการ",
        data=RequestData,
        named=lambda data: f"(คำขอที่ {data.number or SHORT_DOTS})",
        memo=Memorandum("อนุมัติ", lambda data: data.on),
        facts=_request_facts,
        chapters=(Chapter("note", "เหตุผล/รายละเอียด", N_("Why"), lambda data: texts(data.note, lines_to_fill=2)),),
        sample=lambda: RequestData(
            office=OFFICE,
            number="1/2570",
            on=date(2026, 11, 2),
            asked=Asked.PAY,
            project="001 โครงการตัวอย่าง",
            activity="อบรม",
            item="ค่าวัสดุอบรม",
            source="งบประมาณ",
            budget_type=BudgetType.OPERATING,
            amount_satang=625_000,
            free_satang=625_000,
        ),
        signers=("ผู้ขอเบิก/ขอยืม", "เจ้าหน้าที่แผนตรวจสอบ", "ผู้อนุมัติ"),
        blank=lambda office: RequestData(office=office),
    )
)


def _sides(data: TransferData) -> tuple[Block, ...]:
    columns = (
        Column(title="รายการ", width=3),
        right("ก่อนโอน", "บาท", 1.3),
        right("โอนออก", "บาท", 1.3),
        right("โอนเข้า", "บาท", 1.3),
        right("หลังโอน", "บาท", 1.3),
    )
    moved, gave, took = data.amount_satang, data.giver_satang, data.taker_satang
    if moved is None or gave is None or took is None:
        return (ruled(columns, 2),)
    rows: tuple[tuple[Cell, ...], ...] = (
        (data.giver, Money(satang=gave), Money(satang=moved), "", Money(satang=gave - moved)),
        (data.taker, Money(satang=took), "", Money(satang=moved), Money(satang=took + moved)),
    )
    return (Table(columns=columns, rows=rows, size_pt=12),)


TRANSFER: Final = kind_of(
    Shape(
        key="transfer",
        title=N_("Transfer between projects or activities"),
        heading="ขอโอนเปลี่ยนแปลงงบประมาณโครงการ/กิจกรรม",
        data=TransferData,
        named=lambda data: f"ลงวันที่ {day(data.on)}" if data.on else "",
        memo=Memorandum("อนุมัติ", lambda data: data.on),
        facts=lambda data: (
            ("จำนวนเงินที่ขอโอน", _money(data.amount_satang)),
            ("ผู้อนุมัติ", _or_dots(data.approved_by)),
        ),
        chapters=(
            Chapter("sides", "รายการที่โอน", N_("Both sides"), _sides),
            Chapter("note", "เหตุผลความจำเป็น", N_("Why"), lambda data: texts(data.note)),
        ),
        sample=lambda: TransferData(
            office=OFFICE,
            on=date(2027, 1, 11),
            giver="001 ค่าวัสดุอบรม",
            taker="002 ค่าเดินทาง",
            giver_satang=1_250_000,
            taker_satang=500_000,
            amount_satang=100_000,
            note="เหลือจ่ายจากการจัดซื้อ",
            approved_by="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        ),
        signers=("ผู้ขอโอน", "ผู้อนุมัติ"),
        blank=lambda office: TransferData(office=office),
    )
)


def _quarter(data: QuarterData) -> str:
    return "" if data.quarter is None else f"ไตรมาสที่ {data.quarter} ({DAYS[data.quarter - 1]}) พ.ศ. {data.year}"


def _baht(satang: int | None) -> str:
    return LONG_DOTS if satang is None else amount(satang)


def _report_facts(data: QuarterData) -> Sequence[tuple[str, str]]:
    """1 to 6 of the government's follow-up form, in its order."""
    return (
        ("1 หน่วยงาน/ผู้รับผิดชอบ", _or_dots(" / ".join(dict.fromkeys(filter(None, (data.group_name, data.owner)))))),
        ("2 ชื่อโครงการ", _or_dots(data.project)),
        ("3 ตัวชี้วัด", _or_dots("; ".join(one[0] for one in data.indicators))),
        ("4 งบประมาณ", _baht(data.budget_satang)),
        ("5 ห้วงการรายงาน", _or_dots(_quarter(data))),
        *(
            (f"6.{number} {SHORT.get(tier, HEADINGS[tier])}", _or_dots("; ".join(data.policies.get(tier, ()))))
            for number, tier in enumerate(FOLLOW_UP, start=1)
        ),
        ("กลยุทธ์ของสำนักงาน", _or_dots(data.strategy)),
    )


def _done(data: QuarterData) -> tuple[Block, ...]:
    """7: what was done in the quarter, and the results of its indicators."""
    rows = (
        ("สถานะ", boxes(PROGRESS.values()) if data.progress is None else PROGRESS[data.progress]),
        (
            "ความก้าวหน้า",
            f"ร้อยละ {SHORT_DOTS if data.percent is None else data.percent} ผลผลิตสะสม {data.output or SHORT_DOTS}",
        ),
        ("เบิกจ่ายสะสม", _against(data.plan_satang, data.spent_satang)),
        ("หลักฐาน", _or_dots(data.evidence)),
        *(("ความเสี่ยงของเครือข่ายที่ลด", _risk(one)) for one in data.risks),
    )
    # Here and not as parts with headings of their own: the form is one page, and two persons sign it.
    after = (("ปัญหาอุปสรรค", _or_dots(data.problem)), ("แนวทางแก้ไข", _or_dots(data.remedy)))
    return (_key_values(rows), *_results(data), _key_values(after))


def _key_values(rows: Sequence[tuple[str, str]]) -> KeyValues:
    return KeyValues(rows=tuple((runs(label), runs(text)) for label, text in rows))


def _against(plan: int | None, spent: int | None) -> str:
    plan_said, spent_said = (SHORT_DOTS if one is None else amount(one) for one in (plan, spent))
    return f"แผน {plan_said} ผล {spent_said}"


def _risk(one: TreatedRisk) -> str:
    if one.number is None:
        return f"{one.need}: {treated_words(one)}"
    left = "ไม่ระบุ" if one.left is None else one.left
    return f"{one.number} {one.title} คะแนนขณะนี้ {one.score} คาดว่าจะเหลือ {left} ({treated_words(one)})"


def _results(data: QuarterData) -> tuple[Block, ...]:
    columns = (Column(title="ตัวชี้วัด", width=3), right("ค่าเป้าหมาย"), right("ผลที่ได้"), Column(title="ผลการประเมิน"))
    # What was reported before results were judged has no last cell.
    rows = tuple((*one, *("",) * (len(columns) - len(one))) for one in data.indicators)
    return (Table(columns=columns, rows=rows or ((" ",) * len(columns),) * 3),)


QUARTER_REPORT: Final = kind_of(
    Shape(
        key="quarter_report",
        title=N_("Quarterly report of a project"),
        heading="แบบรายงานผลการดำเนินงานโครงการรายไตรมาส",
        data=QuarterData,
        named=_quarter,
        facts=_report_facts,
        chapters=(Chapter("done", "7 ผลการดำเนินงานรายไตรมาส", N_("7. Results of the quarter"), _done),),
        sample=lambda: QuarterData(
            office=OFFICE,
            year=2570,
            quarter=1,
            project="001 โครงการตัวอย่าง",
            group_name="กลุ่มนโยบายและแผน",
            owner="กลุ่มนโยบายและแผน",
            strategy="กลยุทธ์ที่ 1",
            budget_satang=1_250_000,
            plan_satang=625_000,
            spent_satang=600_000,
            progress=Progress.DOING,
            percent=50,
            output="50 คน",
            indicators=(("ร้อยละของผู้เข้าอบรม", "80", "75", GRADES[Grade.NOT_MET]),),
            problem="ผู้เข้าอบรมไม่ครบ",
            remedy="จัดรอบเพิ่ม",
            evidence="รายงานการอบรม",
        ),
        signers=("ผู้รายงาน", "หัวหน้ากลุ่ม"),
        blank=lambda office: QuarterData(office=office),
    )
)
