"""With the registry and the annual plan as they are: files, references and reports come from their own pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from sqlmodel import select

from contract.data.registry import ReferenceRow
from contract.data.shape import Dataset, Row
from contract.planning import ActualEntered, ReferenceSuperseded
from office.fiscal import FiscalYear
from planning.annual_plan.models.project import Project
from planning.development_plan.copied import ENROLMENT, REFERENCES, SCHOOLS, STAFF
from planning.development_plan.models.plan import EvidenceKind, EvidenceSet
from planning.development_plan.models.target import PlanIndicator
from planning.development_plan.part import MORE
from planning.development_plan.store import hearing
from planning.kit.parts import Copied
from planning.kit.reading.writing import as_csv
from planning.kit.tables import EventOut
from planning.registry.grades import Grade
from planning.registry.manual_references import manual_references
from planning.registry.models.batch import Dataset as Files
from planning.registry.reading.pupils import PUPILS, GradeCount, SchoolPupils
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT
from tests.planning.development_plan import given
from tests.planning.development_plan.test_papers import text_of
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ONE, ROWS, TWO, pupils
from tests.planning.served import Served

Serve = Callable[[str], Served]


R = TypeVar("R", bound=Row)


def told(registry: Entered, what: Copied[R], office: str) -> list[R]:
    """What the registry gives, as the service would copy it."""
    answer = registry.get(f"/api/v1/data/{what.name}?office={office}")
    return [what.row.model_validate(row) for row in Dataset.model_validate_json(answer.content).rows]


def counted(year: int) -> list[SchoolPupils]:
    """One pupil fewer in each year."""
    fewer = year - 2022
    return [
        pupils(*ONE, GradeCount(Grade.P1, 20 - fewer, 20, 2), GradeCount(Grade.P2, 18, 18, 1)),
        pupils(*TWO, GradeCount(Grade.P1, 6, 6, 1)),
    ]


@pytest.mark.requirement("P1-4.2")
def test_a_file_in_either_encoding_gives_one_situation_and_an_unknown_school_is_refused_by_row(serve: Serve) -> None:
    registry, served = serve("registry"), serve("development_plan")
    pages = {}
    for office, encoding in (("5302", "utf-8-sig"), ("5303", "cp874")):
        at = registry.enter(office_code=office)
        give_and_take(at, Files.SCHOOLS, ROWS["schools"])
        for year in range(2022, 2027):
            give_and_take(at, Files.PUPILS, as_csv(PUPILS, counted(year), encoding=encoding), as_of=f"{year}-06-10")
        give_and_take(at, Files.STAFF, ROWS["staff"])
        strange = as_csv(PUPILS, [*counted(2026), pupils("99019999", "โรงเรียนแปลก")], encoding=encoding)
        batch = give(at, Files.PUPILS, strange)
        assert "There is no school of this code" in at.get(batch).text
        assert take(at, batch).status_code == 422
        for what in (SCHOOLS, ENROLMENT, STAFF):
            given.copied(served.engine, what, told(at, what, office), office=office)
        it = served.enter(office_code=office)
        key = given.begun(it)
        page = it.get(f"/plans/{key}/situation").text
        pages[office] = page.split("<h2>")[1]
        assert it.post(f"/plans/{key}/situation/hand-in").status_code == 303
        paper = it.post(f"/plans/{key}/papers/situation").headers["location"]
        assert it.get(f"{paper}/paper.docx").status_code == 200
    assert pages["5302"] == pages["5303"]
    first, last = (pages["5302"].split(f">{year}</td>")[1].split("</tr>")[0] for year in (2565, 2569))
    assert ">88<" in first  # 40 + 36 + 12
    assert ">84<" in last
    assert ">21.0<" in last  # four rooms
    assert ">5.6<" in last  # fifteen teachers
    assert "2574 · expected" in pages["5302"]


BUNDLES = (
    pytest.param(("P1-7.1", "P1-7.2", "P1-7.3"), id="7.1", marks=pytest.mark.requirement("P1-7.1", "P1-7.2", "P1-7.3")),
    pytest.param(("P1-7.4", "P1-7.5", "P1-7.6"), id="7.4", marks=pytest.mark.requirement("P1-7.4", "P1-7.5", "P1-7.6")),
    pytest.param(("P1-7.7", "P1-7.8", "P1-7.9"), id="7.7", marks=pytest.mark.requirement("P1-7.7", "P1-7.8", "P1-7.9")),
    pytest.param(("P1-7.10",), id="7.10", marks=pytest.mark.requirement("P1-7.10")),
)


@pytest.mark.parametrize("seeds", BUNDLES)
def test_a_superseded_reference_lists_every_goal_and_project_that_points_to_it(
    serve: Serve, seeds: tuple[str, ...]
) -> None:
    registry, served = serve("registry"), serve("development_plan")
    desk, it = registry.enter(), served.enter()
    desk.get("/references")
    given.references(served, told(desk, REFERENCES, given.OFFICE))
    key = given.whole(served, it, node="")
    assert 'href="/references"' in it.get(f"/plans/{key}").text
    for seed in seeds:
        row = next(one for one in told(desk, REFERENCES, given.OFFICE) if seed in one.seed_refs)
        for kind, of in given.pointing(served.engine):
            given.align(it, kind, of, row.key)
        fact = superseded(registry, desk, row)
        rows = told(desk, REFERENCES, given.OFFICE)
        given.references(served, rows)
        with transaction(served.engine) as session:
            MORE.handlers["ReferenceSuperseded"](session, fact, utc_now())
        page = it.get("/references?year=2571").text
        manual = next(one.seed_titles[seed] for one in manual_references() if seed in one.seed_titles)
        named = page.split(seed)[1]
        assert manual in named
        assert fact.successor_title in page
        listed = page.partition("To be looked at again")[2].partition("</section>")[0]
        assert "ผู้เรียนได้เรียนใกล้บ้าน" in listed, seed
        assert "โครงการพัฒนาโรงเรียนขนาดเล็ก" in listed, seed
        opened = it.get(f"/references/{row.key}").text
        assert manual in opened
        assert "โครงการพัฒนาโรงเรียนขนาดเล็ก" in opened


def superseded(registry: Served, desk: Entered, row: ReferenceRow) -> ReferenceSuperseded:
    """What the registry told when another stood in its place; of some it told that from the beginning."""
    if not row.superseded_by_key:
        title = {"title": f"ฉบับใหม่ของ {row.key[:6]}", "kind": row.kind}
        new = desk.post("/references/new", title).headers["location"]
        answer = desk.post(f"/references/{row.key}/successor", {"successor": new.rsplit("/", 1)[1]})
        assert answer.status_code == 303, answer.text
    with reading(registry.engine) as session:
        facts = [
            ReferenceSuperseded.model_validate(one.data)
            for one in session.exec(select(EventOut).where(EventOut.kind == "ReferenceSuperseded"))
        ]
    return next(one for one in facts if one.reference_key == row.key)


LAST_YEAR = FiscalYear.of(date.today()).preceding  # noqa: DTZ011 - all its quarters are over on any clock


def reported(annual: Served, key: str, value: str) -> ActualEntered:
    """The report of the second quarter of a project with this indicator, made in the annual plan."""
    office, year = Office(annual, annual.enter()), str(LAST_YEAR.era)
    it, on = office.planner, LAST_YEAR.first.isoformat()
    it.post("/allocations/new", {**NOTICE, "fiscal_year": year, "letter_date": on})
    more = {"notice_no": "2", "letter_no": "2", "budget_type": "investment"}
    it.post("/allocations/new", {**NOTICE, **more, "fiscal_year": year, "letter_date": on})
    it.post("/projects/new", {**PROJECT, "fiscal_year": year})
    assert it.post("/projects/1/money", MONEY).status_code == 303
    office.approve_all()
    with transaction(annual.engine) as session:
        row = session.exec(select(Project)).one()
        row.links = {**row.links, "indicators": [{"key": key, "name": ""}]}
        session.add(row)
    report = {"progress": "doing", "percent": "40", "output_quantity": "3"}
    report |= {"actuals.0.key": key, "actuals.0.value": value}
    assert it.post("/reports/1/2/report", report).status_code == 303
    with reading(annual.engine) as session:
        rows = session.exec(select(EventOut).where(EventOut.kind == "ActualEntered")).all()
    return ActualEntered.model_validate(rows[-1].data)


@pytest.mark.requirement("P1-4.10")
def test_an_actual_of_the_second_quarter_shows_here_and_less_is_graded_as_better(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, annual = serve("development_plan"), serve("annual_plan")
    years = tuple(LAST_YEAR.era + at for at in range(5))
    monkeypatch.setattr(given, "YEARS", years)
    monkeypatch.setattr(given, "PLAN", {**given.PLAN, "first_year": str(years[0]), "last_year": str(years[-1])})
    it = served.enter()
    key = given.whole(served, it)
    with reading(served.engine) as session:
        own = session.exec(select(PlanIndicator.key)).one()
    fact = reported(annual, own, "4.5")
    assert (fact.fiscal_year, fact.quarter) == (LAST_YEAR.era, 2)
    with transaction(served.engine) as session:
        hearing.actual_entered(session, fact, utc_now())
    row = it.get(f"/plans/{key}/results").text.split(f">{LAST_YEAR.era}</td>")[1].split("</tr>")[0]
    assert ">4.5<" in row
    assert ">2<" in row
    assert "target reached" in row  # five or less was wanted, six was the baseline
    year = {"kind": "yearly", "fiscal_year": str(LAST_YEAR.era), "lessons": "ต้องเริ่มเร็วขึ้น"}
    assert it.post(f"/plans/{key}/evaluations/new", year).status_code == 303
    half = {**year, "kind": "mid_term", "fiscal_year": str(years[2])}
    assert it.post(f"/plans/{key}/evaluations/new", half).status_code == 303
    page = it.get(f"/plans/{key}/results").text
    number = page.split(f"/plans/{key}/papers/report/")[1].split('"')[0]
    paper = it.post(f"/plans/{key}/papers/report/{number}").headers["location"]
    assert it.get(f"{paper}/paper.docx").status_code == 200


@pytest.mark.requirement("P1-7.10")
def test_the_report_of_the_year_before_comes_into_the_situation_of_the_next_plan_by_itself(serve: Serve) -> None:
    served = serve("development_plan")
    it = served.enter()
    given.registry(served.engine)
    key = given.begun(it)
    assert "No report of a year before this plan is written" in it.get(f"/plans/{key}/situation").text
    for year, lessons in ((2571, "บทเรียนปีแรก"), (2572, "บทเรียนปีที่สอง"), (2573, "บทเรียนของปีหลัง")):
        wish = {"kind": "yearly", "fiscal_year": str(year), "lessons": lessons, "advice": "ข้อเสนอแนะ"}
        assert it.post(f"/plans/{key}/evaluations/new", wish).status_code == 303
    span = {"title": "แผนฉบับถัดไป", "first_year": "2573", "last_year": "2577"}
    following = it.post("/plans/new", span).headers["location"].rsplit("/", 1)[1]
    page = it.get(f"/plans/{following}/situation").text
    assert "บทเรียนปีที่สอง" in page
    assert f'href="/plans/{key}/results"' in page
    assert "บทเรียนปีแรก" not in page
    assert "บทเรียนของปีหลัง" not in page
    assert it.post(f"/plans/{following}/situation/hand-in").status_code == 303
    with reading(served.engine) as session:
        handed = session.exec(select(EvidenceSet).where(EvidenceSet.kind == EvidenceKind.SITUATION)).one()
    report = handed.content["report"]
    assert isinstance(report, dict)
    assert report["lessons"] == "บทเรียนปีที่สอง"
    paper = it.post(f"/plans/{following}/papers/situation").headers["location"]
    assert "บทเรียนปีที่สอง" in text_of(it.get(f"{paper}/paper.docx").content)
    other = served.enter(office_code="5399")
    foreign = other.post("/plans/new", span).headers["location"].rsplit("/", 1)[1]
    assert "บทเรียนปีที่สอง" not in other.get(f"/plans/{foreign}/situation").text
