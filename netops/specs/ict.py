"""The report on the procurement of computer systems, with items that criteria price and items that they do not."""

from __future__ import annotations

from typing import Final

from netops.specs import phrases as said
from netops.specs import tables
from netops.specs.data import SpecPaper
from netops.specs.shapes import CODE, PROJECT, Head, filled, signer
from netops.specs.specimen import specimen
from office.document.content import Block, Document, Heading, KeyValues, Paragraph, Section
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from service.i18n import N_
from service.papers.kind import About, PaperKind

HEADS: Final = (
    Head("project", "ชื่อโครงการ", N_("Name of the project")),
    Head("agency", "ส่วนราชการ", N_("Unit, its head and who answers for it")),
    Head("costs", "ค่าใช้จ่าย", N_("Amount, source of the money and way of acquiring")),
    Head("equipment", "รายละเอียดของอุปกรณ์", N_("Equipment in the criteria and outside of them")),
)
IN_CRITERIA: Final = "4.1 อุปกรณ์ที่มีคุณลักษณะตรงตามเกณฑ์"
OUTSIDE: Final = "4.2 อุปกรณ์ที่ไม่มีในเกณฑ์"


def _shipped() -> Document:
    blocks: list[Block] = [centred("{{ title }}")]
    for at, head in enumerate(HEADS, start=1):
        blocks.append(Heading(level=2, text=f"{at}. {head.words}"))
        if head.name == "project":
            blocks.append(Paragraph(text="{{ project }}", first_cm=1.25))
        elif head.name != "equipment":
            blocks.append(Paragraph(text=f"{{{{ block: {head.name} }}}}"))
    blocks += [
        Paragraph(text=IN_CRITERIA, space_before_pt=4, keep_with_next=True),
        Paragraph(text="{{ block: in_criteria }}"),
        Paragraph(text=OUTSIDE, space_before_pt=6, keep_with_next=True),
        Paragraph(text="{{ block: outside }}"),
        Paragraph(text="รวมเป็นเงินทั้งสิ้น {{ total }}", space_before_pt=6),
        Paragraph(text="{{ block: above }}"),
        said.signature("", "{{ signer_name }}", "{{ signer_position }}"),
    ]
    section = Section(blocks=tuple(blocks), landscape=True)
    return Document(
        title="แบบรายงานการจัดหาระบบคอมพิวเตอร์ภาครัฐ", sections=(section,), header="{{ code }}", thai_numerals=True
    )


def _fill(data: SpecPaper, _about: About) -> Filling:
    sheet, forms = data.sheet, data.forms
    limit = f"{forms.ict_limit_millions:,}{said.HELD}ล้านบาท"
    phone = f" โทร. {forms.phone}" if forms.phone else ""
    agency = KeyValues(
        rows=(
            ("ชื่อส่วนราชการ", sheet.owner),
            ("หัวหน้าส่วนราชการ", signer(forms.head)),
            ("ผู้รับผิดชอบโครงการ", f"{signer(forms.officer)} {forms.officer_position}{phone}".strip()),
        ),
        label_share=0.25,
    )
    costs = KeyValues(
        rows=(
            ("วงเงินรวม", said.total(sheet)),
            ("วงเงินงบประมาณที่ได้รับจัดสรร", said.budget(sheet)),
            ("แหล่งเงิน", sheet.budget_source or said.DOTS),
            ("วิธีการได้มา", f"ซื้อ โดย{sheet.method or said.DOTS}"),
        ),
        label_share=0.25,
    )
    blocks = {
        "agency": (agency,),
        "costs": (costs,),
        "in_criteria": tables.in_criteria(sheet),
        "outside": tables.outside_criteria(sheet),
        "above": tuple(Paragraph(text=text) for text in said.above_ceiling(sheet)),
    }
    texts = {
        "title": f"แบบรายงานการจัดหาระบบคอมพิวเตอร์ภาครัฐที่มีมูลค่าไม่เกิน {limit}",
        "total": said.total(sheet),
        "signer_name": signer(forms.head),
        "signer_position": forms.head_position,
    }
    return filled("แบบรายงานการจัดหาระบบคอมพิวเตอร์ภาครัฐ", data, blocks, texts)


ICT_REPORT: Final = PaperKind(
    key="spec_ict_report",
    title=N_("Report on the procurement of computer systems"),
    data=SpecPaper,
    placeholders=(
        CODE,
        PROJECT,
        Placeholder("title", N_("Title with the limit by the office's setting")),
        Placeholder("agency", N_("Unit, its head and who answers for it"), "block"),
        Placeholder("costs", N_("Amount, source of the money and way of acquiring"), "block"),
        Placeholder("in_criteria", N_("Equipment that the criteria price"), "block"),
        Placeholder("outside", N_("Equipment that they do not"), "block"),
        Placeholder("total", N_("The reference price in figures and words")),
        Placeholder("above", N_("Why a price is above its ceiling"), "block", required=False),
        Placeholder("signer_name", N_("Name of who signs")),
        Placeholder("signer_position", N_("Position of who signs"), required=False),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=specimen,
    series="procurement",
)
