"""The letter (หนังสือภายนอก) that tells a school its grant per head, or what a corrected count changes of it."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.baht import amount, amount_and_words
from office.document.cells import Money
from office.document.content import Block, Column, Document, Paragraph, Table
from office.document.letter import FIRST_LINE_CM, Letter, Signer, body
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from planning.annual_plan.papers.data import GrantLetter
from planning.annual_plan.papers.money_papers import OFFICE
from planning.annual_plan.papers.wording import LEVELS
from planning.annual_plan.terms import Level
from service.i18n import N_
from service.papers.kind import About, PaperKind
from service.papers.shape import SHORT_DOTS, Cell, right, ruled

_HAND: Final = SHORT_DOTS * 2
_ROWS: Final = 4


def _shipped() -> Document:
    told = (
        "ด้วย{{ office }} ได้คำนวณเงินอุดหนุนทั่วไป ค่าจัดการเรียนการสอน (รายหัว) ภาคเรียนที่ {{ term }} "
        "ปีการศึกษา {{ academic_year }} จากจำนวนนักเรียน ณ วันที่ {{ counted }} (ข้อมูลครั้งที่ {{ revision }}) "
        "โดยจัดสรรให้{{ school }} เป็นเงิน {{ amount }} รายละเอียดดังนี้"
    )
    letter = Letter(
        number="{{ number }}",
        office="{{ office }}",
        date="{{ written }}",
        subject="แจ้งการจัดสรรเงินอุดหนุนทั่วไป ค่าจัดการเรียนการสอน (รายหัว)",
        to="ผู้อำนวยการ{{ school }}",
        body=(*body(told), Paragraph(text="{{ block: shares }}"), *body("จึงเรียนมาเพื่อทราบ และดำเนินการต่อไป")),
        signer=Signer(name=_HAND, position="ผู้อำนวยการ{{ office }}"),
        contact="กลุ่มนโยบายและแผน\nโทร. " + SHORT_DOTS,
    ).document()
    return letter.model_copy(update={"title": "หนังสือแจ้งการจัดสรรเงินอุดหนุนทั่วไปรายหัว", "author": ""})


def _shares(data: GrantLetter) -> tuple[Block, ...]:
    columns = (
        Column(title="ระดับ", width=2),
        right("นักเรียน", "คน"),
        right("อัตราต่อคน\nต่อภาคเรียน", "บาท"),
        right("เป็นเงิน", "บาท"),
    )
    if not data.rows and not data.school:
        return (ruled(columns, _ROWS),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (LEVELS[Level(level)], pupils, Money(satang=rate), Money(satang=pupils * rate))
        for level, pupils, rate in data.rows
    )
    pupils = sum(count for _level, count, _rate in data.rows)
    foot: tuple[tuple[Cell, ...], ...] = (("รวม", pupils, "", Money(satang=data.amount_satang)),)
    found: list[Block] = [Table(columns=columns, rows=rows, foot=foot)]
    if data.before_satang is not None:
        change = data.amount_satang - data.before_satang
        word = "จัดสรรเพิ่มเติม" if change > 0 else "เรียกคืน"
        text = f"เดิมแจ้งจัดสรร {amount(data.before_satang)} จึง{word} {amount_and_words(abs(change))}"
        found.append(Paragraph(text=text, first_cm=FIRST_LINE_CM, space_before_pt=6))
    return tuple(found)


def _fill(data: GrantLetter, about: About) -> Filling:
    is_blank = not data.school
    return Filling(
        title=f"แจ้งการจัดสรรเงินอุดหนุนทั่วไปรายหัว {data.school}".strip(),
        author=data.office,
        texts={
            "office": data.office,
            "number": about.number or SHORT_DOTS,
            "written": SHORT_DOTS if is_blank else long_date(about.made_on),
            "school": data.school or f"โรงเรียน{_HAND}",
            "term": SHORT_DOTS if is_blank else str(data.term),
            "academic_year": SHORT_DOTS if is_blank else str(data.academic_year),
            "counted": long_date(data.count_date) if data.count_date else SHORT_DOTS,
            "revision": SHORT_DOTS if is_blank else str(data.revision),
            "amount": f"{_HAND} บาท ({_HAND})" if is_blank else amount_and_words(data.amount_satang),
        },
        blocks={"shares": _shares(data)},
    )


def _sample() -> GrantLetter:
    return GrantLetter(
        office=OFFICE,
        school="โรงเรียนบ้านตัวอย่าง",
        academic_year=2569,
        term=2,
        count_date=date(2026, 6, 10),
        rows=(("primary", 100, 95_000),),
        amount_satang=9_500_000,
    )


GRANT_LETTER: Final = PaperKind(
    key="grant_letter",
    title=N_("Letter to a school about its grant per head"),
    data=GrantLetter,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("number", N_("Number of the letter")),
        Placeholder("written", N_("Day of the letter")),
        Placeholder("school", N_("School")),
        Placeholder("term", N_("School term")),
        Placeholder("academic_year", N_("Academic year")),
        Placeholder("counted", N_("Day on which pupils were counted")),
        Placeholder("revision", N_("Revision of the counts")),
        Placeholder("amount", N_("Amount in figures and words")),
        Placeholder("shares", N_("Pupils, rates and amounts"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
    blank=lambda office: GrantLetter(office=office, school="", academic_year=0, term=0, amount_satang=0),
)
