"""Before and after the year: the frame beside proposals, targets beside their path, evaluations with evidence."""

from __future__ import annotations

from typing import Final, Literal

import pytest
from sqlmodel import select

from contract.data.development_plan import AmountRow, ElementRow, FrameRow, PlanIndicatorRow, TargetRow
from planning.annual_plan import copied
from planning.annual_plan.models.following import Evaluation, FrameReview, YearTarget
from planning.annual_plan.money.frames import below_path
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep
from tests.planning.annual_plan.typing_in import PROJECT

EVALUATION = {
    "fiscal_year": "2570",
    "subject": "แผนปฏิบัติการประจำปี",
    "criteria": "บรรลุเป้าหมายร้อยละ 80",
    "score": "4",
    "most": "5",
    "evidence": "รายงานเลขที่ 1/2570",
    "judge": "คณะกรรมการติดตาม",
    "judged_on": "2026-10-05",
}


PATHS: Final[tuple[tuple[str, Literal["up", "down"], float], ...]] = (("k1", "up", 80), ("k2", "down", 5))


@pytest.fixture
def framed(office: Office) -> Office:
    """A frame of two projects in 2570, one of which is proposed; a project that no frame has."""
    engine = office.served.engine
    keep(engine, copied.ELEMENTS, [ElementRow(plan_key="p", key="s1", kind="strategy", text="กลยุทธ์ที่ 1")])
    frames = [
        FrameRow(
            plan_key="p",
            key=f"f{number}",
            title=f"กรอบ {number}",
            strategy_key="s1",
            amounts=(AmountRow(fiscal_year=2570, satang=10_000_000),),
        )
        for number in (1, 2)
    ]
    keep(engine, copied.FRAMES, frames)
    rows = [
        PlanIndicatorRow(
            plan_key="p",
            key=key,
            of_key="s1",
            code=key,
            name="ตัวชี้วัด",
            level="outcome",
            unit="ร้อยละ",
            direction=direction,
            targets=(TargetRow(fiscal_year=2570, value=value),),
        )
        for key, direction, value in PATHS
    ]
    keep(engine, copied.TARGETS, rows)
    assert office.planner.post("/projects/new", {**PROJECT, "frame_key": "f1"}).status_code == 303
    assert office.planner.post("/projects/new", {**PROJECT, "code": "002", "name": "นอกกรอบ"}).status_code == 303
    return office


@pytest.mark.requirement("P2-4.2")
def test_frame_and_proposals_stand_side_by_side_and_a_drop_needs_a_reason(framed: Office) -> None:
    it = framed.planner
    page = it.get("/frame?year=2570").text
    for text in ("กรอบ 1", "กรอบ 2", "001 โครงการสมมุติ", "002 นอกกรอบ", "not funded", "100,000.00"):
        assert text in page
    without = it.post("/projects/new", {**PROJECT, "code": "003", "strategy": ""})
    assert (without.status_code, "This is needed" in without.text) == (422, True)
    refused = it.post("/frame/f2?year=2570", {"decision": "drop", "reason": ""})
    assert (refused.status_code, "Say why: only what is kept needs no reason" in refused.text) == (422, True)
    assert it.post("/frame/f2?year=2570", {"decision": "keep"}).status_code == 422
    assert it.post("/frame/f2?year=2570", {"decision": "new", "reason": "ก"}).status_code == 422
    assert it.post("/frame/f2?year=2570", {"decision": "drop", "reason": "ไม่ได้รับงบประมาณ"}).status_code == 303
    assert it.post("/frame/f1?year=2570", {"decision": "change", "reason": "ลดวงเงิน"}).status_code == 303
    assert "ไม่ได้รับงบประมาณ" in it.get("/frame?year=2570").text
    assert it.get("/frame/unknown?year=2570").status_code == 404
    with reading(framed.served.engine) as session:
        found = {row.frame_key: row.decision.value for row in session.exec(select(FrameReview))}
    assert found == {"f1": "change", "f2": "drop"}


@pytest.mark.requirement("P2-4.3")
def test_a_target_below_the_path_needs_a_reason(framed: Office) -> None:
    it = framed.planner
    for key, value in (("k1", "79.9"), ("k2", "5.1")):
        refused = it.post(f"/targets/{key}?year=2570", {"value": value})
        assert (refused.status_code, "The five-year path says" in refused.text) == (422, True)
    for key, value in (("k1", "80"), ("k2", "4")):
        assert it.post(f"/targets/{key}?year=2570", {"value": value}).status_code == 303
    assert it.post("/targets/k1?year=2570", {"value": "70", "reason": "ผลปีก่อนต่ำ"}).status_code == 303
    assert "ผลปีก่อนต่ำ" in it.get("/targets?year=2570").text
    with reading(framed.served.engine) as session:
        found = {row.indicator_key: (row.value, row.path_value) for row in session.exec(select(YearTarget))}
    assert found == {"k1": (70, 80), "k2": (4, 5)}


def test_what_is_worse_depends_on_the_direction() -> None:
    assert [below_path("up", 1, 2), below_path("down", 1, 2), below_path("band", 1, 2)] == [True, False, True]
    assert [below_path("up", 1, None), below_path("band", 2, 2)] == [False, False]


@pytest.mark.requirement("I-5.2")
def test_an_evaluation_without_evidence_is_refused(office: Office) -> None:
    it = office.planner
    refused = it.post("/evaluations/new", {**EVALUATION, "evidence": " "})
    assert (refused.status_code, "An evaluation without evidence is none" in refused.text) == (422, True)
    assert it.post("/evaluations/new", {**EVALUATION, "score": "6"}).status_code == 422
    with reading(office.served.engine) as session:
        assert session.exec(select(Evaluation)).all() == []
    assert it.post("/evaluations/new", {**EVALUATION, "lesson": "ควรเริ่มไตรมาสแรก"}).status_code == 303
    page = it.get("/evaluations?year=2570").text
    assert ("ควรเริ่มไตรมาสแรก" in page, "4/5" in page, "คณะกรรมการติดตาม" in page) == (True, True, True)
