"""What flows across the services (section B4 of the requirements): all of them as processes, over HTTP alone.

One system for all tests of this file, begun by `netops serve`: what one flow leaves is there for the next.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.data.registry import SchoolRow
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from office.fiscal import FiscalYear
from planning.annual_plan.models.plan import Plan as AnnualPlan
from planning.annual_plan.models.project import Project
from planning.development_plan.models.target import PlanIndicator
from planning.registry.grades import Grade
from planning.registry.models.batch import Dataset
from planning.registry.reading.pupils import GradeCount, SchoolPupils
from planning.registry.reading.schools import RegisteredSchool, SchoolPlace
from planning.registry.reading.villages import AgeCount, Village
from service.database import make_engine, reading, transaction
from tests import factories
from tests.integration.siblings import Siblings, Somebody, until
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT
from tests.planning.development_plan import given as in_plans
from tests.planning.entering import Entered
from tests.planning.registry import committees
from tests.planning.registry.giving import give_and_take
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, done, send
from tests.web.browsing import PASSWORD, person_of

A, B = given.CODES["A"], given.CODES["B"]
LAST_YEAR = FiscalYear.of(committees.TODAY).preceding  # all its quarters are over
OURS = {A, B, given.CODES["C"]}


@dataclass(eq=False)
class Whole:
    """The running system, and people at it."""

    siblings: Siblings
    planner: Somebody
    officer: Somebody
    director: Somebody
    settings: Settings

    @contextmanager
    def netops(self) -> Iterator[Session]:
        """Its database, to be looked at."""
        engine = make_engine(self.settings.url)
        with reading(engine) as session:
            yield session
        engine.dispose()


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
        for _ in range(2):
            factories.make_device(session, site)
    people = [person_of(engine, role, office=office).username for role in (Role.PLANNER, Role.IT, Role.DIRECTOR)]
    engine.dispose()
    with siblings.serving():
        planner, officer, director = (Somebody(siblings, name, PASSWORD) for name in people)
        yield Whole(siblings, planner, officer, director, settings)
        for one in (planner, officer, director):
            one.close()


@dataclass(eq=False)
class Kept:
    """The database of one planning service, to be looked at."""

    engine: Engine

    @classmethod
    @contextmanager
    def of(cls, whole: Whole, service: str) -> Iterator[Self]:
        """Until the block ends."""
        path = whole.siblings.folder / "planning" / service / f"{service}.sqlite3"
        engine = make_engine(f"sqlite:///{path}")
        yield cls(engine)
        engine.dispose()


@pytest.fixture(scope="module")
def counted(whole: Whole) -> Whole:
    """The registry knows the four schools, their count of 10 June and the ten villages; the count is frozen."""
    it = whole.planner.at("registry", "/schools")
    give_and_take(it, Dataset.SCHOOLS, [_registered(one) for one in given.schools()])
    places = [SchoolPlace(one.smis_code, one.name, one.latitude or 0, one.longitude or 0) for one in given.schools()]
    give_and_take(it, Dataset.COORDINATES, places)
    villages = [
        Village(_code(one.code), one.name, "", one.district, "จังหวัดสมมติ", one.latitude, one.longitude)
        for one in given.villages()
    ]
    give_and_take(it, Dataset.VILLAGES, villages)
    people = [
        AgeCount(_code(one.code), 2568, age.age, age.male, age.female, "ทร.14 สมมติ")
        for one in given.villages()
        for age in one.ages
    ]
    give_and_take(it, Dataset.POPULATION, people)
    give_and_take(it, Dataset.PUPILS, _pupils())
    assert it.post("/counts/1/freeze").status_code == 303
    return whole


def _code(short: str) -> str:
    """Of eight digits, as the registry has them: V01 is 53010101."""
    return f"530101{short[1:]}"


def _registered(one: SchoolRow) -> RegisteredSchool:
    return RegisteredSchool(
        smis_code=one.smis_code, moe_code="", percode="", name=one.name, office_code=given.OFFICE, office_name="เขต",
        education="สามัญ", network="กลุ่มสมมติ", village="", tambon="", amphoe=one.district, province="จังหวัดสมมติ",
        km_to_office=None, km_to_amphoe=None, size="", electricity="", lowest=Grade(one.lowest_grade),
        highest=Grade(one.highest_grade),
    )  # fmt: skip


def _pupils() -> list[SchoolPupils]:
    counts: dict[str, list[GradeCount]] = {code: [] for code in given.CODES.values()}
    for one in given.counts():
        counts[one.smis_code].append(GradeCount(Grade(one.grade), one.male, one.female, one.rooms))
    return [SchoolPupils(code, given.NAMES[code], given.OFFICE, "เขตสมมติ", tuple(of)) for code, of in counts.items()]


def copied(it: Entered, page: str, words: str) -> str:
    """A page, once what another service told has arrived in it."""

    def there() -> str:
        text = it.get(page).text
        return text if words in text else ""

    return until(there, f"{words!r} on {page}")


def resolve(whole: Whole, service: str, kind: str, key: str, *, board: str = "esao_board") -> None:
    """Submit, lay before a quorate meeting by the link of the page, let it approve, and pass the gate when the word has
    come.
    """
    it, secretary = whole.planner.at(service), whole.planner.at("registry", "/schools")
    page = f"/versions/{kind}/{key}"
    done(it.post(f"{page}/submit"))
    link = it.get(page).text.split("/agenda/new?", 1)[1].split('"', 1)[0].replace("&amp;", "&")
    meeting = _meeting(secretary, board)
    assert secretary.get(f"/agenda/new?{link}").status_code == 200
    paper = dict(parse_qsl(urlsplit(f"?{link}").query))
    done(secretary.post("/agenda/new", paper | {"meeting": meeting.rsplit("/", 1)[1]}))
    item = secretary.get(meeting).text.split("/items/", 2)[-1][:32]
    said = {"verdict": "approve", "text": "เห็นชอบ", "sha256": paper["sha256"]}
    done(secretary.post(f"{meeting}/items/{item}/resolution", said))
    until(lambda: it.post(f"{page}/gate/approve").status_code == 303, f"the gate of {page}")


def _meeting(secretary: Entered, board: str) -> str:
    """A quorate meeting of today of this kind of committee."""
    at = committees.called(secretary, committees.appointed(secretary, kind=board))
    roll = dict.fromkeys(re.findall(r'name="(present-\d+)"', secretary.get(at).text), "yes")
    done(secretary.post(f"{at}/roll", roll))
    return at


@pytest.fixture(scope="module")
def mapped(counted: Whole) -> Whole:
    """The school network has a run over the four schools' road."""
    it = counted.planner.at("school_network")
    copied(it, "/runs/new", given.COUNT)
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
    today = committees.TODAY.isoformat()
    for link in links:
        done(officer.post(f"{page}/links/{link}/end", {"ended_on": today}))
    for device in devices:
        done(officer.post(f"{page}/devices/{device}/move", {"name": f"moved-{device}", "address": f"127.0.9.{device}"}))


