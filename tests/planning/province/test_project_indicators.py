"""Indicators of the province's projects: of the registry, or in words with all that makes them one (INV-C2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import select

from contract.data.province import SharedProjectRow
from contract.data.registry import IndicatorRow
from planning.plans.declared import Frozen
from planning.province import copied
from planning.province.acting import on_behalf
from planning.province.giving import give_shared
from planning.province.models.plan import Plan
from planning.province.models.project import Project
from planning.province.project_list import read_projects
from planning.province.store.content import content_of
from planning.province.subjects import SUBJECTS
from service.database import reading, transaction
from tests.planning.province.filled import ANNUAL, Filled, copy, text_of
from tests.planning.served import Served

WORDS = {
    "indicators.0.name": "นักเรียนที่อ่านออก",
    "indicators.0.unit": "ร้อยละ",
    "indicators.0.direction": "up",
    "indicators.0.source": "ผลการประเมิน",
    "indicators.0.baseline": "๘๒",
    "indicators.0.target": "90",
}
KNOWN = IndicatorRow(
    key="k1", code="ตช.1", name="อัตราออกกลางคัน", unit="ร้อยละ", direction="down", source="DMC", baseline=2
)


def of_a_project(filled: Filled, **typed: str) -> str:
    return filled.project(filled.plan(ANNUAL), filled.agency("สพป. สมมติ เขต 2"), "ค่ายการอ่าน", **typed)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unit": ""}, "This is needed"),
        ({"direction": ""}, "This is needed"),
        ({"source": " "}, "This is needed"),
        ({"baseline": ""}, "A baseline is needed, or the reason why nothing was measured yet"),
        ({"no_baseline": "ยังไม่วัด"}, "There is a baseline"),
        ({"direction": "band"}, "A band has two ends"),
        ({"key": "unknown"}, "This indicator is not known here"),
    ],
)
def test_an_indicator_of_a_project_is_whole_or_refused_at_its_field(
    filled: Filled, change: Mapping[str, str], reason: str
) -> None:
    """When it is typed in and when it is edited; free wording alone is none."""
    project = of_a_project(filled, **WORDS)
    wrong = {**WORDS, **{f"indicators.0.{name}": value for name, value in change.items()}}
    form = {"title": "ค่ายการอ่าน", "agency_id": "1", **wrong}
    for path in (f"/projects/{project}/edit", "/plans/1/projects/new"):
        answer = filled.it.post(path, form)
        assert (answer.status_code, reason in answer.text) == (422, True), path
    assert filled.it.post("/plans/1/projects/new", {**form, "indicator": "ร้อยละ 90"}).status_code == 422
    page = filled.it.get(f"/projects/{project}").text
    assert ("นักเรียนที่อ่านออก" in page, "ผลการประเมิน" in page) == (True, True)


@pytest.mark.requirement("P3-4.4", "P3-2.1")
def test_one_of_the_registry_is_chosen_and_told_everywhere_as_it_is_there(filled: Filled, province: Served) -> None:
    """Form, page, paper, open data, dataset: with the unit, direction, source and baseline of the registry."""
    copy(province.engine, copied.INDICATORS, [KNOWN])
    project = of_a_project(
        filled, amount_satang="1000", **WORDS, **{"indicators.1.key": "k1", "indicators.1.target": "1"}
    )
    partner = filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    brings = {"agency_id": partner, "kind": "money", "amount_satang": "400"}
    assert filled.it.post(f"/projects/{project}/contributions/new", brings).status_code == 303
    form = filled.it.get(f"/projects/{project}/edit").text
    assert '<option value="k1" selected>ตช.1 อัตราออกกลางคัน (ร้อยละ)' in form
    page = filled.it.get(f"/projects/{project}").text
    assert ("ตช.1 อัตราออกกลางคัน" in page, "less is better" in page, "DMC" in page) == (True, True, True)
    made = filled.it.post("/plans/1/paper")
    printed = " ".join(text_of(filled.it.get(f"{made.headers['location']}/paper.docx").content).split())
    for said in ("ตช.1", "อัตราออกกลางคัน", "ยิ่งน้อยยิ่งดี", "ค่าฐาน 82", "DMC"):
        assert said in printed, said
    with reading(province.engine) as session:
        plan = session.exec(select(Plan)).one()
        content = content_of(session, on_behalf("5302"), plan).model_dump(mode="json", exclude={"office"})
        given = SharedProjectRow.model_validate(give_shared(session, "5302").rows[0]).indicators
    frozen = Frozen.__new__(Frozen)  # only what the tables read of it
    object.__setattr__(frozen, "content", content)
    object.__setattr__(frozen, "office_name", "สำนักงานสมมติ")
    tables = SUBJECTS[plan.kind].tables
    assert tables is not None
    sheet = next(one for one in tables(frozen) if one.name == "project_indicators")
    rows = [dict(zip(sheet.titles, row, strict=True)) for row in sheet.rows]
    assert [(one["indicator"], one["direction"], one["baseline"]) for one in rows] == [
        ("นักเรียนที่อ่านออก", "up", 82.0),
        ("ตช.1 อัตราออกกลางคัน", "down", 2.0),
    ]
    assert [(one.key, one.unit, one.target) for one in given] == [("", "ร้อยละ", "90"), ("k1", "ร้อยละ", "1")]


def test_what_was_written_in_words_before_keeps_the_plan_from_its_board_until_it_is_described(
    filled: Filled, province: Served
) -> None:
    project = of_a_project(filled)
    with transaction(province.engine) as session:
        session.exec(select(Project)).one().indicator = "ร้อยละ 90 ผ่านเกณฑ์"
    assert "Written in words only: ร้อยละ 90 ผ่านเกณฑ์" in filled.it.get(f"/projects/{project}").text
    lacking = "unit, direction, source or baseline is missing of: ร้อยละ 90 ผ่านเกณฑ์"
    assert lacking in filled.it.get("/plans/1").text
    form = filled.it.get(f"/projects/{project}/edit").text
    assert 'value="ร้อยละ 90 ผ่านเกณฑ์"' in form, "it begins the first row"
    given = {"title": "ค่ายการอ่าน", "agency_id": "1", **WORDS}
    assert filled.it.post(f"/projects/{project}/edit", given).status_code == 303
    assert lacking not in filled.it.get("/plans/1").text
    assert "Written in words only" not in filled.it.get(f"/projects/{project}").text


HEAD = "โครงการ,งบประมาณ,ตัวชี้วัด,หน่วยนับ,ทิศทาง,แหล่งข้อมูล,ค่าฐาน,ค่าเป้าหมาย\n"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("ก,100,อ่านออก,,ยิ่งมากยิ่งดี,ทะเบียน,82,90\n", (2, "หน่วยนับ", "This is needed")),
        ("ก,100,อ่านออก,ร้อยละ,ดี,ทะเบียน,82,90\n", (2, "ทิศทาง", "One of: 'up', 'down' or 'band'")),
        ("ก,100,อ่านออก,ร้อยละ,ยิ่งมากยิ่งดี,ทะเบียน,,90\n", (2, "ค่าฐาน", "A baseline is needed, or the reason why")),
        ("ก,100,อ่านออก,ร้อยละ,ยิ่งมากยิ่งดี,ทะเบียน,82,90\n", None),
        ("ก,100,,,,,,\n", None),
    ],
)
def test_the_list_of_an_agency_brings_no_indicator_that_is_none(line: str, wrong: tuple[int, str, str] | None) -> None:
    """Row, column and reason."""
    found = read_projects((HEAD + line).encode())
    said: list[Any] = [(one.row, one.column, one.problem.text()) for one in found.problems]
    if wrong is None:
        assert said == []
        kept = found.projects[0]["indicators"]
        assert [(one["name"], one["direction"], one["baseline"]) for one in kept] == (
            [("อ่านออก", "up", 82.0)] if "อ่านออก" in line else []
        )
        return
    ((row, column, reason),) = said
    assert (row, column, reason.startswith(wrong[2])) == (wrong[0], wrong[1], True)
