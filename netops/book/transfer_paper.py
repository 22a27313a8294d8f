"""The paper of a transfer (ใบส่งมอบ-รับมอบครุภัณฑ์): which assets went from one unit to another, with both numbers."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.book.cells import code, day, figures, hands, money
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import FIRST_LINE_CM, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind


class MovedItem(PaperData):
    """One asset. `accumulated_satang` none: it is not written down."""

    old_number: str
    new_number: str
    name: str
    described: str = ""
    quantity: int = 1
    unit_word: str = ""
    acquired_on: date | None = None
    total_satang: int | None = None
    accumulated_satang: int | None = None


class TransferPaper(PaperData):
    """All that the paper says. `moved_on` none: it is proposed and not accepted yet."""

    office: str
    gives: str
    takes: str
    reason: str
    order_no: str = ""
    proposer: str = ""
    decider: str = ""
    moved_on: date | None = None
    items: tuple[MovedItem, ...]
    thai_numerals: bool = True


def _table(data: TransferPaper) -> Table:
    totals = [one.total_satang for one in data.items]
    return Table(
        columns=(
            Column(title="ที่", width=0.45, align=Align.RIGHT, whole=True),
            Column(title="หมายเลขเดิม", width=1.6),
            Column(title="หมายเลขใหม่", width=1.6),
            Column(title="รายการ", width=2.8),
            Column(title="จำนวน", width=0.9, align=Align.RIGHT),
            Column(title="วันที่ได้มา", width=1.1, whole=True),
            figures("ราคาทุน", "บาท", 1.2),
            figures("ค่าเสื่อมสะสม", "บาท", 1.2),
        ),
        rows=tuple(_row(at, one) for at, one in enumerate(data.items, start=1)),
        foot=(("", "รวม", "", "", "", "", money(sum(one or 0 for one in totals)), ""),),
        size_pt=12,
    )


def _row(at: int, one: MovedItem) -> tuple[object, ...]:
    named = (at, code(one.old_number), code(one.new_number), f"{one.name} {one.described}".strip())
    counted = (f"{one.quantity:,} {one.unit_word}".strip(), day(one.acquired_on))
    return (*named, *counted, money(one.total_satang), money(one.accumulated_satang))


def _shipped() -> Document:
    blocks = (
        centred("ใบส่งมอบและรับมอบครุภัณฑ์"),
        Paragraph(text="{{ said }}", first_cm=FIRST_LINE_CM, space_before_pt=8),
        Paragraph(text="{{ block: items }}"),
        Paragraph(text="ผู้ส่งมอบและผู้รับมอบได้ตรวจนับรายการข้างต้นแล้วครบถ้วน", first_cm=FIRST_LINE_CM, space_before_pt=8),
        hands("ผู้ส่งมอบ", "ผู้รับมอบ"),
        hands("หัวหน้าหน่วยงานผู้โอน", "หัวหน้าหน่วยงานผู้รับโอน"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ใบส่งมอบและรับมอบครุภัณฑ์", sections=(section,), header="{{ office }}", thai_numerals=True)


def _said(data: TransferPaper) -> str:
    by = f"ตาม{data.order_no} " if data.order_no else ""
    when = f"เมื่อวันที่ {long_date(data.moved_on)}" if data.moved_on else "(รอการตอบรับ)"
    return f"{by}{data.gives} โอนครุภัณฑ์ให้แก่ {data.takes} {when} เหตุผล {data.reason} ตามรายการดังนี้"


def _fill(data: TransferPaper, _about: About) -> Filling:
    return Filling(
        title=f"ใบส่งมอบและรับมอบครุภัณฑ์ {data.gives} ถึง {data.takes}",
        author=data.office,
        texts={"office": data.office, "said": _said(data)},
        blocks={"items": (_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> TransferPaper:
    item = MovedItem(
        old_number="7440-016-0001/66",
        new_number="7440-016-0004/66",
        name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        unit_word="เครื่อง",
        acquired_on=date(2022, 10, 1),
        total_satang=3_000_000,
        accumulated_satang=2_999_900,
    )
    return TransferPaper(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        gives="โรงเรียนบ้านตัวอย่าง",
        takes="โรงเรียนบ้านสมมติ",
        reason="จัดสรรให้โรงเรียนที่ขาดแคลน",
        moved_on=date(2026, 11, 2),
        items=(item,),
    )


TRANSFER_PAPER: Final = PaperKind(
    key="asset_transfer",
    title=N_("Paper of a transfer of assets"),
    data=TransferPaper,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("said", N_("Who gives what to whom, when and why")),
        Placeholder("items", N_("The table of assets"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    series="asset_book",
)
