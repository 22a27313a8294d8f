"""The papers of an annual inspection (clauses 213 and 214): the request to appoint, the order, the report with its
three findings and whom it goes to, and the list of what remained on 30 September. Their words are Thai.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from inventory.models.inspection import Condition, Whereabouts
from netops.book.inspection_figures import Inspection, Member, Seen
from office.document.cells import Money, Words
from office.document.content import Align, Block, Column, Document, ItemList, Paragraph, Section, Signature, Table
from office.document.letter import FIRST_LINE_CM, Memo, Signer, centred
from office.document.text import Run, exact
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import era_date, long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

RULE: Final = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560 ข้อ 213"
CONDITIONS: Final = {
    Condition.USABLE: "ใช้งานได้",
    Condition.DAMAGED: "ชำรุด",
    Condition.WORN: "เสื่อมสภาพ",
    Condition.NOT_NEEDED: "ไม่จำเป็นต้องใช้",
}
_TO_SIGN: Final = "......................................................"
_SMALL_PT: Final = 13


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6)


def _texts(data: Inspection, about: About) -> dict[str, str]:
    """What every one of these papers may say."""
    order = f"คำสั่ง{data.unit} ที่ {data.order_no or '........'}"
    return {
        "number": about.number,
        "date": long_date(about.made_on),
        "unit": data.unit,
        "head": f"ผู้อำนวยการ{data.unit}",
        "year": str(data.year),
        "as_of": long_date(data.as_of),
        "starts_on": long_date(data.starts_on),
        "due_on": long_date(data.due_on),
        "order": order + (f" ลงวันที่ {long_date(data.order_on)}" if data.order_on is not None else ""),
        "order_no": data.order_no or "........ / ........",
        "order_on": era_date(data.order_on)
        if data.order_on is not None
        else "....... .................... พ.ศ. .......",
        "rule": RULE,
    }


def _filling(title: str, data: Inspection, about: About, blocks: dict[str, tuple[Block, ...]]) -> Filling:
    whole = f"{title} {data.unit} ประจำปีงบประมาณ {data.year}"
    return Filling(whole, data.office, _texts(data, about), blocks, data.thai_numerals)


def _members(members: Sequence[Member]) -> tuple[Block, ...]:
    """Numbered; one alone is responsible, several are a committee."""
    if not members:
        return (ItemList(items=((Run(text=_TO_SIGN),),)),)

    def told(one: Member) -> str:
        duty = "ผู้รับผิดชอบ" if len(members) == 1 else "ประธานกรรมการ" if one.is_chair else "กรรมการ"
        return f"{one.name}   {one.position}   {duty}".replace("      ", "   ")

    return (ItemList(items=tuple((Run(text=told(one)),) for one in members)),)


def _request_shipped() -> Document:
    return Memo(
        unit="{{ unit }}",
        number="{{ number }}",
        date="{{ date }}",
        subject="ขอแต่งตั้งผู้รับผิดชอบในการตรวจสอบพัสดุประจำปีงบประมาณ {{ year }}",
        to="{{ head }}",
        body=(
            _paragraph(
                "ด้วย{{ rule }} กำหนดให้ภายในเดือนสุดท้ายก่อนสิ้นปีงบประมาณของทุกปี หัวหน้าหน่วยงานของรัฐแต่งตั้ง"
                "ผู้รับผิดชอบในการตรวจสอบพัสดุซึ่งมิใช่เป็นเจ้าหน้าที่ตามความจำเป็น เพื่อตรวจสอบการรับจ่ายพัสดุในงวด 1 ปี"
                "ที่ผ่านมา และตรวจนับพัสดุที่คงเหลืออยู่เพียงวันสิ้นงวดนั้น"
            ),
            _paragraph(
                "เพื่อให้เป็นไปตามระเบียบดังกล่าว จึงเห็นควรแต่งตั้งผู้มีรายชื่อดังต่อไปนี้ตรวจสอบพัสดุที่มีอยู่ ณ วันที่ "
                "{{ as_of }} โดยเริ่มดำเนินการในวันที่ {{ starts_on }} และรายงานผลภายในวันที่ {{ due_on }}"
            ),
            Paragraph(text="{{ block: members }}"),
            _paragraph("จึงเรียนมาเพื่อโปรดพิจารณา หากเห็นชอบโปรดลงนามในคำสั่งที่แนบมาพร้อมนี้"),
        ),
        signer=Signer(name=_TO_SIGN, position="หัวหน้าเจ้าหน้าที่"),
    ).document()


def _request(data: Inspection, about: About) -> Filling:
    return _filling("ขอแต่งตั้งผู้ตรวจสอบพัสดุ", data, about, {"members": _members(data.members)})


def _order_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        centred("คำสั่ง{{ unit }}"),
        centred("ที่ {{ order_no }}", size_pt=None),
        centred("เรื่อง แต่งตั้งผู้รับผิดชอบในการตรวจสอบพัสดุประจำปีงบประมาณ {{ year }}", size_pt=None),
        centred("_______________________", size_pt=None),
        _paragraph(
            "อาศัยอำนาจตาม{{ rule }} จึงแต่งตั้งผู้มีรายชื่อดังต่อไปนี้เป็นผู้รับผิดชอบในการตรวจสอบการรับจ่ายพัสดุ"
            "ในงวด 1 ปีที่ผ่านมา และตรวจนับพัสดุที่คงเหลืออยู่ ณ วันที่ {{ as_of }}"
        ),
        Paragraph(text="{{ block: members }}"),
        _paragraph(
            "ให้ผู้ได้รับแต่งตั้งเริ่มดำเนินการตรวจสอบในวันที่ {{ starts_on }} ว่าการรับจ่ายถูกต้องหรือไม่ พัสดุคงเหลือมีตัวอยู่"
            "ตรงตามบัญชีหรือทะเบียนหรือไม่ มีพัสดุใดชำรุด เสื่อมคุณภาพ หรือสูญไปเพราะเหตุใด หรือพัสดุใดไม่จำเป็นต้องใช้"
            "ในหน่วยงานต่อไป แล้วรายงานผลต่อผู้แต่งตั้งภายใน 30 วันทำการ คือภายในวันที่ {{ due_on }}"
        ),
        _paragraph("สั่ง ณ วันที่ {{ order_on }}"),
        _signed(),
    )
    return Document(title="คำสั่ง", sections=(Section(blocks=blocks),), thai_numerals=True)


def _signed() -> Signature:
    return Signature(lines=((), (), (Run(text=f"({_TO_SIGN})"),), (Run(text="{{ head }}"),)))


def _order(data: Inspection, about: About) -> Filling:
    return _filling("คำสั่งแต่งตั้งผู้ตรวจสอบพัสดุ", data, about, {"members": _members(data.members)})


def _report_shipped() -> Document:
    memo = Memo(
        unit="{{ unit }}",
        number="{{ number }}",
        date="{{ date }}",
        subject="รายงานผลการตรวจสอบพัสดุประจำปีงบประมาณ {{ year }}",
        to="{{ head }}",
        body=(
            _paragraph(
                "ตาม{{ order }} แต่งตั้งให้ข้าพเจ้าเป็นผู้รับผิดชอบในการตรวจสอบพัสดุประจำปีงบประมาณ {{ year }} นั้น บัดนี้ได้"
                "ดำเนินการตรวจสอบพัสดุที่มีอยู่ ณ วันที่ {{ as_of }} ตั้งแต่วันที่ {{ starts_on }} เป็นต้นมา ขอรายงานผลดังนี้"
            ),
            Paragraph(text="{{ block: findings }}"),
            _paragraph("จึงเรียนมาเพื่อโปรดทราบและพิจารณา พร้อมนี้ได้แนบบัญชีครุภัณฑ์คงเหลือ ณ วันที่ {{ as_of }}"),
        ),
        signer=Signer(name=""),
    ).document()
    *blocks, _signature = memo.sections[0].blocks  # those who inspected sign in its place
    ends = (
        Paragraph(text="{{ block: signers }}"),
        Paragraph(
            text="ข้อสั่งการ  (   ) ทราบ  (   ) แต่งตั้งคณะกรรมการสอบหาข้อเท็จจริงตามข้อ 214  (   ) ....................",
            space_before_pt=12,
        ),
        _signed(),
        Paragraph(text="{{ block: copies }}"),
    )
    return memo.model_copy(update={"sections": (Section(blocks=(*blocks, *ends)),)})


def _findings(data: Inspection) -> tuple[Block, ...]:
    there = sum(one.whereabouts not in {None, Whereabouts.NOT_FOUND} for one in data.assets)
    missing = [one for one in data.assets if one.whereabouts is Whereabouts.NOT_FOUND]
    bad = [one for one in data.assets if one.condition in {Condition.DAMAGED, Condition.WORN, Condition.NOT_NEEDED}]
    counts = ", ".join(
        f"{word} {sum(one.condition is condition for one in bad)} รายการ"
        for condition, word in list(CONDITIONS.items())[1:]
    )
    received = (
        f"1. การรับจ่ายพัสดุ ในปีงบประมาณ {data.year} ได้มา {data.acquired:,} รายการ จำหน่าย {data.disposed:,} รายการ  "
        "(   ) ถูกต้อง  (   ) ไม่ถูกต้อง เพราะ ................................"
    )
    found = f"2. พัสดุคงเหลือ ตามทะเบียน {data.total:,} รายการ มีตัวอยู่ {there:,} รายการ ไม่พบ {len(missing):,} รายการ" + (
        "" if missing else " ตรงตามทะเบียน"
    )
    third = f"3. พัสดุชำรุด เสื่อมสภาพ สูญไป หรือไม่จำเป็นต้องใช้ต่อไป: {counts}, สูญไป {len(missing)} รายการ"
    listed = [*bad, *missing]
    return (
        _paragraph(received),
        _paragraph(found),
        _paragraph(third + (" ตามรายการดังนี้" if listed else "")),
        *((_table(listed, with_note=True),) if listed else ()),
    )


def _signers(members: Sequence[Member]) -> tuple[Block, ...]:
    found = members or (Member(name=_TO_SIGN),)
    return tuple(
        Signature(
            lines=(
                (Run(text=f"ลงชื่อ {_TO_SIGN}"),),
                (Run(text=f"({one.name})"),),
                (Run(text="ผู้รับผิดชอบ" if len(found) == 1 else "ประธานกรรมการ" if one.is_chair else "กรรมการ"),),
            )
        )
        for one in found
    )


def _copies(data: Inspection) -> tuple[Block, ...]:
    """Clause 213: the head, the audit office and the office above, one each."""
    to = (f"ผู้อำนวยการ{data.unit}", "สำนักงานการตรวจเงินแผ่นดิน", data.parent)
    return (
        Paragraph(text="สำเนาส่ง", space_before_pt=12, keep_with_next=True),
        ItemList(items=tuple((Run(text=f"{one} 1 ชุด"),) for one in to)),
    )


def _report(data: Inspection, about: About) -> Filling:
    blocks = {"findings": _findings(data), "signers": _signers(data.members), "copies": _copies(data)}
    return _filling("รายงานผลการตรวจสอบพัสดุ", data, about, blocks)


def _table(assets: Sequence[Seen], *, with_note: bool = False) -> Table:
    last = "หมายเหตุ" if with_note else ""
    columns = (
        Column(title="ที่", width=0.5, align=Align.RIGHT, whole=True),
        Column(title="เลขครุภัณฑ์", width=2.0),
        Column(title="รายการ", width=3.0),
        Column(title="จำนวน", width=0.9, align=Align.RIGHT, whole=True),
        Column(title="ราคาทุน", unit="บาท", width=1.3, align=Align.RIGHT, whole=True),
        Column(title="สภาพ", width=1.2),
        *((Column(title=last, width=1.6),) if with_note else ()),
    )
    rows = tuple(
        (
            at,
            Words(text=exact(one.number)),
            one.name,
            f"{one.quantity:,} {one.unit_word}".strip(),
            "–" if one.cost_satang is None else Money(satang=one.cost_satang),
            _state(one),
            *((one.note,) if with_note else ()),
        )
        for at, one in enumerate(assets, start=1)
    )
    total = Money(satang=sum(one.cost_satang or 0 for one in assets))
    foot = ("", "รวม", f"{len(assets):,} รายการ", "", total, "", *(("",) if with_note else ()))
    return Table(columns=columns, rows=rows, foot=(foot,), size_pt=_SMALL_PT)


def _state(one: Seen) -> str:
    if one.whereabouts is Whereabouts.NOT_FOUND:
        return "ไม่พบ"
    return CONDITIONS[one.condition] if one.condition is not None else "ยังไม่ได้ตรวจ"


def _remaining_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        centred("บัญชีครุภัณฑ์คงเหลือ ณ วันที่ {{ as_of }}"),
        centred("{{ unit }}", size_pt=None),
        Paragraph(text="{{ block: assets }}"),
        Paragraph(text="{{ block: signers }}"),
    )
    return Document(title="บัญชีครุภัณฑ์คงเหลือ", sections=(Section(blocks=blocks),), thai_numerals=True)


def _remaining(data: Inspection, about: About) -> Filling:
    blocks: dict[str, tuple[Block, ...]] = {"assets": (_table(data.assets),), "signers": _signers(data.members)}
    return _filling("บัญชีครุภัณฑ์คงเหลือ", data, about, blocks)


def _sample() -> Inspection:
    return Inspection(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        unit="โรงเรียนบ้านตัวอย่าง",
        parent="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        year=2569,
        as_of=date(2026, 9, 30),
        starts_on=date(2026, 10, 1),
        due_on=date(2026, 11, 13),
        order_no="45/2569",
        order_on=date(2026, 9, 15),
        members=(
            Member(name="นายตัวอย่าง ใจดี", position="ครู", is_chair=True),
            Member(name="นางสาวตัวอย่าง ใจงาม", position="ครูผู้ช่วย"),
        ),
        total=2,
        acquired=1,
        assets=(
            Seen(
                number="7440-016-0001/66",
                name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
                quantity=1,
                unit_word="เครื่อง",
                cost_satang=3_000_000,
                whereabouts=Whereabouts.FOUND,
                condition=Condition.DAMAGED,
                note="ไฟไม่เข้า",
            ),
            Seen(
                number="7440-002-0001/66",
                name="เครื่องคอมพิวเตอร์",
                quantity=1,
                unit_word="เครื่อง",
                cost_satang=2_300_000,
                whereabouts=Whereabouts.NOT_FOUND,
            ),
        ),
    )


_OF_ALL: Final = (
    Placeholder("number", N_("Number of the paper"), required=False),
    Placeholder("date", N_("Day of making"), required=False),
    Placeholder("unit", N_("Unit that owns the assets")),
    Placeholder("head", N_("Position of the head of the unit"), required=False),
    Placeholder("year", N_("Fiscal year"), required=False),
    Placeholder("as_of", N_("30 September of the year")),
    Placeholder("starts_on", N_("First day of the inspection"), required=False),
    Placeholder("due_on", N_("Day on which the report is due"), required=False),
    Placeholder("order", N_("The order with its number and day"), required=False),
    Placeholder("order_no", N_("Number of the order"), required=False),
    Placeholder("order_on", N_("Day of the order"), required=False),
    Placeholder("rule", N_("The rule that asks for it"), required=False),
)
_PEOPLE: Final = Placeholder("members", N_("Who is appointed"), "block")
_SIGNERS: Final = Placeholder("signers", N_("Who inspected, to sign"), "block", required=False)

INSPECTION_REQUEST: Final = PaperKind(
    key="inspection_request",
    title=N_("Request to appoint inspectors"),
    data=Inspection,
    placeholders=(*_OF_ALL, _PEOPLE),
    shipped=_request_shipped,
    fill=_request,
    sample=_sample,
    series="internal",
)
INSPECTION_ORDER: Final = PaperKind(
    key="inspection_order",
    title=N_("Order appointing inspectors"),
    data=Inspection,
    placeholders=(*_OF_ALL, _PEOPLE),
    shipped=_order_shipped,
    fill=_order,
    sample=_sample,
    series="asset_book",  # its number is that of the order, which the office's register gives
)
INSPECTION_REPORT: Final = PaperKind(
    key="inspection_report",
    title=N_("Report of the annual inspection"),
    data=Inspection,
    placeholders=(
        *_OF_ALL,
        Placeholder("findings", N_("The three findings"), "block"),
        _SIGNERS,
        Placeholder("copies", N_("Whom copies go to"), "block", required=False),
    ),
    shipped=_report_shipped,
    fill=_report,
    sample=_sample,
    series="internal",
)
INSPECTION_REMAINING: Final = PaperKind(
    key="inspection_remaining",
    title=N_("List of assets remaining on 30 September"),
    data=Inspection,
    placeholders=(*_OF_ALL, Placeholder("assets", N_("The table of assets"), "block"), _SIGNERS),
    shipped=_remaining_shipped,
    fill=_remaining,
    sample=_sample,
    series="asset_book",
)
INSPECTION_KINDS: Final = (INSPECTION_REQUEST, INSPECTION_ORDER, INSPECTION_REPORT, INSPECTION_REMAINING)
