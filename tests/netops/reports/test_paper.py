"""The report as a paper: its words, its totals in every form, hostile names, and the same bytes again."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from inventory.queries.sight import Sight
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from netops.reports.composing import filling, sentences, shipped
from netops.reports.gathering import Moment, gather
from netops.reports.kind import DIRECTOR_REPORT
from netops.reports.making import make_report
from netops.reports.period import read_period
from office.document.content import LineChart
from office.numerals import to_arabic
from office.template.filling import fill
from office.template.placeholders import check
from service.database import transaction
from service.papers.drawing import Files
from service.papers.kind import About
from tests.netops.reports.rows import HOSTILE, NOW, reported_office
from tests.office.pdf.reading import text_of

MOMENT = Moment(NOW, ZoneInfo("Asia/Bangkok"))
OCTOBER = read_period("2026-10")


@pytest.fixture
def files(engine: Engine) -> Files:
    with transaction(engine) as session:
        office = reported_office(session)
        paper = make_report(session, office.id or 0, OCTOBER, MOMENT, by=None)
        again = remake(session, PAPER_KINDS, paper)
        assert again.is_same
        assert again.files == remake(session, PAPER_KINDS, paper).files
        return again.files


def squeezed(text: str) -> str:
    return "".join(to_arabic(text).split())


@pytest.mark.peer("pdftotext")
def test_the_first_page_says_what_a_director_wants_to_know(files: Files, tmp_path: Path) -> None:
    first = squeezed(text_of(files.pdf, tmp_path).split("\f")[0])
    assert "โรงเรียนในสังกัด3แห่งเชื่อมต่ออินเทอร์เน็ต2แห่งคิดเป็นร้อยละ66.67" in first
    assert "99.58" in first  # (1,724,400 - 7,200) / 1,724,400
    assert "1,201.00" in first


def test_the_same_totals_stand_in_pdf_docx_and_workbook(files: Files) -> None:
    assert files.xlsx is not None
    book = load_workbook(io.BytesIO(files.xlsx))
    districts = [[cell.value for cell in row] for row in book["รายอำเภอ"].iter_rows(min_row=2)]
    *lines, total = districts
    assert total[:4] == ["รวม", 3, 2, 1]
    assert [sum(column) for column in zip(*(line[1:4] for line in lines), strict=True)] == total[1:4]
    money = [row[3].value for row in book["ค่าบริการ"].iter_rows(min_row=2)]
    assert sum(value for value in money[:-1] if isinstance(value, int | float)) == pytest.approx(money[-1])
    with ZipFile(io.BytesIO(files.docx)) as word:
        text = to_arabic(word.read("word/document.xml").decode())
    assert "66.67" in text
    assert "1,201.00" in text


def test_what_somebody_called_a_school_stays_text(files: Files, tmp_path: Path) -> None:
    assert files.xlsx is not None
    sheet = load_workbook(io.BytesIO(files.xlsx))["ขาดอินเทอร์เน็ตนานที่สุด"]
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type) == (HOSTILE, "s")
    with ZipFile(io.BytesIO(files.docx)) as word:
        assert "&lt;b&gt;" in word.read("word/document.xml").decode()
    assert "#settext(red)" in squeezed(text_of(files.pdf, tmp_path))


def test_the_same_figures_make_one_paper(engine: Engine) -> None:
    with transaction(engine) as session:
        office = reported_office(session)
        first = make_report(session, office.id or 0, OCTOBER, MOMENT, by=None)
        assert make_report(session, office.id or 0, OCTOBER, MOMENT, by=None).id == first.id
        other = make_report(session, office.id or 0, read_period("2026-09"), MOMENT, by=None)
        assert other.id != first.id
        assert first.number == ""


def test_the_shipped_template_is_good_and_its_sample_can_be_drawn() -> None:
    assert check(shipped(), DIRECTOR_REPORT.placeholders) == []
    sample = DIRECTOR_REPORT.sample()
    about = About(office="", number="", made_on=sample.until)
    document = fill(shipped(), DIRECTOR_REPORT.fill(sample, about))
    charts = [block for block in document.sections[0].blocks if isinstance(block, LineChart)]
    assert [len(chart.points) for chart in charts] == [12]


def test_nothing_measured_draws_no_chart_and_claims_no_figure(engine: Engine) -> None:
    with transaction(engine) as session:
        office = reported_office(session)
        figures = gather(session, Sight(office.id or 0), read_period("2024-01"), MOMENT)
    assert filling(figures).blocks["chart"] == ()
    assert sentences(figures)[0].startswith("โรงเรียนในสังกัด 0")
    assert fill(shipped(), filling(figures)).sections
