"""The order (คำสั่ง) that appoints a committee: members in the order of their ranks."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.content import Block, Column, Document, Emblem, PageNumbers, Paragraph, Section, Signature, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from planning.registry.papers.data import Appointment, Who
from planning.registry.papers.wording import LONG, SHORT, moved, ordered_day, said_day
from service.i18n import N_
from service.papers.kind import About, PaperKind

_BLANK_MEMBERS: Final = 10
_TALL: Final = "\u00a0"
ROOM: Final = " ".join([SHORT] * 4)


def _shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        centred("คำสั่ง{{ office }}", size_pt=None),
        centred("ที่ {{ number }}", size_pt=None),
        centred("เรื่อง แต่งตั้ง{{ committee }}", size_pt=None),
        moved("{{ told }}"),
        Paragraph(text="{{ block: members }}"),
        moved("ให้ผู้ที่ได้รับแต่งตั้งมีหน้าที่ ดังนี้"),
        Paragraph(text="{{ block: duties }}"),
        moved("{{ term }}"),
        moved("สั่ง ณ วันที่ {{ day }}"),
        Paragraph(text="{{ block: hand }}"),
    )
    return Document(
        title="คำสั่งแต่งตั้งคณะกรรมการ",
        sections=(Section(blocks=blocks),),
        page_numbers=PageNumbers.LETTER,
        thai_numerals=True,
    )


def _seats(members: tuple[Who, ...]) -> Table:
    columns = (
        Column(title="ที่", width=0.6, whole=True),
        Column(title="ชื่อ - สกุล", width=3),
        Column(title="ตำแหน่ง", width=3),
        Column(title="หน้าที่ในคณะกรรมการ", width=2.4),
    )
    rows = tuple((str(at), one.name, one.position, one.role) for at, one in enumerate(members, start=1))
    return Table(columns=columns, rows=rows or ((_TALL,) * 4,) * _BLANK_MEMBERS)


def _duties(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [LONG * 2] * 3
    return tuple(Paragraph(text=f"{at}. {line}", left_cm=2.5) for at, line in enumerate(lines, start=1))


def _fill(data: Appointment, _about: About) -> Filling:
    name = data.committee or LONG
    told = f"อาศัยอำนาจตาม {data.legal_basis or ROOM} จึงแต่งตั้ง{name} ประกอบด้วยบุคคลดังต่อไปนี้"
    until = (
        f" ถึงวันที่ {said_day(data.valid_to) if data.committee else SHORT}"
        if data.valid_to or not data.committee
        else " เป็นต้นไป"
    )
    return Filling(
        title=f"คำสั่งแต่งตั้ง{data.committee}",
        author=data.office,
        texts={
            "office": data.office,
            "number": data.number or SHORT,
            "committee": name,
            "told": told,
            "term": f"ทั้งนี้ ตั้งแต่วันที่ {said_day(data.valid_from) if data.committee else SHORT}{until}",
            "day": ordered_day(data.day),
        },
        blocks={
            "members": (_seats(data.members),),
            "duties": _duties(data.duties),
            "hand": (Signature(lines=((), (), (), f"({LONG})", f"ผู้อำนวยการ{data.office}")),),
        },
        thai_numerals=True,
    )


def _sample() -> Appointment:
    return Appointment(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        committee="คณะทำงานจัดทำแผนพัฒนาการศึกษาขั้นพื้นฐาน",
        number="12/2570",
        day=date(2026, 11, 2),
        legal_basis="หนังสือสั่งการตัวอย่าง",
        duties="ศึกษาและวิเคราะห์ข้อมูล\nจัดทำร่างแผน",
        valid_from=date(2026, 11, 2),
        valid_to=date(2027, 9, 30),
        members=(
            Who(name="นายตัวอย่าง หนึ่ง", position="ผู้อำนวยการกลุ่มนโยบายและแผน", role="ประธานกรรมการ"),
            Who(name="นางตัวอย่าง สอง", position="นักวิเคราะห์นโยบายและแผน", role="กรรมการและเลขานุการ"),
        ),
    )


APPOINTMENT: Final = PaperKind(
    key="committee_order",
    title=N_("Order that appoints a committee"),
    data=Appointment,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("number", N_("Number of the order")),
        Placeholder("committee", N_("Committee")),
        Placeholder("told", N_("Legal basis and appointment")),
        Placeholder("term", N_("From when until when")),
        Placeholder("day", N_("Day of the order")),
        Placeholder("members", N_("Members in the order of their ranks"), "block"),
        Placeholder("duties", N_("Duties"), "block"),
        Placeholder("hand", N_("Room for the hand"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    blank=lambda office: Appointment(office=office),
)
