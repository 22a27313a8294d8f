"""The papers of a purchase: sheet for e-GP, inspection form, report of the inspection, summary of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from netops.buying.figures import Acceptance, ContractSummary, EntrySheet, Goods
from netops.buying.phrases import DOTS, SHORT_DOTS, said_day
from netops.buying.samples import acceptance_sample, sheet_sample, summary_sample
from office.baht import amount, amount_and_words
from office.document.cells import Money, Number, Words
from office.document.content import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    PageNumbers,
    Paragraph,
    Section,
    Signature,
    Table,
)
from office.document.letter import FIRST_LINE_CM, Memo, Signer, centred
from office.document.text import exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

BLANK: Final = "\u00a0\n\u00a0"  # as high as a line of handwriting
Cell = Money | Number | Words


def _said(text: str) -> str:
    return text or DOTS


def goods_table(goods: Sequence[Goods], *, blank_rows: int = 0, with_serials: bool = True) -> Table:
    """What was bought, with its sum; or rows as high as a hand writes. Serials have a column where there are any."""
    has_serials = with_serials and (bool(blank_rows) or any(one.serials for one in goods))
    rows = [_goods_row(number, one, has_serials=has_serials) for number, one in enumerate(goods, start=1)]
    columns = [
        Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
        Column(title="รายการ", width=3.0),
        *([Column(title="หมายเลขเครื่อง", width=1.7)] if has_serials else []),
        Column(title="จำนวน", width=1.1, align=Align.RIGHT),
        Column(title="ราคา/หน่วย", width=1.2, align=Align.RIGHT, whole=True, unit="บาท"),
        Column(title="จำนวนเงิน", width=1.3, align=Align.RIGHT, whole=True, unit="บาท"),
    ]
    empty = [tuple(Words(text=BLANK) for _ in columns)] * blank_rows
    total: Cell = Money(satang=sum(one.total_satang for one in goods)) if goods else Words(text=BLANK)
    foot = (Words(), Words(text="รวม"), *[Words()] * (len(columns) - 3), total)
    return Table(columns=tuple(columns), rows=(*rows, *empty), foot=(foot,))


def _goods_row(number: int, one: Goods, *, has_serials: bool) -> tuple[Cell, ...]:
    name = one.name + (f" ({one.place})" if one.place else "")
    serials = (Words(text=exact("\n".join(one.serials))),) if has_serials else ()
    counted = Words(text=f"{one.quantity:,} {one.unit_word}".strip())
    money = (Money(satang=one.unit_satang), Money(satang=one.total_satang))
    return (Number(value=Decimal(number)), Words(text=name), *serials, counted, *money)


# -- the sheet for e-GP


def _sheet_shipped() -> Document:
    blocks = (
        centred("ใบกรอกข้อมูลระบบ e-GP"),
        centred("{{ name }}", size_pt=None),
        Paragraph(text="{{ block: groups }}"),
    )
    return Document(title="ใบกรอกข้อมูล e-GP", sections=(Section(blocks=blocks),), header="{{ office }}")


def _sheet(data: EntrySheet, _about: About) -> Filling:
    blocks: list[Block] = []
    for group in data.groups:
        rows = tuple((row.label, exact(row.value or "–")) for row in group.rows)
        blocks += [Heading(level=3, text=group.title), KeyValues(rows=rows, label_share=0.4)]
    return Filling(
        title=f"ใบกรอกข้อมูล e-GP {data.name}",
        author=data.office,
        texts={"office": data.office, "name": data.name},
        blocks={"groups": tuple(blocks)},
        thai_numerals=data.thai_numerals,
    )


ENTRY_SHEET: Final = PaperKind(
    key="egp_sheet",
    title=N_("Sheet for entry into e-GP"),
    data=EntrySheet,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("name", N_("Name of the purchase")),
        Placeholder("groups", N_("The fields of e-GP, screen by screen"), "block"),
    ),
    shipped=_sheet_shipped,
    fill=_sheet,
    sample=sheet_sample,
    series="procurement",  # bears no number
)


# -- the inspection form of clause 175


def _ticked(*, yes: bool | None) -> tuple[str, str]:
    """Marks before "right" and "not right"; none before both is for the hand."""
    return ("/" if yes else " ", "/" if yes is False else " ")


def _bought(data: Acceptance) -> str:
    return (
        f"ตามที่ {_said(data.buyer)} ได้จัดซื้อ/จัดจ้าง {_said(data.name)} จาก {_said(data.supplier)} "
        f"ตาม{data.form or 'สัญญา/ใบสั่งซื้อ/ใบสั่งจ้าง'} เลขที่ {data.contract_number or SHORT_DOTS} "
        f"ลงวันที่ {said_day(data.signed_on)} ครบกำหนดส่งมอบวันที่ {said_day(data.due_on)} นั้น"
    )


def _came(data: Acceptance) -> str:
    number = SHORT_DOTS if data.delivery is None else str(data.delivery)
    return (
        f"บัดนี้ ผู้ขาย/ผู้รับจ้างได้ส่งมอบพัสดุ งวดที่ {number} ตามใบส่งของเลขที่ {data.note_no or SHORT_DOTS} "
        f"เมื่อวันที่ {said_day(data.delivered_on)} คณะกรรมการตรวจรับพัสดุ/ผู้ตรวจรับพัสดุได้ตรวจรับพัสดุ "
        f"เมื่อวันที่ {said_day(data.inspected_on)} ปรากฏผลดังนี้"
    )


def _result(data: Acceptance) -> str:
    right, wrong = _ticked(yes=data.accepted)
    return f"({right}) ถูกต้องครบถ้วนตามสัญญา รับไว้ใช้ในราชการ\n({wrong}) ไม่ถูกต้อง ส่งคืนผู้ขาย/ผู้รับจ้างเพื่อแก้ไข"


def _fine(data: Acceptance) -> str:
    if data.accepted is None:
        return f"ค่าปรับ ( ) ไม่มี ( ) มี จำนวน {SHORT_DOTS} วัน เป็นเงิน {SHORT_DOTS} บาท"
    if not data.fine_satang:
        return "ค่าปรับ (/) ไม่มี ( ) มี"
    each = amount(data.day_satang)
    return f"ค่าปรับ ( ) ไม่มี (/) มี ส่งมอบล่าช้า {data.days_late} วัน วันละ {each} เป็นเงิน {amount(data.fine_satang)}"


def _paid(data: Acceptance) -> str:
    if data.accepted is None:
        return f"จึงเห็นควรเบิกจ่ายเงินให้แก่ผู้ขาย/ผู้รับจ้าง เป็นเงิน {SHORT_DOTS} บาท ({DOTS})"
    if not data.accepted:
        return "จึงไม่รับพัสดุและไม่เบิกจ่ายเงิน"
    return f"จึงเห็นควรเบิกจ่ายเงินให้แก่ผู้ขาย/ผู้รับจ้าง เป็นเงิน {amount_and_words(data.amount_satang - data.fine_satang)}"


def _hands(data: Acceptance) -> tuple[Block, ...]:
    """A line for each inspector; three for the hand on a blank form. The first of several is the chair."""
    names = data.inspectors or ((DOTS,) * 3 if data.is_blank else (DOTS,))
    first = "ประธานกรรมการตรวจรับพัสดุ" if len(names) > 1 else "ผู้ตรวจรับพัสดุ"
    titles = data.titles or [first, *["กรรมการตรวจรับพัสดุ"] * (len(names) - 1)]
    return tuple(
        Signature(lines=((), f"ลงชื่อ {DOTS}", f"({name})", title)) for name, title in zip(names, titles, strict=True)
    )


def _form_shipped() -> Document:
    indented = ("{{ bought }}", "{{ came }}")
    blocks = (
        centred("ใบตรวจรับพัสดุ"),
        Paragraph(text="เขียนที่ {{ office }}", align=Align.RIGHT),
        Paragraph(text="วันที่ {{ day }}", align=Align.RIGHT),
        *(Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6) for text in indented),
        Paragraph(text="{{ result }}", left_cm=FIRST_LINE_CM),
        Paragraph(text="{{ block: goods }}"),
        Paragraph(text="{{ note }}", space_before_pt=6),
        Paragraph(text="{{ fine }}"),
        Paragraph(text="{{ paid }}", first_cm=FIRST_LINE_CM, space_before_pt=6),
        Paragraph(text="{{ block: hands }}"),
    )
    section = Section(blocks=blocks)
    return Document(title="ใบตรวจรับพัสดุ", sections=(section,), thai_numerals=True, page_numbers=PageNumbers.LETTER)


def _texts(data: Acceptance) -> dict[str, str]:
    return {
        "office": data.office,
        "day": said_day(data.inspected_on),
        "bought": _bought(data),
        "came": _came(data),
        "result": _result(data),
        "note": f"ข้อสังเกต {data.note}" if data.note else (f"ข้อสังเกต {DOTS}{DOTS}" if data.accepted is None else ""),
        "fine": _fine(data),
        "paid": _paid(data),
    }


def _form(data: Acceptance, _about: About) -> Filling:
    table = goods_table(data.goods, blank_rows=4 if data.is_blank else 0)
    return Filling(
        title=f"ใบตรวจรับพัสดุ {data.name}".strip(),
        author=data.office,
        texts=_texts(data),
        blocks={"goods": (table,), "hands": _hands(data)},
        thai_numerals=data.thai_numerals,
    )


_ACCEPTED: Final = (
    Placeholder("office", N_("Name of the office")),
    Placeholder("day", N_("Day of the inspection"), required=False),
    Placeholder("bought", N_("What was bought, of whom, by which contract")),
    Placeholder("came", N_("What came when, and when it was inspected")),
    Placeholder("result", N_("Result of the inspection with a tick")),
    Placeholder("note", N_("Remarks of the inspectors"), required=False),
    Placeholder("fine", N_("Days of delay and fine")),
    Placeholder("paid", N_("Amount to be paid, in words too")),
    Placeholder("goods", N_("The table of what came"), "block"),
)
INSPECTION_FORM: Final = PaperKind(
    key="acceptance_form",
    title=N_("Inspection form (clause 175)"),
    data=Acceptance,
    placeholders=(*_ACCEPTED, Placeholder("hands", N_("Lines for the hands of the inspectors"), "block")),
    shipped=_form_shipped,
    fill=_form,
    sample=acceptance_sample,
    series="procurement",
)


# -- the report of the inspection


def _report_shipped() -> Document:
    indented = ("{{ bought }}", "{{ came }}")
    body = (
        *(Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6) for text in indented),
        Paragraph(text="{{ result }}", left_cm=FIRST_LINE_CM),
        Paragraph(text="{{ block: goods }}"),
        Paragraph(text="{{ note }}", space_before_pt=6),
        Paragraph(text="{{ fine }}"),
        Paragraph(text="{{ paid }}", first_cm=FIRST_LINE_CM, space_before_pt=6),
        Paragraph(text="จึงเรียนมาเพื่อโปรดทราบและพิจารณาอนุมัติ", first_cm=FIRST_LINE_CM, space_before_pt=6),
    )
    memo = Memo(
        unit="{{ office }}",
        number="{{ number }}",
        date="{{ made_on }}",
        subject="รายงานผลการตรวจรับพัสดุ {{ name }}",
        to="{{ to }}",
        body=body,
        signer=Signer(name=DOTS, position="เจ้าหน้าที่พัสดุ"),
    )
    return memo.document(thai_numerals=True)


def _report(data: Acceptance, about: About) -> Filling:
    texts = {name: text for name, text in _texts(data).items() if name != "day"}
    return Filling(
        title=f"รายงานผลการตรวจรับพัสดุ {data.name}".strip(),
        author=data.office,
        texts={
            **texts,
            "number": about.number,
            "made_on": long_date(about.made_on),
            "name": data.name,
            "to": "ผู้อำนวยการโรงเรียน" if data.buyer != data.office else "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        },
        blocks={"goods": (goods_table(data.goods),)},
        thai_numerals=data.thai_numerals,
    )


INSPECTION_REPORT: Final = PaperKind(
    key="acceptance_report",
    title=N_("Report of the inspection"),
    data=Acceptance,
    placeholders=(
        *(one for one in _ACCEPTED if one.name != "day"),
        Placeholder("number", N_("Number of the paper"), required=False),
        Placeholder("made_on", N_("Day of the paper")),
        Placeholder("name", N_("Name of the purchase")),
        Placeholder("to", N_("To whom it is reported")),
    ),
    shipped=_report_shipped,
    fill=_report,
    sample=acceptance_sample,
    series="procurement",
)


# -- the summary of the contract


_SUMMARY_LINES: Final = (
    ("หน่วยงาน", "buyer"),
    ("ชื่อโครงการ", "name"),
    ("วิธีจัดหา", "method"),
    ("ปีงบประมาณ / รหัสแผน", "plan"),
    ("เลขที่โครงการใน e-GP", "project"),
    ("สัญญา/ใบสั่งซื้อ", "contract"),
    ("คู่สัญญา", "supplier"),
    ("วันที่ลงนาม", "signed_on"),
    ("กำหนดส่งมอบ", "due_on"),
    ("วงเงินตามสัญญา", "amount"),
    ("หลักประกันสัญญา", "guarantee"),
    ("ค่าปรับ", "fine"),
    ("การรับประกัน", "warranty"),
)


def _summary_shipped() -> Document:
    head = KeyValues(rows=tuple((label, f"{{{{ {name} }}}}") for label, name in _SUMMARY_LINES), label_share=0.3)
    blocks = (centred("สรุปสาระสำคัญของสัญญา"), head, Paragraph(text="{{ block: goods }}"))
    section = Section(blocks=blocks)
    return Document(title="สรุปสาระสำคัญของสัญญา", sections=(section,), header="{{ office }}", thai_numerals=True)


def _summary(data: ContractSummary, _about: About) -> Filling:
    about = [data.supplier, data.address]
    about += [f"เลขประจำตัวผู้เสียภาษี {data.tax_no}"] if data.tax_no else []
    about += [f"โทร. {data.phone}"] if data.phone else []
    controlled = f" เลขคุมสัญญา {data.egp_contract_no}" if data.egp_contract_no else ""
    return Filling(
        title=f"สรุปสาระสำคัญของสัญญา {data.name}",
        author=data.office,
        texts={
            "office": data.office,
            "buyer": data.buyer,
            "name": data.name,
            "method": data.method,
            "plan": f"{data.fiscal_year} / {data.plan_number}",
            "project": data.project_number,
            "contract": f"{data.form} เลขที่ {data.contract_number}{controlled}",
            "supplier": " ".join(part for part in about if part),
            "signed_on": long_date(data.signed_on),
            "due_on": long_date(data.due_on),
            "amount": amount_and_words(data.amount_satang),
            "guarantee": amount(data.guarantee_satang) if data.guarantee_satang else "ไม่มี",
            "fine": data.fine or "ไม่ได้กำหนด",
            "warranty": data.warranty or "ไม่ได้กำหนด",
        },
        blocks={"goods": (goods_table(data.goods),)},
        thai_numerals=data.thai_numerals,
    )


CONTRACT_SUMMARY: Final = PaperKind(
    key="contract_summary",
    title=N_("Summary of the contract"),
    data=ContractSummary,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("buyer", N_("Buyer")),
        Placeholder("name", N_("Name of the purchase")),
        Placeholder("method", N_("Method")),
        Placeholder("plan", N_("Fiscal year and number of the plan")),
        Placeholder("project", N_("Number of the project in e-GP"), required=False),
        Placeholder("contract", N_("Kind and number of the contract")),
        Placeholder("supplier", N_("Seller with address and tax number")),
        Placeholder("signed_on", N_("Signed on")),
        Placeholder("due_on", N_("Delivery due")),
        Placeholder("amount", N_("Amount, in words too")),
        Placeholder("guarantee", N_("Contract guarantee"), required=False),
        Placeholder("fine", N_("Fine a day")),
        Placeholder("warranty", N_("Warranty and repair"), required=False),
        Placeholder("goods", N_("The table of what was bought"), "block"),
    ),
    shipped=_summary_shipped,
    fill=_summary,
    sample=summary_sample,
    series="procurement",
)
