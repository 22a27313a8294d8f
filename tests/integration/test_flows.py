"""What flows across the services (section B4 of the requirements): all of them as processes, over HTTP alone.

One system for all tests of this file, begun by `netops serve`: what one flow leaves is there for the next.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlmodel import col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import PupilCount, Site
from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from office.fiscal import FiscalYear
from planning.annual_plan.models.plan import Plan as AnnualPlan
from planning.annual_plan.models.project import Project
from planning.registry.models.batch import Dataset
from planning.registry.reading.schools import SchoolPlace
from planning.registry.reading.villages import AgeCount, Village
from procurement.models.need import Need
from procurement.needs.need import NeedState, Source
from risk.models.register import Risk
from service.database import make_engine, reading, transaction
from tests import factories
from tests.integration.replacing import IN_LIFE, MONEY_OF_NEED, Replacing, in_life_of
from tests.integration.siblings import Siblings, Somebody, until
from tests.integration.whole import (
    REPEATED,
    Kept,
    Whole,
    an_innovation,
    at_its_end,
    code_of,
    copied,
    fall_silent,
    indicator_keys,
    node_of,
    pupils,
    registered,
    resolve,
)
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT
from tests.planning.development_plan import given as in_plans
from tests.planning.entering import Entered
from tests.planning.province.filled import ANNUAL, Filled
from tests.planning.province.test_sharing import bring
from tests.planning.registry.committees import TODAY
from tests.planning.registry.giving import give_and_take
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, done, send
from tests.planning.school_network.test_scenarios_pages import MERGE, scenario
from tests.web.browsing import PASSWORD, person_of

A, B, C = given.CODES["A"], given.CODES["B"], given.CODES["C"]
LAST_YEAR = FiscalYear.of(TODAY).preceding  # all its quarters are over
OURS = {A, B, C}


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Schools A, B and C at netops, the first with a link and two devices; the other services are empty."""
    siblings = Siblings(tmp_path_factory.mktemp("whole"))
    settings = Settings(data_dir=siblings.folder / "netops")
    settings.data_dir.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    Vault.create(settings.data_dir)
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        office = factories.make_office(session, code=given.OFFICE)
        for code in sorted(OURS):
            factories.make_site(session, office, code=code, name=given.NAMES[code])
        site = session.exec(select(Site).where(Site.code == A)).one()
        factories.make_link(session, site)
        receiving = session.exec(select(Site).where(Site.code == B)).one()
        factories.make_link(session, receiving, speed_bps=46_000_000)
        session.add(PupilCount(site_id=receiving.id or 0, year=given.YEAR, pupils=1, computers=10))
        for _ in range(2):
            factories.make_device(session, site)
        fall_silent(session, office, session.exec(select(Site).where(Site.code == C)).one())
        an_innovation(session, office)
        at_its_end(session, office, receiving)
    roles = (Role.PLANNER, Role.IT, Role.DIRECTOR, Role.SUPPLY)
    names = [person_of(engine, role, office=office).username for role in roles]
    engine.dispose()
    with siblings.serving():
        planner, officer, director, supply = people = [Somebody(siblings, name, PASSWORD) for name in names]
        yield Whole(siblings, planner, officer, director, supply, settings)
        for one in people:
            one.close()


@pytest.fixture(scope="module")
def counted(whole: Whole) -> Whole:
    """The registry knows the four schools, their count of 10 June and the ten villages; the count is frozen."""
    it = whole.planner.at("registry", "/schools")
    give_and_take(it, Dataset.SCHOOLS, [registered(one) for one in given.schools()])
    places = [SchoolPlace(one.smis_code, one.name, one.latitude or 0, one.longitude or 0) for one in given.schools()]
    give_and_take(it, Dataset.COORDINATES, places)
    villages = [
        Village(code_of(one.code), one.name, "", one.district, "จังหวัดสมมติ", one.latitude, one.longitude)
        for one in given.villages()
    ]
    give_and_take(it, Dataset.VILLAGES, villages)
    people = [
        AgeCount(code_of(one.code), 2568, age.age, age.male, age.female, "ทร.14 สมมติ")
        for one in given.villages()
        for age in one.ages
    ]
    give_and_take(it, Dataset.POPULATION, people)
    give_and_take(it, Dataset.PUPILS, pupils())
    assert it.post("/counts/1/freeze").status_code == 303
    return whole


