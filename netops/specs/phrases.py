"""Sentences of the papers of a specification. Every amount comes from the sheet's own sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from netops.specs.data import SpecPaper
from office import baht
from office.baht import amount, amount_and_words
from office.document.content import Block, Paragraph, Signature
from office.document.letter import FIRST_LINE_CM
from office.document.text import Run, Text, bold
from office.thai_date import long_date
from procurement.criteria.edition import Listing
from procurement.sheet import Check, Line, Sheet

DOTS: Final = "........................................"
SHORT_DOTS: Final = ".........."
WRITING_LINE: Final = "." * 100  # to the right margin, also with its number before it
HELD: Final = "\u00a0"  # keeps a figure with its word
LISTINGS: Final = {
    Listing.COMPUTER: "เกณฑ์ราคากลางและคุณลักษณะพื้นฐานการจัดหาอุปกรณ์และระบบคอมพิวเตอร์",
    Listing.CCTV: "เกณฑ์ราคากลางและคุณลักษณะพื้นฐานของระบบกล้องโทรทัศน์วงจรปิด",
    Listing.EQUIPMENT: "บัญชีราคามาตรฐานครุภัณฑ์",
}
AGENCIES: Final = {
    Listing.COMPUTER: "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    Listing.CCTV: "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    Listing.EQUIPMENT: "สำนักงบประมาณ",
}
_INDENT_CM: Final = 1.25


def prose(text: str, *, empty: str = WRITING_LINE) -> tuple[Block, ...]:
    """Each line a paragraph; dots to write on where nothing is said."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [empty]
    return tuple(Paragraph(text=line, first_cm=FIRST_LINE_CM) for line in lines)


def numbered(head: int | str, texts: Iterable[str], *, left_cm: float = _INDENT_CM) -> tuple[Block, ...]:
    """`3.1 …`, `3.2 …` under heading 3; `1. …`, `2. …` without a heading; a line to write on where there is none."""
    lines = [text for text in texts if text.strip()] or [WRITING_LINE]
    numbers = (f"{head}.{at}" if head else f"{at}." for at in range(1, len(lines) + 1))
    return tuple(
        Paragraph(text=f"{number} {text}", left_cm=left_cm) for number, text in zip(numbers, lines, strict=True)
    )


