"""The terms of reference, short and full, and the table by which bidders say how they comply."""

from __future__ import annotations

from typing import Final

from netops.specs import phrases as said
from netops.specs import tables
from netops.specs.data import SpecPaper
from netops.specs.shapes import CODE, PROJECT, Head, filled, headed, placeholders
from netops.specs.specimen import specimen
from office.document.content import Block, Document, KeyValues, Paragraph, Section
from office.document.letter import FIRST_LINE_CM, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from service.i18n import N_
from service.papers.kind import About, PaperKind

TITLE: Final = "ขอบเขตของงาน (Terms of Reference: TOR)"
SHORT: Final = (
    Head("background", "หลักการและเหตุผล", N_("Reasons and background")),
    Head("objective", "วัตถุประสงค์", N_("Objectives")),
    Head("qualifications", "คุณสมบัติของผู้เสนอราคา", N_("Qualifications of bidders")),
    Head("scope", "ขอบเขตของงาน", N_("Items with prices, demands and schools")),
    Head("budget", "งบประมาณ", N_("Budget and reference price")),
    Head("criteria", "หลักเกณฑ์การพิจารณา", N_("How bids are judged")),
    Head("place", "สถานที่ส่งมอบ", N_("Place of delivery")),
    Head("time", "กำหนดการส่งมอบ", N_("Time of delivery")),
    Head("committee", "คณะกรรมการกำหนดราคากลาง", N_("Committee for the reference price")),
)
FULL: Final = (
    Head("background", "ความเป็นมา", N_("Reasons and background")),
    Head("objective", "วัตถุประสงค์", N_("Objectives")),
    Head("qualifications", "คุณสมบัติผู้ยื่นข้อเสนอ", N_("Qualifications of bidders")),
    Head("scope", "ขอบเขตของงาน", N_("Items with prices, demands and schools")),
    Head("time", "ระยะเวลาดำเนินการ", N_("Time of delivery")),
    Head("budget", "วงเงินงบประมาณ", N_("Budget and reference price")),
    Head("place", "สถานที่", N_("Place of delivery")),
    Head("payment", "งวดงาน การส่งมอบ และการจ่ายเงิน", N_("Instalments and payment")),
    Head("warranty", "การรับประกัน", N_("Warranty")),
    Head("penalty", "อัตราค่าปรับ", N_("Fine")),
    Head("criteria", "หลักเกณฑ์การพิจารณา", N_("How bids are judged")),
    Head("documents", "เอกสารที่ต้องยื่น", N_("Documents to be handed in")),
    Head("others", "เงื่อนไขอื่น", N_("Other terms")),
)
BY_PRICE: Final = "พิจารณาคัดเลือกข้อเสนอโดยใช้เกณฑ์ราคา จากผู้ที่เสนอคุณลักษณะครบถ้วนตามที่กำหนด"
DOCUMENTS: Final = (
    "ใบเสนอราคาที่ระบุราคาต่อหน่วยและราคารวมเป็นราคาที่รวมภาษีมูลค่าเพิ่มแล้ว",
    "แคตตาล็อกหรือเอกสารแสดงคุณลักษณะของสิ่งของที่เสนอ",
    "ตารางเปรียบเทียบคุณลักษณะ (Statement of Compliance) ที่อ้างอิงหน้าของเอกสาร",
    "หลักฐานแสดงคุณสมบัติของผู้ยื่นข้อเสนอ",
)


def _one(text: str) -> tuple[Block, ...]:
    return (Paragraph(text=text, first_cm=FIRST_LINE_CM),)


def _scope(data: SpecPaper) -> tuple[Block, ...]:
    sheet = data.sheet
    notes = [f"รวมเป็นเงินทั้งสิ้น {said.total(sheet)}", said.without_vat(data), *said.above_ceiling(sheet)]
    where = tables.schools(sheet)
    heading = Paragraph(text="จำนวนที่ส่งมอบแต่ละแห่ง", space_before_pt=6, keep_with_next=True)
    return (
        tables.items(sheet),
        *(Paragraph(text=note, space_before_pt=4) for note in notes if note),
        *((heading, *where) if where else ()),
        *tables.demands(sheet),
    )