@pytest.fixture(scope="module")
def mapped(counted: Whole) -> Whole:
    """The school network has a run over the four schools' road."""
    it = counted.planner.at("school_network")
    done(it.post("/copies/read"))
    files = {
        "crossings": ("crossings.csv", given.crossings(), "text/csv"),
        "edges": ("edges.csv", given.edges(), "text/csv"),
    }
    done(send(it, "/roads/new", {"source": "ถนนสมมติ", "day": "2026-01-01", "licence": "CC0"}, files))
    run = acting.begin_run(it)
    until(lambda: it.get(f"{run}/villages.csv").status_code == 200, "the run to end")
    return counted


def _work_off(officer: Entered, page: str, links: list[int], devices: list[int]) -> None:
    """The officer ends each link and moves each device to the school that takes the pupils."""
    today = TODAY.isoformat()
    for link in links:
        done(officer.post(f"{page}/links/{link}/end", {"ended_on": today}))
    for device in devices:
        done(officer.post(f"{page}/devices/{device}/move", {"name": f"moved-{device}", "address": f"127.0.9.{device}"}))


def test_a_frozen_count_is_the_same_in_every_service(counted: Whole) -> None:
    """Flow 5: the same revision for the map, for grants and plans, and for the network of each school."""
    for service in ("school_network", "annual_plan", "development_plan"):
        it = counted.planner.at(service)
        done(it.post("/copies/read"))
    assert given.COUNT in counted.planner.at("school_network").get("/runs/new").text
    counted_there = {A: 20, B: 23, C: 30}

    def known() -> dict[str, int]:
        with counted.netops() as session:
            wanted = select(Site.code, PupilCount.pupils).join(PupilCount, col(PupilCount.site_id) == Site.id)
            return dict(session.exec(wanted.where(PupilCount.year == given.YEAR)).all())

    until(lambda: known() == counted_there, "the pupils of each school at netops")


def test_a_merger_says_what_the_network_of_the_receiving_school_will_lack(mapped: Whole) -> None:
    """Flow 4: 46 Mbit/s and 10 devices for 23 pupils; 24 more come. It is a need while the case lives."""
    it = mapped.planner.at("school_network")

    def compared() -> str:
        done(it.post("/copies/read"))
        return it.get(f"/scenarios/compare?key={key}").text

    key = scenario(it, "รวมโรงเรียน", MERGE).rsplit("/", 1)[-1]
    until(lambda: "48.0 Mbit/s · 11 devices" in compared(), "what the receiving school will lack")
    case = acting.open_case(it, "merge", to_code=B)
    done(it.post(f"{case}/groups/fill"))
    officer = mapped.officer.at("netops", "/needs")

    def needs() -> dict[str, Need]:
        with mapped.netops() as session:
            return {one.kind: one for one in session.exec(select(Need).where(Need.source == Source.CASE))}

    assert until(needs, "needs of the receiving school at netops")["computer"].quantity == 11
    page = officer.get(f"/needs/{needs()['link'].id}").text
    assert "48.0 Mbit/s" in page
    assert f'href="{mapped.siblings.urls["school_network"]}{case}"' in page
    done(it.post(f"{case}/end", {"how": "withdrawn", "reason": "ชุมชนไม่เห็นด้วย"}))
    until(lambda: {one.state for one in needs().values()} == {NeedState.REJECTED}, "the needs to go with the case")
    assert "ชุมชนไม่เห็นด้วย" in officer.get(f"/needs/{needs()['link'].id}").text


PLAN_YEARS = tuple(LAST_YEAR.era + at for at in range(5))


@pytest.fixture(scope="module")
def planned(mapped: Whole) -> Whole:
    """A development plan of five years from the last one on, approved by the board."""
    with pytest.MonkeyPatch.context() as patch, Kept.of(mapped, "development_plan") as kept:
        patch.setattr(in_plans, "YEARS", PLAN_YEARS)
        years = {"first_year": str(PLAN_YEARS[0]), "last_year": str(PLAN_YEARS[-1])}
        patch.setattr(in_plans, "PLAN", {**in_plans.PLAN, **years})
        it = mapped.planner.at("development_plan")
        key = in_plans.begun(it)
        indicator = done(mapped.planner.at("registry", "/schools").post("/indicators/new", IN_LIFE))
        in_registry = indicator.rsplit("/", 1)[1]
        done(it.post("/copies/read"))
        in_plans.judged(it, key)
        in_plans.factors(it, key)
        for step in ("missions", "situation", "factors"):
            until(lambda step=step: it.post(f"/plans/{key}/{step}/hand-in").status_code == 303, step)  # type: ignore[misc]
        made = in_plans.drafted(kept, it, key)
        in_plans.targeted(kept, it, key, made)
        measured = in_plans.indicator(made["goal"], code=IN_LIFE["code"], name=IN_LIFE["name"], direction="up")
        done(it.post(f"/plans/{key}/indicators/new", measured | {"key": in_registry, "baseline": "40"}))
        for kind, of in in_plans.pointing(kept.engine):
            in_plans.align(it, kind, of, node_of(mapped, it))
    resolve(mapped, "development_plan", "development", key)
    return mapped


