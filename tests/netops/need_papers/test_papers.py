"""The report of needs agrees with the list to the last digit, and the form prints blank and filled."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.site import Office, PupilCount, Site
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from netops.need_papers import making
from netops.need_papers.kinds import NEED_FORM, NEED_REPORT, REASONS
from netops.need_papers.making import Made, make_blank_form, make_form, make_report
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from office.numerals import to_arabic
from office.template.filling import fill
from office.template.placeholders import check
from procurement.models.need import Need
from procurement.needs.need import Reason
from procurement.queries.needs import NEEDS, card
from procurement.store import need_decisions
from procurement.store.need_finding import find_needs
from procurement.store.needs import NeedDraft, create_need
from service.database import transaction
from service.papers.drawing import Files
from service.papers.kind import About, PaperKind
from service.refusal import RefusedError
from tests import factories

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MADE = Made(NOW, date(2026, 11, 22), None)
BY = By("ครูผู้แจ้ง", NOW)


def a_need(session: Session, office: Office, site: Site, **values: object) -> Need:
    given = {"site_id": site.id, "title": "สวิตช์ <b>24", "kind": "switch", "quantity": 3, "reason": "broken"}
    draft = NeedDraft.read({**given, "reason_text": "ฟ้าผ่า", **values})
    return create_need(session, draft, sight=Sight(office.id or 0, site.id), by=BY)


def word_text(files: Files) -> str:
    """All text of Word's file without spaces, numerals as 0-9."""
    document = docx.Document(io.BytesIO(files.docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join(to_arabic(" ".join([*(one.text for one in document.paragraphs), *cells])).split())


def test_the_report_says_what_the_list_shows(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session, name="สำนักงานเขตตัวอย่าง")
        site = factories.make_site(session, office, name="โรงเรียนบ้านดี")
        session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=100, computers=4))
        a_need(session, office, site)
        find_needs(session, office.id or 0, NOW)
        sight = Sight(office.id or 0)
        ids, _total = NEEDS.ids(session, sight, Asked(limit=None))
        scores = {session.get_one(Need, row_id).score_hundredths for row_id in ids}
        paper = make_report(session, sight, ids, MADE)
        again = remake(session, PAPER_KINDS, paper)
        assert again.is_same
        files = again.files
    tables = docx.Document(io.BytesIO(files.docx)).tables
    rows = [[to_arabic(cell.text) for cell in row.cells] for row in tables[0].rows]
    assert [row[4] for row in rows[1:]] == ["6", "3", "9"]
    assert rows[1][5] == "คอมพิวเตอร์ไม่พอกับจำนวนนักเรียน: มี 4 จากที่ควรมี 10 เครื่อง"
    assert rows[2][5] == "ชำรุด: ฟ้าผ่า"
    assert {round(float(row[7]) * 100) for row in rows[1:3]} == scores
    sums = [[to_arabic(cell.text) for cell in row.cells] for row in tables[1].rows]
    assert sums[-1] == ["รวม", "2", "9"]
    assert "น้ำหนัก50:20:20:10" in word_text(files)
    assert files.xlsx
    sheet = openpyxl.load_workbook(io.BytesIO(files.xlsx))["ความต้องการ"]
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == [6, 3, 9]


def test_nothing_and_too_much_is_no_report(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        for ids in ([], list(range(making.MOST_ENTRIES + 1))):
            with pytest.raises(RefusedError):
                make_report(session, Sight(office.id or 0), ids, MADE)


def test_the_form_prints_filled_and_blank(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session, name="สำนักงานเขตตัวอย่าง")
        site = factories.make_site(session, office, name="โรงเรียนบ้านดี")
        need = a_need(session, office, site, fiscal_year=2570)
        need_decisions.propose(session, need, "เห็นควรจัดหา", by=By("นักวิชาการ", NOW))
        need_decisions.approve(session, need, note="ตามเสนอ", by=By("ผู้อำนวยการ", NOW))
        sight = Sight(office.id or 0, site.id)
        filled = make_form(session, card(session, sight, need.id or 0), MADE)
        blank = make_blank_form(session, sight, MADE)
        assert (filled.site_id, blank.site_id) == (site.id, site.id)
        both = [remake(session, PAPER_KINDS, paper) for paper in (filled, blank)]
        assert all(one.is_same for one in both)
    said, empty = (word_text(one.files) for one in both)
    for text in ("สวิตช์<b>24", "ฟ้าผ่า", "(/)ชำรุด", "(/)อนุมัติ", "เห็นควรจัดหา", "ครูผู้แจ้ง", "2570", "22พฤศจิกายน2569"):
        assert text in said, text
    assert "(/)" not in empty
    assert "โรงเรียนบ้านดี" in empty
    for heading in ("แบบแจ้งความต้องการ", "สิ่งที่ต้องการ", "เหตุผลความจำเป็น", "คำสั่งผู้อำนวยการ"):
        assert heading in said
        assert heading in empty


@pytest.mark.parametrize("kind", [NEED_REPORT, NEED_FORM], ids=lambda kind: kind.key)
def test_what_is_shipped_holds_its_placeholders_and_takes_its_sample(kind: PaperKind[Any]) -> None:
    assert list(check(kind.shipped(), kind.placeholders)) == []
    about = About(office="ส", number="", made_on=date(2026, 11, 22))
    assert fill(kind.shipped(), kind.fill(kind.sample(), about)).title


def test_every_reason_has_its_word_on_paper() -> None:
    assert set(REASONS) == set(Reason)
