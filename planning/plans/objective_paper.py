"""The report of a process: its objective's indicators in a fiscal year, met or not met."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.content import Block, Column, Table
from office.thai_date import long_date
from service.i18n import N_
from service.papers.kind import PaperData
from service.papers.shape import NOTHING, Chapter, Shape, kind_of, right

_MET: Final = {True: "บรรลุ", False: "ไม่บรรลุ", None: "ยังวัดไม่ได้"}
_BETTER: Final = {"up": "ยิ่งมากยิ่งดี", "down": "ยิ่งน้อยยิ่งดี"}


class ObjectiveRow(PaperData):
    """One indicator; `basis` is from how many things it was reckoned."""

    key: str
    name: str
    unit: str
    direction: str
    baseline: float
    target: float | None = None
    value: float | None = None
    basis: int = 0
    is_met: bool | None = None
    note: str = ""


class ObjectiveReport(PaperData):
    """All of a service in a fiscal year of the Buddhist era."""

    office: str
    fiscal_year: int
    as_of: date
    rows: tuple[ObjectiveRow, ...]


def figure(value: float | None) -> str:
    """12.5; a whole number without decimals."""
    return NOTHING if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _table(data: ObjectiveReport) -> tuple[Block, ...]:
    columns = (
        Column(title="ข้อ", width=0.8, whole=True),
        Column(title="ตัวชี้วัดตามวัตถุประสงค์", width=4),
        Column(title="หน่วย", width=1.1),
        right("ค่าฐาน", width=1.1),
        right("เป้าหมาย", width=1.2),
        right("ผล", width=1.1),
        Column(title="สรุป", width=1.3),
    )
    rows = tuple(
        (
            one.key,
            f"{one.name} ({_BETTER[one.direction]})" + (f" {one.note}" if one.note else ""),
            one.unit,
            figure(one.baseline),
            figure(one.target),
            figure(one.value),
            _MET[one.is_met],
        )
        for one in data.rows
    )
    return (Table(columns=columns, rows=rows, size_pt=13),)


def _sample() -> ObjectiveReport:
    return ObjectiveReport(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        fiscal_year=2570,
        as_of=date(2026, 11, 2),
        rows=(
            ObjectiveRow(
                key="P1-1",
                name="ร้อยละของเป้าประสงค์ที่เชื่อมโยงนโยบาย",
                unit="ร้อยละ",
                direction="up",
                baseline=40,
                target=80,
                value=85.5,
                basis=20,
                is_met=True,
            ),
        ),
    )


OBJECTIVES: Final = kind_of(
    Shape(
        key="objectives",
        title=N_("Report of objectives"),
        heading="รายงานผลตามวัตถุประสงค์ของกระบวนงาน",
        data=ObjectiveReport,
        named=lambda data: f"ปีงบประมาณ พ.ศ. {data.fiscal_year}",
        facts=lambda data: (("ข้อมูล ณ วันที่", long_date(data.as_of)),),
        chapters=(Chapter("objectives", "ผลการดำเนินงาน", N_("Indicators with baseline, target and value"), _table),),
        sample=_sample,
        signers=("ผู้รายงาน",),
    )
)
