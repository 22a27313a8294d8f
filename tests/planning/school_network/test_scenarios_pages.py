"""Scenarios through the page: compared, proposed, approved as a plan, and turned into cases."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from contract.data.netops import NetworkRow
from planning.school_network.models.case import CaseState, ChangeCase
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import done
from tests.planning.served import Served

A, B, C, _D = given.CODES.values()


@pytest.fixture
def it(planner: Entered) -> Entered:
    """A planner with a run."""
    acting.begin_run(planner)
    return planner


def scenario(it: Entered, title: str, *steps: dict[str, str]) -> str:
    """Its page."""
    run = re.search(r"/runs/([0-9a-f]{32})", it.get("/runs").text)
    assert run is not None
    at = done(
        it.post(
            "/scenarios/new", {"run": run[1], "title": title, "device_satang": "10,000", "mbps_month_satang": "100"}
        )
    )
    for one in steps:
        done(it.post(f"{at}/steps/new", {"academic_year": "2570", **one}))
    return at


MERGE = {"kind": "merge", "school_code": A, "to_code": B}
CLOSE = {"kind": "close", "school_code": C}


def measures(page: str) -> dict[str, list[str]]:
    """By measure, the figures side by side."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'data-measure="(\w+)">([^<]*)<', page):
        found.setdefault(name, []).append(value.strip().replace("\u00a0", " "))
    return found


@pytest.mark.requirement("P4-4.3")
def test_two_scenarios_are_compared_and_the_approved_one_makes_cases(it: Entered, network: Served) -> None:
    given.told(
        network.engine,
        "network",
        [NetworkRow(school_code=B, name="โรงเรียนสมมติ B", mbps=46.0, pupils=23, computers=10, device_count=4)],
        peer="netops",
    )
    first, second = scenario(it, "รวม", MERGE), scenario(it, "เลิก", CLOSE)
    keys = [one.rsplit("/", 1)[-1] for one in (first, second)]
    page = it.get(f"/scenarios/compare?key={keys[0]}&key={keys[1]}").text
    found = measures(page)
    # As reckoned by hand in tests/planning/school_network/mapping/test_scenario.py.
    assert found["schools"] == ["3", "3"]
    assert found["children_moved"] == ["24", "13"]
    assert found["added_m_mean"] == ["1.42", "5.38"]
    assert found["added_m_p95"] == ["2.00", "6.00"]
    assert found["added_m_most"] == ["4.00", "6.00"]
    assert found["added_s_mean"] == ["2.1", "8.1"]
    assert found["added_s_p95"] == ["3.0", "9.0"]
    assert found["added_s_most"] == ["6.0", "9.0"]
    assert found["children_over_norm"] == ["11", "23"]
    assert found["rooms_over"][0] == "0"
    assert "60,000.00" in found["support_satang_year"][0]  # 20 pupils of A, 15 baht, 200 days
    assert found["pupils_moved"] == ["20", "30"]
    assert "90,000.00" in found["support_satang_year"][1]
    # Flow 4: 46 Mbit/s for 23 pupils are 2 each, 10 devices for 23; 24 come: 48 Mbit/s and 11 devices are lacking.
    assert "2.00 → 0.98" in page
    assert "48.0 Mbit/s · 11 devices" in page
    assert "167,600.00" in page  # 11 x 10,000 + 48 x 100 x 12
    acting.resolve(network, it, "network_plan", first)
    with reading(network.engine) as session:
        (case,) = session.exec(select(ChangeCase)).all()
    assert (case.kind.value, case.school_code, case.to_code, case.state) == ("merge", A, B, CaseState.IN_PLAN)
    assert case.effective_year == 2570
    assert case.facts["pupils"] == 20
    assert case.facts["way_km"] == 4
    assert it.post(f"{first}/steps/new", {**CLOSE, "academic_year": "2570"}).status_code == 422


