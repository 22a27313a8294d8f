"""Kinds of plans and how they hang together; a plan is refused before its committee until nothing is missing."""

from __future__ import annotations

from datetime import date

import pytest

from contract.data.registry import AgeRow, CountRow, SchoolRow, VillageRow
from contract.data.school_network import AccessRow
from planning.province.copied import ACCESS, COUNTS, SCHOOLS, VILLAGES
from planning.province.kinds import PlanKind, fits_years
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, FOUR_YEAR, Filled, Gate, copy
from tests.planning.served import Served


def equity(filled: Filled, plan: str, district: str) -> None:
    """All four figures of a district."""
    for at, measure in enumerate(("school_age", "enrolled", "out_of_school", "under_served")):
        typed = {
            "district": district,
            "measure": measure,
            "value": str(100 - at),
            "source": "ทะเบียน",
            "as_of": "2026-06-10",
        }
        assert filled.it.post(f"/plans/{plan}/situation/equity/new", typed).status_code == 303


def complete(filled: Filled) -> str:
    """A development plan of which nothing is missing."""
    plan = filled.plan(DEVELOPMENT)
    it = filled.it
    filled.strategy(plan)
    it.post("/sectors/new", {"name": "ภาคเอกชน", "is_required": "yes"})
    it.post(f"/plans/{plan}/situation/district/new", {"name": "ฟากท่า"})
    equity(filled, plan, "ฟากท่า")
    quality = {
        "district": "ฟากท่า",
        "name": "ผลการทดสอบระดับชาติ",
        "academic_year": "2568",
        "value": "45.5",
        "unit": "คะแนน",
        "source": "สทศ.",
        "as_of": "2026-03-31",
    }
    assert it.post(f"/plans/{plan}/situation/quality/new", quality).status_code == 303
    voice = {"sector_id": "1", "channel": "meeting", "heard_on": "2026-10-05", "persons": "40", "said": "ขยายโอกาส"}
    assert it.post(f"/plans/{plan}/voices/new", voice).status_code == 303
    return plan


@pytest.mark.requirement("P3-4.2", "P3-2.1")
def test_a_plan_is_refused_until_every_sector_was_heard_and_every_district_is_in_the_table(
    filled: Filled, province: Served
) -> None:
    it = filled.it
    plan = filled.plan(DEVELOPMENT)
    gate = Gate(it, province.engine, plan)
    strategy = filled.strategy(plan)
    for name in ("ภาคเอกชน", "ภาคประชาสังคม"):
        it.post("/sectors/new", {"name": name, "is_required": "yes"})
    for name in ("ฟากท่า", "น้ำปาด"):
        it.post(f"/plans/{plan}/situation/district/new", {"name": name})
    equity(filled, plan, "ฟากท่า")
    voice = {"sector_id": "1", "channel": "meeting", "heard_on": "2026-10-05", "persons": "40", "said": "ขยายโอกาส"}
    it.post(f"/plans/{plan}/voices/new", voice)

    code, text = gate.submit()
    assert code == 422
    assert "Nothing was heard of the sector ภาคประชาสังคม" in text
    assert "Nothing was heard of the sector ภาคเอกชน" not in text
    assert "District น้ำปาด lacks: school-age population, enrolled, out of school, under-served villages" in text
    assert "District ฟากท่า lacks" not in text

    it.post(f"/plans/{plan}/voices/new", {**voice, "sector_id": "2", "channel": "online"})
    equity(filled, plan, "น้ำปาด")
    assert "The table of quality is empty" in gate.submit()[1]
    quality = {"district": "น้ำปาด", "name": "NT", "academic_year": "2568", "value": "50", "unit": "คะแนน"}
    it.post(f"/plans/{plan}/situation/quality/new", {**quality, "source": "สพฐ.", "as_of": "2026-03-31"})
    assert gate.submit()[0] == 303

    told = {"element_id": strategy, "name": "อัตราการเข้าเรียน", "unit": "ร้อยละ", "direction": "up"}
    it.post(f"{gate.address}/back", {"reason": "เพิ่มตัวชี้วัด"})
    made = filled.made(f"/plans/{plan}/indicators/new", {**told, "baseline": "95", "source": "ทะเบียนนักเรียน"})
    for district in ("", "น้ำปาด"):
        target = {"district": district, "fiscal_year": "2570", "target": "98"}
        assert it.post(f"/plans/{plan}/indicators/{made}", target).status_code == 303
    shown = it.get(f"/plans/{plan}/indicators/{made}").text
    assert "น้ำปาด" in shown
    assert "the whole province" in shown
    assert "อัตราการเข้าเรียน" in it.get(f"/plans/{plan}/tree").text


