"""The order that appoints the committee (clause 21), its report, and the request to buy (clause 22)."""

from __future__ import annotations

from typing import Final

from netops.specs import phrases as said
from netops.specs import tables
from netops.specs.data import SpecPaper
from netops.specs.shapes import PROJECT, Head, dated, filled, signer
from netops.specs.specimen import specimen
from netops.specs.terms import BY_PRICE
from office.document.content import Block, Document, Emblem, Heading, Paragraph, Section
from office.document.letter import FIRST_LINE_CM, Memo, Signer, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import era_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

RULE: Final = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"
COMMITTEE: Final = "คณะกรรมการกำหนดรายละเอียดคุณลักษณะเฉพาะและราคากลาง"
DUTIES: Final = (
    "จัดทำร่างขอบเขตของงานหรือรายละเอียดคุณลักษณะเฉพาะของพัสดุ รวมทั้งกำหนดหลักเกณฑ์การพิจารณาคัดเลือกข้อเสนอ",
    "กำหนดราคากลางตามหลักเกณฑ์ของกฎหมายว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ",
    "รายงานผลต่อหัวหน้าหน่วยงานของรัฐเพื่อพิจารณาให้ความเห็นชอบ",
)
_NUMBER: Final = Placeholder("number", N_("Number of the paper"))
_DATE: Final = Placeholder("date", N_("Date of the paper"))
_HEAD: Final = (
    Placeholder("signer_name", N_("Name of who signs")),
    Placeholder("signer_position", N_("Position of who signs"), required=False),
)


def _moved(text: str) -> Paragraph:
    return Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6)


def _order_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        Emblem(height_cm=3.0),
        centred("คำสั่ง{{ office }}", size_pt=None),
        centred("ที่ {{ number }}", size_pt=None),
        centred(f"เรื่อง แต่งตั้ง{COMMITTEE}", size_pt=None),
        centred("{{ project }}", size_pt=None),
        _moved("{{ told }}"),
        Paragraph(text="{{ block: members }}"),
        _moved("ให้คณะกรรมการมีหน้าที่ ดังนี้"),
        Paragraph(text="{{ block: duties }}"),
        _moved("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป"),
        _moved("สั่ง ณ วันที่ {{ date }}"),
        said.signature("", "{{ signer_name }}", "{{ signer_position }}"),
    )
    return Document(title=f"คำสั่งแต่งตั้ง{COMMITTEE}", sections=(Section(blocks=blocks),), thai_numerals=True)


def _order(data: SpecPaper, about: About) -> Filling:
    sheet, forms = data.sheet, data.forms
    authority = f" และ{forms.authority}" if forms.authority else ""
    told = (
        f"ด้วย{sheet.owner} มีความประสงค์จะดำเนินการ{sheet.title} {said.money_of(sheet)} "
        f"เพื่อให้เป็นไปตาม{RULE} ข้อ 21{authority} จึงแต่งตั้ง{COMMITTEE} ประกอบด้วย"
    )
    texts = {
        "office": sheet.owner,
        "number": about.number or said.DOTS,
        "told": told,
        "date": said.DOTS if data.dated is None else era_date(data.dated),
        "signer_name": signer(forms.head),
        "signer_position": forms.head_position,
    }
    blocks = {
        "members": said.numbered("", said.members(sheet), left_cm=FIRST_LINE_CM),
        "duties": said.numbered("", DUTIES, left_cm=FIRST_LINE_CM),
    }
    return filled(f"คำสั่งแต่งตั้ง{COMMITTEE}", data, blocks, texts)


COMMITTEE_ORDER: Final = PaperKind(
    key="spec_order",
    title=N_("Order: committee for the specification and its price"),
    data=SpecPaper,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        _NUMBER,
        PROJECT,
        Placeholder("told", N_("Why and by which rule")),
        Placeholder("members", N_("The committee"), "block"),
        Placeholder("duties", N_("Its duties"), "block"),
        _DATE,
        *_HEAD,
    ),
    shipped=_order_shipped,
    fill=_order,
    sample=specimen,
    series="orders",
)


def _memo(subject: str, body: tuple[Block, ...]) -> Document:
    made = Memo(
        unit="{{ unit }}",
        number="{{ number }}",
        date="{{ date }}",
        subject=f"{subject} {{{{ project }}}}",
        to="{{ to }}",
        body=body,
        signer=Signer(name="{{ signer_name }}", position="{{ signer_position }}"),
    )
    return made.document()


def _memo_texts(data: SpecPaper, about: About, *, name: str, position: str) -> dict[str, str]:
    forms = data.forms
    unit = " ".join(
        part for part in (data.sheet.owner, forms.unit, f"โทร. {forms.phone}" if forms.phone else "") if part
    )
    head = forms.head_position.splitlines()
    return {
        "unit": unit,
        "number": about.number or said.DOTS,
        "date": dated(data),
        "to": head[0] if head else f"ผู้อำนวยการ{data.sheet.owner}",
        "signer_name": signer(name),
        "signer_position": position,
    }


_MEMO: Final = (
    Placeholder("unit", N_("Unit and its telephone")),
    _NUMBER,
    _DATE,
    PROJECT,
    Placeholder("to", N_("To whom it is written")),
    *_HEAD,
)


