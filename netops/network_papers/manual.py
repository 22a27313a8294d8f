"""The network manual of a school as paper: what the agents answer, whom to call, and what people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from netops.network_papers.data import (
    Drawing,
    DrawnNode,
    DrawnTie,
    Manual,
    ManualDevice,
    ManualLine,
    ManualLink,
    Person,
    RunbookSaid,
    SubnetRow,
)
from netops.network_papers.design_paper import subnet_table
from netops.network_papers.state_papers import moment
from netops.network_papers.topology_figure import figure
from netops.network_papers.wording import ROLES, SECTIONS
from office.document.cells import Words
from office.document.content import Block, Column, Heading, ItemList, Paragraph, Table
from office.document.text import Run
from service.i18n import N_
from service.papers.shape import Cell, Chapter, Shape, day, exact, kind_of, number, right

_NONE: Final = "ไม่มีข้อมูล"
_LEGEND: Final = (
    "เส้นทึบ: อุปกรณ์แจ้งเองหรือผู้ดูแลกำหนด เส้นประ: ระบบสรุปจากตารางของสวิตช์ หรือรวมหลายเครื่องเป็นกล่องเดียว "
    "พอร์ตในกล่องเขียนเป็น พอร์ตของอุปกรณ์ต้นทาง → พอร์ตของเครื่องนั้น (? คือยังไม่ทราบ)"
)


def _table(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> tuple[Block, ...]:
    return (Table(columns=columns, rows=rows, size_pt=12),) if rows else (Paragraph(text=_NONE),)


def _texts(data: Manual) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for section, heading in SECTIONS.items():
        text = data.texts.get(section, "")
        if text:
            blocks.append(Heading(level=3, text=heading))
            blocks += [Paragraph(text=line) for line in text.splitlines() if line.strip()]
    return tuple(blocks) or (Paragraph(text="ยังไม่ได้เขียนเนื้อหาส่วนนี้"),)


def _contacts(data: Manual) -> tuple[Block, ...]:
    columns = (Column(title="ชื่อ", width=2), Column(title="หน้าที่", width=2), Column(title="โทรศัพท์", width=1.5))
    return _table(columns, tuple((one.name, one.role, Words(text=exact(one.phone or "–"))) for one in data.contacts))


def _links(data: Manual) -> tuple[Block, ...]:
    columns = (
        Column(title="วงจร", width=1.2),
        Column(title="หมายเลขวงจร", width=1.5),
        Column(title="ผู้ให้บริการ", width=1.8),
        Column(title="โทรแจ้งเหตุ", width=1.4),
        right("ความเร็ว", "Mbit/s", width=1),
        Column(title="สัญญา", width=1.3),
    )
    return _table(
        columns,
        tuple(
            (
                Words(text=exact(one.name)),
                Words(text=exact(one.circuit_no or "–")),
                one.provider or "–",
                Words(text=exact(one.phone or "–")),
                number(one.speed_mbps),
                Words(text=exact(one.contract or "–")),
            )
            for one in data.links
        ),
    )


def _devices(data: Manual) -> tuple[Block, ...]:
    columns = (
        Column(title="อุปกรณ์", width=1.4),
        Column(title="หน้าที่", width=1.1),
        Column(title="ที่อยู่", width=1.4),
        Column(title="รุ่น", width=1.7),
        Column(title="หมายเลขเครื่อง", width=1.6),
        Column(title="ซอฟต์แวร์", width=1.3),
        Column(title="ตอบล่าสุด", width=1.2),
    )
    return _table(
        columns,
        tuple(
            (
                Words(text=exact(one.name)),
                ROLES.get(one.role, one.role),
                Words(text=exact(one.address or "–")),
                Words(text=exact(one.model or "–")),
                Words(text=exact(one.serial or "–")),
                Words(text=exact(one.version or "–")),
                moment(one.answered_at),
            )
            for one in data.devices
        ),
    )


def _drawn(data: Manual) -> tuple[Block, ...]:
    drawn = figure(data.drawing, f"ผังเครือข่ายของ{data.school}")
    if drawn is None:
        return ()
    small = Run(text=_LEGEND, size_pt=12)
    return (drawn, Paragraph(text=small))


def _lines(data: Manual) -> tuple[Block, ...]:
    columns = (
        Column(title="อุปกรณ์", width=1.6),
        Column(title="พอร์ต", width=1.2),
        Column(title="ต่อไปยัง", width=1.6),
        Column(title="พอร์ต", width=1.2),
        Column(title="ทราบจาก", width=1),
    )
    return _drawn(data) + _table(
        columns,
        tuple(
            tuple(Words(text=exact(text or "–")) for text in (o.device, o.port, o.other, o.other_port, o.known_by))
            for o in data.lines
        ),
    )


def _runbooks(data: Manual) -> tuple[Block, ...]:
    if not data.runbooks:
        return (Paragraph(text=_NONE),)
    return (ItemList(items=tuple((exact(f"{one.title} ({one.name})"),) for one in data.runbooks)),)


def _facts(data: Manual) -> Sequence[tuple[str, str]]:
    answered = sum(one.answered_at is not None for one in data.devices)
    return (
        ("โรงเรียน", data.school),
        ("ฉบับที่", str(data.number)),
        ("ข้อมูล ณ วันที่", day(data.as_of)),
        ("อุปกรณ์", f"{len(data.devices)} เครื่อง เคยตอบระบบตรวจ {answered} เครื่อง"),
        ("วงจรอินเทอร์เน็ต", f"{len(data.links)} วงจร"),
        ("รหัสผ่าน", "ไม่มีในคู่มือนี้ ขอจากผู้ดูแลระบบของสำนักงาน"),
    )


def _sample() -> Manual:
    at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    device = ManualDevice(
        name="switch-1",
        role="switch",
        address="10.5.0.2",
        model="EX-24",
        serial="SN0001",
        version="1.2",
        answered_at=at,
    )
    link = ManualLink(
        name="link-1", circuit_no="C0001", provider="ผู้ให้บริการตัวอย่าง", phone="1100", speed_mbps=100, contract="1/2570"
    )
    return Manual(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        number=1,
        as_of=date(2026, 11, 22),
        contacts=(Person(name="ครูผู้ดูแลระบบ", role="ครู", phone="050-000-0000"),),
        links=(link,),
        devices=(device,),
        lines=(ManualLine(device="switch-1", port="1", other="router-1", other_port="lan1", known_by="LLDP"),),
        drawing=Drawing(
            nodes=(
                DrawnNode(key="l", name="ผู้ให้บริการตัวอย่าง", detail="link-1 C0001", is_link=True, ends_in="r"),
                DrawnNode(key="r", name="router-1", role="router", address="10.5.0.1", parent="l"),
                DrawnNode(key="s", name="switch-1", role="switch", parent="r", port="lan1", own_port="1"),
            ),
            ties=(DrawnTie(a="l", b="r", is_told=True), DrawnTie(a="r", b="s", is_told=True)),
        ),
        subnets=(SubnetRow(cidr="10.5.0.0/24", vlan=10, gateway="10.5.0.1", purpose="ห้องเรียน"),),
        runbooks=(RunbookSaid(name="LinkDown", title="วงจรขัดข้อง"),),
        texts={"purpose": "ใช้จัดการเรียนการสอน"},
    )


MANUAL: Final = kind_of(
    Shape(
        key="network_manual",
        title=N_("Network manual of a school"),
        heading="คู่มือระบบเครือข่ายของโรงเรียน",
        data=Manual,
        named=lambda data: f"{data.school} ฉบับที่ {data.number}",
        facts=_facts,
        chapters=(
            Chapter("contacts", "ผู้ติดต่อของโรงเรียน", N_("Contacts"), _contacts),
            Chapter("links", "วงจรอินเทอร์เน็ตและผู้ที่ต้องโทรหา", N_("Links and whom to call"), _links),
            Chapter("devices", "อุปกรณ์ตามที่ตอบระบบตรวจ", N_("Devices as the agents answer"), _devices),
            Chapter("lines", "ผังการเชื่อมต่อ", N_("Which port leads where"), _lines),
            Chapter("subnets", "แผนหมายเลขเครือข่าย", N_("Address plan"), lambda data: subnet_table(data.subnets)),
            Chapter("texts", "แนวปฏิบัติ", N_("What people wrote"), _texts),
            Chapter("runbooks", "คู่มือแก้ปัญหาที่ใช้ได้", N_("Runbooks"), _runbooks),
        ),
        sample=_sample,
    ),
    series="network",
)
