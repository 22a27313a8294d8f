"""Two plans, two committees: each is approved by its own and by no other; the rules stand at the gate."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from contract.data.registry import ReferenceRow
from planning.province.copied import REFERENCES
from planning.province.models.project import Project
from service.database import reading
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, FOUR_YEAR, Filled, Gate, copy
from tests.planning.province.test_plans import complete
from tests.planning.province.test_project_indicators import WORDS
from tests.planning.province.test_references import align
from tests.planning.served import Served

WHOLE = {
    "activity": "จัดค่ายการอ่าน",
    "objective": "อ่านออกเขียนได้",
    "output": "500 คน",
    **WORDS,
    "money_source": "งบ สพฐ.",
    "responsible": "กลุ่มนิเทศ",
    "amount_satang": "1000",
}


def annual_plan(filled: Filled) -> tuple[str, str, str]:
    """An annual plan under its line, with two projects of two agencies that overlap; its id and theirs."""
    development = filled.plan(DEVELOPMENT)
    strategy = filled.strategy(development)
    four_year = filled.plan(FOUR_YEAR, parent_id=development)
    annual = filled.plan(ANNUAL, parent_id=four_year)
    first, second = filled.agency("สพป. สมมติ เขต 2"), filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    frame = filled.project(four_year, first, "ยกระดับการอ่าน")
    more = {**WHOLE, "parent_id": frame, "strategy_id": strategy}
    one = filled.project(
        annual, first, "โครงการพัฒนาการอ่านออกเขียนได้", target_group="นักเรียน ป.1-ป.3", place="อำเภอฟากท่า", **more
    )
    two = filled.project(
        annual,
        second,
        "พัฒนา ทักษะ การอ่านออก เขียนได้",
        target_group="นักเรียนชั้น ป.๑ – ป.๓",
        place="อ.ฟากท่า",
        **{**more, "activity": "อบรมครูภาษาไทย"},
    )
    return annual, one, two


@pytest.mark.requirement("P3-4.3")
def test_the_development_plan_needs_a_resolution_and_an_edit_afterwards_opens_the_next_version(
    filled: Filled, province: Served
) -> None:
    """INV-A1 and INV-A2 for the development plan."""
    gate = Gate(filled.it, province.engine, complete(filled))
    assert gate.submit()[0] == 303
    assert gate.it.get(f"{gate.address}/1.pdf").content.startswith(b"%PDF")
    code, text = gate.approve()
    assert code == 409
    assert "There is no resolution about it yet" in text
    gate.decide("cluster_board")
    code, text = gate.approve()
    assert code == 409
    assert "does not decide this" in text
    assert (
        filled.it.post(f"/plans/{gate.plan}/tree/new", {"kind": "vision", "code": "2", "text": "x"}).status_code == 409
    )
    gate.decide("strategy_integration")
    assert gate.approve()[0] == 303
    assert (
        filled.it.post(f"/plans/{gate.plan}/tree/new", {"kind": "vision", "code": "2", "text": "x"}).status_code == 303
    )
    page = filled.it.get(gate.address).text
    assert "version 2" in page
    assert gate.approve()[0] == 409


@pytest.mark.requirement("P3-4.4")
def test_overlapping_projects_are_paired_and_the_wrong_committee_approves_nothing(
    filled: Filled, province: Served
) -> None:
    annual, one, two = annual_plan(filled)
    policy = ReferenceRow(key="policy", title="นโยบายกระทรวงศึกษาธิการ", seed_refs=("P3-7.5",))
    copy(province.engine, REFERENCES, [policy])
    other = filled.agency("สำนักงานสาธารณสุขจังหวัด", affiliation="other", kind="health")
    filled.project(annual, other, "ตรวจสุขภาพฟัน", target_group="ผู้สูงอายุ", place="อำเภอเมือง", **WHOLE, parent_id="1")
    gate = Gate(filled.it, province.engine, annual)
    page = filled.it.get(f"/plans/{annual}/overlaps").text
    assert re.findall(r'name="(?:first|second)_id" value="(\d+)"', page) == [one, two]
    for reason in ("same activity", "same target group", "same place"):
        assert reason in page
    assert "Nobody decided about the overlap" in gate.submit()[1]
    ruling = {"first_id": one, "second_id": two, "kind": "join", "reason": "จัดร่วมกัน"}
    assert filled.it.post(f"/plans/{annual}/overlaps", {**ruling, "second_id": "4"}).status_code == 422
    assert filled.it.post(f"/plans/{annual}/overlaps", ruling).status_code == 303
    filled.it.post(
        "/projects/4/edit",
        {
            **WHOLE,
            "title": "ตรวจสุขภาพฟัน",
            "agency_id": other,
            "parent_id": "1",
            "strategy_id": "4",
            "target_group": "ผู้สูงอายุ",
            "place": "อำเภอเมือง",
        },
    )
    with reading(province.engine) as session:
        keys = session.exec(select(Project.key).where(Project.plan_id == int(annual))).all()
    assert {align(filled.it, "project", key, "policy") for key in keys} == {303}
    code, text = gate.submit()
    assert code == 303, text
    gate.decide("strategy_integration")
    code, text = gate.approve()
    assert code == 409
    assert "does not decide this" in text
    gate.decide("cluster_board", is_quorate=False)
    assert gate.approve()[0] == 409
    gate.decide("cluster_board")
    assert gate.approve()[0] == 303


@pytest.mark.requirement("P3-7.11", "P3-7.12")
def test_both_rules_stand_at_the_gate_and_ask_for_their_fields(filled: Filled, province: Served) -> None:
    annual, one, _two = annual_plan(filled)
    gate = Gate(filled.it, province.engine, annual)
    at_gate = filled.it.get(gate.address).text
    for title in (
        "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการบริหารงบประมาณจังหวัดแบบบูรณาการ พ.ศ. 2549 (P3-7.11)",
        "ระเบียบกระทรวงศึกษาธิการว่าด้วยแผนพัฒนาการศึกษาระดับจังหวัดและกลุ่มจังหวัด พ.ศ. 2552 (P3-7.12)",
    ):
        assert title in at_gate
    assert at_gate.count("not compared with the text yet") == 2
    assert "Committee: strategy and integration committee of the cluster" in at_gate
    assert "Source of money" in at_gate

    said = {"title": "โครงการพัฒนาการอ่านออกเขียนได้", "agency_id": "1", "parent_id": "1", "amount_satang": "1000"}
    filled.it.post(f"/projects/{one}/edit", said)
    assert "lacks: Main activities, Objective" in gate.submit()[1]

    version = {"valid_from": "2026-11-01", "approver_province_annual": "cluster_board", "field_responsible": "yes"}
    assert filled.it.post("/rules/2549/new", {**version, "is_verified": "yes"}).status_code == 422
    checked = {**version, "is_verified": "yes", "note": "ข้อ 12"}
    assert filled.it.post("/rules/2549/new", checked).status_code == 303
    at_gate = filled.it.get(gate.address).text
    assert at_gate.count("not compared with the text yet") == 1
    assert "ข้อ 12" in at_gate
    lacks = "lacks: Objective, Responsible group, Target group, Area of work, Strategy of the province"
    assert lacks in gate.submit()[1]
    assert filled.it.get("/rules").text.count("<b>version 1</b>") == 2, "the earlier ones stay"


def test_everybody_reads_the_published_plan_and_nothing_before(filled: Filled, province: Served) -> None:
    """INV-A3."""
    gate = Gate(filled.it, province.engine, complete(filled))
    public = gate.address.replace("/versions", "/published")
    assert province.anonymous().get(public).status_code == 404
    gate.submit()
    gate.decide("strategy_integration")
    gate.approve()
    said = {"announcement": "12/2570", "released_on": "2026-11-21"}
    assert filled.it.post(f"{gate.address}/gate/publish", said).status_code == 303
    page = province.anonymous().get(public)
    assert page.status_code == 200
    assert "ข้อความ strategy 1" in page.text
    assert "ฟากท่า" in page.text
    assert province.anonymous().get(f"{public}.pdf").content.startswith(b"%PDF")
    assert province.anonymous().get(f"{public}.csv").status_code == 200