def test_a_frozen_count_is_the_same_in_every_service(counted: Whole) -> None:
    """Flow 5."""
    text = copied(counted.planner.at("school_network"), "/runs/new", given.COUNT)
    assert given.COUNT in text


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
        done(it.post("/copies/read"))
        in_plans.judged(it, key)
        in_plans.factors(it, key)
        for step in ("missions", "situation", "factors"):
            until(lambda step=step: it.post(f"/plans/{key}/{step}/hand-in").status_code == 303, step)  # type: ignore[misc]
        in_plans.targeted(kept, it, key, in_plans.drafted(kept, it, key))
        for kind, of in in_plans.pointing(kept.engine):
            in_plans.align(it, kind, of, _node(mapped, it))
    resolve(mapped, "development_plan", "development", key)
    return mapped


def _node(whole: Whole, it: Entered) -> str:
    """A node of the 13th national plan, written down at the registry and copied to the service."""
    registry = whole.planner.at("registry", "/schools")
    registry.get("/references")
    rows = registry.get(f"/api/v1/data/references?office={given.OFFICE}").json()["rows"]
    plan = next(one for one in rows if "ฉบับที่ 13" in one["title"])
    if not plan["nodes"]:
        done(registry.post(f"/references/{plan['key']}/nodes", {"code": "12", "text": "กำลังคนสมรรถนะสูง"}))
        return _node(whole, it)
    done(it.post("/copies/read"))
    return str(plan["nodes"][0]["key"])