def test_figures_come_from_the_registry_with_their_source_and_day(filled: Filled, province: Served) -> None:
    schools = [
        SchoolRow(smis_code="53020001", name="ก", district="ฟากท่า"),
        SchoolRow(smis_code="53020002", name="ข", district="น้ำปาด"),
    ]
    count = {
        "academic_year": 2569,
        "count_date": date(2026, 6, 10),
        "revision": 1,
        "is_frozen": True,
        "is_current": True,
        "rooms": 1,
    }
    counts = [
        CountRow(smis_code="53020001", grade="p1", male=20, female=25, **count),
        CountRow(smis_code="53020001", grade="k1", male=9, female=9, **count),
        CountRow(smis_code="53020002", grade="m3", male=5, female=5, **count),
    ]
    ages = (AgeRow(age=6, male=25, female=25), AgeRow(age=15, male=9, female=9))
    copy(province.engine, SCHOOLS, schools)
    copy(province.engine, COUNTS, counts)
    copy(province.engine, VILLAGES, [VillageRow(code="53010101", name="บ้านสมมติ", district="ฟากท่า", ages=ages)])
    run = {"run_key": "a" * 32, "fingerprint": "f" * 64, "academic_year": 2569, "is_stale": True, "villages": 9}
    access = AccessRow.model_validate(
        {**run, "district": "ฟากท่า", "children": 50, "children_beyond": 7, "under_served_villages": 3}
    )
    copy(province.engine, ACCESS, [access])
    plan = filled.plan(DEVELOPMENT)
    assert filled.it.post(f"/plans/{plan}/situation/take").status_code == 303
    page = filled.it.get(f"/plans/{plan}/situation").text
    assert "ทะเบียนสถานศึกษา นักเรียน ป.1–ม.3 ปีการศึกษา 2569" in page
    assert "10.0%" in page, "45 of 50 are enrolled: 5 of 50 are not"
    assert "แผนที่ตั้งการศึกษา ปีการศึกษา 2569 (ข้อมูลเปลี่ยนหลังวิเคราะห์)" in page
    assert page.count("lacking") == 3, "nobody counted children of the second district, or drew a map of it"


@pytest.mark.requirement("P3-2.2")
def test_the_total_of_a_cluster_is_the_sum_of_its_provinces(filled: Filled) -> None:
    agency = filled.agency("สพป. สมมติ เขต 2")
    cluster = filled.plan(DEVELOPMENT, kind="cluster_development", province="กลุ่มภาคเหนือตอนล่าง 1")
    plans = [filled.plan(DEVELOPMENT, province=name, is_ours="no") for name in ("อุตรดิตถ์", "ตาก", "สุโขทัย")]
    for plan, amounts in zip(plans, (("1,000.25", "500"), ("2000.50",), ()), strict=True):
        for at, amount in enumerate(amounts):
            filled.project(plan, agency, f"โครงการ {at}", amount_satang=amount)
        assert filled.it.post(f"/plans/{cluster}/parts", {"plan_id": plan}).status_code == 303
    assert '<th class="text-end num" id="cluster-total">3,500.75</th>' in filled.it.get(f"/plans/{cluster}").text
    filled.project(plans[2], agency, "โครงการใหม่", amount_satang="0.25")
    page = filled.it.get(f"/plans/{cluster}").text
    assert '<th class="text-end num" id="cluster-total">3,501.00</th>' in page
    assert filled.it.post(f"/plans/{cluster}/parts", {"plan_id": plans[0]}).status_code == 422
    assert filled.it.post(f"/plans/{plans[0]}/parts", {"plan_id": plans[1]}).status_code == 422