@pytest.mark.requirement("I-3.2-3.5")
def test_what_was_planned_is_budgeted_spent_and_reported_without_typing_it_twice(planned: Whole) -> None:
    """Flow 6: the frame and its target reach the annual plan, its payments and actuals come back."""
    it, year = planned.planner.at("annual_plan"), str(LAST_YEAR.era)
    done(it.post("/copies/read"))
    assert in_plans.frame(1, 1)["title"] in it.get(f"/frame?year={year}").text
    with Kept.of(planned, "development_plan") as kept:
        frame = next(key for kind, key in in_plans.pointing(kept.engine) if kind == "frame")
        indicator, results = indicator_keys(kept.engine)[0], f"/plans/{in_plans.plan_of(kept.engine).key}/results"
    on = LAST_YEAR.first.isoformat()
    done(it.post("/allocations/new", {**NOTICE, "fiscal_year": year, "letter_date": on}))
    more = {"notice_no": "2", "letter_no": "2", "budget_type": "investment"}
    done(it.post("/allocations/new", {**NOTICE, **more, "fiscal_year": year, "letter_date": on}))
    links = {"frame_key": frame, "indicators.0.key": indicator, "indicators.0.name": ""}
    done(it.post("/projects/new", {**PROJECT, **links, "fiscal_year": year}))
    done(it.post("/projects/1/money", MONEY))
    with Kept.of(planned, "annual_plan") as kept, reading(kept.engine) as session:
        project, plan = session.exec(select(Project.key)).one(), session.exec(select(AnnualPlan.key)).one()
    in_plans.align(it, "project", project, node_of(planned, it))
    resolve(planned, "annual_plan", "annual", plan)
    done(it.post("/lines/1/ask", {"on": on, "number": "ข 1", "asked": "pay", "amount_satang": "4000"}))
    done(it.post("/entries/1/pay", {"on": on, "number": "ฎ 1", "amount_satang": "3000"}))
    report = {"progress": "doing", "percent": "40", "output_quantity": "3"}
    done(it.post("/reports/1/2/report", {**report, "actuals.0.key": indicator, "actuals.0.value": "4.5"}))
    back = planned.planner.at("development_plan")
    assert "target reached" in copied(back, results, ">4.5<")
    copied(back, results, "3,000.00")


@pytest.mark.requirement("I-3.2-3.5")
def test_a_device_at_its_end_is_replaced_by_what_the_plan_pays_for_and_the_indicator_rises(planned: Whole) -> None:
    """Flow 1: need, specification, line, resolution, purchase, card, payment in the ledger, need met, risk closed."""
    it, year = planned.planner.at("annual_plan"), FiscalYear.of(TODAY).era
    one = Replacing(planned, TODAY)
    need = one.need()
    one.is_decided(need)
    spec = one.is_specified(need)
    one.is_reported(year)
    with Kept.of(planned, "development_plan") as kept:
        frame = next(key for kind, key in in_plans.pointing(kept.engine) if kind == "frame")
        results, indicator = f"/plans/{in_plans.plan_of(kept.engine).key}/results", indicator_keys(kept.engine)[1]
    back = planned.planner.at("development_plan")
    in_life_of(back, results, year, "50")
    key = one.is_planned(it, need, spec, frame, indicator)
    bought = one.is_bought(spec, one.line_of(need, year), year)
    assert f"/projects/of/{key}" in one.officer.get(f"/needs/{need.id}").text
    copied(it, it.get(f"/projects/of/{key}").headers["location"], "3,400.00")
    copied(back, results, "3,400.00")
    until(lambda: one.state() is NeedState.MET, "the bought device to be measured working")
    card = one.supply.get(f"/assets/{one.card('NEW1').id}").text
    for there in (bought, f"/needs/{need.id}", f"/specs/{spec}", f"/projects/of/{key}"):
        assert f'{there}"' in card
    assert "missing: " not in card
    one.is_retired()
    until(lambda: (told := one.risk()) is not None and told.state == "closed", "the risk of the old device to close")
    one.is_reported(year)
    in_life_of(back, results, year, "100")


