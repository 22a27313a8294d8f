"""แบบ บก.06, and the comparison of prices behind it."""

from __future__ import annotations

from typing import Final

from netops.specs import phrases as said
from netops.specs import tables
from netops.specs.data import FormTitle, SpecPaper
from netops.specs.shapes import CODE, PROJECT, Head, filled
from netops.specs.specimen import specimen
from office.baht import amount
from office.document.content import Align, Block, Document, Paragraph, Section
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from service.i18n import N_
from service.papers.kind import About, PaperKind

TITLES: Final = {
    FormTitle.COSTS: "ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและรายละเอียดค่าใช้จ่าย\nการจัดซื้อจัดจ้างที่มิใช่งานก่อสร้าง",
    FormTitle.PRICE: "ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและราคากลาง (ราคาอ้างอิง)\nในการจัดซื้อจัดจ้างที่มิใช่งานก่อสร้าง",
}
ROWS: Final = (
    Head("project", "ชื่อโครงการ", N_("Name of the project")),
    Head("agency", "หน่วยงานเจ้าของโครงการ", N_("Unit that owns the project")),
    Head("budget", "วงเงินงบประมาณที่ได้รับจัดสรร", N_("Budget in figures and words")),
    Head("price", "วันที่กำหนดราคากลาง (ราคาอ้างอิง)", N_("Day and amount of the reference price")),
    Head("sources", "แหล่งที่มาของราคากลาง (ราคาอ้างอิง)", N_("Where the reference price is from")),
    Head("persons", "รายชื่อผู้รับผิดชอบกำหนดราคากลาง (ราคาอ้างอิง) ทุกคน", N_("Who answers for the reference price")),
)
_IN_BLOCKS: Final = frozenset({"sources", "persons"})


def _form_shipped() -> Document:
    blocks: list[Block] = [
        Paragraph(text="แบบ บก.06", align=Align.RIGHT),
        *(centred(f"{{{{ title_{line} }}}}") for line in (1, 2)),
    ]
    for at, row in enumerate(ROWS, start=1):
        if row.name in _IN_BLOCKS:
            blocks.append(Paragraph(text=f"{at}. {row.words}", space_before_pt=6, keep_with_next=True))
            blocks.append(Paragraph(text=f"{{{{ block: {row.name} }}}}"))
        else:
            blocks.append(Paragraph(text=f"{at}. {row.words} {{{{ {row.name} }}}}", space_before_pt=6))
        if row.name == "price":
            blocks.append(Paragraph(text="{{ block: unit_prices }}"))
    blocks.append(Paragraph(text="{{ block: hands }}"))
    return Document(
        title="แบบ บก.06", sections=(Section(blocks=tuple(blocks)),), header="{{ code }}", thai_numerals=True
    )


def _price(data: SpecPaper) -> str:
    sheet = data.sheet
    said_so = (
        f"ณ วันที่ {said.day(sheet.price_set_on)} เป็นเงิน {amount(sheet.total_satang)} ({said.words(sheet.total_satang)})"
    )
    if len(sheet.lines) == 1:
        return f"{said_so} ราคา/หน่วย (ถ้ามี) {amount(sheet.lines[0].unit_price_satang)}"
    return f"{said_so} ราคา/หน่วย ตามตาราง"


def _form(data: SpecPaper, _about: About) -> Filling:
    sheet = data.sheet
    first, second = TITLES[data.forms.title_of_form].split("\n")
    blocks = {
        "unit_prices": tables.unit_prices(sheet) if len(sheet.lines) > 1 else (),
        "sources": said.numbered(5, said.sources(sheet)),
        "persons": said.numbered(6, said.members(sheet)),
        "hands": said.hands(sheet),
    }
    texts = {"title_1": first, "title_2": second, "agency": sheet.owner, "budget": said.budget(sheet)}
    texts["price"] = _price(data)
    return filled("แบบ บก.06", data, blocks, texts)


PRICE_FORM: Final = PaperKind(
    key="spec_price_form",
    title=N_("Form BK.06: budget and reference price"),
    data=SpecPaper,
    placeholders=(
        CODE,
        PROJECT,
        Placeholder("title_1", N_("First line of the title, by the office's setting")),
        Placeholder("title_2", N_("Second line of the title")),
        *(
            Placeholder(row.name, row.title, "block" if row.name in _IN_BLOCKS else "text")
            for row in ROWS
            if row.name != "project"
        ),
        Placeholder("unit_prices", N_("The price of one unit of every item"), "block"),
        Placeholder("hands", N_("Room for the hands of the committee"), "block", required=False),
    ),
    shipped=_form_shipped,
    fill=_form,
    sample=specimen,
    series="procurement",
)


def _comparison_shipped() -> Document:
    blocks = (
        centred("ตารางเปรียบเทียบราคา"),
        centred("{{ project }}", size_pt=None),
        Paragraph(text="{{ block: prices }}"),
        Paragraph(text="รวมเป็นเงิน {{ total }}", space_before_pt=4),
        Paragraph(text="{{ block: above }}"),
        Paragraph(text="{{ block: hands }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="ตารางเปรียบเทียบราคา", sections=(section,), header="{{ code }}", thai_numerals=True)


def _comparison(data: SpecPaper, _about: About) -> Filling:
    sheet = data.sheet
    blocks = {
        "prices": tables.prices(sheet),
        "above": tuple(Paragraph(text=text) for text in said.above_ceiling(sheet)),
        "hands": said.hands(sheet),
    }
    return filled("ตารางเปรียบเทียบราคา", data, blocks, {"total": said.total(sheet)})


PRICE_COMPARISON: Final = PaperKind(
    key="spec_prices",
    title=N_("Comparison of prices"),
    data=SpecPaper,
    placeholders=(
        CODE,
        PROJECT,
        Placeholder("prices", N_("Prices of every source for every item"), "block"),
        Placeholder("total", N_("The reference price in figures and words")),
        Placeholder("above", N_("Why a price is above its ceiling"), "block", required=False),
        Placeholder("hands", N_("Room for the hands of the committee"), "block", required=False),
    ),
    shipped=_comparison_shipped,
    fill=_comparison,
    sample=specimen,
    series="procurement",
)
