"""One version of a school's design as paper: its gap, ways to fill it with their cost, and the address plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from netops.network_papers.data import Design, DesignOption, OptionLine, SubnetRow
from netops.network_papers.state_papers import gap_table, sample_gap
from office.baht import figures
from office.document.cells import Money, Words
from office.document.content import Block, Column, Heading, Paragraph, Table
from service.i18n import N_
from service.papers.shape import Cell, Chapter, Shape, day, exact, kind_of, number, right, texts


def subnet_table(rows: Sequence[SubnetRow]) -> tuple[Block, ...]:
    """The address plan; addresses stand as they are."""
    if not rows:
        return (Paragraph(text="ยังไม่ได้วางแผนหมายเลขเครือข่าย"),)
    columns = (
        Column(title="เครือข่าย", width=1.6, whole=True),
        right("VLAN", width=0.7),
        Column(title="เกตเวย์", width=1.4),
        Column(title="ใช้สำหรับ", width=2.4),
    )
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (Words(text=exact(one.cidr)), number(one.vlan), Words(text=exact(one.gateway or "–")), one.purpose)
        for one in rows
    )
    return (Table(columns=columns, rows=lines),)


def _compared(data: Design) -> tuple[Block, ...]:
    columns = (Column(title="ทางเลือก"), right("ค่าใช้จ่าย", "บาท", width=1.5), Column(title="ข้อเสนอ", width=1.5))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.option, Money(satang=one.total_satang), "ที่เสนอ" if one.option == data.chosen else "")
        for one in data.options
    )
    blocks: list[Block] = [Table(columns=columns, rows=rows)]
    for one in data.options:
        blocks += [Heading(level=3, text=f"ทางเลือก {one.option}"), _option(one)]
    return tuple(blocks)


def _option(one: DesignOption) -> Table:
    columns = (
        Column(title="รายการ", width=3),
        right("จำนวน", width=0.8),
        right("ราคาต่อหน่วย", "บาท", width=1.3),
        right("รวม", "บาท", width=1.3),
        Column(title="ที่มาของราคา", width=2.2),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            line.what,
            line.quantity,
            Money(satang=line.price_satang),
            Money(satang=line.quantity * line.price_satang),
            line.source,
        )
        for line in one.lines
    )
    return Table(columns=columns, rows=rows, foot=(("รวม", "", "", Money(satang=one.total_satang), ""),))


def _facts(data: Design) -> Sequence[tuple[str, str]]:
    total = next((one.total_satang for one in data.options if one.option == data.chosen), 0)
    return (
        ("โรงเรียน", data.school),
        ("ฉบับที่", str(data.number)),
        ("จัดทำเมื่อ", day(data.made_on)),
        ("ผู้รับผิดชอบ", data.owner),
        ("ทางเลือกที่เสนอ", f"{data.chosen} วงเงิน {figures(total)} บาท"),
    )


def _sample() -> Design:
    line = OptionLine(what="อุปกรณ์กระจายสัญญาณไร้สาย", quantity=4, price_satang=400_000, source="เกณฑ์ราคากลาง ข้อ 35")
    return Design(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        number=1,
        made_on=date(2026, 11, 22),
        owner="นักวิชาการคอมพิวเตอร์",
        reason="ห้องเรียนครึ่งหนึ่งใช้ Wi-Fi ไม่ได้",
        gap=sample_gap(),
        options=(DesignOption(option="A", lines=(line,), total_satang=1_600_000),),
        chosen="A",
        subnets=(SubnetRow(cidr="10.5.0.0/24", vlan=10, gateway="10.5.0.1", purpose="ห้องเรียน"),),
    )


DESIGN: Final = kind_of(
    Shape(
        key="network_design",
        title=N_("Design of a school's network"),
        heading="รูปแบบระบบเครือข่ายของโรงเรียน",
        data=Design,
        named=lambda data: f"{data.school} ฉบับที่ {data.number}",
        facts=_facts,
        chapters=(
            Chapter("reason", "เหตุผลของฉบับนี้", N_("Why this version"), lambda data: texts(data.reason)),
            Chapter("gap", "สิ่งที่ยังขาดเทียบกับเป้าหมาย", N_("State against target"), lambda data: gap_table(data.gap)),
            Chapter("options", "เปรียบเทียบทางเลือก", N_("Options compared"), _compared),
            Chapter("subnets", "แผนหมายเลขเครือข่าย", N_("Address plan"), lambda data: subnet_table(data.subnets)),
        ),
        sample=_sample,
        signers=("ผู้จัดทำ", "ผู้อนุมัติ"),
    ),
    series="network",
)