def test_an_approved_plan_is_published_as_it_was_approved(it: Entered, network: Served) -> None:
    """INV-A3."""
    at = scenario(it, "แผนรวม", MERGE)
    key = at.rsplit("/", 1)[-1]
    assert network.anonymous().get(f"/published/network_plan/{key}").status_code == 404
    acting.resolve(network, it, "network_plan", at)
    done(it.post(f"/versions/network_plan/{key}/gate/publish", {"announcement": "1/2569", "released_on": "2026-04-02"}))
    page = network.anonymous().get(f"/published/network_plan/{key}").text
    assert "โรงเรียนสมมติ A" in page
    assert A in network.anonymous().get(f"/published/network_plan/{key}.csv").text


def test_a_step_that_cannot_be_done_is_refused_and_nothing_is_kept(it: Entered) -> None:
    at = scenario(it, "รวม", MERGE)
    answer = it.post(f"{at}/steps/new", {"kind": "merge", "school_code": B, "to_code": A, "academic_year": "2570"})
    assert answer.status_code == 422
    assert "does not teach any more by then" in answer.text
    assert it.get(at).text.count("/steps/1/remove") == 1
    assert "/steps/2/remove" not in it.get(at).text
    done(it.post(f"{at}/steps/1/remove"))
    assert measures(it.get(at).text)["children_moved"] == ["0"]


def test_an_empty_or_stale_plan_is_not_laid_before_the_board(it: Entered, network: Served) -> None:
    at = scenario(it, "ว่าง")
    key = at.rsplit("/", 1)[-1]
    assert "has no change yet" in it.post(f"/versions/network_plan/{key}/submit").text
    done(it.post(f"{at}/steps/new", {**MERGE, "academic_year": "2570"}))
    given.told(network.engine, "villages", given.moved(given.villages(), "V04", 2))
    assert "mapping run is stale" in it.post(f"/versions/network_plan/{key}/submit").text


def test_the_optimiser_proposes_within_the_distance_or_says_that_nothing_fits(it: Entered) -> None:
    run = re.search(r"/runs/([0-9a-f]{32})", it.get("/runs").text)
    assert run is not None
    form = {"run": run[1], "title": "ข้อเสนอ", "level": "primary", "keep": "2", "most_km": "10", "academic_year": "2570"}
    at = done(it.post("/scenarios/propose", form))
    page = it.get(at).text
    assert page.count("/remove") == 1
    assert "โรงเรียนสมมติ D" not in page  # the neighbour's is neither closed nor receiving
    refused = it.post("/scenarios/propose", {**form, "keep": "1", "most_km": "3"})
    assert refused.status_code == 422
    assert "No set of that many schools" in refused.text


def test_schools_in_special_areas_are_never_proposed(planner: Entered, network: Served) -> None:
    """INV-D3."""
    rows = [
        one.model_copy(update={"special_area": "highland"}) if one.smis_code == A else one for one in given.schools()
    ]
    given.told(network.engine, "schools", rows)
    at = acting.begin_run(planner)
    assert A not in planner.get(f"{at}/options.csv").text.split("\n", 1)[1]
    form = {"run": at.rsplit("/", 1)[-1], "title": "ข้อเสนอ", "keep": "2", "most_km": "20", "academic_year": "2570"}
    page = planner.get(done(planner.post("/scenarios/propose", {**form, "level": "primary"}))).text
    assert '<td data-label="School">โรงเรียนสมมติ A</td>' not in page


def test_scenarios_are_seen_by_their_office_alone(it: Entered, network: Served) -> None:
    at = scenario(it, "รวม", MERGE)
    stranger = network.enter(office_code="5301")
    for path in (at, f"{at}/edit", f"/scenarios/compare?key={at.rsplit('/', 1)[-1]}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{at}/steps/1/remove").status_code == 404
    assert network.enter("viewer").post(f"{at}/steps/1/remove").status_code == 403
