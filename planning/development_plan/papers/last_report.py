"""What the office reported last, as the situation report prints it (P1-7.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from office.document.content import Block, Paragraph
from planning.development_plan.papers.lines import NONE_YET
from service.papers.kind import PaperData


class ReportLines(PaperData):
    """What the office reported last."""

    plan_title: str
    fiscal_year: int
    met: int
    missed: int
    problems: str = ""
    lessons: str = ""
    advice: str = ""


def report_of(told: Mapping[str, Any] | None) -> ReportLines | None:
    """From the set that was handed in."""
    return None if told is None else ReportLines(**{name: told[name] for name in ReportLines.model_fields})


def report_texts(report: ReportLines | None) -> tuple[Block, ...]:
    """The report of the year before, in short."""
    if report is None:
        return (Paragraph(text=NONE_YET),)
    lines = (
        f"รายงานผลการดำเนินงาน ปีงบประมาณ พ.ศ. {report.fiscal_year} ({report.plan_title})",
        f"ตัวชี้วัดที่บรรลุเป้าหมาย {report.met} ตัว ไม่บรรลุเป้าหมาย {report.missed} ตัว",
        *(f"{title} {text}" for title, text in _said(report) if text),
    )
    return tuple(Paragraph(text=text) for text in lines)


def _said(report: ReportLines) -> tuple[tuple[str, str], ...]:
    return (
        ("ปัญหาอุปสรรค", report.problems),
        ("ข้อค้นพบและบทเรียน", report.lessons),
        ("ข้อเสนอแนะ", report.advice),
    )
