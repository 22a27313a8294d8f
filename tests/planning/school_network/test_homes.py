"""Runs by the homes of pupils: chosen on the page, stated wherever their figures stand, and fed by the registry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from planning.kit.copies import Copier
from planning.registry.grades import Grade
from planning.registry.models.batch import Dataset
from planning.registry.part import PART as REGISTRY
from planning.registry.reading.homes import PupilHomes
from planning.registry.reading.pupils import GradeCount
from planning.registry.reading.schools import SchoolPlace
from planning.registry.reading.villages import AgeCount, Village
from planning.school_network.mapping.grade import Grade as Column
from planning.school_network.mapping.inputs import Demand
from planning.school_network.models.run import MappingRunRow
from planning.school_network.models.scenario import Scenario
from planning.school_network.packing import unpack
from planning.school_network.store import runs
from planning.school_network.store.sources import ENROLMENT, HOMES, SCHOOLS, VILLAGES
from service.database import reading
from service.identity import Key, Peers
from tests.planning.entering import Entered, Netops
from tests.planning.registry.giving import give_and_take
from tests.planning.registry.samples import pupils, school
from tests.planning.school_network import acting, given
from tests.planning.school_network.mapping import four_schools as four
from tests.planning.school_network.test_papers import text_of
from tests.planning.served import Served, serving

SAID = "pupils by their home village: of 81 pupils 61 have a known one"


def rows(it: Entered, url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(it.get(url).content.decode("utf-8-sig"))))


@pytest.fixture
def at(planner: Entered, network: Served) -> str:
    """A run by homes."""
    given.told(network.engine, "homes", given.homes())
    return acting.begin_run(planner, demand="homes")


@pytest.mark.requirement("P4-4.2", "P1-4.3")
def test_a_run_by_homes_is_what_was_reckoned_by_hand(at: str, planner: Entered) -> None:
    page = planner.get(at).text
    assert "<b>10</b> of 61 pupils with a known home live beyond the norm" in page
    assert SAID in page
    first, second = rows(planner, f"{at}/options.csv")
    a, b, c, _d = given.CODES.values()
    assert [(one["start"], one["end"], one["children"], one["pupils"]) for one in (first, second)] == [
        (a, b, "18", "20"),
        (c, b, "20", "30"),
    ]
    assert (float(first["added_m_mean"]), float(second["added_m_mean"])) == (16000 / 18, 5600)
    assert "exactly the same result" in planner.get(planner.post(f"{at}/prove").headers["location"]).text


def test_which_source_a_run_used_is_stated_and_in_its_hash(at: str, planner: Entered, network: Served) -> None:
    other = acting.begin_run(planner)
    assert other != at
    assert "children of school age of the villages" in planner.get(other).text
    with reading(network.engine) as session:
        by_homes, by_villages = session.exec(select(MappingRunRow).order_by(MappingRunRow.id)).all()  # type: ignore[arg-type]
    assert (by_homes.demand, by_villages.demand) == (Demand.HOMES, Demand.VILLAGES)
    assert by_homes.input_hash != by_villages.input_hash
    assert len(unpack(by_homes.inputs)["homes"]) == len(four.HOMES)
    assert unpack(by_villages.inputs)["homes"] == []
    for page, said in ((at, SAID), (other, "children of school age of the villages")):
        assert said in planner.get(f"{page}?tab=figures").text
    assert planner.get("/runs").text.count("by home village") == 1
    assert "นักเรียนตามหมู่บ้านภูมิลำเนา ทราบ 61 จาก 81 คน" in text_of(planner.get(f"{at}/paper.docx").content)
    assert "เด็กวัยเรียนรายหมู่บ้าน" in text_of(planner.get(f"{other}/paper.docx").content)


def test_the_form_says_of_which_counts_homes_are_known(planner: Entered, network: Served) -> None:
    assert "No homes of pupils are known yet" in planner.get("/runs/new").text
    refused = planner.post("/runs/new", given.run_form(demand="homes"))
    assert refused.status_code == 422
    assert "No home of a pupil is known of this count" in refused.text
    assert planner.post("/runs/new", given.run_form(demand="guesses")).status_code == 422
    given.told(network.engine, "homes", given.homes())
    assert "homes of 61 of 81 pupils" in planner.get("/runs/new").text
    # Homes of another revision are not those of this count.
    given.told(network.engine, "homes", given.homes(revision=2))
    assert planner.post("/runs/new", given.run_form(demand="homes")).status_code == 422


def test_a_correction_of_homes_makes_only_runs_by_homes_stale(at: str, planner: Entered, network: Served) -> None:
    other = acting.begin_run(planner)
    rows_now = given.homes()
    given.told(network.engine, "homes", [rows_now[0].model_copy(update={"female": 1}), *rows_now[1:]])
    assert "were corrected since" in planner.get(at).text
    assert "were corrected since" not in planner.get(other).text


def test_others_are_told_of_all_children_of_school_age(at: str, planner: Entered, network: Served) -> None:
    with reading(network.engine) as session:
        only = runs.newest_of_children(session, given.OFFICE)
        assert only is not None
        assert at.endswith(only.key)  # there is no other
    whole = acting.begin_run(planner)
    given.told(network.engine, "homes", given.homes()[:-1])
    acting.begin_run(planner, demand="homes")
    with reading(network.engine) as session:
        found = runs.newest_of_children(session, given.OFFICE)
        assert found is not None
        assert whole.endswith(found.key)


@pytest.mark.requirement("P4-4.3")
@pytest.mark.parametrize("demand", ["homes", "villages"])
def test_the_same_merger_costs_the_same_on_both_pages(planner: Entered, network: Served, demand: str) -> None:
    given.told(network.engine, "homes", given.homes())
    at = acting.begin_run(planner, demand=demand)
    candidate = rows(planner, f"{at}/options.csv")[0]
    key = at.rsplit("/", 1)[-1]
    scenario = acting.done(planner.post(f"/scenarios/new?run={key}", {"title": "ควบรวม", "run": key}))
    step = {"kind": "merge", "school_code": candidate["start"], "to_code": candidate["end"], "academic_year": "2570"}
    acting.done(planner.post(f"{scenario}/steps/new", step))
    with reading(network.engine) as session:
        effect = session.exec(select(Scenario)).one().effect
    assert effect is not None
    assert (effect["support_satang_year"], effect["pupils_moved"]) == (int(candidate["support_satang_year"]), 20)
    shown = f"{int(candidate['support_satang_year']) // 100:,}.00"
    line = "for each pupil who is enrolled in what ends, whether the home is known or not"
    for page in (f"{at}?tab=options", scenario):
        text = planner.get(page).text
        assert (shown in text, line in text) == (True, True), page


def test_a_case_takes_its_children_from_their_homes(at: str, planner: Entered) -> None:
    case = acting.open_case(planner, "merge", to_code=given.CODES["B"])
    acting.done(planner.post(f"{case}/groups/fill"))
    page = planner.get(case).text
    assert all(f"บ้านสมมติ {village}" in page for village in ("V01", "V02", "V04"))
    assert "บ้านสมมติ V03" not in page  # its pupils go to B, though A is as near


def test_a_few_pupils_of_a_village_are_told_in_no_file(planner: Entered, network: Served) -> None:
    given.told(network.engine, "homes", given.homes())
    by_homes, by_villages = acting.begin_run(planner, demand="homes"), acting.begin_run(planner)
    # V07 has 3 pupils beyond the norm and V09 7: in one district, so that the 3 would follow from the sum of 10.
    told = {one["code"]: one["children"] for one in rows(planner, f"{by_homes}/beyond.csv")}
    assert told == {"V07": "not told", "V09": "not told"}
    assert {one["code"]: one["children"] for one in rows(planner, f"{by_villages}/beyond.csv")} == {
        "V07": "3",
        "V09": "7",
    }
    assert "ไม่แสดง" in text_of(planner.get(f"{by_homes}/paper.docx").content)
    assert "ไม่แสดง" not in text_of(planner.get(f"{by_villages}/paper.docx").content)


@pytest.mark.requirement("P4-4.2", "I-1")
def test_from_the_file_at_the_registry_to_the_run_over_http(
    planner: Entered, network: Served, serve: Callable[[str], Served], tmp_path: Path
) -> None:
    registry = serve("registry")
    filled(registry.enter())
    with Netops.running(tmp_path / "network", "school_network") as me:
        peers = Peers({"netops": network.netops.url, "school_network": me.url}, tmp_path / "registry-peers")
        key = Key.at(tmp_path / "registry-live.pem", REGISTRY.name)
        with serving(REGISTRY, registry.engine, registry.settings, peers, key) as url:
            copier = Copier(network.engine, me.key, {"registry": url})
            taken = [copier.take(one, given.OFFICE) for one in (SCHOOLS, VILLAGES, ENROLMENT, HOMES)]
            assert taken == [True] * 4
    at = acting.begin_run(planner, demand="homes")
    assert "pupils by their home village: of 73 pupils 61 have a known one" in planner.get(at).text
    found = {one["start"]: one for one in rows(planner, f"{at}/options.csv")}
    a = found[given.CODES["A"]]
    assert (a["children"], a["pupils"], float(a["added_m_mean"])) == ("18", "20", 16000 / 18)


def filled(it: Entered) -> None:
    """Schools A, B and C with their count, villages and homes, as files; frozen."""
    ours = [one for one in four.schools() if one.ours]
    codes = {one.id: given.CODES[one.id] for one in ours}
    villages = {one.code: f"5302010{number}" for number, one in enumerate(four.villages())}
    give_and_take(it, Dataset.SCHOOLS, [school(codes[one.id], one.name, at) for at, one in enumerate(ours, start=1)])
    give_and_take(
        it, Dataset.COORDINATES, [SchoolPlace(codes[one.id], one.name, one.lat or 0, one.lon or 0) for one in ours]
    )
    give_and_take(
        it,
        Dataset.VILLAGES,
        [Village(villages[one.code], one.name, "", "", "", one.lat, one.lon) for one in four.villages()],
    )
    give_and_take(it, Dataset.POPULATION, [AgeCount(code, 2568, 6, 3, 3, "สมมุติ") for code in villages.values()])
    counts = [
        pupils(
            codes[one.id],
            one.name,
            *(GradeCount(Grade(grade.name.lower()), 0, one.pupils[grade], 1) for grade in _filled(one.pupils)),
        )
        for one in ours
    ]
    give_and_take(it, Dataset.PUPILS, counts)
    homes = [
        PupilHomes(codes[code], given.YEAR, given.COUNT_DAY, villages[village], Grade(grade.name.lower()), 0, count)
        for code, village, grade, count in four.HOMES
    ]
    give_and_take(it, Dataset.HOMES, homes)
    acting.done(it.post("/counts/1/freeze"))


def _filled(counts: tuple[int, ...]) -> list[Column]:
    return [grade for grade in Column if counts[grade]]
