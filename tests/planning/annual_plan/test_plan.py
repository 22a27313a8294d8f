"""The plan as one whole: frozen, approved by the right committee, published exactly so, with open data that agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from contract.planning import ResolutionRecorded
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Project
from planning.annual_plan.part import MORE
from planning.annual_plan.terms import ProjectState
from planning.plans.models.pointing import Alignment
from planning.plans.models.version import Version
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import references
from tests.planning.annual_plan.test_allocations import told
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT

SAID = {"announcement": "12/2570", "released_on": "2026-11-21"}


@pytest.fixture
def planned(office: Office) -> Office:
    """A plan of one project that nobody approved yet; one of its lines pays for a need of netops."""
    it = office.planner
    it.post("/allocations/new", NOTICE)
    more = {"notice_no": "2", "letter_no": "2", "budget_type": "investment", "amount_satang": "5000"}
    it.post("/allocations/new", {**NOTICE, **more})
    it.post("/projects/new", PROJECT)
    money = {**MONEY, "lines.1.need_id": "7", "lines.1.spec_id": "3"}
    assert it.post("/projects/1/money", money).status_code == 303
    references(office.served.engine)
    assert align(office, "new1-1") == 303
    return office


def align(office: Office, *nodes: str) -> int:
    """The project serves these policies."""
    with reading(office.served.engine) as session:
        key = session.exec(select(Project)).one().key
    form = {"csrf": office.planner.csrf, "nodes": list(nodes)}
    answer = office.planner.client.post(f"/alignment/project/{key}", data=form, headers={"origin": "http://testserver"})
    return answer.status_code


def key_of(office: Office) -> str:
    with reading(office.served.engine) as session:
        return session.exec(select(Plan)).one().key


def decide(office: Office, **said: object) -> None:
    """The registry tells what a committee decided; what is not said is as it should be."""
    with reading(office.served.engine) as session:
        row = session.exec(select(Version).order_by(Version.id)).all()[-1]  # type: ignore[arg-type]
    given: Mapping[str, Any] = {
        "office_code": "5302",
        "resolution_key": uuid4().hex,
        "committee_kind": "esao_board",
        "committee_name": "คณะกรรมการเขตพื้นที่การศึกษา",
        "meeting": "ครั้งที่ 1/2570",
        "held_on": date(2026, 11, 20),
        "is_quorate": True,
        "service": "annual_plan",
        "subject_kind": "annual",
        "subject_key": row.subject_key,
        "sha256": row.sha256,
        "verdict": "approve",
        **said,
    }
    with transaction(office.served.engine) as session:
        MORE.handlers["ResolutionRecorded"](session, ResolutionRecorded.model_validate(given), utc_now())


def approve(office: Office, key: str) -> None:
    assert office.planner.post(f"/versions/annual/{key}/submit").status_code == 303
    decide(office)
    assert office.planner.post(f"/versions/annual/{key}/gate/approve").status_code == 303


@pytest.mark.requirement("P2-4.5")
def test_a_plan_is_approved_by_a_resolution_on_exactly_this_version(planned: Office) -> None:
    """INV-A1, INV-A2: without a resolution, or by another committee, nothing; an edit afterwards opens version 2 that
    nobody approved. Approval lets projects spend and tells the project and the need that it pays for.
    """
    it, key = planned.planner, key_of(planned)
    assert it.post("/lines/1/ask", {}).status_code == 422
    assert it.post(f"/versions/annual/{key}/submit").status_code == 303
    assert it.get(f"/versions/annual/{key}/1.pdf").content.startswith(b"%PDF")
    assert it.post(f"/versions/annual/{key}/gate/approve").status_code == 409
    decide(planned, committee_kind="provincial_board")
    assert it.post(f"/versions/annual/{key}/gate/approve").status_code == 409
    assert "lies before the committee" in it.post("/projects/1/edit", {**PROJECT, "name": "อื่น"}).text
    decide(planned)
    assert it.post(f"/versions/annual/{key}/gate/approve").status_code == 303
    need = told(planned, "NeedBudgeted")[0]
    assert (need["need_id"], need["spec_id"], need["amount_satang"]) == (7, 3, 500_000)
    assert need["line_key"] == planned.lines()[1].key
    assert told(planned, "ProjectApproved")[0]["amount_satang"] == 1_500_000
    with reading(planned.served.engine) as session:
        assert session.exec(select(Project)).one().state is ProjectState.APPROVED
    assert it.post("/projects/new", {**PROJECT, "code": "002"}).status_code == 303
    with reading(planned.served.engine) as session:
        rows = session.exec(select(Version).order_by(Version.number)).all()  # type: ignore[arg-type]
    assert [(one.number, one.state.value) for one in rows] == [(1, "approved"), (2, "draft")]


@pytest.mark.requirement("P2-4.6")
def test_everybody_reads_the_approved_plan_and_open_data_make_its_total(planned: Office) -> None:
    """INV-A3; and the schools without receipt are listed."""
    it, key = planned.planner, key_of(planned)
    assert it.post(f"/versions/annual/{key}/gate/publish", SAID).status_code == 409
    approve(planned, key)
    assert planned.served.anonymous().get(f"/published/annual/{key}").status_code == 404
    assert it.post(f"/versions/annual/{key}/gate/publish", SAID).status_code == 303
    it.post("/projects/new", {**PROJECT, "code": "002", "name": "โครงการภายหลัง"})
    anybody = planned.served.anonymous()
    page = anybody.get(f"/published/annual/{key}").text
    assert ("โครงการสมมุติ" in page, "15,000.00" in page, "โครงการภายหลัง" in page) == (True, True, False)
    assert anybody.get(f"/published/annual/{key}.pdf").content.startswith(b"%PDF")
    json = anybody.get(f"/published/annual/{key}.json").json()
    assert json["content"]["total_satang"] == 1_500_000
    rows = list(csv.reader(io.StringIO(anybody.get(f"/published/annual/{key}.csv").content.decode("utf-8-sig"))))
    assert sum(float(row[-1]) for row in rows[1:2]) == 15_000
    assert sum(one["amount_satang"] for one in json["content"]["projects"]) == 1_500_000
    assert sum(line["amount_satang"] for one in json["content"]["projects"] for line in one["lines"]) == 1_500_000
    assert it.get(f"/published/annual/{key}/receipts").status_code == 200


def test_a_plan_that_lacks_something_is_not_submitted(office: Office) -> None:
    """INV-B1, INV-C1: everything at once, by code of project."""
    it = office.planner
    it.post("/projects/new", PROJECT)
    it.post("/projects/new", {**PROJECT, "code": "002"})
    answer = it.post(f"/versions/annual/{key_of(office)}/submit")
    assert answer.status_code == 422
    for code in ("001", "002"):
        assert f"Project {code} has no budget line" in answer.text
        assert f"Project {code} serves no policy" in answer.text
    assert "Project 001 has no budget line" in it.get(f"/plan/{key_of(office)}").text


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param("P2-7.1", marks=pytest.mark.requirement("P2-7.1")),
        pytest.param("P2-7.2", marks=pytest.mark.requirement("P2-7.2")),
        pytest.param("P2-7.3", marks=pytest.mark.requirement("P2-7.3")),
        pytest.param("P2-7.4", marks=pytest.mark.requirement("P2-7.4")),
        pytest.param("P2-7.5", marks=pytest.mark.requirement("P2-7.5")),
        pytest.param("P2-7.6", marks=pytest.mark.requirement("P2-7.6")),
        pytest.param("P2-7.7", marks=pytest.mark.requirement("P2-7.7")),
        pytest.param("P2-7.8", marks=pytest.mark.requirement("P2-7.8")),
        pytest.param("P2-7.9", marks=pytest.mark.requirement("P2-7.9")),
        pytest.param("P2-7.10", marks=pytest.mark.requirement("P2-7.10")),
    ],
)
def test_a_reference_is_opened_from_a_project_and_judged_by_the_year_of_its_plan(planned: Office, seed: str) -> None:
    """The title of the manual unchanged; flagged as expired beside the successor that holds in 2570."""
    number = seed.removeprefix("P2-7.")
    assert align(planned, f"old{number}-1", f"new{number}-1") == 303
    page = planned.planner.get("/projects/1").text
    assert f'href="/references/old{number}?year=2570"' in page
    assert f'href="/references/new{number}?year=2570"' in page
    old, new = (page.partition(f"{word} {seed}")[2].partition("</tr>")[0] for word in ("ข้อเดิม", "ข้อใหม่"))
    assert ("expired" in old, f"แผนปัจจุบัน {seed}" in old) == (True, True)
    assert ("expired" in new, "bg-green-lt" in new) == (False, True)
    opened = planned.planner.get(f"/references/old{number}?year=2570").text
    assert (f"แผนเดิม {seed}" in opened, "โครงการสมมุติ" in opened) == (True, True)
    assert seed in planned.planner.get("/references?year=2570").text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_papers_are_made_of_what_is_there(approved: Office, form: str) -> None:
    it = approved.planner
    ask = {"on": "2026-11-01", "number": "1", "asked": "pay", "amount_satang": "10"}
    move = {"on": "2026-11-20", "giver": "1", "taker": "2", "amount_satang": "10", "approved_by": "ผอ.", "note": "ก"}
    report = {"progress": "doing", "percent": "4", "actuals.0.key": "ร้อยละของโรงเรียน", "actuals.0.value": "5"}
    assert it.post("/lines/1/ask", ask).status_code == 303
    assert it.post("/transfers/new", move).status_code == 303
    assert it.post("/reports/1/1/report", report).status_code == 303
    begins = {"pdf": b"%PDF", "docx": b"PK"}[form]
    for path in ("projects/1/form", "projects/1/quarters", "entries/1/paper", "entries/2/paper", "reports/1/1/paper"):
        answer = it.get(f"/{path}.{form}")
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins), path
    assert it.get("/projects/1/form.exe").status_code == 404


@pytest.mark.requirement("P2-6")
def test_every_form_of_the_process_is_handed_out_blank_and_filled(approved: Office) -> None:
    """Project form, quarter plan, request, transfer, quarterly report: blank from the page of forms, and filled."""
    it = approved.planner
    page = it.get("/paper-templates").text
    for kind in ("project_form", "quarter_plan", "payment_request", "transfer", "quarter_report"):
        assert kind in page
        for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            blank = it.get(f"/paper-templates/{kind}/blank.{form}")
            assert (blank.status_code, blank.content[: len(begins)]) == (200, begins), kind
    test_papers_are_made_of_what_is_there(approved, "pdf")


@pytest.mark.requirement("I-2")
def test_a_plan_with_a_strategy_that_serves_no_policy_is_not_submitted(planned: Office) -> None:
    """The matrix of alignment shows the empty row, and the plan passes when it is filled."""
    it, key = planned.planner, key_of(planned)
    assert align(planned) == 422
    with transaction(planned.served.engine) as session:
        for row in session.exec(select(Alignment)):
            session.delete(row)
    matrix = it.get("/references/alignment.csv").content.decode("utf-8-sig").splitlines()
    assert [("001 โครงการสมมุติ" in line, "not aligned yet" in line) for line in matrix[1:]] == [(True, True)]
    refused = it.post(f"/versions/annual/{key}/submit")
    assert (refused.status_code, "Project 001 serves no policy" in refused.text) == (422, True)
    assert align(planned, "new5-1") == 303
    assert "ข้อใหม่ P2-7.5" in it.get("/references/alignment.csv").content.decode("utf-8-sig")
    assert it.post(f"/versions/annual/{key}/submit").status_code == 303
