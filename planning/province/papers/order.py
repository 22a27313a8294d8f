"""The order that appoints a committee (คำสั่งแต่งตั้ง), and the letter that asks an agency to name somebody."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.content import (
    Block,
    Document,
    Emblem,
    ItemList,
    KeyValues,
    PageNumbers,
    Paragraph,
    Section,
    Signature,
)
from office.document.letter import FIRST_LINE_CM, Letter, Signer, body, centred
from office.document.text import runs
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import era_date, long_date
from planning.province.papers.wording import DOTS, SEATS
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind


class MemberSaid(PaperData):
    """A member of the order; `seat` is a key of the wording."""

    rank: int
    name: str
    position: str = ""
    agency: str = ""
    seat: str


class OrderData(PaperData):
    """An order. Members stand in it in their rank whatever order they come in."""

    office: str
    committee: str
    number: str = ""
    signed_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    reason: str = ""
    duties: tuple[str, ...] = ()
    members: tuple[MemberSaid, ...] = ()
    signer: str = ""
    signer_position: str = ""


class NominationData(PaperData):
    """A request to one agency."""

    office: str
    agency: str
    committee: str
    number: str = ""
    asked_on: date | None = None
    due_on: date | None = None


def _order_template() -> Document:
    blocks: list[Block] = [
        Emblem(height_cm=3.0),
        centred("คำสั่ง{{ office }}"),
        centred("ที่ {{ number }}", size_pt=None),
        centred("เรื่อง แต่งตั้ง{{ committee }}", size_pt=None),
        Paragraph(text="{{ block: reason }}"),
        Paragraph(text="จึงแต่งตั้ง{{ committee }} ประกอบด้วย", first_cm=FIRST_LINE_CM, space_before_pt=6),
        Paragraph(text="{{ block: members }}"),
        Paragraph(text="ให้มีหน้าที่ดังต่อไปนี้", first_cm=FIRST_LINE_CM, space_before_pt=6),
        Paragraph(text="{{ block: duties }}"),
        Paragraph(text="{{ term }}", first_cm=FIRST_LINE_CM, space_before_pt=6),
        Paragraph(text="สั่ง ณ วันที่ {{ signed_on }}", first_cm=5, space_before_pt=12),
        Signature(lines=("", "", "({{ signer }})", "{{ signer_position }}")),
    ]
    return Document(
        title="คำสั่งแต่งตั้ง",
        sections=(Section(blocks=tuple(blocks)),),
        page_numbers=PageNumbers.LETTER,
        thai_numerals=True,
    )


def _order_filling(data: OrderData, _about: About) -> Filling:
    members = sorted(data.members, key=lambda one: one.rank)
    listed = KeyValues(
        rows=tuple((runs(f"{at}. {_who(one)}"), runs(SEATS[one.seat])) for at, one in enumerate(members, 1)),
        label_share=0.7,
    )
    duties: Block = ItemList(items=tuple(runs(one) for one in data.duties)) if data.duties else Paragraph(text=DOTS * 2)
    return Filling(
        title=f"คำสั่งแต่งตั้ง{data.committee}",
        author=data.office,
        texts={
            "office": data.office,
            "number": data.number or DOTS[:24],
            "committee": data.committee,
            "term": _term(data),
            "signed_on": era_date(data.signed_on) if data.signed_on else DOTS[:32],
            "signer": data.signer or DOTS[:40],
            "signer_position": data.signer_position or DOTS[:40],
        },
        blocks={"reason": body(data.reason) or body(DOTS * 2), "members": (listed,), "duties": (duties,)},
    )


def _who(one: MemberSaid) -> str:
    return "  ".join(part for part in (one.name, one.position, one.agency) if part)


def _term(data: OrderData) -> str:
    if data.begins_on is None:
        return f"ทั้งนี้ ตั้งแต่วันที่ {DOTS[:24]} ถึงวันที่ {DOTS[:24]}"
    ends = f" ถึงวันที่ {long_date(data.ends_on)}" if data.ends_on else " เป็นต้นไป"
    return f"ทั้งนี้ ตั้งแต่วันที่ {long_date(data.begins_on)}{ends}"


def _order_sample() -> OrderData:
    return OrderData(
        office="สำนักงานตัวอย่าง",
        committee="คณะทำงานบริหารยุทธศาสตร์และบูรณาการการศึกษาจังหวัดตัวอย่าง",
        number="12/2570",
        signed_on=date(2026, 10, 5),
        begins_on=date(2026, 10, 5),
        ends_on=date(2028, 9, 30),
        reason="เพื่อให้การจัดทำแผนพัฒนาการศึกษาจังหวัดเป็นไปด้วยความเรียบร้อย",
        duties=("จัดทำแผนพัฒนาการศึกษาจังหวัด", "ติดตาม ประเมินและรายงานผล"),
        members=(
            MemberSaid(rank=1, name="นายสมมติ หนึ่ง", position="ผู้อำนวยการ", agency="หน่วยงานตัวอย่าง", seat="chair"),
            MemberSaid(rank=2, name="นางสมมติ สอง", position="นักวิเคราะห์นโยบายและแผน", seat="secretary"),
        ),
        signer="นายสมมติ สาม",
        signer_position="ผู้ว่าราชการจังหวัดตัวอย่าง",
    )


def _order_blank(office: str) -> OrderData:
    seats = ("chair", *("member",) * 6, "secretary")
    members = tuple(MemberSaid(rank=at, name=DOTS, seat=seat) for at, seat in enumerate(seats, 1))
    return OrderData(office=office, committee=DOTS[:40], members=members)


ORDER: Final = PaperKind(
    key="appointment_order",
    title=N_("Appointment order"),
    data=OrderData,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("number", N_("Order number")),
        Placeholder("committee", N_("Committee or working group")),
        Placeholder("term", N_("Term")),
        Placeholder("signed_on", N_("Signed on")),
        Placeholder("signer", N_("Who signs")),
        Placeholder("signer_position", N_("Position of who signs")),
        Placeholder("reason", N_("Why it is appointed"), "block"),
        Placeholder("members", N_("Members in rank order"), "block"),
        Placeholder("duties", N_("Duties, one in each line"), "block"),
    ),
    shipped=_order_template,
    fill=_order_filling,
    sample=_order_sample,
    blank=_order_blank,
    series="order",
)


def _letter_template() -> Document:
    return Letter(
        number="{{ number }}",
        office="{{ office }}",
        date="{{ asked_on }}",
        subject="ขอความอนุเคราะห์เสนอชื่อผู้แทนเป็น{{ committee }}",
        to="{{ agency }}",
        body=body(
            "ด้วย{{ office }} จะดำเนินการแต่งตั้ง{{ committee }}"
            " เพื่อบริหารยุทธศาสตร์และบูรณาการการศึกษาระดับจังหวัด\n"
            "ในการนี้ จึงขอความอนุเคราะห์หน่วยงานของท่านเสนอชื่อผู้แทน พร้อมตำแหน่ง และแจ้งภายในวันที่ {{ due_on }}\n"
            "จึงเรียนมาเพื่อโปรดพิจารณา"
        ),
        signer=Signer(name=DOTS[:40], position=DOTS[:40]),
    ).document()


def _letter_filling(data: NominationData, about: About) -> Filling:
    return Filling(
        title=f"ขอความอนุเคราะห์เสนอชื่อผู้แทนเป็น{data.committee}",
        author=data.office,
        texts={
            "office": data.office,
            "number": data.number or about.number or DOTS[:24],
            "asked_on": long_date(data.asked_on) if data.asked_on else DOTS[:24],
            "agency": data.agency,
            "committee": data.committee,
            "due_on": long_date(data.due_on) if data.due_on else DOTS[:24],
        },
    )


NOMINATION: Final = PaperKind(
    key="nomination_letter",
    title=N_("Letter that asks for a name"),
    data=NominationData,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("number", N_("Letter number")),
        Placeholder("asked_on", N_("Asked by letter on")),
        Placeholder("agency", N_("Agency")),
        Placeholder("committee", N_("Committee or working group")),
        Placeholder("due_on", N_("Answer due")),
    ),
    shipped=_letter_template,
    fill=_letter_filling,
    sample=lambda: NominationData(
        office="สำนักงานตัวอย่าง",
        agency="นายกองค์การบริหารส่วนจังหวัดตัวอย่าง",
        committee="คณะทำงานบริหารยุทธศาสตร์และบูรณาการการศึกษาจังหวัดตัวอย่าง",
        number="ศธ 04180/123",
        asked_on=date(2026, 10, 1),
        due_on=date(2026, 10, 15),
    ),
    blank=lambda office: NominationData(office=office, agency=DOTS, committee=DOTS[:30]),
)
