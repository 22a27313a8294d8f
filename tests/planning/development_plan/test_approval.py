"""From a whole plan to the board and to everybody: what blocks, what a resolution binds, what others are given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from contract.data.development_plan import FrameRow, PlanIndicatorRow
from contract.data.shape import Dataset
from contract.planning import PlanApproved, PlanPublished, ResolutionRecorded
from planning.development_plan.part import MORE, PART
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventOut
from planning.plans.models.version import Version
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from tests.planning.development_plan import given
from tests.planning.entering import Entered, Netops
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


def version(served: Served) -> Version:
    with reading(served.engine) as session:
        return max(session.exec(select(Version)), key=lambda one: one.number)


def decide(served: Served, key: str, **said: object) -> None:
    fact = ResolutionRecorded.model_validate(
        {
            "office_code": given.OFFICE,
            "resolution_key": uuid4().hex,
            "committee_kind": "esao_board",
            "committee_name": "คณะกรรมการเขตพื้นที่การศึกษา",
            "meeting": "ครั้งที่ 1/2570",
            "held_on": date(2026, 11, 20),
            "is_quorate": True,
            "service": "development_plan",
            "subject_kind": "development",
            "subject_key": key,
            "sha256": version(served).sha256,
            "verdict": "approve",
            **said,
        }
    )
    with transaction(served.engine) as session:
        MORE.handlers["ResolutionRecorded"](session, fact, utc_now())


def approve(served: Served, it: Entered, key: str) -> None:
    assert it.post(f"/versions/development/{key}/submit").status_code == 303
    assert it.get(f"/versions/development/{key}/1.pdf").content.startswith(b"%PDF")
    decide(served, key)
    assert it.post(f"/versions/development/{key}/gate/approve").status_code == 303


@pytest.mark.requirement("P1-4.4")
def test_a_goal_without_a_mission_blocks_submitting_and_wordings_differ_readably(served: Served) -> None:
    it = served.enter()
    key = given.whole(served, it)
    orphan = given.element(it, key, "goal", "เป้าประสงค์ลอย")
    refused = it.post(f"/versions/development/{key}/submit")
    assert refused.status_code == 422
    assert "This goal serves no mission: เป้าประสงค์ลอย" in refused.text
    assert version(served).state.value == "draft"
    it.post(f"/plans/{key}/elements/{orphan}/remove")
    other = served.enter("director", name="ผู้อำนวยการ")
    vision = next(row for row in given.elements(served.engine).values() if row.kind.value == "vision")
    at = f"/plans/{key}/elements/{vision.id}"
    assert other.post(f"{at}/drafts", {"text": "ผู้เรียนมีคุณภาพและความสุข"}).status_code == 303
    assert other.post(f"{at}/comments", {"text": "เพิ่มความสุข"}).status_code == 303
    page = it.get(at).text
    assert 'ผู้เรียนมีคุณภาพ<ins class="diff-added">และความสุข</ins>' in page
    assert "เพิ่มความสุข" in page
    approve(served, it, key)
    draft = page.split("/drafts/")[1].split("/")[0]
    assert it.post(f"{at}/drafts/{draft}/hold").status_code == 303
    changed = it.get(f"/versions/development/{key}/1/now").text
    assert "ผู้เรียนมีคุณภาพและความสุข" in changed
    assert re.search(r"Vision, mission, goals and values › .* › Text</td>", changed)


@pytest.mark.requirement("P1-4.5", "I-2")
def test_a_strategy_without_factor_goal_or_policy_is_listed_and_blocks(served: Served) -> None:
    it = served.enter()
    key = given.whole(served, it)
    given.element(it, key, "strategy", "กลยุทธ์ลอย")
    assert "กลยุทธ์ลอย: no goal, no factors, no policy" in it.get(f"/plans/{key}/strategies").text
    refused = it.post(f"/versions/development/{key}/submit")
    assert refused.status_code == 422
    assert "Strategy กลยุทธ์ลอย: no goal, no factors, no policy" in refused.text
    table = it.get("/references/alignment.csv").content.decode("utf-8-sig")
    empty = next(line for line in table.splitlines() if line.startswith("กลยุทธ์ลอย"))
    assert "not aligned yet" in empty
    rows = {row.text: row for row in given.elements(served.engine).values()}
    stray, goal = rows["กลยุทธ์ลอย"], rows["ผู้เรียนได้เรียนใกล้บ้าน"]
    given.tie(it, key, stray.id or 0, goal.id or 0)
    numbers = given.factor_ids(served.engine)
    pair = {"inner_id": str(numbers["strength"]), "outer_id": str(numbers["opportunity"])}
    it.post(f"/plans/{key}/elements/{stray.id}/pairs", pair)
    refused = it.post(f"/versions/development/{key}/submit")
    assert "Strategy กลยุทธ์ลอย: no policy" in refused.text
    given.align(it, "strategy", stray.key, "plan13-12")
    refused = it.post(f"/versions/development/{key}/submit")
    assert "Strategy กลยุทธ์ลอย" not in refused.text
    assert "No project is foreseen for this strategy: กลยุทธ์ลอย" in refused.text
    frame = given.frame(stray.id or 0, given.indicator_id(served.engine), title="โครงการของกลยุทธ์ลอย")
    it.post(f"/plans/{key}/frames/new", frame)
    assert "Project โครงการของกลยุทธ์ลอย: no policy" in it.post(f"/versions/development/{key}/submit").text
    for kind, of in given.pointing(served.engine):
        given.align(it, kind, of, "plan13-12")
    assert it.post(f"/versions/development/{key}/submit").status_code == 303


@pytest.mark.requirement("P1-4.7")
def test_the_board_decides_about_exactly_one_version(served: Served) -> None:
    """Tries to break INV-A1 and INV-A2: only a resolution on this fingerprint approves, and what is approved stays."""
    it = served.enter()
    key = given.whole(served, it)
    at = f"/versions/development/{key}"
    assert it.post(f"{at}/gate/approve").status_code == 409
    assert it.post(f"{at}/submit").status_code == 303
    assert it.post(f"{at}/gate/approve").status_code == 409
    page = it.get(at).text
    assert version(served).sha256 in page
    assert "/agenda/new?" in page
    decide(served, key, sha256="0" * 64)
    assert it.post(f"{at}/gate/approve").status_code == 409
    decide(served, key, is_quorate=False)
    assert it.post(f"{at}/gate/approve").status_code == 409
    decide(served, key, committee_kind="strategy_integration")
    assert it.post(f"{at}/gate/approve").status_code == 409
    strategy = next(row for row in given.elements(served.engine).values() if row.kind.value == "strategy")
    blocked = it.post(f"/plans/{key}/elements/{strategy.id}/drafts", {"text": "ถ้อยคำใหม่"})
    assert blocked.status_code == 409
    decide(served, key)
    assert it.post(f"{at}/gate/approve").status_code == 303
    first = version(served)
    assert (first.number, first.state.value) == (1, "approved")
    assert it.post(f"/plans/{key}/elements/{strategy.id}/drafts", {"text": "ถ้อยคำใหม่"}).status_code == 303
    second = version(served)
    assert (second.number, second.state.value, second.resolution_key) == (2, "draft", "")
    assert it.post(f"{at}/gate/approve").status_code == 409
    with reading(served.engine) as session:
        approvals = session.exec(select(EventOut).where(EventOut.kind == "PlanApproved"))
        told = [PlanApproved.model_validate(row.data) for row in approvals]
        kept = session.exec(select(Version).where(Version.number == 1)).one()
    assert [(one.number, one.sha256, one.years) for one in told] == [(1, first.sha256, (2571, 2575))]
    assert kept.content == first.content


@pytest.mark.requirement("P1-4.8")
def test_everybody_reads_the_approved_version_and_schools_leave_receipts(served: Served) -> None:
    """Tries to break INV-A3: what is not approved is not published."""
    it = served.enter()
    key = given.whole(served, it)
    at, public = f"/versions/development/{key}", f"/published/development/{key}"
    said = {"announcement": "12/2570", "released_on": "2026-11-21"}
    assert it.post(f"{at}/gate/publish", said).status_code == 409
    approve(served, it, key)
    goal = next(row for row in given.elements(served.engine).values() if row.kind.value == "goal")
    it.post(f"/plans/{key}/elements/{goal.id}/drafts", {"text": "เป้าประสงค์ที่แก้ทีหลัง"})
    number = it.get(f"/plans/{key}/elements/{goal.id}").text.split("/drafts/")[1].split("/")[0]
    assert it.post(f"/plans/{key}/elements/{goal.id}/drafts/{number}/hold").status_code == 303
    assert it.post(f"{at}/gate/publish", said).status_code == 303
    anybody = served.anonymous()
    page = anybody.get(public).text
    assert "ผู้เรียนได้เรียนใกล้บ้าน" in page
    assert "เป้าประสงค์ที่แก้ทีหลัง" not in page
    assert "12/2570" in page
    assert "1,000,000.25" in page
    assert anybody.get(f"{public}.pdf").content.startswith(b"%PDF")
    assert "โครงการพัฒนาโรงเรียนขนาดเล็ก" in anybody.get(f"{public}.csv").content.decode("utf-8-sig")
    with reading(served.engine) as session:
        approved = session.exec(select(Version).where(Version.number == 1)).one()
        fact = session.exec(select(EventOut).where(EventOut.kind == "PlanPublished")).one()
    assert anybody.get(f"{public}.json").json()["sha256"] == approved.sha256
    assert PlanPublished.model_validate(fact.data).path == public
    receipts = it.get(f"{public}/receipts").text
    assert "2 schools have no receipt" in receipts
    served.enter("school", "/school-plans", school_code="53020002").get(public)
    receipts = it.get(f"{public}/receipts").text
    assert "1 school has no receipt" in receipts
    assert anybody.get(f"/plans/{key}").status_code == 303


def test_others_are_given_the_approved_version_alone(served: Served) -> None:
    it = served.enter()
    key = given.whole(served, it)

    def rows(name: str) -> tuple[dict[str, object], ...]:
        answer = it.get(f"/api/v1/data/{name}?office={given.OFFICE}")
        return Dataset.model_validate_json(answer.content).rows

    assert rows("development_plans") == ()
    approve(served, it, key)
    assert [(row["key"], row["number"], row["is_published"]) for row in rows("development_plans")] == [(key, 1, False)]
    frame = FrameRow.model_validate(rows("development_frames")[0])
    assert [(one.fiscal_year, one.satang) for one in frame.amounts] == [(year, 100_000_025) for year in given.YEARS]
    indicator = PlanIndicatorRow.model_validate(rows("development_indicators")[0])
    assert [one.value for one in indicator.targets] == [5, 4, 3, 2, 1]
    strategy = next(row for row in rows("development_elements") if row["kind"] == "strategy")
    assert frame.strategy_key == strategy["key"]
    assert strategy["serves"] == [indicator.of_key]
    other = served.enter(office_code="5301")
    assert other.get(f"/api/v1/data/development_frames?office={given.OFFICE}").status_code == 404


@pytest.mark.requirement("P1-5")
def test_the_chart_is_drawn_from_the_definition(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    work = it.get(f"/work/about/development/{key}").headers["location"]
    page = it.get(work).text
    assert page.count('class="flow-box') == 10
    assert page.count("flow-today") == 1
    today = page.split("flow-today")[1].split("</g>")[0]
    assert "Review the duties of the office" in today
    box = page.split('data-step="board"')[1].split("</g>")[0]
    assert "Ask the board" in box
    owners = [part.split('class="flow-about">')[-1].split("</span>")[0] for part in page.split("</g>")[:10]]
    assert all(one.startswith("planner · ") and " 20" in one for one in owners), owners  # who, and by when
    given.evidence(served, it, key)
    page = it.get(work).text
    today = page.split("flow-today")[1].split("</g>")[0]
    assert "Set vision, missions, goals and values" in today
    done = page.split('data-step="missions"')[1].split("</g>")[0]
    assert "st-up" in done
    assert it.get(f"{work}/chart.pdf").content.startswith(b"%PDF")


@pytest.mark.requirement("P1-1")
def test_the_objective_is_reckoned_from_the_data(served: Served) -> None:
    it = served.enter()
    key = given.whole(served, it)

    def shown() -> str:
        return it.get("/objectives?year=2571").text

    assert "100" in shown()
    target = {"fiscal_year": "2571", "baseline": "40", "target": "80"}
    assert it.post("/objectives/P1-1/target", target).status_code == 303
    assert "not met" not in shown()
    stray = given.element(it, key, "goal", "เป้าประสงค์ลอย")
    again = shown()
    assert "66.67" in again  # two of three
    assert "not met" in again
    assert it.post(f"/plans/{key}/elements/{stray}/remove").status_code == 303
    assert "66.67" not in shown()
    assert "not met" not in shown()


@pytest.mark.peer("postgres")
def test_a_plan_is_written_approved_and_given_on_postgresql_too(
    postgres_of: Callable[[str], str], planning_settings: PlanningSettings, netops: Netops, tmp_path: Path
) -> None:
    engine = make_engine(postgres_of("development_plan"))
    served = Served(PART, engine, planning_settings, netops, tmp_path)
    it = served.enter()
    key = given.whole(served, it)
    approve(served, it, key)
    for page in ("", "/missions", "/situation", "/factors", "/direction", "/strategies", "/targets", "/results"):
        assert it.get(f"/plans/{key}{page}").status_code == 200, page
    assert it.post(f"/plans/{key}/schools/open").status_code == 303
    assert it.post(f"/plans/{key}/papers/book").status_code == 303
    assert "100" in it.get("/objectives?year=2571").text
    given_away = it.get(f"/api/v1/data/development_frames?office={given.OFFICE}")
    assert len(Dataset.model_validate_json(given_away.content).rows) == 1
    stray = given.element(it, key, "goal", "เป้าประสงค์ลอย")
    assert it.post(f"/plans/{key}/elements/{stray}/remove").status_code == 303
    engine.dispose()