def parts(data: SpecPaper, heads: tuple[Head, ...]) -> dict[str, tuple[Block, ...]]:
    """What stands under each of these headings."""
    sheet = data.sheet
    at = {head.name: number for number, head in enumerate(heads, start=1)}
    every: dict[str, tuple[Block, ...]] = {
        "background": said.prose(sheet.background),
        "objective": said.numbered(at.get("objective", 0), said.lines_in(sheet.objective)),
        "qualifications": said.numbered(at.get("qualifications", 0), said.qualifications(data)),
        "scope": _scope(data),
        "budget": (*_one(said.money_of(sheet)), *_one(said.price_of(sheet))),
        "criteria": _one(BY_PRICE),
        "place": _one(said.places(sheet)),
        "time": _one(said.delivered(sheet)),
        "committee": said.numbered(at.get("committee", 0), said.members(sheet)),
        "payment": _one(said.payment(sheet)),
        "warranty": said.numbered(at.get("warranty", 0), said.warranty(sheet)),
        "penalty": _one(said.penalty(sheet)),
        "documents": said.numbered(at.get("documents", 0), DOCUMENTS),
        "others": said.numbered(at.get("others", 0), said.lines_in(sheet.other_terms)),
    }
    return {head.name: every[head.name] for head in heads}


def _short(data: SpecPaper, _about: About) -> Filling:
    return filled("ขอบเขตของงาน", data, parts(data, SHORT))


def _full(data: SpecPaper, _about: About) -> Filling:
    return filled("ขอบเขตของงาน (ฉบับเต็ม)", data, parts(data, FULL))


SHORT_TERMS: Final = PaperKind(
    key="spec_short",
    title=N_("Terms of reference, nine headings"),
    data=SpecPaper,
    placeholders=placeholders(SHORT),
    shipped=lambda: headed(TITLE, SHORT),
    fill=_short,
    sample=specimen,
    series="procurement",  # bears no number
)
FULL_TERMS: Final = PaperKind(
    key="spec_full",
    title=N_("Terms of reference, thirteen headings"),
    data=SpecPaper,
    placeholders=placeholders(FULL),
    shipped=lambda: headed(TITLE, FULL),
    fill=_full,
    sample=specimen,
    series="procurement",
)


def _compliance_shipped() -> Document:
    bidder = KeyValues(rows=(("ผู้ยื่นข้อเสนอ", said.DOTS * 2), ("ยี่ห้อ/รุ่นที่เสนอ", said.DOTS * 2)), label_share=0.3)
    blocks = (
        centred("ตารางเปรียบเทียบคุณลักษณะเฉพาะ (Statement of Compliance)"),
        centred("{{ project }}", size_pt=None),
        bidder,
        Paragraph(text="{{ block: compliance }}"),
        Paragraph(text="{{ block: hands }}"),
    )
    return Document(
        title="ตารางเปรียบเทียบคุณลักษณะเฉพาะ",
        sections=(Section(blocks=blocks),),
        header="{{ code }}",
        thai_numerals=True,
    )


def _compliance(data: SpecPaper, _about: About) -> Filling:
    hand = said.signature("ผู้ยื่นข้อเสนอ", said.DOTS)
    blocks = {"compliance": tables.compliance(data.sheet), "hands": (hand,)}
    return filled("ตารางเปรียบเทียบคุณลักษณะเฉพาะ", data, blocks)


COMPLIANCE: Final = PaperKind(
    key="spec_compliance",
    title=N_("Statement of compliance"),
    data=SpecPaper,
    placeholders=(
        CODE,
        PROJECT,
        Placeholder("compliance", N_("Every demand with room for the answer"), "block"),
        Placeholder("hands", N_("Room for the hand of the bidder"), "block", required=False),
    ),
    shipped=_compliance_shipped,
    fill=_compliance,
    sample=specimen,
    series="procurement",
)
