"""Evidence is a file: looked at, handed out as a download, withdrawn with a reason, never the last one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import httpx2 as httpx
import pytest
from sqlmodel import select

from planning.annual_plan.models.following import Evaluation, Proof, QuarterReport
from planning.kit.tables import AuditEntry
from service.database import reading
from service.filetypes import MOST_BYTES
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_reports import LAST_YEAR, REPORT, past
from tests.planning.annual_plan.test_reviewing import EVALUATION
from tests.planning.entering import Entered

PDF = b"%PDF-1.7\n%%EOF\n"
DONE = {**REPORT, "progress": "done", "percent": "100"}
__all__ = ["past"]


def hand_in(
    it: Entered, url: str, form: Mapping[str, str], name: str = "ภาพกิจกรรม.pdf", data: bytes = PDF
) -> httpx.Response:
    files = {"file": (name, data, "application/pdf")}
    headers = {"origin": "http://testserver"}
    return it.client.post(url, data={**form, "csrf": it.csrf}, files=files, headers=headers)


def kept(office: Office) -> list[Proof]:
    with reading(office.served.engine) as session:
        return list(session.exec(select(Proof).order_by(Proof.id)))  # type: ignore[arg-type]


@pytest.mark.requirement("P2-4.9")
def test_a_project_is_carried_out_with_a_file_as_its_evidence(past: Office) -> None:
    it = past.planner
    assert it.post("/reports/1/1/report", DONE).status_code == 422
    assert hand_in(it, "/reports/1/1/report", DONE).status_code == 303
    page = it.get("/reports/1").text
    assert ("ภาพกิจกรรม.pdf" in page, 'href="/reports/1/1/evidence/1"' in page) == (True, True)
    answer = it.get("/reports/1/1/evidence/1")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert it.get("/reports/1/2/evidence/1").status_code == 404
    folder = past.served.app.state.settings.folder_of("annual_plan") / "uploads"
    assert [one.read_bytes() for one in folder.rglob("*") if one.is_file()] == [PDF]


def test_the_only_evidence_of_what_is_carried_out_is_not_withdrawn(past: Office) -> None:
    it = past.planner
    hand_in(it, "/reports/1/1/report", DONE)
    only = it.post("/reports/1/1/evidence/1/withdraw", {"reason": "ไฟล์ผิด"})
    assert (only.status_code, "This is the only evidence" in only.text) == (422, True)
    assert hand_in(it, "/reports/1/1/evidence", {}, "ใหม่.pdf").status_code == 303
    assert it.post("/reports/1/1/evidence/1/withdraw", {"reason": " "}).status_code == 422
    assert it.post("/reports/1/1/evidence/1/withdraw", {"reason": "ไฟล์ผิด"}).status_code == 303
    again = it.post("/reports/1/1/evidence/1/withdraw", {"reason": "ไฟล์ผิด"})
    assert (again.status_code, "This document was withdrawn already" in again.text) == (422, True)
    assert "withdrawn: ไฟล์ผิด" in it.get("/reports/1").text
    assert it.get("/reports/1/1/evidence/1").content == PDF
    with reading(past.served.engine) as session:
        acts = [one.action for one in session.exec(select(AuditEntry)) if one.action.startswith("proof.")]
    assert acts == ["proof.added", "proof.added", "proof.withdrawn"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("ภาพ.pdf", b"<html><script>alert(1)</script>", "A PDF, JPEG, PNG, DOCX or XLSX without macros is needed"),
        ("ภาพ.exe", PDF, "The file is a PDF, but its name ends otherwise"),
        ("ใหญ่.pdf", b"%PDF-1.7\n" + b"0" * MOST_BYTES + b"%%EOF", "A file has at most 20 MB"),
        ("", b"", "Choose a file"),
        ("ว่าง.pdf", b"", "Choose a file"),
    ],
)
def test_what_is_no_evidence_is_refused(past: Office, name: str, data: bytes, reason: str) -> None:
    it = past.planner
    assert it.post("/reports/1/1/report", REPORT).status_code == 303
    answer = hand_in(it, "/reports/1/1/evidence", {}, name, data)
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert kept(past) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\ก.pdf", "ก.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ('a"; filename="b.pdf', None),
    ],
)
def test_a_hostile_name_is_neither_a_path_nor_a_script(past: Office, given: str, shown: str | None) -> None:
    it = past.planner
    it.post("/reports/1/1/report", REPORT)
    assert hand_in(it, "/reports/1/1/evidence", {}, given).status_code == 303
    [row] = kept(past)
    assert not set('<>:"|?*/\\') & set(row.name)
    assert shown is None or row.name == shown
    assert "<script>alert" not in it.get("/reports/1").text
    header = it.get("/reports/1/1/evidence/1").headers["content-disposition"]
    assert (header.count('"'), "\n" in header) == (2, False)


def test_a_closed_quarter_takes_no_file_and_gives_none_up(past: Office) -> None:
    it = past.planner
    hand_in(it, "/reports/1/1/report", REPORT)
    assert it.post("/quarters/close", {"year": str(LAST_YEAR.era), "quarter": "1"}).status_code == 303
    for answer in (
        hand_in(it, "/reports/1/1/evidence", {}),
        it.post("/reports/1/1/evidence/1/withdraw", {"reason": "ก"}),
    ):
        assert (answer.status_code, "This quarter is closed" in answer.text) == (422, True)


def test_evidence_is_of_the_office_and_written_by_who_may(past: Office) -> None:
    hand_in(past.planner, "/reports/1/1/report", REPORT)
    assert past.enter("viewer").get("/reports/1/1/evidence/1").status_code == 200
    assert hand_in(past.enter("viewer"), "/reports/1/1/evidence", {}).status_code == 403
    stranger = past.enter("planner", office_code="9999")
    assert stranger.get("/reports/1/1/evidence/1").status_code == 404
    assert hand_in(stranger, "/reports/1/1/evidence", {}).status_code == 404
    assert past.enter("school", school_code="53020001").get("/reports/1/1/evidence/1").status_code == 403


@pytest.mark.requirement("I-5.2")
def test_an_evaluation_is_proved_by_a_file(office: Office) -> None:
    it, bare = office.planner, {**EVALUATION, "evidence": ""}
    refused = it.post("/evaluations/new", bare)
    assert (refused.status_code, "An evaluation without evidence is none" in refused.text) == (422, True)
    with reading(office.served.engine) as session:
        assert session.exec(select(Evaluation)).all() == []
    assert hand_in(it, "/evaluations/new", bare, "ผลประเมิน.pdf").headers["location"].startswith("/evaluations/1")
    assert "Files: 1" in it.get("/evaluations?year=2570").text
    page = it.get("/evaluations/1").text
    assert ("ผลประเมิน.pdf" in page, "without evidence" in page) == (True, False)
    assert it.get("/evaluations/1/evidence/1").content == PDF
    assert it.post("/evaluations/1/evidence/1/withdraw", {"reason": "ก"}).status_code == 422
    assert hand_in(it, "/evaluations/1/evidence", {}, "สอง.pdf").status_code == 303
    assert it.post("/evaluations/1/evidence/1/withdraw", {"reason": "ก"}).status_code == 303
    assert it.get("/evaluations/2").status_code == 404


def test_the_paper_of_a_report_names_its_files(past: Office) -> None:
    hand_in(past.planner, "/reports/1/1/report", {**REPORT, "evidence": "รายงานที่ 1"})
    answer = past.planner.get("/reports/1/1/paper.docx")
    with ZipFile(BytesIO(answer.content)) as archive:
        text = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    assert "รายงานที่ 1, ภาพกิจกรรม.pdf" in text


def test_a_second_report_of_a_page_that_is_old_is_told(past: Office) -> None:
    """Two people opened the form before either saved."""
    it = past.planner
    assert it.post("/reports/1/1/report", {**REPORT, "version": "0"}).status_code == 303
    late = it.post("/reports/1/1/report", {**REPORT, "version": "0", "percent": "90"})
    assert (late.status_code, "Somebody changed this report meanwhile" in late.text) == (422, True)
    assert 'name="version" value="0"' not in it.get("/reports/1").text.split("Report of quarter 2")[0]
    assert it.post("/reports/1/1/report", {**REPORT, "version": "1", "percent": "90"}).status_code == 303
    with reading(past.served.engine) as session:
        assert session.exec(select(QuarterReport)).one().percent == 90