def _result_shipped() -> Document:
    body = (
        _moved("{{ told }}"),
        Paragraph(text="{{ block: items }}"),
        _moved("{{ price }}"),
        Paragraph(text="{{ block: sources }}"),
        Paragraph(text="{{ block: above }}"),
        _moved("จึงเรียนมาเพื่อโปรดพิจารณาให้ความเห็นชอบ"),
        Paragraph(text="{{ block: hands }}"),
    )
    made = _memo("รายงานผลการกำหนดรายละเอียดคุณลักษณะเฉพาะและราคากลาง", body)
    # Everybody of the committee signs, nobody alone.
    section = made.sections[0]
    return made.model_copy(update={"sections": (section.model_copy(update={"blocks": section.blocks[:-1]}),)})


def _result(data: SpecPaper, about: About) -> Filling:
    sheet = data.sheet
    texts = _memo_texts(data, about, name="", position="")
    texts["told"] = (
        f"ตามที่ได้แต่งตั้ง{COMMITTEE} {sheet.title} นั้น คณะกรรมการได้จัดทำรายละเอียดคุณลักษณะเฉพาะและกำหนดราคากลาง"
        f"เรียบร้อยแล้ว จำนวน {len(sheet.lines):,}{said.HELD}รายการ ดังนี้"
    )
    texts["price"] = f"ราคากลางรวมเป็นเงิน {said.total(sheet)} โดยมีแหล่งที่มา ดังนี้"
    blocks = {
        "items": (tables.items(sheet),),
        "sources": said.numbered("", said.sources(sheet), left_cm=FIRST_LINE_CM),
        "above": tuple(_moved(text) for text in said.above_ceiling(sheet)),
        "hands": said.hands(sheet),
    }
    return filled("รายงานผลการกำหนดรายละเอียดคุณลักษณะเฉพาะและราคากลาง", data, blocks, texts)


RESULT_REPORT: Final = PaperKind(
    key="spec_result",
    title=N_("Report of the committee"),
    data=SpecPaper,
    placeholders=(
        *_MEMO[:-2],
        Placeholder("told", N_("What the committee did")),
        Placeholder("items", N_("Items with their prices"), "block"),
        Placeholder("price", N_("The reference price in figures and words")),
        Placeholder("sources", N_("Where the reference price is from"), "block"),
        Placeholder("above", N_("Why a price is above its ceiling"), "block", required=False),
        Placeholder("hands", N_("Room for the hands of the committee"), "block"),
    ),
    shipped=_result_shipped,
    fill=_result,
    sample=specimen,
    series="internal",
)
EIGHT: Final = (
    Head("reason", "เหตุผลและความจำเป็นที่ต้องซื้อ", N_("Reasons and background")),
    Head("scope", "ขอบเขตของงานหรือรายละเอียดคุณลักษณะเฉพาะของพัสดุ", N_("Items with prices, demands and schools")),
    Head("price", "ราคากลางของพัสดุที่จะซื้อ", N_("The reference price in figures and words")),
    Head("budget", "วงเงินที่จะซื้อ", N_("Budget in figures and words")),
    Head("time", "กำหนดเวลาที่ต้องการใช้พัสดุนั้นหรือให้งานแล้วเสร็จ", N_("Time of delivery")),
    Head("method", "วิธีที่จะซื้อและเหตุผลที่ต้องซื้อโดยวิธีนั้น", N_("Method and its reason")),
    Head("criteria", "หลักเกณฑ์การพิจารณาคัดเลือกข้อเสนอ", N_("How bids are judged")),
    Head("others", "ข้อเสนออื่น ๆ", N_("Other terms")),
)


def _request_shipped() -> Document:
    heads: list[Block] = []
    for at, head in enumerate(EIGHT, start=1):
        heads.append(Heading(level=2, text=f"{at}. {head.words}"))
        heads.append(Paragraph(text=f"{{{{ block: {head.name} }}}}"))
    body = (
        _moved("{{ told }}"),
        *heads,
        _moved("จึงเรียนมาเพื่อโปรดพิจารณาให้ความเห็นชอบตามรายละเอียดในรายงานขอซื้อดังกล่าวข้างต้น"),
    )
    return _memo("รายงานขอซื้อ", body)


def _request(data: SpecPaper, about: About) -> Filling:
    sheet, forms = data.sheet, data.forms
    texts = _memo_texts(data, about, name=forms.officer, position=forms.officer_position)
    texts["told"] = f"ด้วย{sheet.owner} มีความประสงค์จะ{sheet.title} โดยมีรายละเอียดตาม{RULE} ข้อ 22 ดังต่อไปนี้"
    blocks: dict[str, tuple[Block, ...]] = {
        "reason": said.prose(sheet.background),
        "scope": (
            tables.items(sheet),
            *(Paragraph(text=text, space_before_pt=4) for text in said.above_ceiling(sheet)),
            _moved("รายละเอียดคุณลักษณะเฉพาะปรากฏตามขอบเขตของงานที่แนบ"),
        ),
        "price": (_moved(said.price_of(sheet)),),
        "budget": (_moved(said.money_of(sheet)),),
        "time": (_moved(said.delivered(sheet)),),
        "method": (_moved(said.method(sheet)),),
        "criteria": (_moved(BY_PRICE),),
        "others": said.numbered(len(EIGHT), said.lines_in(sheet.other_terms)),
    }
    return filled("รายงานขอซื้อ", data, blocks, texts)


PURCHASE_REQUEST: Final = PaperKind(
    key="spec_request",
    title=N_("Request to buy, eight headings of clause 22"),
    data=SpecPaper,
    placeholders=(
        *_MEMO,
        Placeholder("told", N_("Who wants to buy what")),
        *(Placeholder(head.name, head.title, "block") for head in EIGHT),
    ),
    shipped=_request_shipped,
    fill=_request,
    sample=specimen,
    series="internal",
)
