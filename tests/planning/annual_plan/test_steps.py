"""The steps of the process as the manual orders them, walked through the pages of the annual plan."""

from __future__ import annotations

import re

import pytest

from planning.annual_plan.declared import SHARED, WORKFLOW
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_plan import key_of
from tests.planning.annual_plan.typing_in import PROJECT

PDF = b"%PDF-1.7\n%%EOF\n"
SKIP = {"reason": "ใช้ผลการศึกษาเดิม", "approver": "ผู้อำนวยการ"}


@pytest.fixture
def run(office: Office) -> str:
    """The address of a run about the plan of the year."""
    office.planner.post("/projects/new", PROJECT)
    said = {"workflow": WORKFLOW, "title": "แผน 2570", "subject_kind": "annual", "subject_key": key_of(office)}
    return office.planner.post("/work/new", said).headers["location"]


def hand_in(office: Office, run: str, kind: str) -> None:
    form = {"kind": kind, "taken_on": "2026-11-02", "csrf": office.planner.csrf}
    files = {"file": (f"{kind}.pdf", PDF, "application/pdf")}
    answer = office.planner.client.post(
        f"{run}/evidence", data=form, files=files, headers={"origin": "http://testserver"}
    )
    assert answer.status_code == 303


@pytest.mark.requirement("P2-3")
def test_steps_keep_their_order_and_are_left_out_only_with_reason_and_approver(office: Office, run: str) -> None:
    """INV-A4: the gate is never left out."""
    it = office.planner
    for step in ("review", "targets", "detail", "publish", "execute", "follow-up"):
        assert it.post(f"{run}/steps/{step}/done").status_code == 409, step
    assert it.post(f"{run}/steps/study/done").status_code == 409
    hand_in(office, run, "allocation")
    assert it.post(f"{run}/steps/study/done").status_code == 303
    assert it.post(f"{run}/steps/review/skip/managed", {"reason": "ก"}).status_code == 422
    assert it.post(f"{run}/steps/review/skip/managed", {"approver": "ข"}).status_code == 422
    assert it.post(f"{run}/steps/review/skip/managed", SKIP).status_code == 303
    assert it.post(f"{run}/steps/targets/skip/managed", SKIP).status_code == 303
    assert it.post(f"{run}/steps/detail/skip/managed", SKIP).status_code == 303
    answer = it.post(f"{run}/steps/approval/skip/managed", SKIP)
    assert (answer.status_code, "A gate cannot be left out" in answer.text) == (409, True)


@pytest.mark.requirement("P2-5")
def test_the_chart_is_drawn_from_the_definition(office: Office, run: str) -> None:
    assert SHARED.workflows is not None
    steps = SHARED.workflows.find(WORKFLOW).steps
    assert [step.seed for step in steps] == [f"P2-4.{number}" for number in range(1, 10)]
    shown = office.planner.get(run).text
    assert len(re.findall("data-step=", shown)) == len(steps)
    assert re.search(r'flow-today[^>]*data-step="study"', shown)
    assert shown.count("planned for") >= len(steps) - 1
    assert shown.count("planner") >= len(steps)
    assert office.planner.get(f"{run}/chart.pdf").content.startswith(b"%PDF")
