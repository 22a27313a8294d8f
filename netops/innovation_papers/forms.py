"""Forms to print: the pilot of a school and the survey, blank to be filled in by hand, or filled with what is known."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.innovation_papers.data import PilotForm, PilotRow, QuestionSaid, SurveyForm, SurveySaid
from netops.innovation_papers.wording import DOTS, SHORT_DOTS, Cell, right, said, span
from office.document.content import Block, Column, Document, KeyValues, Paragraph, Section, Signature, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import About, PaperKind

_BLANK_ROWS: Final = 5
_COMMENT_LINES: Final = 3
_RESULTS: Final = {"passed": "ผ่าน", "failed": "ไม่ผ่าน", "running": "อยู่ระหว่างทดลอง"}


def _ticks(result: str) -> str:
    return "   ".join(f"({'/' if key == result else '  '}) {word}" for key, word in list(_RESULTS.items())[:2])


def _day(day: date | None) -> str:
    return long_date(day) if day is not None else SHORT_DOTS


def _pilot_table(data: PilotForm) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.number, one.text, one.test, _ticks(one.result)) for one in data.rows
    )
    rows = rows or tuple((at + 1, "", "", _ticks("")) for at in range(_BLANK_ROWS))
    columns = (
        right("ข้อ", width=0.5),
        Column(title="สิ่งที่ต้องทำได้", width=3),
        Column(title="วิธีทดสอบ", width=2.4),
        Column(title="ผลการทดสอบ", width=1.8),
    )
    return Table(columns=columns, rows=rows)


def _pilot_shipped() -> Document:
    facts = KeyValues(
        rows=(
            ("นวัตกรรม", "{{ name }}"),
            ("โรงเรียนนำร่อง", "{{ school }}"),
            ("ระยะเวลา", "{{ period }}"),
            ("สรุปผล", "{{ result }}"),
        ),
        label_share=0.25,
    )
    blocks: tuple[Block, ...] = (
        centred("แบบบันทึกผลการนำร่องนวัตกรรม"),
        facts,
        Paragraph(text="{{ block: rows }}"),
        Paragraph(text="ผลที่พบ ปัญหา และข้อเสนอแนะ", space_before_pt=8, keep_with_next=True),
        Paragraph(text="{{ block: finding }}"),
        Signature(
            lines=(
                f"ลงชื่อ {SHORT_DOTS} ผู้บันทึก",
                f"({SHORT_DOTS})",
                f"วันที่ {SHORT_DOTS}",
                f"ลงชื่อ {SHORT_DOTS} ผู้อำนวยการโรงเรียน",
                f"({SHORT_DOTS})",
            )
        ),
    )
    section = Section(blocks=blocks)
    return Document(title="แบบบันทึกผลการนำร่อง", sections=(section,), header="{{ office }}", thai_numerals=True)


def _pilot(data: PilotForm, _about: About) -> Filling:
    named = f"{data.name} {data.version}".strip()
    lines = [data.finding] if data.finding else [DOTS + DOTS] * _COMMENT_LINES
    return Filling(
        title=f"แบบบันทึกผลการนำร่อง {named} {data.school}".strip(),
        author=data.office,
        texts={
            "office": data.office,
            "name": named or DOTS,
            "school": data.school or DOTS,
            "period": f"{_day(data.begins_on)} ถึง {_day(data.ends_on)}",
            "result": _RESULTS["running"] if data.result == "running" else _ticks(data.result),
        },
        blocks={"rows": (_pilot_table(data),), "finding": tuple(Paragraph(text=line) for line in lines)},
    )


def _pilot_sample() -> PilotForm:
    return PilotForm(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        name="ระบบจองห้องตัวอย่าง",
        version="1.0",
        school="โรงเรียนบ้านตัวอย่าง",
        begins_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 20),
        result="passed",
        finding="ใช้งานได้ตามที่กำหนด",
        rows=(PilotRow(number=1, text="จองห้องได้", test="จองพร้อมกันสองคน", result="passed"),),
    )


PILOT_FORM: Final = PaperKind(
    key="innovation_pilot_form",
    title=N_("Form of a pilot school"),
    data=PilotForm,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("name", N_("Name and version of the innovation")),
        Placeholder("school", N_("Pilot school")),
        Placeholder("period", N_("From when until when")),
        Placeholder("result", N_("How it ended, to be ticked")),
        Placeholder("rows", N_("The table of requirements"), "block"),
        Placeholder("finding", N_("What was found, or lines to write on"), "block"),
    ),
    shipped=_pilot_shipped,
    fill=_pilot,
    sample=_pilot_sample,
    series="innovation",
)


def _survey_table(data: SurveyForm) -> Table:
    heads = ("มากที่สุด (5)", "มาก (4)", "ปานกลาง (3)", "น้อย (2)", "น้อยที่สุด (1)")
    columns = (right("ข้อ", width=0.5), Column(title="ข้อคำถาม", width=4), *(right(head) for head in heads))
    return Table(columns=columns, rows=tuple(_question(data, at, one) for at, one in enumerate(data.survey.questions)))


def _question(data: SurveyForm, at: int, one: QuestionSaid) -> tuple[Cell, ...]:
    counts: tuple[Cell, ...] = ("",) * 5 if data.is_blank else tuple(reversed(one.counts))
    return (at + 1, one.text, *counts)


def _survey_shipped() -> Document:
    blocks: tuple[Block, ...] = (
        centred("{{ title }}"),
        centred("{{ name }}", size_pt=None),
        Paragraph(text="{{ how }}"),
        Paragraph(text="{{ block: questions }}"),
        Paragraph(text="{{ block: rest }}"),
    )
    section = Section(blocks=blocks)
    return Document(title="แบบสำรวจความพึงพอใจ", sections=(section,), header="{{ office }}", thai_numerals=True)


def _survey(data: SurveyForm, _about: About) -> Filling:
    one = data.survey
    if data.is_blank:
        how = "โปรดทำเครื่องหมาย ✓ ในช่องที่ตรงกับความเห็นของท่าน ไม่ต้องระบุชื่อ และโปรดอย่าระบุชื่อนักเรียน"
        how = how.replace(" ✓", " /")
        rest = ["ข้อเสนอแนะ", *[DOTS + DOTS] * _COMMENT_LINES]
    else:
        how = f"ผลการสำรวจ {span(one.opens_on, one.closes_on)} ผู้ตอบ {one.answers:,} คน ตัวเลขในตารางคือจำนวนคน"
        rest = [f"ค่าเฉลี่ย {said(one.mean)} ส่วนเบี่ยงเบนมาตรฐาน {said(one.deviation)} (n = {one.answers:,})"]
    return Filling(
        title=f"{one.title} {data.name}",
        author=data.office,
        texts={"office": data.office, "title": one.title, "name": data.name, "how": how},
        blocks={"questions": (_survey_table(data),), "rest": tuple(Paragraph(text=line) for line in rest)},
    )


def _survey_sample() -> SurveyForm:
    survey = SurveySaid(
        title="แบบสำรวจความพึงพอใจ",
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 15),
        answers=0,
        mean=None,
        deviation=None,
        percent=None,
        questions=(QuestionSaid(text="ใช้งานง่าย"), QuestionSaid(text="ลดเวลาทำงาน")),
    )
    return SurveyForm(office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง", name="ระบบจองห้องตัวอย่าง", survey=survey)


SURVEY_FORM: Final = PaperKind(
    key="innovation_survey_form",
    title=N_("Form of a survey of satisfaction"),
    data=SurveyForm,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("title", N_("Title of the survey")),
        Placeholder("name", N_("Name and version of the innovation")),
        Placeholder("how", N_("How it is answered, or how many answered")),
        Placeholder("questions", N_("The table of questions"), "block"),
        Placeholder("rest", N_("Lines to write on, or mean and spread"), "block"),
    ),
    shipped=_survey_shipped,
    fill=_survey,
    sample=_survey_sample,
    series="innovation",
)
