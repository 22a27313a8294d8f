"""The flow chart of a run as paper: its steps in order, who has each, by when, and how each stands."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.cells import Words
from office.document.content import Align, Block, Column, Table
from office.document.text import bold
from office.thai_date import long_date, short_date
from service.i18n import N_
from service.papers.kind import PaperData
from service.papers.shape import NOTHING, Chapter, Shape, kind_of

_STATES: Final = {
    "done": "เสร็จแล้ว",
    "open": "ถึงกำหนดดำเนินการ",
    "overdue": "เกินกำหนด",
    "blocked": "รอขั้นตอนก่อนหน้า",
    "skipped": "ไม่ต้องดำเนินการ",
    "waived": "ข้ามโดยได้รับอนุมัติ",
}


class StepRow(PaperData):
    """One step as it stands; `after` are the numbers of the steps that it waits for."""

    number: int
    seed: str = ""
    title: str
    owner: str
    after: tuple[int, ...] = ()
    due_on: date | None = None
    done_on: date | None = None
    state: str
    is_gate: bool = False
    is_today: bool = False
    note: str = ""


class FlowData(PaperData):
    """A run on a day."""

    office: str
    workflow: str
    title: str
    as_of: date
    steps: tuple[StepRow, ...]


def _table(data: FlowData) -> tuple[Block, ...]:
    columns = (
        Column(title="ที่", width=0.6, align=Align.CENTER, whole=True),
        Column(title="ขั้นตอน", width=4.2),
        Column(title="ต่อจาก", width=0.9, align=Align.CENTER),
        Column(title="ผู้รับผิดชอบ", width=2.2),
        Column(title="กำหนด", width=1.5, whole=True),
        Column(title="แล้วเสร็จ", width=1.5, whole=True),
        Column(title="สถานะ", width=2),
    )
    return (Table(columns=columns, rows=tuple(_row(one) for one in data.steps), size_pt=13),)


def _row(one: StepRow) -> tuple[Words | str, ...]:
    title = f"{one.title} ({one.seed})" if one.seed else one.title
    if one.is_gate:
        title = f"{title} [ต้องมีมติ]"
    state = _STATES[one.state] + (f": {one.note}" if one.note else "")
    cells = (
        str(one.number),
        title,
        ", ".join(map(str, one.after)) or NOTHING,
        one.owner,
        _day(one.due_on),
        _day(one.done_on),
        f"ขั้นตอนวันนี้ · {state}" if one.is_today else state,
    )
    return tuple(Words(text=bold(cell)) for cell in cells) if one.is_today else cells


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else NOTHING


def _sample() -> FlowData:
    day = date(2026, 11, 2)
    return FlowData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        workflow="จัดทำแผนตัวอย่าง",
        title="แผนตัวอย่าง ปีงบประมาณ พ.ศ. 2570",
        as_of=day,
        steps=(
            StepRow(number=1, title="ศึกษาข้อมูล", owner="เจ้าหน้าที่แผน", due_on=day, done_on=day, state="done"),
            StepRow(number=2, title="จัดทำร่าง", owner="เจ้าหน้าที่แผน", after=(1,), due_on=day, state="open", is_today=True),
        ),
    )


FLOW_CHART: Final = kind_of(
    Shape(
        key="flow_chart",
        title=N_("Flow chart of a work"),
        heading="ผังขั้นตอนการปฏิบัติงาน",
        data=FlowData,
        named=lambda data: data.title,
        facts=lambda data: (("กระบวนงาน", data.workflow), ("ข้อมูล ณ วันที่", long_date(data.as_of))),
        chapters=(Chapter("steps", "ขั้นตอน", N_("Steps with owners, dates and states"), _table),),
        sample=_sample,
    )
)
