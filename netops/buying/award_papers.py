"""The report of what was offered and the announcement of the winner: what came of the request to buy."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from netops.buying.figures import Award
from netops.buying.phrases import DOTS, SHORT_DOTS, VERBS, head_of, moved, said_day, wanted
from netops.buying.samples import award_sample
from office.baht import amount, amount_and_words
from office.document.cells import Money, Number, Words
from office.document.content import Align, Block, Column, Document, Emblem, Paragraph, Section, Signature, Table
from office.document.letter import Memo, Signer, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_BLANK_OFFERS: Final = 3


def _announced_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        centred("ประกาศ{{ buyer }}"),
        centred("เรื่อง ประกาศผู้ชนะการเสนอราคา {{ subject }}", size_pt=None),
        centred("โดยวิธี{{ method }}", size_pt=None),
        moved("{{ asked }}"),
        moved("{{ chosen }}"),
        Paragraph(text="ประกาศ ณ วันที่ {{ day }}", left_cm=6.0, space_before_pt=12),
        Paragraph(text="{{ block: hand }}"),
    )
    return Document(title="ประกาศผู้ชนะการเสนอราคา", sections=(Section(blocks=blocks),), thai_numerals=True)


def _asked(data: Award) -> str:
    number = f" เลขที่โครงการ {data.project_number}" if data.project_number else ""
    return f"ตามที่ {data.buyer} ได้มีโครงการ {data.name or DOTS}{number} โดยวิธี{data.method or SHORT_DOTS} นั้น"


def _chosen(data: Award) -> str:
    items = DOTS
    if len(data.items) == 1:
        (one,) = data.items
        items = f"{one.name} จำนวน {one.quantity:,} {one.unit_word}".strip()
    elif data.items:
        items = f"พัสดุ จำนวน {len(data.items):,} รายการ"
    money = amount_and_words(data.amount_satang) if data.amount_satang else f"{SHORT_DOTS} บาท ({DOTS})"
    return (
        f"{items} ผู้ได้รับการคัดเลือก ได้แก่ {data.supplier or DOTS} โดยเสนอราคา เป็นเงินทั้งสิ้น {money} "
        "รวมภาษีมูลค่าเพิ่มและภาษีอื่น ค่าขนส่ง ค่าจดทะเบียน และค่าใช้จ่ายอื่น ๆ ทั้งปวง"
    )


def _announced(data: Award, _about: About) -> Filling:
    hand = Signature(lines=((), (), (), f"({data.head or DOTS})", *head_of(data.head_position, data.buyer)))
    return Filling(
        title=f"ประกาศผู้ชนะการเสนอราคา {data.name}".strip(),
        author=data.buyer,
        texts={
            "buyer": data.buyer,
            "subject": wanted(data.name, data.kind),
            "method": data.method or SHORT_DOTS,
            "asked": _asked(data),
            "chosen": _chosen(data),
            "day": said_day(data.awarded_on),
        },
        blocks={"hand": (hand,)},
        thai_numerals=data.thai_numerals,
    )


AWARD_ANNOUNCEMENT: Final = PaperKind(
    key="award_announcement",
    title=N_("Announcement of the winner"),
    data=Award,
    placeholders=(
        Placeholder("buyer", N_("Buyer")),
        Placeholder("subject", N_("Name of the purchase")),
        Placeholder("method", N_("Method")),
        Placeholder("asked", N_("Which project, by which method")),
        Placeholder("chosen", N_("Who was chosen, for how much, in words too")),
        Placeholder("day", N_("Day of the announcement")),
        Placeholder("hand", N_("Room for the hand of the head"), "block"),
    ),
    shipped=_announced_shipped,
    fill=_announced,
    sample=award_sample,
    series="announcements",
)


# -- the report of what was offered


def _offers(data: Award) -> Table:
    columns = (
        Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
        Column(title="ผู้เสนอราคา", width=3.2),
        Column(title="ราคาที่เสนอ", width=1.5, align=Align.RIGHT, whole=True, unit="บาท"),
        Column(title="ราคาที่ตกลง", width=1.5, align=Align.RIGHT, whole=True, unit="บาท"),
    )
    rows = tuple(
        (
            Number(value=Decimal(number)),
            Words(text=offer.supplier),
            Money(satang=offer.amount_satang),
            Money(satang=offer.amount_satang) if offer.is_winner else Words(text="–"),
        )
        for number, offer in enumerate(data.offers, start=1)
    )
    empty = tuple(tuple(Words(text="\u00a0\n\u00a0") for _ in columns) for _ in range(0 if rows else _BLANK_OFFERS))
    return Table(columns=columns, rows=(*rows, *empty))


def _result_shipped() -> Document:
    body = (
        moved("{{ asked }}"),
        Paragraph(text="{{ block: offers }}"),
        moved("{{ chosen }}"),
        moved("{{ reason }}"),
        moved("จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบขอได้โปรดอนุมัติให้{{ verb }}จากผู้เสนอราคาดังกล่าว และลงนามในประกาศที่แนบ"),
    )
    memo = Memo(
        unit="{{ unit }}",
        number="{{ number }}",
        date="{{ made_on }}",
        subject="รายงานผลการพิจารณาและขออนุมัติสั่ง{{ verb }}",
        to="{{ to }}",
        body=body,
        signer=Signer(name="{{ officer }}", position="เจ้าหน้าที่"),
    )
    return memo.document(thai_numerals=True)


def _result(data: Award, about: About) -> Filling:
    approved = f" ตามรายงานขอซื้อขอจ้างที่ {data.approval_no}" if data.approval_no else ""
    day = f" ลงวันที่ {long_date(data.approved_on)}" if data.approved_on else ""
    asked = (
        f"ตามที่ได้รับความเห็นชอบให้{wanted(data.name, data.kind)} โดยวิธี{data.method or SHORT_DOTS}{approved}{day} "
        f"วงเงินที่อนุมัติ {amount(data.approved_satang) if data.approved_satang else SHORT_DOTS + ' บาท'} "
        "มีผู้เสนอราคาดังนี้"
    )
    money = amount_and_words(data.amount_satang) if data.amount_satang else f"{SHORT_DOTS} บาท ({DOTS})"
    chosen = (
        f"พิจารณาแล้วเห็นว่า {data.supplier or DOTS} เสนอราคาถูกต้องตามเงื่อนไข และราคาไม่เกินวงเงินที่อนุมัติ "
        f"เห็นควร{VERBS[data.kind]}เป็นเงิน {money} รวมภาษีมูลค่าเพิ่มแล้ว"
    )
    return Filling(
        title=f"รายงานผลการพิจารณา {data.name}".strip(),
        author=data.buyer,
        texts={
            "unit": data.unit or data.buyer,
            "number": about.number,
            "made_on": long_date(about.made_on),
            "to": head_of(data.head_position, data.buyer)[0],
            "verb": VERBS[data.kind],
            "asked": asked,
            "chosen": chosen,
            "reason": f"เหตุผลที่เลือกผู้เสนอราคารายนี้ {data.reason}" if data.reason else "",
            "officer": data.officer or DOTS,
        },
        blocks={"offers": (_offers(data),)},
        thai_numerals=data.thai_numerals,
    )


AWARD_REPORT: Final = PaperKind(
    key="award_report",
    title=N_("Report of the result"),
    data=Award,
    placeholders=(
        Placeholder("unit", N_("Unit and its telephone")),
        Placeholder("number", N_("Number of the paper"), required=False),
        Placeholder("made_on", N_("Day of the paper")),
        Placeholder("to", N_("To whom it is written")),
        Placeholder("verb", N_("Bought or made")),
        Placeholder("asked", N_("What was approved, and by which method")),
        Placeholder("offers", N_("Who offered what"), "block"),
        Placeholder("chosen", N_("Who was chosen, for how much, in words too")),
        Placeholder("reason", N_("Reason, where another offer is lower"), required=False),
        Placeholder("officer", N_("Name of who signs")),
    ),
    shipped=_result_shipped,
    fill=_result,
    sample=award_sample,
    series="internal",
)
