"""The plain official letter (หนังสือทั่วไป): anything that an office writes to somebody outside."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from office.document.content import Document, Paragraph
from office.document.letter import Letter, Signer, body
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind

Line = Annotated[str, Field(max_length=500)]
Lines = Annotated[str, Field(max_length=2000)]


class PlainLetter(PaperData):
    """What a person types. `sender` is the office's name and address by lines; empty: its name. `dated` is the day at
    the head; none: the day it was made.
    """

    to: Annotated[str, Field(min_length=1, max_length=500)]
    subject: Annotated[str, Field(min_length=1, max_length=500)]
    references: Lines = ""
    enclosures: Lines = ""
    body: Annotated[str, Field(min_length=1, max_length=20_000)]
    sender: Lines = ""
    signer_name: Line = ""
    signer_position: Lines = ""
    contact: Lines = ""
    dated: date | None = None
    thai_numerals: bool = True


def _shipped() -> Document:
    return Letter(
        number="{{ number }}",
        office="{{ sender }}",
        date="{{ date }}",
        subject="{{ subject }}",
        to="{{ to }}",
        references="{{ references }}",
        enclosures="{{ enclosures }}",
        body=(Paragraph(text="{{ block: body }}"),),
        signer=Signer(name="{{ signer_name }}", position="{{ signer_position }}"),
        contact="{{ contact }}",
    ).document()


def _fill(data: PlainLetter, about: About) -> Filling:
    return Filling(
        title=data.subject,
        author=about.office,
        texts={
            "number": about.number,
            "sender": data.sender or about.office,
            "date": long_date(data.dated or about.made_on),
            "subject": data.subject,
            "to": data.to,
            "references": data.references,
            "enclosures": data.enclosures,
            "signer_name": data.signer_name,
            "signer_position": data.signer_position,
            "contact": data.contact,
        },
        blocks={"body": body(data.body)},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> PlainLetter:
    return PlainLetter(
        to="ผู้อำนวยการโรงเรียนบ้านตัวอย่าง",
        subject="ขอเชิญประชุมเตรียมความพร้อมระบบเครือข่ายของโรงเรียน",
        references="หนังสือสำนักงานเขตพื้นที่การศึกษา ที่ ศธ 00000/1 ลงวันที่ 1 ตุลาคม 2569",
        enclosures="1. กำหนดการประชุม จำนวน 1 แผ่น\n2. แบบตอบรับ จำนวน 1 แผ่น",
        body="ด้วยสำนักงานเขตพื้นที่การศึกษากำหนดประชุมเตรียมความพร้อมระบบเครือข่ายของโรงเรียนในสังกัด "
        "ในวันที่ 15 ตุลาคม 2569 เวลา 09:00 น. ณ ห้องประชุมสำนักงาน\n"
        "จึงเรียนมาเพื่อโปรดทราบและส่งผู้แทนเข้าร่วมประชุมตามวันและเวลาดังกล่าว",
        signer_name="นายตัวอย่าง ใจดี",
        signer_position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        contact="กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร\nโทร. 0 5500 0000",
    )


PLAIN_LETTER: Final = PaperKind(
    key="plain_letter",
    title=N_("General letter"),
    data=PlainLetter,
    placeholders=(
        Placeholder("number", N_("Number of the letter")),
        Placeholder("sender", N_("Name and address of the office")),
        Placeholder("date", N_("Date of the letter")),
        Placeholder("subject", N_("Subject")),
        Placeholder("to", N_("To whom it is written")),
        Placeholder("references", N_("What it refers to"), required=False),
        Placeholder("enclosures", N_("What is enclosed"), required=False),
        Placeholder("body", N_("Text of the letter"), "block"),
        Placeholder("signer_name", N_("Name of who signs")),
        Placeholder("signer_position", N_("Position of who signs"), required=False),
        Placeholder("contact", N_("Unit in charge and its telephone"), required=False),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
)