def lines_in(text: str) -> list[str]:
    """What stands one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def day(value: date | None) -> str:
    """A day, or room to write it."""
    return DOTS if value is None else long_date(value)


def count(value: int | None, unit: str) -> str:
    """A figure with its unit, or room to write it."""
    return f"{SHORT_DOTS if value is None else f'{value:,}'}{HELD}{unit}"


def pieces(line: Line) -> str:
    """`12 เครื่อง`."""
    return f"{line.quantity:,}{HELD}{line.unit_word or 'หน่วย'}"


def total(sheet: Sheet) -> str:
    """The reference price in figures and words."""
    return amount_and_words(sheet.total_satang)


def budget(sheet: Sheet) -> str:
    """The allotted money in figures and words, or room to write it."""
    return f"{DOTS} บาท ({DOTS})" if sheet.budget_satang is None else amount_and_words(sheet.budget_satang)


def money_of(sheet: Sheet) -> str:
    """Budget and where it is from."""
    source = f" จาก{sheet.budget_source}" if sheet.budget_source else ""
    plan = f" ตามแผนการจัดซื้อจัดจ้างเลขที่ {sheet.plan_no}" if sheet.plan_no else ""
    return f"วงเงินงบประมาณที่ได้รับจัดสรร {budget(sheet)}{source}{plan}"


def price_of(sheet: Sheet) -> str:
    """The reference price with its day."""
    return f"ราคากลาง {total(sheet)} กำหนด ณ วันที่ {day(sheet.price_set_on)}"


def without_vat(data: SpecPaper) -> str:
    """What of the total is VAT; nothing where the rate of that day is not known."""
    if data.vat_percent is None:
        return ""
    vat = data.sheet.vat_satang(data.vat_percent)
    before = amount(data.sheet.total_satang - vat)
    return (
        f"ราคาข้างต้นรวมภาษีมูลค่าเพิ่มแล้ว แบ่งเป็นราคาก่อนภาษีมูลค่าเพิ่ม {before} "
        f"และภาษีมูลค่าเพิ่มร้อยละ{HELD}{data.vat_percent} เป็นเงิน {amount(vat)}"
    )


def delivered(sheet: Sheet) -> str:
    """Within how many days, from when."""
    return f"ส่งมอบภายใน {count(sheet.deliver_days, 'วัน')} นับถัดจากวันลงนามในสัญญาหรือใบสั่งซื้อ"


def places(sheet: Sheet) -> str:
    """Where to."""
    if sheet.place:
        return sheet.place
    found = [name for _code, name in sheet.schools]
    if not found:
        return DOTS
    if len(found) == 1:
        return found[0]
    return f"โรงเรียนและหน่วยงาน จำนวน {len(found):,}{HELD}แห่ง ตามตารางจำนวนที่ส่งมอบแต่ละแห่ง"


def warranty(sheet: Sheet) -> tuple[str, ...]:
    """How long, and how soon it is repaired."""
    return (
        (
            f"ผู้ขายต้องรับประกันความชำรุดบกพร่องไม่น้อยกว่า {count(sheet.warranty_years, 'ปี')} "
            "นับถัดจากวันที่ได้รับมอบสิ่งของไว้โดยถูกต้องครบถ้วน"
        ),
        f"เมื่อได้รับแจ้งความชำรุดบกพร่อง ผู้ขายต้องแก้ไขให้ใช้การได้ดีดังเดิมภายใน {count(sheet.repair_days, 'วัน')} โดยไม่คิดค่าใช้จ่าย",
    )


def penalty(sheet: Sheet) -> str:
    """For each day."""
    rate = SHORT_DOTS if sheet.penalty_bp is None else f"{sheet.penalty_bp // 100}.{sheet.penalty_bp % 100:02d}"
    return f"ค่าปรับเป็นรายวันในอัตราร้อยละ{HELD}{rate} ของราคาสิ่งของที่ยังไม่ได้รับมอบ"


def payment(sheet: Sheet) -> str:
    """When it is paid."""
    return sheet.payment or "จ่ายเงินงวดเดียวเมื่อส่งมอบสิ่งของครบถ้วนและคณะกรรมการตรวจรับพัสดุได้ตรวจรับไว้เรียบร้อยแล้ว"


def method(sheet: Sheet) -> str:
    """How it is bought and why so."""
    why = f" เนื่องจาก{sheet.method_reason}" if sheet.method_reason else ""
    return f"{sheet.method or DOTS}{why}"


def qualifications(data: SpecPaper) -> list[str]:
    """Of the specification, or those that the office usually asks."""
    return lines_in(data.sheet.qualifications or data.forms.qualifications)


def above_ceiling(sheet: Sheet) -> tuple[str, ...]:
    """Why a unit price is above its ceiling, for each line that is."""
    return tuple(
        f"รายการที่ {at} ราคาต่อหน่วย {amount(line.unit_price_satang)} สูงกว่าเกณฑ์ราคากลาง "
        f"{amount(line.criterion.price_satang or 0)} เหตุผล: {line.reason(Check.CEILING) or DOTS}"
        for at, line in enumerate(sheet.lines, start=1)
        if line.is_above_ceiling and line.criterion is not None
    )


def sources(sheet: Sheet) -> tuple[str, ...]:
    """Where the reference price is from: criteria by their edition, shops by name without their prices."""
    found: dict[str, list[str]] = {}
    for at, line in enumerate(sheet.lines, start=1):
        for source in _sources_of(line):
            found.setdefault(source, []).append(str(at))
    if len(sheet.lines) == 1:
        return tuple(found)
    return tuple(f"{source} (รายการที่ {', '.join(numbers)})" for source, numbers in found.items())


def _sources_of(line: Line) -> Sequence[str]:
    if line.price_source:
        return [line.price_source]
    criterion = line.criterion
    if criterion is not None and criterion.price_satang is not None:
        agency = AGENCIES[criterion.listing]
        return [f"ตามราคามาตรฐานที่{agency}กำหนด ({LISTINGS[criterion.listing]} {criterion.edition_name})"]
    asked = list(dict.fromkeys(price.source for price in line.prices))
    return [f"สืบราคาจากท้องตลาด: {', '.join(asked)}"] if asked else [DOTS]


def members(sheet: Sheet) -> list[str]:
    """Everybody of the committee with position and duty."""
    return [
        " ".join(part for part in (one.name, f"ตำแหน่ง {one.position}" if one.position else "", one.duty) if part)
        for one in sheet.members
    ]


def hands(sheet: Sheet) -> tuple[Block, ...]:
    """Room for the hand of everybody of the committee."""
    named = [(one.name, one.duty or "กรรมการ") for one in sheet.members] or [(DOTS, "กรรมการ")] * 3
    return tuple(signature(duty, name) for name, duty in named)


def signature(duty: str, name: str, position: str = "") -> Signature:
    """Room for a hand, the name and the duty under it."""
    under = [text for text in (duty, position) if text]
    return Signature(lines=((), _run(f"ลงชื่อ{DOTS}"), _run(f"({name})"), *(_run(text) for text in under)))


def _run(text: str) -> Text:
    return (Run(text=text),)


def words(satang: int) -> str:
    """An amount in words."""
    return baht.words(satang)


def item_head(at: int, line: Line) -> Paragraph:
    """A line as the title of its demands."""
    text = bold(f"รายการที่ {at} {line.name} จำนวน {pieces(line)}")
    return Paragraph(text=text, space_before_pt=6, keep_with_next=True)
