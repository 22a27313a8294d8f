"""The order to a seller (ใบสั่งซื้อ/ใบสั่งจ้าง), and the order of the head that appoints who inspects (clause 25)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from netops.buying.figures import Inspector, PanelOrder, PurchaseOrder
from netops.buying.kinds import goods_table
from netops.buying.phrases import DOTS, SHORT_DOTS, VERBS, head_of, moved, said_day, wanted
from netops.buying.samples import order_sample, panel_sample
from office.baht import amount, amount_and_words
from office.document.content import (
    Align,
    Block,
    Document,
    Emblem,
    ItemList,
    KeyValues,
    Paragraph,
    Section,
    Sides,
    Signature,
)
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.workflow.committee import Seat
from procurement.models.purchase import PurchaseKind
from service.i18n import N_
from service.papers.kind import About, PaperKind

RULE: Final = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"
_TITLES: Final = {PurchaseKind.GOODS: "ใบสั่งซื้อ", PurchaseKind.WORK: "ใบสั่งจ้าง", PurchaseKind.LEASE: "ใบสั่งเช่า"}
_PARTNERS: Final = {PurchaseKind.GOODS: "ผู้ขาย", PurchaseKind.WORK: "ผู้รับจ้าง", PurchaseKind.LEASE: "ผู้ให้เช่า"}


# -- the order to a seller


def _order_shipped() -> Document:
    seller = tuple(
        (label, f"{{{{ {name} }}}}")
        for label, name in (
            ("{{ partner }}", "supplier"),
            ("ที่อยู่", "address"),
            ("โทรศัพท์", "phone"),
            ("เลขประจำตัวผู้เสียภาษี", "tax_no"),
        )
    )
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=1.5),
        centred("{{ title }}"),
        Paragraph(text="เลขที่ {{ number }}", align=Align.RIGHT),
        Paragraph(text="วันที่ {{ day }}", align=Align.RIGHT),
        Paragraph(text="{{ buyer }}", align=Align.RIGHT),
        KeyValues(rows=seller, label_share=0.28),
        moved("{{ told }}"),
        Paragraph(text="{{ block: goods }}"),
        Paragraph(text="{{ words }}", space_before_pt=4),
        Paragraph(text="การสั่ง{{ verb }}อยู่ภายใต้เงื่อนไขต่อไปนี้", space_before_pt=6, keep_with_next=True),
        Paragraph(text="{{ block: terms }}"),
        Paragraph(text="{{ block: hands }}"),
    )
    return Document(title="ใบสั่งซื้อ/ใบสั่งจ้าง", sections=(Section(blocks=blocks),), thai_numerals=True)


def _terms(data: PurchaseOrder) -> Iterator[str]:
    partner = _PARTNERS[data.kind]
    days = SHORT_DOTS if data.deliver_days is None else f"{data.deliver_days:,}"
    within = f"กำหนดส่งมอบภายใน {days} วัน นับถัดจากวันที่{partner}ได้รับ{_TITLES[data.kind]}"
    yield f"{within} ครบกำหนดส่งมอบวันที่ {said_day(data.due_on)}"
    yield f"สถานที่ส่งมอบ {data.place or DOTS}"
    warranty = f"{data.warranty_months} เดือน" if data.warranty_months else ("ไม่ได้กำหนด" if data.number else SHORT_DOTS)
    repair = f" และแก้ไขภายใน {data.repair_days} วัน นับถัดจากวันที่ได้รับแจ้ง" if data.repair_days is not None else ""
    yield f"ระยะเวลารับประกัน {warranty}{repair}"
    yield _fine(data)
    yield f"หน่วยงานสงวนสิทธิ์ที่จะไม่รับมอบถ้าปรากฏว่าพัสดุนั้นมีลักษณะไม่ตรงตามรายการที่ระบุไว้ใน{_TITLES[data.kind]}"
    if data.guarantee_satang:
        yield f"หลักประกันสัญญา {amount(data.guarantee_satang)}"


def _fine(data: PurchaseOrder) -> str:
    if data.number and not data.fine_ppm_day:
        return "ไม่ได้กำหนดค่าปรับ"
    rate = f"{data.fine_ppm_day / 10_000:.2f}" if data.fine_ppm_day else SHORT_DOTS
    of = "ราคาทั้งหมด" if data.fine_of_whole else "ราคาพัสดุที่ยังไม่ได้รับมอบ"
    least = f" แต่ไม่ต่ำกว่าวันละ {amount(data.fine_least_satang_day)}" if data.fine_least_satang_day else ""
    return f"กรณีส่งมอบเกินกำหนด คิดค่าปรับเป็นรายวันในอัตราร้อยละ {rate} ของ{of}{least}"


def _told(data: PurchaseOrder) -> str:
    quotation = f" ตามใบเสนอราคาเลขที่ {data.quotation_no or SHORT_DOTS}"
    return (
        f"ตามที่ {data.supplier or DOTS} ได้เสนอราคา{quotation} ลงวันที่ {said_day(data.offered_on)} ไว้ต่อ{data.buyer} "
        f"ซึ่งได้รับราคาและตกลง{VERBS[data.kind]} ตามรายการดังต่อไปนี้"
    )


def _order(data: PurchaseOrder, _about: About) -> Filling:
    total = sum(one.total_satang for one in data.goods)
    money = amount_and_words(total) if data.goods else f"{SHORT_DOTS} บาท ({DOTS})"
    position = head_of(data.head_position, data.buyer)
    partner, title = _PARTNERS[data.kind], _TITLES[data.kind]
    lines = ("", f"ลงชื่อ {DOTS}", f"({data.head or DOTS})", *position, f"ผู้สั่ง{VERBS[data.kind]}")
    seller = ("", f"ลงชื่อ {DOTS}", f"({DOTS})", partner, f"วันที่รับ{title} {SHORT_DOTS}")
    hands = (Sides(left="\n".join(seller), right="\n".join(lines)),)
    return Filling(
        title=f"{title} {data.number} {data.name}".strip(),
        author=data.buyer,
        texts={
            "title": title,
            "number": data.number or SHORT_DOTS,
            "day": said_day(data.signed_on),
            "buyer": data.buyer,
            "partner": partner,
            "supplier": data.supplier or DOTS,
            "address": data.address or DOTS,
            "phone": data.phone or SHORT_DOTS,
            "tax_no": data.tax_no or SHORT_DOTS,
            "told": _told(data),
            "words": f"รวมเป็นเงินทั้งสิ้น {money} รวมภาษีมูลค่าเพิ่มและค่าใช้จ่ายทั้งปวงแล้ว",
            "verb": VERBS[data.kind],
        },
        blocks={
            "goods": (goods_table(data.goods, blank_rows=0 if data.goods else 4, with_serials=False),),
            "terms": (ItemList(items=tuple(_terms(data))),),
            "hands": hands,
        },
        thai_numerals=data.thai_numerals,
    )


PURCHASE_ORDER: Final = PaperKind(
    key="purchase_order",
    title=N_("Purchase order"),
    data=PurchaseOrder,
    placeholders=(
        Placeholder("title", N_("Title: order to buy, to make or to lease")),
        Placeholder("number", N_("Number of the order")),
        Placeholder("day", N_("Day of the order")),
        Placeholder("buyer", N_("Buyer")),
        Placeholder("partner", N_("What the seller is called")),
        Placeholder("supplier", N_("Seller")),
        Placeholder("address", N_("Address"), required=False),
        Placeholder("phone", N_("Telephone"), required=False),
        Placeholder("tax_no", N_("Tax number"), required=False),
        Placeholder("told", N_("Which offer is taken")),
        Placeholder("goods", N_("The table of what was bought"), "block"),
        Placeholder("words", N_("Amount, in words too")),
        Placeholder("verb", N_("Bought or made")),
        Placeholder("terms", N_("Terms of the order"), "block"),
        Placeholder("hands", N_("Room for the hands of buyer and seller"), "block"),
    ),
    shipped=_order_shipped,
    fill=_order,
    sample=order_sample,
    series="procurement",
)


# -- who inspects


def _panel_title(data: PanelOrder) -> str:
    return "ผู้ตรวจรับพัสดุ" if len(data.members) == 1 else "คณะกรรมการตรวจรับพัสดุ"


def seat_of(one: Inspector, *, alone: bool) -> str:
    """What the person is called under the hand."""
    if alone:
        return "ผู้ตรวจรับพัสดุ"
    if one.seat is Seat.CHAIR:
        return "ประธานกรรมการ"
    return "กรรมการและเลขานุการ" if one.seat is Seat.SECRETARY else "กรรมการ"


def _seated(one: Inspector, *, alone: bool) -> str:
    position = f"ตำแหน่ง {one.position}" if one.position else ""
    return " ".join(part for part in (one.name, position, "" if alone else seat_of(one, alone=alone)) if part)


def _panel_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        centred("คำสั่ง{{ buyer }}", size_pt=None),
        centred("ที่ {{ number }}", size_pt=None),
        centred("เรื่อง แต่งตั้ง{{ panel }} {{ name }}", size_pt=None),
        moved("{{ told }}"),
        Paragraph(text="{{ block: members }}"),
        moved("ให้{{ panel }}มีหน้าที่ตรวจรับพัสดุให้เป็นไปตามสัญญาหรือข้อตกลง และรายงานผลการตรวจรับต่อหัวหน้าหน่วยงานของรัฐ"),
        moved("สั่ง ณ วันที่ {{ day }}"),
        Paragraph(text="{{ block: hand }}"),
    )
    return Document(title="คำสั่งแต่งตั้งผู้ตรวจรับพัสดุ", sections=(Section(blocks=blocks),), thai_numerals=True)


def _panel(data: PanelOrder, _about: About) -> Filling:
    alone = len(data.members) == 1
    items = tuple(_seated(one, alone=alone) for one in data.members)
    told = (
        f"ด้วย{data.buyer} มีความประสงค์จะ{wanted(data.name, data.kind)} โดยวิธี{data.method or SHORT_DOTS} "
        f"เพื่อให้เป็นไปตาม{RULE} จึงแต่งตั้งบุคคลต่อไปนี้เป็น{_panel_title(data)}"
    )
    hand = Signature(lines=((), (), (), f"({data.head or DOTS})", *head_of(data.head_position, data.buyer)))
    return Filling(
        title=f"คำสั่งแต่งตั้ง{_panel_title(data)} {data.name}".strip(),
        author=data.buyer,
        texts={
            "buyer": data.buyer,
            "number": data.number or SHORT_DOTS,
            "panel": _panel_title(data),
            "name": wanted(data.name, data.kind),
            "told": told,
            "day": said_day(data.day),
        },
        blocks={
            "members": (ItemList(items=items or (DOTS,) * 3),),
            "hand": (hand,),
        },
        thai_numerals=data.thai_numerals,
    )


PANEL_ORDER: Final = PaperKind(
    key="inspectors_order",
    title=N_("Order appointing the inspection committee"),
    data=PanelOrder,
    placeholders=(
        Placeholder("buyer", N_("Buyer")),
        Placeholder("number", N_("Number of the order")),
        Placeholder("panel", N_("Committee or one inspector")),
        Placeholder("name", N_("Name of the purchase")),
        Placeholder("told", N_("Why and by which rule")),
        Placeholder("members", N_("Who is appointed"), "block"),
        Placeholder("day", N_("Day of the order")),
        Placeholder("hand", N_("Room for the hand of the head"), "block"),
    ),
    shipped=_panel_shipped,
    fill=_panel,
    sample=panel_sample,
    series="orders",
)
