"""What the papers of a disposal are made from, and their tables: what goes, what happened, prices, results."""

from __future__ import annotations

from datetime import date
from typing import Final

from inventory.models.disposal import DisposalMethod
from netops.book.cells import Cell, code, day, figures, money
from office.document.content import Align, Column, Table
from service.papers.kind import PaperData

METHODS: Final = {
    DisposalMethod.AUCTION: "ขายทอดตลาด",
    DisposalMethod.NEGOTIATED: "ขายโดยวิธีเฉพาะเจาะจง",
    DisposalMethod.EXCHANGE: "แลกเปลี่ยน",
    DisposalMethod.TRANSFER: "โอน",
    DisposalMethod.CONVERT: "แปรสภาพ",
    DisposalMethod.DESTROY: "ทำลาย",
    DisposalMethod.WRITE_OFF: "จำหน่ายเป็นสูญ",
}


class Seated(PaperData):
    """One who sits in a committee."""

    name: str
    position: str = ""


class GoingItem(PaperData):
    """One asset. `cost_satang` is the price of acquisition of all its pieces, `net_satang` what it is worth in the
    book; none where nobody knows.
    """

    number: str
    name: str
    described: str = ""
    quantity: int = 1
    unit_word: str = ""
    acquired_on: date | None = None
    cost_satang: int | None = None
    net_satang: int | None = None
    condition: str
    is_normal_wear: bool = True
    cause: str = ""
    method: str
    least_satang: int | None = None
    done_on: date | None = None
    proceeds_satang: int | None = None
    document_no: str = ""


class DisposalPaper(PaperData):
    """All that the papers of a disposal say."""

    office: str
    owner: str
    is_school: bool = False
    title: str
    reason: str
    order_no: str = ""
    approved_on: date | None = None
    finish_by: date | None = None
    fact_finders: tuple[Seated, ...] = ()
    committee: tuple[Seated, ...] = ()
    items: tuple[GoingItem, ...]
    thai_numerals: bool = True


def _sum(values: list[int | None]) -> Cell:
    return money(sum(value or 0 for value in values))


def _named(at: int, one: GoingItem) -> tuple[Cell, ...]:
    return (at, code(one.number), f"{one.name} {one.described}".strip(), f"{one.quantity:,} {one.unit_word}".strip())


_NAMED: Final = (
    Column(title="ที่", width=0.45, align=Align.RIGHT, whole=True),
    Column(title="เลขครุภัณฑ์", width=1.6),
    Column(title="รายการ", width=2.6),
    Column(title="จำนวน", width=0.8, align=Align.RIGHT),
)


def listing(data: DisposalPaper) -> Table:
    """ที่, เลขครุภัณฑ์, รายการ, จำนวน, ราคาทุน, วันที่ได้มา, วิธีจำหน่าย."""
    return Table(
        columns=(
            *_NAMED,
            figures("ราคาทุน", "บาท", 1.2),
            Column(title="วันที่ได้มา", width=1.0, whole=True),
            Column(title="วิธีจำหน่าย", width=1.3),
        ),
        rows=tuple(
            (*_named(at, one), money(one.cost_satang), day(one.acquired_on), one.method)
            for at, one in enumerate(data.items, start=1)
        ),
        foot=(("", "รวม", "", "", _sum([one.cost_satang for one in data.items]), "", ""),),
        size_pt=12,
    )


def facts(data: DisposalPaper) -> Table:
    """What happened to those that were not worn normally."""
    return Table(
        columns=(*_NAMED, Column(title="สภาพ", width=0.9), Column(title="ข้อเท็จจริงที่พบ", width=2.8)),
        rows=tuple(
            (*_named(at, one), one.condition, one.cause or "")
            for at, one in enumerate((one for one in data.items if not one.is_normal_wear), start=1)
        ),
        size_pt=12,
    )


def prices(data: DisposalPaper) -> Table:
    """In which condition each is, and what it should bring at least."""
    return Table(
        columns=(
            *_NAMED,
            figures("ราคาทุน", "บาท", 1.2),
            Column(title="วันที่ได้มา", width=1.0, whole=True),
            figures("มูลค่าสุทธิ", "บาท", 1.1),
            Column(title="สภาพ", width=0.9),
            figures("ราคาประเมิน", "บาท", 1.1),
            Column(title="วิธีจำหน่าย", width=1.2),
        ),
        rows=tuple(_priced(at, one) for at, one in enumerate(data.items, start=1)),
        foot=(_price_sums(data),),
        size_pt=11,
    )


def _priced(at: int, one: GoingItem) -> tuple[Cell, ...]:
    worth = (money(one.cost_satang), day(one.acquired_on), money(one.net_satang))
    return (*_named(at, one), *worth, one.condition, money(one.least_satang), one.method)


def _price_sums(data: DisposalPaper) -> tuple[Cell, ...]:
    cost, net = _sum([one.cost_satang for one in data.items]), _sum([one.net_satang for one in data.items])
    return ("", "รวม", "", "", cost, "", net, "", _sum([one.least_satang for one in data.items]), "")


def results(data: DisposalPaper) -> Table:
    """When each went, and for how much."""
    return Table(
        columns=(
            *_NAMED,
            figures("ราคาทุน", "บาท", 1.2),
            figures("มูลค่าสุทธิ", "บาท", 1.1),
            Column(title="วิธีจำหน่าย", width=1.2),
            Column(title="วันที่จำหน่าย", width=1.0, whole=True),
            figures("ได้เงิน", "บาท", 1.1),
            Column(title="เลขที่เอกสาร", width=1.1),
        ),
        rows=tuple(_gone(at, one) for at, one in enumerate(data.items, start=1)),
        foot=(_gone_sums(data),),
        size_pt=11,
    )


def _gone(at: int, one: GoingItem) -> tuple[Cell, ...]:
    worth = (money(one.cost_satang), money(one.net_satang))
    return (*_named(at, one), *worth, one.method, day(one.done_on), money(one.proceeds_satang), code(one.document_no))


def _gone_sums(data: DisposalPaper) -> tuple[Cell, ...]:
    cost, net = _sum([one.cost_satang for one in data.items]), _sum([one.net_satang for one in data.items])
    return ("", "รวม", "", "", cost, net, "", "", _sum([one.proceeds_satang for one in data.items]), "")