@pytest.mark.requirement("P3-3")
def test_a_project_of_the_annual_plan_shows_the_one_of_the_four_years_above_it(
    filled: Filled, province: Served
) -> None:
    agency = filled.agency("สพป. สมมติ เขต 2")
    development = filled.plan(DEVELOPMENT)
    four_year = filled.plan(FOUR_YEAR, parent_id=development)
    annual = filled.plan(ANNUAL, parent_id=four_year)
    frame = filled.project(four_year, agency, "ยกระดับการอ่าน", amount_satang="400000")
    project = filled.project(annual, agency, "ค่ายการอ่าน 2570", parent_id=frame, amount_satang="100000")
    assert f'<a href="/projects/{frame}">ยกระดับการอ่าน</a>' in filled.it.get(f"/projects/{project}").text
    assert "ยกระดับการอ่าน" in filled.it.get(f"/plans/{annual}/projects").text
    stray = filled.project(annual, agency, "ไม่มีแม่", amount_satang="1")
    assert "names no project of the four-year plan" in Gate(filled.it, province.engine, annual).submit()[1]
    answer = filled.it.post(f"/projects/{stray}/edit", {"title": "ไม่มีแม่", "agency_id": agency, "parent_id": project})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "four_year", "last_year": "2574"}, "So many years"),
        ({"kind": "province_annual", "last_year": "2571"}, "So many years"),
        ({"last_year": "2569"}, "So many years"),
        ({"first_year": "2026", "last_year": "2027"}, "At least 2500"),
        ({"title": ""}, "This is needed"),
        ({"kind": "province_annual", "last_year": "2570", "parent_id": "1"}, "does not stand under"),
        ({"kind": "four_year", "first_year": "2575", "last_year": "2578", "parent_id": "1"}, "not among those"),
        ({"parent_id": "77"}, "no such choice"),
        ({}, "written down already"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_with_its_reason(filled: Filled, more: dict[str, str], field: str) -> None:
    filled.plan(DEVELOPMENT)
    answer = filled.it.post("/plans/new", {**DEVELOPMENT, **more})
    assert answer.status_code == 422
    assert field in answer.text


def test_a_node_hangs_only_under_the_kind_above_it(filled: Filled) -> None:
    plan = filled.plan(DEVELOPMENT)
    filled.strategy(plan)
    for kind, parent in (("measure", "1"), ("goal", "4"), ("vision", "1"), ("goal", "99")):
        typed = {"kind": kind, "code": "9", "text": "x", "parent_id": parent}
        assert filled.it.post(f"/plans/{plan}/tree/new", typed).status_code == 422
    told = {"element_id": "4", "name": "x", "unit": "", "direction": "up", "baseline": "1", "source": "ก"}
    assert filled.it.post(f"/plans/{plan}/indicators/new", told).status_code == 422, "INV-C2"
    whole = {**told, "unit": "ร้อยละ"}
    for lacking in ({"baseline": ""}, {"source": ""}, {"direction": ""}, {"direction": "band"}, {"no_baseline": "x"}):
        assert filled.it.post(f"/plans/{plan}/indicators/new", {**whole, **lacking}).status_code == 422, "INV-C2"
    unmeasured = {**whole, "baseline": "", "no_baseline": "เริ่มวัดปีนี้"}
    there = filled.made(f"/plans/{plan}/indicators/new", unmeasured)
    assert "Not measured yet, because เริ่มวัดปีนี้" in filled.it.get(f"/plans/{plan}/indicators/{there}").text
    assert "เริ่มวัดปีนี้" in filled.it.get(f"/plans/{plan}/tree").text


def test_years_of_each_kind() -> None:
    assert fits_years(PlanKind.FOUR_YEAR, 2570, 2573)
    assert not fits_years(PlanKind.FOUR_YEAR, 2570, 2574)
    assert fits_years(PlanKind.DEVELOPMENT, 2570, 2574)
    assert not fits_years(PlanKind.ANNUAL, 2570, 2569)