def test_money_that_is_taken_back_puts_off_the_need_and_its_risk_rises_again(planned: Whole) -> None:
    """Flows 1, 2 and 9: measured outages, a risk, a need, a line of the approved plan, and money that is not there."""
    it, year = planned.planner.at("annual_plan"), FiscalYear.of(TODAY).era
    with planned.netops() as session:
        need = session.exec(select(Need).where(Need.title == "สวิตช์ทดแทน")).one()
        risk = session.exec(select(Risk).where(Risk.rule == REPEATED)).one()
    assert planned.left(risk.number) == (2, ())
    done(it.post("/copies/read"))
    notice = {**NOTICE, "fiscal_year": str(year), "budget_type": "investment", "letter_no": "3", "notice_no": "3"}
    at = done(it.post("/allocations/new", {**notice, "letter_date": TODAY.isoformat()}))
    project = done(it.post("/projects/new", {**PROJECT, "code": "009", "fiscal_year": str(year)}))
    assert "สวิตช์ทดแทน" in it.get(project).text
    done(it.post(project, MONEY_OF_NEED | {"lines.0.need_id": str(need.id)}))
    with Kept.of(planned, "annual_plan") as kept, reading(kept.engine) as session:
        key = session.exec(select(Project.key).where(Project.code == "009")).one()
        plan = session.exec(select(AnnualPlan.key).where(AnnualPlan.fiscal_year == year)).one()
    in_plans.align(it, "project", key, node_of(planned, it))
    resolve(planned, "annual_plan", "annual", plan)
    cut = {"on": TODAY.isoformat(), "by_satang": "6000", "deferred_until": (TODAY + timedelta(days=200)).isoformat()}
    done(it.post(f"{at}/cut", cut | {"reason": "ถูกปรับลด"}))
    until(lambda: planned.left(risk.number) == (risk.score, (need.id,)), "what remains of the risk to rise")
    officer = planned.officer.at("netops", "/needs")
    assert "ถูกปรับลด" in officer.get(f"/needs/{need.id}").text
    done(it.post("/copies/read"))
    shown = it.get(f"/plan/{plan}").text.partition(f"{risk.number} {risk.title}")[2].partition("</tr>")[0]
    assert ("put off for lack of money" in shown, re.findall(r">(\d+)<", shown)) == (True, [str(risk.score)] * 2)


@pytest.mark.requirement("I-3.2-3.5")
def test_a_partner_answers_in_its_annual_plan_and_the_province_sees_it(whole: Whole) -> None:
    """Flow 7, and of process 3: the project is offered, taken up, and declined with its reason."""
    filled, it = Filled(whole.planner.at("province")), whole.planner.at("annual_plan")
    lead = filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    partner = filled.agency("สพป. สมมติ", code=given.OFFICE)
    plan = filled.plan(ANNUAL)
    take = {"code": "050", "strategy": "กลยุทธ์ที่ 1", "group_name": "กลุ่มแผน", "owner": "กลุ่มแผน"}
    take |= {name: value for name, value in PROJECT.items() if name.startswith("indicators.0.")}
    for title, answer, form in (
        ("ค่ายการอ่าน", "accept", take),
        ("ค่ายการคิด", "decline", {"reason": "ไม่มีงบประมาณ"}),
    ):
        project = filled.project(plan, lead, title, amount_satang="1000")
        assert bring(filled, project, partner, "400") == 303
        task = {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}
        done(filled.it.post(f"/projects/{project}/tasks/new", task))
        offer = re.search(rf'href="(/shared/\d+)"[^>]*>{title}<', copied(it, "/shared?year=2570", title))
        assert offer is not None
        done(it.post(f"{offer[1]}/{answer}", form))
        said = "accepted" if answer == "accept" else form["reason"]
        copied(filled.it, f"/projects/{project}", said)


