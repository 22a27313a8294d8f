"""Runs of workflows: order, evidence, gates that nobody passes by, and the flow chart."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlmodel import col, select

from contract.planning import WorkMoved
from planning.kit.tables import EventOut
from planning.kit.visitor import Person, Visitor
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.served import Served

PDF = b"%PDF-1.7\n%%EOF\n"


def begin(it: Entered, book: str) -> str:
    """The address of a run about the book."""
    said = {"workflow": "book", "title": "แผนสมมติ", "subject_kind": "development", "subject_key": book}
    return it.post("/work/new", said).headers["location"]


def hand_in(it: Entered, run: str) -> int:
    form = {"kind": "notes", "taken_on": "2026-11-02", "csrf": it.csrf}
    files = {"file": ("notes.pdf", PDF, "application/pdf")}
    answer = it.client.post(f"{run}/evidence", data=form, files=files, headers={"origin": "http://testserver"})
    return answer.status_code


def planner() -> Visitor:
    return Visitor(Person(sub="7", username="x", role="planner", office_code="5302", office_name="x"), {})


def test_a_step_is_not_done_before_what_stands_before_it(tiny: Served, book: str) -> None:
    it = tiny.enter()
    run = begin(it, book)
    answer = it.post(f"{run}/steps/draft/done")
    assert answer.status_code == 409
    assert "It waits for: Study" in answer.text
    assert it.post(f"{run}/steps/study/done").status_code == 409
    assert hand_in(it, run) == 303
    assert it.post(f"{run}/steps/study/done").status_code == 303


def test_a_gate_is_never_left_out_and_opens_by_a_resolution(
    tiny: Served, book: str, decide: Callable[..., None]
) -> None:
    """INV-A4."""
    it = tiny.enter()
    run = begin(it, book)
    hand_in(it, run)
    it.post(f"{run}/steps/study/done")
    it.post(f"{run}/steps/draft/done")
    waiver = {"reason": "เร่งด่วน", "approver": "ผู้อำนวยการ"}
    answer = it.post(f"{run}/steps/approval/skip/managed", waiver)
    assert answer.status_code == 409
    assert "A gate cannot be left out" in answer.text
    assert it.post(f"{run}/steps/approval/done").status_code == 409
    it.post(f"/versions/development/{book}/submit")
    decide()
    it.post(f"/versions/development/{book}/gate/approve")
    shown = it.get(run).text
    assert re.search(r'st-up[^>]*data-step="approval"', shown)


def test_a_step_is_left_out_only_with_reason_and_approver(tiny: Served, book: str) -> None:
    """INV-A4."""
    it = tiny.enter()
    run = begin(it, book)
    assert it.post(f"{run}/steps/study/skip/managed", {"reason": "มีอยู่แล้ว"}).status_code == 422
    assert it.post(f"{run}/steps/study/skip/managed", {"approver": "ผู้อำนวยการ"}).status_code == 422
    said = {"reason": "มีอยู่แล้ว", "approver": "ผู้อำนวยการ"}
    assert it.post(f"{run}/steps/study/skip/managed", said).status_code == 303
    shown = it.get(run).text
    assert "ผู้อำนวยการ" in shown
    assert re.search(r'flow-today[^>]*data-step="draft"', shown)
    assert it.post(f"{run}/steps/study/undo", {"reason": "ผิดพลาด"}).status_code == 303
    assert re.search(r'flow-today[^>]*data-step="study"', it.get(run).text)


def told(tiny: Served) -> list[WorkMoved]:
    with reading(tiny.engine) as session:
        rows = session.exec(select(EventOut).where(EventOut.kind == "WorkMoved").order_by(col(EventOut.id)))
        return [WorkMoved.model_validate(row.data) for row in rows]


def test_what_is_due_is_told_when_it_becomes_another(tiny: Served, book: str) -> None:
    """So that everybody has one list; what changes no day is not told, and what was broken off is due no more."""
    it = tiny.enter()
    run = begin(it, book)
    hand_in(it, run)
    it.post(f"{run}/steps/study/begin")
    assert [[step.key for step in one.due] for one in told(tiny)] == [["study"]]
    first = told(tiny)[0]
    assert (first.title, first.path, first.office_code) == ("แผนสมมติ", run, "5302")
    assert (first.due[0].title_en, first.due[0].owner) == ("Study", "planner")
    it.post(f"{run}/steps/study/plan/managed", {"due_on": "2027-03-01"})
    assert told(tiny)[-1].due[0].due_on.isoformat() == "2027-03-01"
    it.post(f"{run}/steps/study/done")
    assert [step.key for step in told(tiny)[-1].due] == ["draft"]
    it.post(f"{run}/end", {"reason": "ยุติเรื่อง"})
    assert told(tiny)[-1].due == ()


def test_the_chart_has_a_box_for_each_step_with_owner_and_date(tiny: Served, book: str) -> None:
    it = tiny.enter()
    run = begin(it, book)
    shown = it.get(run).text
    assert len(re.findall(r"data-step=", shown)) == 4
    assert len(re.findall("flow-today", shown)) == 1
    assert shown.count("planner") >= 4
    assert shown.count("planned for") >= 3
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert it.get(f"{run}/chart.{form}").content.startswith(start)


def test_a_step_is_begun_sent_back_and_given_a_day(tiny: Served, book: str) -> None:
    it = tiny.enter()
    run = begin(it, book)
    assert it.post(f"{run}/steps/study/begin").status_code == 303
    assert "being done" in it.get(run).text
    assert it.post(f"{run}/steps/study/return/managed", {"reason": "ขาดข้อมูล"}).status_code == 303
    assert "ขาดข้อมูล" in it.get(run).text
    assert it.post(f"{run}/steps/study/plan/managed", {"due_on": "2000-01-01"}).status_code == 422
    assert it.post(f"{run}/steps/study/plan/managed", {"due_on": "2027-01-01"}).status_code == 303
    assert "1 Jan 2027" in it.get(run).text


def test_another_role_or_office_walks_nothing(tiny: Served, book: str) -> None:
    run = begin(tiny.enter(), book)
    assert tiny.enter("it").post(f"{run}/steps/study/begin").status_code == 422
    assert tiny.enter("viewer").post(f"{run}/steps/study/begin").status_code == 403
    assert tiny.enter(office_code="5303").get(run).status_code == 404


def test_two_runs_about_one_thing_are_not_begun(tiny: Served, book: str) -> None:
    it = tiny.enter()
    begin(it, book)
    said = {"workflow": "book", "title": "อีกครั้ง", "subject_kind": "development", "subject_key": book}
    assert it.post("/work/new", said).status_code == 409
    assert it.get(f"/work/about/development/{book}").status_code == 303
