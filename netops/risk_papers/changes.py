"""รายงานการเปลี่ยนแปลงความเสี่ยงประจำเดือน: what moved in a month and why, what was done, and what was left undone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from netops.risk_papers import words
from netops.risk_papers.data import ChangeEntry, RiskChanges
from office.document.content import Align, Column, Document, Paragraph, Section, Table
from office.document.letter import centred
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import month, short_date
from office.xlsx import Sheet
from risk.terms import Movement
from service.i18n import N_
from service.papers.kind import About, PaperKind

_TABLE_PT: Final = 12


def _change_table(data: RiskChanges) -> Table:
    return Table(
        columns=(
            Column(title="ลำดับ", width=0.5, align=Align.RIGHT, whole=True),
            Column(title="วันที่", width=0.9),
            Column(title="เลขที่", width=0.6, align=Align.RIGHT, whole=True),
            Column(title="ความเสี่ยง", width=2.8),
            Column(title="หน่วยงาน", width=1.8),
            Column(title="การเปลี่ยนแปลง", width=1.3),
            Column(title="คะแนนเดิม", width=0.7, align=Align.RIGHT, whole=True),
            Column(title="คะแนนใหม่", width=0.7, align=Align.RIGHT, whole=True),
            Column(title="ระดับ", width=0.8),
            Column(title="เหตุผล", width=2.4),
        ),
        rows=tuple(
            (
                at,
                short_date(one.on),
                one.number,
                one.title,
                one.unit,
                words.MOVEMENTS[one.movement],
                "–" if one.before is None else one.before,
                one.after,
                one.level,
                one.why or "–",
            )
            for at, one in enumerate(data.entries, start=1)
        ),
        size_pt=_TABLE_PT,
    )


def _summary(data: RiskChanges) -> Table:
    moved = Counter(one.movement for one in data.entries)
    rows = [(words.MOVEMENTS[movement], moved[movement]) for movement in Movement]
    rows += [
        ("ผู้อำนวยการยอมรับ", data.accepted),
        ("ทบทวนแล้ว", data.reviewed),
        ("กิจกรรมที่ทำเสร็จ", data.done_tasks),
        ("กิจกรรมที่เกินกำหนด ณ สิ้นเดือน", data.overdue_tasks),
        ("ความเสี่ยงที่ยังไม่ปิด ณ ต้นเดือน", data.live_before),
        ("ความเสี่ยงที่ยังไม่ปิด ณ สิ้นเดือน", data.live_after),
    ]
    return Table(
        columns=(Column(title="เรื่อง", width=4), Column(title="จำนวน", align=Align.RIGHT, whole=True)),
        rows=tuple(rows),
    )


def _changes_shipped() -> Document:
    blocks = (
        centred("รายงานการเปลี่ยนแปลงความเสี่ยงประจำเดือน {{ month }}"),
        centred("{{ owner }}", size_pt=None),
        Paragraph(text="{{ block: summary }}"),
        Paragraph(text="รายการที่เปลี่ยนแปลง", space_before_pt=10, keep_with_next=True),
        Paragraph(text="{{ block: changes }}"),
    )
    section = Section(blocks=blocks, landscape=True)
    return Document(title="รายงานการเปลี่ยนแปลงความเสี่ยง", sections=(section,), header="{{ office }}", thai_numerals=True)


def _changes(data: RiskChanges, _about: About) -> Filling:
    return Filling(
        title=f"รายงานการเปลี่ยนแปลงความเสี่ยง {month(data.month)} {data.owner}",
        author=data.office,
        texts={"office": data.office, "owner": data.owner, "month": month(data.month)},
        blocks={"summary": (_summary(data),), "changes": (_change_table(data),)},
        thai_numerals=data.thai_numerals,
    )


def _change_sheets(data: RiskChanges, _about: About) -> list[Sheet]:
    return [Sheet(name="สรุป", table=_summary(data)), Sheet(name="รายการ", table=_change_table(data))]


def _sample() -> RiskChanges:
    office = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    entry = ChangeEntry(
        number=1,
        title="เราเตอร์ขาดการติดต่อซ้ำ",
        unit="โรงเรียนบ้านตัวอย่าง",
        on=date(2026, 11, 12),
        movement=Movement.ROSE,
        before=9,
        after=12,
        level="สูง",
        why="ขัดข้อง 5 ครั้งใน 90 วัน",
    )
    return RiskChanges(
        office=office, owner=office, month=date(2026, 11, 1), entries=(entry,), live_before=3, live_after=3
    )


RISK_CHANGES: Final = PaperKind(
    key="risk_changes",
    title=N_("Changes of risks in a month"),
    data=RiskChanges,
    placeholders=(
        Placeholder("office", N_("Name of the office")),
        Placeholder("owner", N_("Whose risks they are")),
        Placeholder("month", N_("The month of the changes")),
        Placeholder("summary", N_("How many risks moved which way"), "block"),
        Placeholder("changes", N_("The table of changes"), "block"),
    ),
    shipped=_changes_shipped,
    fill=_changes,
    sample=_sample,
    series="risks",
    sheets=_change_sheets,
)
