"""The six papers of a disposal: request, order, facts, conditions and prices, result, notice to the audit office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from inventory.models.disposal import DisposalMethod
from netops.book.cells import hands
from netops.book.disposal_tables import METHODS, DisposalPaper, GoingItem, Seated, facts, listing, prices, results
from office.document.content import Block, Document, ItemList, Paragraph, Section, Signature
from office.document.letter import FIRST_LINE_CM, Letter, Memo, Signer, body, centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import era_date, long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_BLANK: Final = "." * 36
_HEAD: Final = "ผู้อำนวยการ{{ owner }}"
_SOURCE: Final = "ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"


def _people(title: str, seats: tuple[Seated, ...]) -> tuple[Block, ...]:
    if not seats:
        return (Paragraph(text=f"{title} (ระบุรายชื่อ)", space_before_pt=6),)
    names = tuple(f"{one.name} {one.position}".strip() for one in seats)
    return (Paragraph(text=title, space_before_pt=6, keep_with_next=True), ItemList(items=names))


def _request(data: DisposalPaper) -> tuple[Block, ...]:
    is_unclear = any(not one.is_normal_wear for one in data.items)
    wear = (
        "มีพัสดุที่ชำรุดหรือสูญไปซึ่งไม่เห็นได้ชัดเจนว่าเป็นการเสื่อมสภาพจากการใช้งานตามปกติ จึงขอแต่งตั้งคณะกรรมการสอบหาข้อเท็จจริง"
        if is_unclear
        else "พัสดุดังกล่าวเสื่อมสภาพเนื่องมาจากการใช้งานตามปกติ"
    )
    ask = (
        f"ด้วย {data.owner} มีพัสดุหมดความจำเป็นหรือหากใช้ต่อไปจะสิ้นเปลืองค่าใช้จ่าย จำนวน {len(data.items):,} รายการ "
        f"เหตุผล {data.reason} {wear}\n"
        f"จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติให้จำหน่ายตาม{_SOURCE} ข้อ 215 และแต่งตั้งคณะกรรมการ ตามรายการดังนี้"
    )
    return (*body(ask), listing(data))


def _order(data: DisposalPaper) -> tuple[Block, ...]:
    finders = _people("คณะกรรมการสอบหาข้อเท็จจริง ประกอบด้วย", data.fact_finders)
    needed = finders if any(not one.is_normal_wear for one in data.items) else ()
    said = f"เพื่อให้การจำหน่ายพัสดุของ{data.owner} จำนวน {len(data.items):,} รายการ เป็นไปตาม{_SOURCE} จึงแต่งตั้งผู้มีรายชื่อดังนี้"
    duty = "ให้คณะกรรมการตรวจสอบสภาพพัสดุ ประเมินราคา เสนอวิธีจำหน่าย และรายงานผลต่อหัวหน้าหน่วยงานโดยเร็ว"
    return (
        *body(said),
        *needed,
        *_people("คณะกรรมการจำหน่ายพัสดุ ประกอบด้วย", data.committee),
        *body(duty),
        listing(data),
    )


def _facts_found(data: DisposalPaper) -> tuple[Block, ...]:
    said = f"คณะกรรมการสอบหาข้อเท็จจริงได้สอบหาข้อเท็จจริงพัสดุของ{data.owner} ที่ชำรุดหรือสูญไปแล้ว ปรากฏผลดังนี้"
    return (
        *body(said),
        facts(data),
        *_people("คณะกรรมการสอบหาข้อเท็จจริง", data.fact_finders),
        hands("ประธานกรรมการ", "กรรมการ"),
    )


def _valued(data: DisposalPaper) -> tuple[Block, ...]:
    return (prices(data), *_people("คณะกรรมการจำหน่ายพัสดุ", data.committee), hands("ประธานกรรมการ", "กรรมการ"))


def _result(data: DisposalPaper) -> tuple[Block, ...]:
    approved = f"ตามที่ได้รับอนุมัติให้จำหน่ายพัสดุเมื่อวันที่ {long_date(data.approved_on)} " if data.approved_on else ""
    until = f" (กำหนดแล้วเสร็จภายในวันที่ {long_date(data.finish_by)})" if data.finish_by else ""
    gone = sum(one.done_on is not None for one in data.items)
    said = (
        f"{approved}บัดนี้ได้จำหน่ายพัสดุแล้ว {gone:,} จาก {len(data.items):,} รายการ{until} "
        "และได้ลงจ่ายพัสดุออกจากบัญชีหรือทะเบียนแล้ว ดังนี้"
    )
    return (*body(said), results(data))


def _notice(data: DisposalPaper) -> tuple[Block, ...]:
    """Only of what went: the rest is told when it goes."""
    gone = data.model_copy(update={"items": tuple(one for one in data.items if one.done_on is not None)})
    parent = " และสำนักงานเขตพื้นที่การศึกษา" if data.is_school else ""
    said = (
        f"ด้วย {data.owner} ได้จำหน่ายพัสดุและลงจ่ายออกจากบัญชีหรือทะเบียนเรียบร้อยแล้ว "
        f"จำนวน {len(gone.items):,} รายการ จึงขอแจ้งสำนักงานการตรวจเงินแผ่นดิน{parent}ทราบ"
        f"ตาม{_SOURCE} ข้อ 218 ดังรายการต่อไปนี้"
    )
    return (*body(said), results(gone))


Content = Callable[[DisposalPaper], tuple[Block, ...]]
Dated = Callable[[date], str]


def _memo(title: str) -> Document:
    """A memo to the head of the unit, with room for the decision under it."""
    memo = Memo(
        unit="{{ owner }}",
        number="{{ number }}",
        date="{{ date }}",
        subject=title,
        to=_HEAD,
        body=(Paragraph(text="{{ block: content }}"),),
        signer=Signer(name=_BLANK, position="เจ้าหน้าที่พัสดุ"),
    ).document()
    decision = (
        Paragraph(text="ความเห็นหัวหน้าเจ้าหน้าที่พัสดุ " + "." * 80, space_before_pt=8),
        Paragraph(text="คำสั่งหัวหน้าหน่วยงาน ( ) อนุมัติ / ทราบ   ( ) ไม่อนุมัติ", space_before_pt=4),
        hands("หัวหน้าเจ้าหน้าที่พัสดุ", "หัวหน้าหน่วยงาน"),
    )
    section = memo.sections[0]
    return memo.model_copy(update={"sections": (section.model_copy(update={"blocks": (*section.blocks, *decision)}),)})


def _letter(title: str) -> Document:
    """A letter to the audit office of the province."""
    return Letter(
        number="{{ number }}",
        office="{{ owner }}",
        date="{{ date }}",
        subject=title,
        to="ผู้อำนวยการสำนักตรวจเงินแผ่นดินจังหวัด",
        body=(Paragraph(text="{{ block: content }}"),),
        signer=Signer(name=_BLANK, position=_HEAD),
    ).document()


def _order_shipped() -> Document:
    blocks = (
        centred("คำสั่ง{{ owner }}"),
        centred("ที่ {{ number }}", size_pt=None),
        centred("เรื่อง แต่งตั้งคณะกรรมการจำหน่ายพัสดุ", size_pt=None),
        Paragraph(text="{{ block: content }}"),
        Paragraph(text="สั่ง ณ วันที่ {{ date }}", first_cm=FIRST_LINE_CM, space_before_pt=12),
        Signature(lines=("", "", f"({_BLANK})", _HEAD)),
    )
    return Document(title="คำสั่งแต่งตั้งคณะกรรมการจำหน่ายพัสดุ", sections=(Section(blocks=blocks),), thai_numerals=True)


def _wide(title: str) -> Document:
    blocks = (
        centred(title),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ date }} ที่ {{ number }}", size_pt=None),
        Paragraph(text="{{ block: content }}"),
    )
    return Document(title=title, sections=(Section(blocks=blocks, landscape=True),), thai_numerals=True)


def _fill(title: str, content: Content, dated: Dated, data: DisposalPaper, about: About) -> Filling:
    return Filling(
        title=f"{title} {data.title}",
        author=data.office,
        texts={"owner": data.owner, "number": about.number, "date": dated(about.made_on)},
        blocks={"content": content(data)},
        thai_numerals=data.thai_numerals,
    )


def _sample() -> DisposalPaper:
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    item = GoingItem(
        number="7440-016-0001/60",
        name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        unit_word="เครื่อง",
        acquired_on=date(2017, 1, 16),
        cost_satang=1_300_000,
        net_satang=100,
        condition="ชำรุด",
        is_normal_wear=False,
        cause="ไฟกระชากจากฟ้าผ่า",
        method=METHODS[DisposalMethod.AUCTION],
        least_satang=20_000,
        done_on=date(2026, 11, 18),
        proceeds_satang=25_000,
        document_no="1/2570",
    )
    seats = (Seated(name="นายตัวอย่าง ใจดี", position="ประธานกรรมการ"), Seated(name="นางสมมติ มีสุข", position="กรรมการ"))
    return DisposalPaper(
        office=office,
        owner=office,
        title="จำหน่ายครุภัณฑ์ชำรุด ปีงบประมาณ 2570",
        reason="ชำรุดและซ่อมไม่คุ้มค่า",
        fact_finders=seats,
        committee=seats,
        items=(item,),
    )


def _kind(
    key: str, said: tuple[str, str], shipped: Callable[[], Document], content: Content, *, dated: Dated = long_date
) -> PaperKind[DisposalPaper]:
    title, thai = said
    return PaperKind(
        key=key,
        title=title,
        data=DisposalPaper,
        placeholders=(
            Placeholder("owner", N_("Unit that owns the assets")),
            Placeholder("number", N_("Number of the letter"), required=False),
            Placeholder("date", N_("Date of the letter")),
            Placeholder("content", N_("Text and tables of the paper"), "block"),
        ),
        shipped=shipped,
        fill=partial(_fill, thai, content, dated),
        sample=_sample,
        series="asset_book",
    )


_ASKED: Final = "ขออนุมัติจำหน่ายพัสดุ"
_FOUND: Final = "รายงานผลการสอบหาข้อเท็จจริง"
_VALUES: Final = "บัญชีสภาพและราคาประเมินพัสดุที่จะจำหน่าย"
_RESULT: Final = "รายงานผลการจำหน่ายพัสดุ"
_TOLD: Final = "แจ้งการจำหน่ายพัสดุ"
KINDS: Final[Mapping[str, PaperKind[DisposalPaper]]] = {
    kind.key: kind
    for kind in (
        _kind("disposal_request", (N_("Request for a disposal"), _ASKED), partial(_memo, _ASKED), _request),
        _kind(
            "disposal_order",
            (N_("Order that appoints the committees of a disposal"), "คำสั่งแต่งตั้งคณะกรรมการจำหน่ายพัสดุ"),
            _order_shipped,
            _order,
            dated=era_date,
        ),
        _kind(
            "disposal_facts",
            (N_("Report of the facts of a disposal"), _FOUND),
            partial(_memo, _FOUND),
            _facts_found,
        ),
        _kind(
            "disposal_prices", (N_("Conditions and prices of a disposal"), _VALUES), partial(_wide, _VALUES), _valued
        ),
        _kind("disposal_result", (N_("Result of a disposal"), _RESULT), partial(_memo, _RESULT), _result),
        _kind(
            "disposal_notice",
            (N_("Notice of a disposal to the audit office"), _TOLD),
            partial(_letter, _TOLD),
            _notice,
        ),
    )
}
EVIDENCE_OF: Final = {
    "disposal_request": "request",
    "disposal_order": "order",
    "disposal_facts": "facts-report",
    "disposal_prices": "price-list",
    "disposal_result": "result-report",
    "disposal_notice": "audit-notice",
}
"""Which document of its case a paper is."""
