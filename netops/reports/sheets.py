"""A report as a workbook: the same tables, one on each sheet, under a first one that says what it is of."""

from __future__ import annotations

from netops.reports import tables
from netops.reports.composing import SUBJECT, sentences
from netops.reports.figures import ReportFigures
from office import thai_date
from office.document.content import Column, Table
from office.xlsx import Sheet
from service.papers.kind import About


def sheets(figures: ReportFigures, _about: About) -> list[Sheet]:
    """In the order of the paper."""
    said = (
        SUBJECT,
        figures.office,
        figures.title,
        f"ข้อมูลถึงวันที่ {thai_date.long_date(figures.until)}",
        *(line.replace("\N{NO-BREAK SPACE}", " ") for line in sentences(figures)),
    )
    about = Table(columns=(Column(title="สรุป"),), rows=tuple((line,) for line in said))
    return [
        Sheet(name="สรุป", table=about),
        Sheet(name="รายอำเภอ", table=tables.by_district(figures)),
        Sheet(name="ยังไม่เชื่อมต่อ", table=tables.unconnected(figures.unconnected)),
        Sheet(name="ขาดอินเทอร์เน็ตนานที่สุด", table=tables.cut_off(figures.schools)),
        Sheet(name="วงจรที่มีปัญหามากที่สุด", table=tables.worst_links(figures.links)),
        Sheet(name="ค่าบริการ", table=tables.spending(figures.providers)),
        Sheet(name="คุณภาพตามสัญญา", table=tables.kept_word(figures.providers)),
        Sheet(name="แนวโน้ม", table=tables.trend(figures.trend)),
        Sheet(name="เวลาที่ไม่นับ", table=tables.time_apart(figures.apart)),
    ]
