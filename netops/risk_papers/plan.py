"""แผนจัดการความเสี่ยง: how each risk is treated, by whom, until when, and how far it is."""

from __future__ import annotations

from typing import Any, Final

from netops.risk_papers import words
from netops.risk_papers.data import RiskRegister, TaskEntry
from netops.risk_papers.register import sample
from office.document.content import Align, Column, Document, Paragraph, Section, Signature, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from office.xlsx import Sheet
from service.i18n import N_
from service.papers.kind import About, PaperKind

_TABLE_PT: Final = 12
_HAND: Final = "." * 40


def _plan_table(data: RiskRegister) -> Table:
    rows: list[tuple[Any, ...]] = []
    for entry in data.entries:
        if entry.treatment is None and not entry.tasks:
            continue
        for task in entry.tasks or (TaskEntry(what=entry.plan or "–", owner=entry.owner),):
            rows.append(
                (
                    len(rows) + 1,
                    words.joined((entry.title, words.unit_of(entry))),
                    words.matrix_of(entry.likelihood, entry.impact, entry.level),
                    words.TREATMENTS[entry.treatment] if entry.treatment is not None else "–",
                    task.what,
                    task.owner or entry.owner or "–",
                    words.day_of(task.due_on),
                    f"{task.percent}%",
                    words.matrix_of(entry.residual_likelihood, entry.residual_impact, entry.residual_level),
                )
            )
    return Table(
        columns=(
            Column(title="ลำดับ", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="ความเสี่ยงและหน่วยงาน", width=2.6),
            Column(title="ระดับปัจจุบัน", width=1.1, align=Align.CENTER),
            Column(title="วิธีจัดการ", width=0.9),
            Column(title="กิจกรรม", width=2.8),
            Column(title="ผู้รับผิดชอบ", width=1.4),
            Column(title="กำหนดเสร็จ", width=1.0),
            Column(title="ความคืบหน้า", width=0.9, align=Align.RIGHT),
            Column(title="ระดับที่คาดว่าคงเหลือ", width=1.2, align=Align.CENTER),
        ),
        rows=tuple(rows),
        size_pt=_TABLE_PT,
    )


def _plan_shipped() -> Document:
    blocks = (
        centred("แผนจัดการความเสี่ยงระบบเครือข่าย"),
        centred("{{ owner }}", size_pt=None),
        centred("ณ วันที่ {{ as_of }}", size_pt=None),
        Paragraph(text="{{ block: plan }}"),
        Paragraph(text="ระดับความเสี่ยง (คะแนน): {{ levels }}", space_before_pt=6),
        Signature(
            lines=(
                *("ลงชื่อ" + _HAND + "ผู้เสนอ", "(" + _HAND + ")"),
                *("ลงชื่อ" + _HAND + "ผู้อนุมัติ", "(" + _HAND + ")", "ผู้อำนวยการ"),
            )
        ),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="แผนจัดการความเสี่ยง", sections=(section,), header="{{ office }}", thai_numerals=True)


def _plan(data: RiskRegister, _about: About) -> Filling:
    as_of = long_date(data.as_of)
    return Filling(
        title=f"แผนจัดการความเสี่ยง {data.owner} ณ วันที่ {as_of}",
        author=data.office,
        texts={"office": data.office, "owner": data.owner, "as_of": as_of, "levels": words.levels_of(data.levels)},
        blocks={"plan": (_plan_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _plan_sheets(data: RiskRegister, _about: About) -> list[Sheet]:
    return [Sheet(name="แผนจัดการความเสี่ยง", table=_plan_table(data))]


RISK_PLAN: Final = PaperKind(
    key="risk_plan",
    title=N_("Plan of treatments of risks on paper"),
    data=RiskRegister,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Whose risks they are")),
        Placeholder("as_of", N_("The day of which it is")),
        Placeholder("plan", N_("The table of treatments and tasks"), "block"),
        Placeholder("levels", N_("Levels and their scores"), required=False),
    ),
    shipped=_plan_shipped,
    fill=_plan,
    sample=sample,
    series="risks",
    sheets=_plan_sheets,
)