def test_who_points_to_what_was_superseded_is_listed(planned: Whole) -> None:
    """Flow 10: a goal and a project of the development plan."""
    registry, it = planned.planner.at("registry", "/schools"), planned.planner.at("development_plan")
    rows = registry.get(f"/api/v1/data/references?office={given.OFFICE}").json()["rows"]
    old = next(one for one in rows if "ฉบับที่ 13" in one["title"])
    new = done(registry.post("/references/new", {"title": "แผนพัฒนาฯ ฉบับสมมติ", "kind": "policy"}))
    done(registry.post(f"/references/{old['key']}/successor", {"successor": new.rsplit("/", 1)[1]}))
    page = copied(it, f"/references?year={PLAN_YEARS[0]}", "To be looked at again")
    listed = page.partition("To be looked at again")[2].partition("</section>")[0]
    assert "ผู้เรียนได้เรียนใกล้บ้าน" in listed
    assert in_plans.frame(1, 1)["title"] in listed


def test_an_innovation_that_proved_good_is_offered_to_the_next_plan(planned: Whole) -> None:
    """Flow 12."""
    director = planned.director.at("netops", "/innovations")
    found = re.search(r'href="(/innovations/\d+)"', director.get("/innovations").text)
    assert found is not None
    done(director.post(f"{found[1]}/decisions", {"verdict": "scale", "why": "ลดเวลาได้"}))
    it = planned.planner.at("development_plan")
    with Kept.of(planned, "development_plan") as kept:
        key = in_plans.plan_of(kept.engine).key
    assert "20 → 4" in copied(it, f"/plans/{key}/strategies", "ระบบจองห้อง")


@pytest.mark.requirement("I-3.2-3.5")
def test_a_closed_school_has_no_network_left_before_its_case_ends(mapped: Whole) -> None:
    """Flows 3 and 8: the case, the board, the announcement, the order to netops, its completion back."""
    it = mapped.planner.at("school_network")
    at = acting.whole_merge(it, **acting.from_day(TODAY))
    key = at.rsplit("/", 1)[-1]
    resolve(mapped, "school_network", "change_case", key)
    done(it.post(f"{at}/announce", {"announcement_number": "1/2569", "announced_on": TODAY.isoformat()}))
    land = {"kind": "land", "item": "ที่ดินโรงเรียน", "way": "transfer", "to_whom": given.NAMES[B]}
    add(it, at, "assets", **land, done_on=TODAY.isoformat())
    assert "still open at netops" in it.post(f"{at}/complete").text
    officer = mapped.officer.at("netops", "/needs")
    order = until(lambda: re.search(r"/decommissions/\d+", officer.get("/decommissions").text), "the order at netops")
    assert order is not None
    with mapped.netops() as session:
        home = session.exec(select(Site.id).where(Site.code == A)).one()
        links = [one.id or 0 for one in session.exec(select(Link).where(Link.site_id == home))]
        devices = [one.id or 0 for one in session.exec(select(Device).where(Device.site_id == home))]
    _work_off(officer, order[0], links, devices)
    until(lambda: it.post(f"{at}/complete").status_code == 303, "the completion back at the case")
    registry = mapped.planner.at("registry", "/schools")
    copied(registry, f"/schools?q={A}", "closed school")
    with mapped.netops() as session:
        assert all(session.get_one(Link, one).archived_at is not None for one in links)
        taken = session.exec(select(Device).where(col(Device.id).in_(devices))).all()
        assert {one.site_id for one in taken} == {session.exec(select(Site.id).where(Site.code == B)).one()}


def test_a_school_that_is_transferred_takes_its_papers_along(mapped: Whole) -> None:
    """Flow 11: the package, the day on which its monitoring is handed over, and its state everywhere."""
    it = mapped.planner.at("school_network")
    at = acting.open_case(it, "transfer_out", school_code=C, to_name="เทศบาลตำบลสมมติ", **acting.from_day(TODAY))
    acting.attach(it, at, "lao_request")
    add(it, at, "opinions", school_name=given.NAMES[C], held_on="2026-01-20", opinion="agree")
    names = ("experience", "plan", "management", "income", "level_fit", "people")
    add(it, at, "readiness", assessed_on="2026-02-02", **dict.fromkeys(names, "1.6"))
    resolve(mapped, "school_network", "change_case", at.rsplit("/", 1)[-1])
    done(it.post(f"{at}/announce", {"announcement_number": "2/2569", "announced_on": TODAY.isoformat()}))
    with ZipFile(BytesIO(it.get(f"{at}/package.zip").content)) as package:
        assert package.testzip() is None
        assert len(package.namelist()) > 2
    copied(mapped.planner.at("registry", "/schools"), f"/schools?q={C}", "transferred to a local body")
    copied(mapped.officer.at("netops", "/needs"), "/decommissions", given.NAMES[C])