def test_what_was_planned_is_budgeted_spent_and_reported_without_typing_it_twice(planned: Whole) -> None:
    """Flow 6: the frame and its target reach the annual plan, its payments and actuals come back."""
    it, year = planned.planner.at("annual_plan"), str(LAST_YEAR.era)
    done(it.post("/copies/read"))
    assert in_plans.frame(1, 1)["title"] in it.get(f"/frame?year={year}").text
    with Kept.of(planned, "development_plan") as kept:
        frame = next(key for kind, key in in_plans.pointing(kept.engine) if kind == "frame")
        indicator, results = _keys(kept.engine)[0], f"/plans/{in_plans.plan_of(kept.engine).key}/results"
    on = LAST_YEAR.first.isoformat()
    done(it.post("/allocations/new", {**NOTICE, "fiscal_year": year, "letter_date": on}))
    more = {"notice_no": "2", "letter_no": "2", "budget_type": "investment"}
    done(it.post("/allocations/new", {**NOTICE, **more, "fiscal_year": year, "letter_date": on}))
    links = {"frame_key": frame, "indicators.0.key": indicator, "indicators.0.name": ""}
    done(it.post("/projects/new", {**PROJECT, **links, "fiscal_year": year}))
    done(it.post("/projects/1/money", MONEY))
    with Kept.of(planned, "annual_plan") as kept, reading(kept.engine) as session:
        project, plan = session.exec(select(Project.key)).one(), session.exec(select(AnnualPlan.key)).one()
    in_plans.align(it, "project", project, _node(planned, it))
    resolve(planned, "annual_plan", "annual", plan)
    done(it.post("/lines/1/ask", {"on": on, "number": "ข 1", "asked": "pay", "amount_satang": "4000"}))
    done(it.post("/entries/1/pay", {"on": on, "number": "ฎ 1", "amount_satang": "3000"}))
    report = {"progress": "doing", "percent": "40", "output_quantity": "3"}
    done(it.post("/reports/1/2/report", {**report, "actuals.0.key": indicator, "actuals.0.value": "4.5"}))
    back = planned.planner.at("development_plan")
    assert "target reached" in copied(back, results, ">4.5<")
    copied(back, results, "3,000.00")


def _keys(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(PlanIndicator.key)))


def test_a_closed_school_has_no_network_left_before_its_case_ends(mapped: Whole) -> None:
    """Flows 3 and 8: the case, the board, the announcement, the order to netops, its completion back."""
    it = mapped.planner.at("school_network")
    at = acting.whole_merge(it)
    key = at.rsplit("/", 1)[-1]
    resolve(mapped, "school_network", "change_case", key)
    done(it.post(f"{at}/announce", {"announcement_number": "1/2569", "announced_on": "2026-04-01"}))
    land = {"kind": "land", "item": "ที่ดินโรงเรียน", "to_whom": given.NAMES[B], "done_on": "2026-06-15"}
    add(it, at, "assets", **land)
    assert "still open at netops" in it.post(f"{at}/complete").text
    officer = mapped.officer.at("netops", "/needs")
    order = until(lambda: re.search(r"/decommissions/\d+", officer.get("/decommissions").text), "the order at netops")
    assert order is not None
    with mapped.netops() as session:
        links = [one.id or 0 for one in session.exec(select(Link))]
        devices = [one.id or 0 for one in session.exec(select(Device))]
    _work_off(officer, order[0], links, devices)
    until(lambda: it.post(f"{at}/complete").status_code == 303, "the completion back at the case")
    registry = mapped.planner.at("registry", "/schools")
    copied(registry, f"/schools?q={A}", "closed school")
    with mapped.netops() as session:
        assert session.exec(select(Link)).one().archived_at is not None
        assert {row.site_id for row in session.exec(select(Device))} == {
            session.exec(select(Site.id).where(Site.code == B)).one()
        }
