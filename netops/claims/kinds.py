"""The two papers of a claim: the letter to the provider, and the annex behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from inventory.sla.figures import ClaimFigures
from netops.claims import annex, letter
from netops.claims.specimen import specimen
from office.document.content import Document, Heading, Paragraph, Section
from office.document.letter import FIRST_LINE_CM, Letter, Signer, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind

Line = Annotated[str, Field(max_length=500)]
Lines = Annotated[str, Field(max_length=2000)]
HAND: Final = "........................................"


class Letterhead(PaperData):
    """What the letters of a sender bear: the lines of its name and address, who signs, whom the provider may ask."""

    sender: Lines = ""
    signer: Line = ""
    position: Lines = ""
    contact: Lines = ""


class ClaimLetter(PaperData):
    """`dated` is the day at the head; none: it is written by hand, as the number is that nobody typed."""

    figures: ClaimFigures
    head: Letterhead = Letterhead()
    to: Line = ""
    dated: date | None = None
    thai_numerals: bool = True


class ClaimAnnex(PaperData):
    """Everything that the letter's amount rests on."""

    figures: ClaimFigures
    thai_numerals: bool = True


def _letter_shipped() -> Document:
    lines = ("{{ told }}", "{{ found }}", "{{ proof }}", "{{ asked }}")
    return Letter(
        number="{{ number }}",
        office="{{ sender }}",
        date="{{ date }}",
        subject="{{ subject }}",
        to="{{ to }}",
        references="{{ reference }}",
        enclosures="{{ enclosures }}",
        body=tuple(Paragraph(text=line, first_cm=FIRST_LINE_CM, space_before_pt=6) for line in lines),
        signer=Signer(name="{{ signer_name }}", position="{{ signer_position }}"),
        contact="{{ contact }}",
    ).document()


def _letter(data: ClaimLetter, about: About) -> Filling:
    figures, head = data.figures, data.head
    return Filling(
        title=letter.subject(figures),
        author=figures.sender.name,
        texts={
            "number": about.number or HAND,
            "sender": head.sender or figures.sender.name,
            "date": HAND if data.dated is None else long_date(data.dated),
            "subject": letter.subject(figures),
            "to": data.to or letter.addressee(figures),
            "reference": letter.reference(figures),
            "enclosures": letter.enclosures(figures),
            "told": letter.told(figures),
            "found": letter.found(figures),
            "proof": letter.proof(figures),
            "asked": letter.asked(figures),
            "signer_name": head.signer or HAND,
            "signer_position": head.position,
            "contact": head.contact,
        },
        thai_numerals=data.thai_numerals,
    )


CLAIM_LETTER: Final = PaperKind(
    key="claim_letter",
    title=N_("Claim to a provider: letter"),
    data=ClaimLetter,
    placeholders=(
        Placeholder("number", N_("Number of the letter")),
        Placeholder("sender", N_("Name and address of the sender")),
        Placeholder("date", N_("Date of the letter")),
        Placeholder("subject", N_("Subject")),
        Placeholder("to", N_("To whom it is written")),
        Placeholder("reference", N_("Contract that it refers to")),
        Placeholder("enclosures", N_("What is enclosed"), required=False),
        Placeholder("told", N_("Which line it is about, in one paragraph")),
        Placeholder("found", N_("What was measured and the amount, in one paragraph")),
        Placeholder("proof", N_("The SHA-256 of the raw samples")),
        Placeholder("asked", N_("What the provider is to do")),
        Placeholder("signer_name", N_("Name of who signs")),
        Placeholder("signer_position", N_("Position of who signs"), required=False),
        Placeholder("contact", N_("Unit in charge and its telephone"), required=False),
    ),
    shipped=_letter_shipped,
    fill=_letter,
    sample=lambda: ClaimLetter(figures=specimen(), head=Letterhead(signer="นายตัวอย่าง ใจดี", position="ผู้อำนวยการ")),
)


PARTS: Final = (
    ("วงจรและสัญญา", "parties"),
    ("เหตุขัดข้อง", "outages"),
    ("เวลาของเดือนและความพร้อมใช้งาน", "time_of_month"),
    ("การแจ้งเหตุแก่ผู้ให้บริการ", "reported"),
    ("การคำนวณ", "calculation"),
    ("หลักฐานการตรวจของแต่ละเหตุ", "probes"),
    ("เวลาที่ระบบมองไม่เห็นวงจร", "unseen"),
)


def _annex_shipped() -> Document:
    blocks = [centred("รายละเอียดการขัดข้องและการคำนวณ"), centred("{{ about }}", size_pt=None)]
    parts = [
        block
        for number, (title, name) in enumerate(PARTS, start=1)
        for block in (Heading(text=f"{number}. {title}"), Paragraph(text=f"{{{{ block: {name} }}}}"))
    ]
    after = len(PARTS) + 1
    ends = (
        Heading(text=f"{after}. คุณภาพของวงจร"),
        Paragraph(text="{{ quality }}"),
        Heading(text=f"{after + 1}. นาฬิกาของเครื่องตรวจวัด"),
        Paragraph(text="{{ clock }}"),
        Heading(text=f"{after + 2}. แฟ้มข้อมูลดิบ"),
        Paragraph(text="{{ samples }}"),
        Heading(text=f"{after + 3}. วิธีตรวจวัด"),
        *(Paragraph(text=line, space_before_pt=4) for line in annex.HOW),
    )
    return Document(
        title="รายละเอียดการขัดข้องและการคำนวณ",
        sections=(Section(blocks=(*blocks, *parts, *ends)),),
        thai_numerals=True,
    )


def _annex(data: ClaimAnnex, _about: About) -> Filling:
    figures = data.figures
    return Filling(
        title=f"รายละเอียดการขัดข้องและการคำนวณ {annex.about(figures)}",
        author=figures.sender.name,
        texts={
            "about": annex.about(figures),
            "quality": annex.quality(figures),
            "clock": annex.clock(figures),
            "samples": letter.proof(figures),
        },
        blocks={
            "parties": annex.parties(figures),
            "outages": annex.outages(figures),
            "time_of_month": annex.time_of_month(figures),
            "reported": annex.reported(figures),
            "calculation": annex.calculation(figures),
            "probes": annex.probes(figures),
            "unseen": annex.unseen(figures),
        },
        thai_numerals=data.thai_numerals,
    )


CLAIM_ANNEX: Final = PaperKind(
    key="claim_annex",
    title=N_("Claim to a provider: annex"),
    data=ClaimAnnex,
    placeholders=(
        Placeholder("about", N_("Link and month")),
        Placeholder("parties", N_("Link and contract"), "block"),
        Placeholder("outages", N_("Outages, and what of them does not count"), "block"),
        Placeholder("time_of_month", N_("Time of the month and availability"), "block"),
        Placeholder("reported", N_("How outages were reported"), "block"),
        Placeholder("calculation", N_("The calculation step by step"), "block"),
        Placeholder("probes", N_("The probes of each outage"), "block"),
        Placeholder("unseen", N_("When the office could not see the link"), "block"),
        Placeholder("quality", N_("Round trip, loss and jitter of the month")),
        Placeholder("clock", N_("How right our own clock was")),
        Placeholder("samples", N_("The SHA-256 of the raw samples")),
    ),
    shipped=_annex_shipped,
    fill=_annex,
    sample=lambda: ClaimAnnex(figures=specimen()),
)
