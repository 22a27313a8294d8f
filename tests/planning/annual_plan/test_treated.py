"""Risks of the network in the annual plan: as measured on its pages, in the quarterly report and before the board."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest
from sqlmodel import select

from contract.data.netops import NeedRow, RiskRow
from office.template.filling import fill
from planning.annual_plan import copied
from planning.annual_plan.declared import book_data
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.papers.book import BOOK
from planning.annual_plan.store.whole import content
from planning.plans.declared import Frozen
from planning.plans.models.version import VersionState
from service.database import reading, transaction
from service.papers.kind import About
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import AT, keep
from tests.planning.annual_plan.test_reports import REPORT

RISK = RiskRow(id=3, number=12, title="วงจรขัดข้องซ้ำ", score=12, level="high", left_score=4, state="treating")
NEED = NeedRow(id=7, title="วงจรสำรอง", quantity=1, state="approved", risks=(3,))
PAGES = ("/projects/1", "/reports/1", "/plan?year=2570")


@pytest.fixture
def paying(approved: Office) -> Office:
    """The line of investment money pays for the need that treats the risk."""
    with transaction(approved.served.engine) as session:
        for row in approved.lines():
            row.need_id = 7 if row.budget_type == "investment" else None
            session.merge(row)
    netops_tells(approved, (RISK,))
    return approved


def netops_tells(office: Office, risks: Sequence[RiskRow], need: NeedRow = NEED) -> None:
    keep(office.served.engine, copied.NEEDS, (need,))
    keep(office.served.engine, copied.RISKS, risks)


def shown(office: Office, page: str) -> str:
    """The table of risks of a page."""
    answer = office.planner.client.get(page, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text.partition("Risks of the network that are treated")[2].partition("</table>")[0]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_measured_afterwards_stands_in_the_plan(paying: Office, page: str) -> None:
    """Flow 2: score and what is expected to remain are those of netops, and move with its measurements."""
    before = shown(paying, page)
    assert ("12 วงจรขัดข้องซ้ำ" in before, "วงจรสำรอง" in before, "is being treated" in before) == (True, True, True)
    netops_tells(paying, (RISK.model_copy(update={"score": 8}),))
    assert ">8<" in shown(paying, page).replace(" ", "")
    netops_tells(paying, ())
    assert "there no more" in shown(paying, page)


@pytest.mark.parametrize("page", PAGES)
def test_a_risk_whose_need_lost_its_money_is_marked(paying: Office, page: str) -> None:
    """Flow 9, also while netops has not heard of it yet, and when it alone says so."""
    risen = RISK.model_copy(update={"left_score": 12})
    netops_tells(paying, (risen,), NEED.model_copy(update={"state": "deferred"}))
    assert "put off for lack of money" in shown(paying, page)
    with transaction(paying.served.engine) as session:
        for row in paying.lines():
            row.is_over = row.need_id == 7
            session.merge(row)
    netops_tells(paying, (RISK,))
    assert "put off for lack of money" in shown(paying, page)


def test_the_quarterly_report_tells_it(paying: Office) -> None:
    assert paying.planner.post("/reports/1/1/report", REPORT).status_code == 303
    file = docx.Document(io.BytesIO(paying.planner.get("/reports/1/1/paper.docx").content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*cells, *(one.text for one in file.paragraphs)])
    assert "12 วงจรขัดข้องซ้ำ คะแนนขณะนี้ 12 คาดว่าจะเหลือ 4 (กำลังลดความเสี่ยง)" in said


def test_the_board_sees_it_in_what_is_laid_before_it(paying: Office) -> None:
    """The frozen content has the risks, and the book prints those first whose need was put off. Both are for everybody:
    which device of which school is weak stands in neither.
    """
    risks = (RISK, RiskRow(id=4, number=5, title="อุปกรณ์เก่า", score=9, level="high", left_score=9, state="treating"))
    netops_tells(paying, risks, NEED.model_copy(update={"state": "deferred", "risks": (3, 4)}))
    with reading(paying.served.engine) as session:
        key = session.exec(select(Plan)).one().key
        frozen = content(session, "5302", key)
    assert [(one["number"], one["left"], one["is_put_off"]) for one in frozen["risks"]] == [(5, 9, True), (12, 4, True)]
    version = Frozen(
        "5302", "annual", key, 1, "แผน", 2570, 2570, VersionState.SUBMITTED, "0" * 64, frozen, "สำนักงานสมมติ"
    )
    about = About(office="สำนักงานสมมติ", number="", made_on=AT.date())
    printed = fill(BOOK.shipped(), BOOK.fill(book_data(version), about)).model_dump_json()
    assert '"5"' in printed.partition("ความเสี่ยงของเครือข่ายที่แผนนี้ลด")[2]
    assert "อุปกรณ์เก่า" not in printed + str(frozen)
    assert "เลื่อนออกไปเพราะงบประมาณไม่พอ" in printed
