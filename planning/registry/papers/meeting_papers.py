"""The papers of a meeting: invitation (หนังสือเชิญประชุม), agenda (ระเบียบวาระ) and minutes (รายงานการประชุม)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from office.document.content import (
    Block,
    Column,
    Document,
    Emblem,
    Labelled,
    PageNumbers,
    Paragraph,
    Section,
    Sides,
    Signature,
    Table,
)
from office.document.letter import CLOSING, centred
from office.document.text import Run, bold
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from planning.registry.papers.data import Matter, MeetingData, Who
from planning.registry.papers.wording import DOTS, LONG, SHORT, clock, heading, met_on, moved, said_day, strong
from service.i18n import N_
from service.papers.kind import About, PaperKind

_BLANK_PERSONS: Final = 8
_TALL: Final = "\u00a0"
_LEFT_CM: Final = 1.5


def _names(data: MeetingData) -> dict[str, str | Run | tuple[Run, ...]]:
    return {
        "office": data.office,
        "committee": data.committee or LONG,
        "meeting": data.meeting or SHORT,
        "day": met_on(data.day),
        "begins": clock(data.begins),
        "ends": clock(data.ends),
        "place": data.place or LONG,
    }


def _head(title: str) -> tuple[Block, ...]:
    return (
        centred(title),
        centred("{{ committee }}", size_pt=None),
        centred("ครั้งที่ {{ meeting }}", size_pt=None),
        centred("{{ day }} เวลา {{ begins }}", size_pt=None),
        centred("ณ {{ place }}", size_pt=None),
    )


_COMMON: Final = (
    Placeholder("office", N_("Name of the office")),
    Placeholder("committee", N_("Committee")),
    Placeholder("meeting", N_("Number of the meeting")),
    Placeholder("day", N_("Day of the meeting")),
    Placeholder("begins", N_("Begins at")),
    Placeholder("ends", N_("Ends at")),
    Placeholder("place", N_("Place of the meeting")),
)


def _sample() -> MeetingData:
    member = Who(name="นายตัวอย่าง หนึ่ง", position="ผู้อำนวยการ", role="ประธานกรรมการ")
    other = Who(name="นางตัวอย่าง สอง", position="ผู้แทนองค์กร", role="กรรมการ", reason="ติดราชการ")
    matter = Matter(number="5.1", title="แผนปฏิบัติการประจำปี", text="เสนอเพื่อพิจารณา", resolution="เห็นชอบ")
    return MeetingData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        committee="คณะกรรมการเขตพื้นที่การศึกษา",
        meeting="1/2570",
        letter="ศธ 04000/123",
        day=date(2027, 1, 20),
        begins="09:30",
        ends="12:00",
        place="ห้องประชุมตัวอย่าง",
        parts=((), (), (), (), (matter,), ()),
        present=(member,),
        absent=(other,),
        attending=(Who(name="นางสาวตัวอย่าง สาม", position="นักวิเคราะห์นโยบายและแผน"),),
        recorder="นางสาวตัวอย่าง สาม",
        checker="นางตัวอย่าง สี่",
    )


# -- invitation


def _invitation_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        Sides(left="ที่ {{ letter }}", right="{{ office }}", left_share=0.5),
        Paragraph(text="{{ written }}", left_cm=8.0),
        Labelled(label="เรื่อง", value="ขอเชิญประชุม{{ committee }} ครั้งที่ {{ meeting }}"),
        Labelled(label="เรียน", value="{{ to }}"),
        Labelled(label="สิ่งที่ส่งมาด้วย", value="ระเบียบวาระการประชุม จำนวน 1 ชุด"),
        moved(
            "ด้วย{{ office }} กำหนดจัดการประชุม{{ committee }} ครั้งที่ {{ meeting }} ใน{{ day }} "
            "เวลา {{ begins }} ณ {{ place }} รายละเอียดตามระเบียบวาระการประชุมที่ส่งมาด้วย"
        ),
        moved("จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว"),
        Paragraph(text="{{ block: hand }}"),
        Paragraph(text="{{ block: answer }}"),
    )
    return Document(
        title="หนังสือเชิญประชุม",
        sections=(Section(blocks=blocks),),
        page_numbers=PageNumbers.LETTER,
        thai_numerals=True,
    )


def _invitation(data: MeetingData, about: About) -> Filling:
    hand = Signature(lines=(CLOSING, (), (), (), f"({LONG})", f"ผู้อำนวยการ{data.office}"))
    answer = Paragraph(text=f"กลุ่มนโยบายและแผน\nโทร. {SHORT}", space_before_pt=24)
    written = said_day(about.made_on) if data.committee else LONG
    return Filling(
        title=f"ขอเชิญประชุม{data.committee} ครั้งที่ {data.meeting}".strip(),
        author=data.office,
        texts={
            **_names(data),
            "letter": data.letter or SHORT,
            "written": written,
            "to": f"กรรมการใน{data.committee}" if data.committee else LONG,
        },
        blocks={"hand": (hand,), "answer": (answer,)},
        thai_numerals=True,
    )


# -- agenda


def _agenda_shipped() -> Document:
    blocks = (*_head("ระเบียบวาระการประชุม"), Paragraph(text="{{ block: matters }}"))
    return Document(title="ระเบียบวาระการประชุม", sections=(Section(blocks=blocks),), thai_numerals=True)


def _matters(
    data: MeetingData, lines: Callable[[Matter], tuple[Block, ...]], nothing: tuple[Block, ...]
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, matters in enumerate(data.parts, start=1):
        blocks.append(strong(heading(number, len(data.parts))))
        blocks += [block for one in matters for block in lines(one)] if matters else nothing
    return tuple(blocks)


def _line(one: Matter) -> tuple[Block, ...]:
    return (Paragraph(text=f"{one.number} {one.title}", left_cm=_LEFT_CM),)


def _agenda(data: MeetingData, _about: About) -> Filling:
    nothing = (Paragraph(text="– ไม่มี –" if data.committee else DOTS, left_cm=_LEFT_CM if data.committee else 0),)
    return Filling(
        title=f"ระเบียบวาระการประชุม{data.committee} ครั้งที่ {data.meeting}".strip(),
        author=data.office,
        texts=_names(data),
        blocks={"matters": _matters(data, _line, nothing)},
        thai_numerals=True,
    )


# -- minutes


def _minutes_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        *_head("รายงานการประชุม"),
        strong("ผู้มาประชุม"),
        Paragraph(text="{{ block: present }}"),
        strong("ผู้ไม่มาประชุม"),
        Paragraph(text="{{ block: absent }}"),
        Paragraph(text="{{ block: attending }}"),
        moved("{{ quorum }}"),
        strong("เริ่มประชุมเวลา {{ begins }}"),
        Paragraph(text="{{ block: matters }}"),
        strong("เลิกประชุมเวลา {{ ends }}"),
        Paragraph(text="{{ block: hands }}"),
    )
    return Document(title="รายงานการประชุม", sections=(Section(blocks=blocks),), thai_numerals=True)


_ROLE: Final = ("หน้าที่", lambda one: one.role)
_REASON: Final = ("เหตุผล", lambda one: one.reason)


def _persons(rows: tuple[Who, ...], *more: tuple[str, Callable[[Who], str]], blank: bool) -> tuple[Block, ...]:
    """Name and position, and what `more` says of each."""
    columns = (
        Column(title="ที่", width=0.6, whole=True),
        Column(title="ชื่อ - สกุล", width=3),
        Column(title="ตำแหน่ง", width=3),
        *(Column(title=title, width=2.4) for title, _said in more),
    )
    if not rows and not blank:
        return (Paragraph(text="– ไม่มี –", left_cm=_LEFT_CM),)
    told = tuple(
        (str(at), one.name, one.position, *(said(one) for _title, said in more)) for at, one in enumerate(rows, start=1)
    )
    return (Table(columns=columns, rows=told or ((_TALL,) * len(columns),) * _BLANK_PERSONS),)


def _attending(data: MeetingData, *, blank: bool) -> tuple[Block, ...]:
    """With its heading, and nothing at all where nobody else came."""
    if not data.attending and not blank:
        return ()
    return (strong("ผู้เข้าร่วมประชุม (ถ้ามี)" if blank else "ผู้เข้าร่วมประชุม"), *_persons(data.attending, blank=blank))


def _resolved(one: Matter) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text=bold(f"{one.number} {one.title}"), left_cm=_LEFT_CM, keep_with_next=True)]
    blocks += [moved(line) for line in one.text.splitlines() if line.strip()]
    if one.resolution:
        told = f"{one.resolution}{f' ({one.votes})' if one.votes else ''}"
        blocks.append(Paragraph(text=(*bold("มติที่ประชุม "), Run(text=told)), left_cm=_LEFT_CM, space_before_pt=6))
    return tuple(blocks)


def _minutes(data: MeetingData, _about: About) -> Filling:
    blank = not data.committee
    nothing: tuple[Block, ...] = (Paragraph(text="– ไม่มี –", left_cm=_LEFT_CM),)
    if blank:
        nothing = (Paragraph(text=DOTS), Paragraph(text=f"มติที่ประชุม {'.' * 100}"))
    hands = tuple(
        line
        for name, who in ((data.recorder, "ผู้จดรายงานการประชุม"), (data.checker, "ผู้ตรวจรายงานการประชุม"))
        for line in ((), (), f"ลงชื่อ {LONG}", f"({name or LONG})", who)
    )
    return Filling(
        title=f"รายงานการประชุม{data.committee} ครั้งที่ {data.meeting}".strip(),
        author=data.office,
        texts={
            **_names(data),
            "quorum": data.quorum or ("" if not blank else f"กรรมการมาประชุม {SHORT} คน จากทั้งหมด {SHORT} คน"),
        },
        blocks={
            "present": _persons(data.present, _ROLE, blank=blank),
            "absent": _persons(data.absent, _ROLE, _REASON, blank=blank),
            "attending": _attending(data, blank=blank),
            "matters": _matters(data, _resolved, nothing),
            "hands": (Signature(lines=hands),),
        },
        thai_numerals=True,
    )


def _blank(office: str) -> MeetingData:
    return MeetingData(office=office)


INVITATION: Final = PaperKind(
    key="meeting_invitation",
    title=N_("Invitation to a meeting"),
    data=MeetingData,
    placeholders=(
        *_COMMON,
        Placeholder("letter", N_("Number of the letter")),
        Placeholder("written", N_("Day of the letter")),
        Placeholder("to", N_("To whom")),
        Placeholder("hand", N_("Room for the hand"), "block"),
        Placeholder("answer", N_("Unit in charge"), "block"),
    ),
    shipped=_invitation_shipped,
    fill=_invitation,
    sample=_sample,
    blank=_blank,
)
AGENDA: Final = PaperKind(
    key="meeting_agenda",
    title=N_("Agenda of a meeting"),
    data=MeetingData,
    placeholders=(*_COMMON, Placeholder("matters", N_("Matters in the order of the agenda"), "block")),
    shipped=_agenda_shipped,
    fill=_agenda,
    sample=_sample,
    blank=_blank,
)
MINUTES: Final = PaperKind(
    key="meeting_minutes",
    title=N_("Minutes of a meeting"),
    data=MeetingData,
    placeholders=(
        *_COMMON,
        Placeholder("quorum", N_("Sentence about the quorum")),
        Placeholder("present", N_("Who was there"), "block"),
        Placeholder("absent", N_("Who was not there"), "block"),
        Placeholder("attending", N_("Who came without being a member"), "block", required=False),
        Placeholder("matters", N_("Matters in the order of the agenda"), "block"),
        Placeholder("hands", N_("Room for the hands"), "block"),
    ),
    shipped=_minutes_shipped,
    fill=_minutes,
    sample=_sample,
    blank=_blank,
)
