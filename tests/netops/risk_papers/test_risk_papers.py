"""The papers of risks say what the register says, to the last figure, and print blank and filled."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Contact, Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.models.paper import Paper
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from netops.risk_papers.making import Head, Made, make_blank_form, make_changes, make_form, make_plan, make_register
from office.numerals import to_arabic
from risk.models.register import Risk
from risk.store import register, tasks
from risk.store.scoring import rescore
from risk.terms import Treatment
from service.database import reading, transaction
from service.papers.drawing import Files
from service.refusal import RefusedError
from tests import factories

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MADE = Made(NOW, date(2026, 11, 22), None)
BY = By("เจ้าหน้าที่จำลอง", NOW)
SCHOOLS = 5


@pytest.fixture
def district(engine: Engine) -> Office:
    """Five schools with one line each and a switch that fell silent three times at the first."""
    with transaction(engine) as session:
        office = factories.make_office(session, name="สำนักงานเขตตัวอย่าง")
        for number in range(SCHOOLS):
            site = factories.make_site(session, office, name=f"โรงเรียนบ้าน <b>{number}")
            factories.make_link(session, site)
            session.add_all(Contact(site_id=site.id or 0, name=f"ผู้ติดต่อ {n}") for n in range(2))
            if not number:
                device = factories.make_device(session, site, name="sw1")
                for days in (3, 2, 1):
                    at = NOW - timedelta(days=days)
                    session.add(
                        Outage(
                            subject=Subject.DEVICE, subject_id=device.id or 0, site_id=site.id or 0, started_at=at,
                            confirmed_at=at, ended_at=at, cause=Cause.EQUIPMENT,
                        )
                    )  # fmt: skip
        session.flush()
        rescore(session, office.id or 0, NOW)
    return office


def risks(session: Session) -> list[Risk]:
    return list(session.exec(select(Risk).order_by(col(Risk.score).desc(), col(Risk.number))))


def files_of(engine: Engine, paper_id: int | None) -> Files:
    with reading(engine) as session:
        return remake(session, PAPER_KINDS, session.get_one(Paper, paper_id)).files


def said(files: Files) -> str:
    """All text of Word's file without spaces, numerals as 0-9."""
    document = docx.Document(io.BytesIO(files.docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join(to_arabic(" ".join([*(one.text for one in document.paragraphs), *cells])).split())


def rows_of(files: Files) -> list[list[Any]]:
    assert files.xlsx is not None
    sheet = openpyxl.load_workbook(io.BytesIO(files.xlsx)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.requirement("P6-2.3")
def test_equal_risks_of_many_schools_are_one_row_with_all_of_them_named(engine: Engine, district: Office) -> None:
    sight = Sight(district.id or 0)
    with transaction(engine) as session:
        found = risks(session)
        single = [one for one in found if one.rule == "single_uplink"]
        assert len(single) == SCHOOLS
        together = make_register(session, sight, [one.id or 0 for one in found], MADE, Head(recorder="ผู้บันทึก ก"))
        apart = make_register(session, sight, [one.id or 0 for one in found], MADE, Head(is_whole=True))
    text = said(files_of(engine, together.id))
    assert "โรงเรียนบ้าน<b>0และอีก4รายการ" in text
    assert "5แห่ง(รายชื่อในภาคผนวก)" in text
    assert all(text.count(f"โรงเรียนบ้าน<b>{number}") for number in range(SCHOOLS))
    assert "ผู้บันทึกผู้บันทึกก" in text
    in_full = rows_of(files_of(engine, apart.id))
    assert len([row for row in in_full if row[0] is not None and str(row[0]).isdigit()]) == len(found)


def test_the_register_holds_the_figures_of_each_risk(engine: Engine, district: Office) -> None:
    with transaction(engine) as session:
        (risk,) = session.exec(select(Risk).where(Risk.rule == "repeated_outages"))
        wish = register.TreatmentDraft(treatment=Treatment.REDUCE, residual_likelihood=1, residual_impact=3)
        register.treat(session, risk, wish, by=BY)
        (task,) = tasks.open_tasks(session, risk)
        half = tasks.TaskDraft.of(task).with_changes({"percent": 50})
        tasks.change_task(session, risk, task, half, by=BY)
        of_one = make_register(session, Sight(district.id or 0), [risk.id or 0], MADE, Head())
        plan = make_plan(session, Sight(district.id or 0), [risk.id or 0], MADE)
        form = make_form(session, Sight(district.id or 0), risk, MADE)
    for paper in (of_one, form):
        text = said(files_of(engine, paper.id))
        assert "3×3=9ปานกลาง" in text
        assert "1×3=3ต่ำ" in text
        assert "เกิดเหตุ3ครั้งใน90วัน" in text
    planned = said(files_of(engine, plan.id))
    assert "50%" in planned
    assert "ลด" in planned


def test_the_changes_of_a_month_tell_what_moved_and_why(engine: Engine, district: Office) -> None:
    later = NOW + timedelta(days=95)  # February: the outages have left the window
    with transaction(engine) as session:
        rescore(session, district.id or 0, later)
        made = Made(later, later.date(), None)
        november = make_changes(session, Sight(district.id or 0), date(2026, 11, 15), made)
        february = make_changes(session, Sight(district.id or 0), later.date(), made)
        with pytest.raises(RefusedError):
            make_changes(session, Sight(district.id or 0), later.date() + timedelta(days=31), made)
    assert "พบใหม่" in said(files_of(engine, november.id))
    text = said(files_of(engine, february.id))
    assert "ไม่เกิดขึ้นในช่วงที่นับ" in text
    assert "ไม่มีเหตุขัดข้องในช่วงเวลาที่นับ" in text


def test_the_form_prints_blank(engine: Engine, district: Office) -> None:
    with transaction(engine) as session:
        site = session.exec(select(Site)).first()
        assert site is not None
        paper = make_blank_form(session, Sight(district.id or 0, site.id), MADE)
    files = files_of(engine, paper.id)
    assert "ภัยคุกคาม" in said(files)
    assert "โรงเรียนบ้าน<b>0" in said(files)
    assert "เราเตอร์" not in said(files)
    assert files.pdf.startswith(b"%PDF")


def test_nothing_to_print_is_said(engine: Engine, district: Office) -> None:
    with transaction(engine) as session, pytest.raises(RefusedError):
        make_plan(session, Sight(district.id or 0), [], MADE)


def test_papers_are_made_again_byte_for_byte(engine: Engine, district: Office) -> None:
    with transaction(engine) as session:
        ids = [one.id or 0 for one in risks(session)]
        paper = make_register(session, Sight(district.id or 0), ids, MADE, Head())
    assert files_of(engine, paper.id).pdf == files_of(engine, paper.id).pdf
