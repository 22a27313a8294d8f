"""What became of projects: annual plans of offices tell it, other agencies report it; each figure says whence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.data.annual_plan import ProjectRow
from contract.planning import ActualEntered, DisbursementPosted, PlanningFact, ProjectApproved
from planning.cli import part_of
from planning.kit import database as databases
from planning.kit.events import tell
from planning.kit.tables import EventIn, Peer
from planning.province.copied import ANNUAL as ANNUAL_PROJECTS
from planning.province.hearing import LISTENING
from planning.province.models.plan import DistrictTarget
from planning.province.models.project import Project
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.hearing import Ear
from service.identity import Key, Peers
from tests.planning.entering import Netops
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, Filled, copy, text_of
from tests.planning.served import Served, serving


def spent(key: str, total: int, shared: str = "") -> DisbursementPosted:
    return DisbursementPosted(
        office_code="5302",
        project_key=key,
        fiscal_year=2570,
        paid_on=date(2026, 11, 20),
        amount_satang=total,
        total_satang=total,
        shared_project_key=shared,
    )


@contextmanager
def annual_plan(filled: Filled, province: Served, folder: Path) -> Iterator[tuple[Engine, Ear]]:
    """The annual plan as a process of its own, told to and listened to over HTTP."""
    part = part_of("annual_plan")
    teller = make_engine(f"sqlite:///{folder / 'teller.sqlite3'}")
    databases.migrate(part, str(teller.url))
    key = Key.at(folder / "teller.pem", part.name)
    with Netops.running(folder / "province", "province") as me:
        peers = Peers({"netops": me.url, "province": me.url}, folder / "teller-peers")
        with serving(part, teller, province.settings, peers, key) as url:
            yield teller, Ear(province.engine, me.key, {part.name: url}, EventIn, Peer)
    teller.dispose()


def say(teller: Engine, *facts: PlanningFact) -> None:
    with transaction(teller) as session:
        for fact in facts:
            tell(session, fact, at=utc_now())


@pytest.mark.requirement("P3-4.6")
def test_what_changes_in_an_annual_plan_changes_here_after_the_next_reading(
    filled: Filled, province: Served, tmp_path: Path
) -> None:
    plan = filled.plan(ANNUAL)
    ours, other = filled.agency("สพป. สมมติ เขต 2"), filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    shared = filled.project(plan, ours, "ค่ายการอ่าน", amount_satang="1000")
    reported = filled.project(plan, other, "ศูนย์เด็กเล็ก", amount_satang="2000")
    with reading(province.engine) as session:
        key = session.exec(select(Project).where(Project.id == int(shared))).one().key
    with annual_plan(filled, province, tmp_path) as (teller, ear):
        say(teller, spent("a" * 32, 25_000, key))
        ear.hear(LISTENING)
        page = filled.it.get(f"/plans/{plan}/follow-up").text
        assert "250.00" in page
        assert "annual plan of office 5302" in page
        say(teller, spent("a" * 32, 40_000, key))
        ear.hear(LISTENING)
        page = filled.it.get(f"/plans/{plan}/follow-up").text
    assert "400.00" in page
    assert "250.00" not in page
    assert "40.0%" in page
    form = {
        "fiscal_year": "2570",
        "quarter": "1",
        "spent_satang": "500",
        "percent": "30",
        "result": "เปิดศูนย์แล้ว",
        "source": "อบจ. สมมติ",
        "reported_on": "2026-11-28",
    }
    assert filled.it.post(f"/projects/{reported}/report", {**form, "fiscal_year": "2571"}).status_code == 422
    assert filled.it.post(f"/projects/{reported}/report", form).status_code == 303
    assert filled.it.post(f"/projects/{reported}/report", {**form, "spent_satang": "600"}).status_code == 303
    paper = filled.it.post(f"/plans/{plan}/report").headers["location"]
    printed = text_of(filled.it.get(f"{paper}/paper.docx").content)
    for text in ("400.00", "600.00", "เปิดศูนย์แล้ว", "แผนปฏิบัติการประจำปีของหน่วยงาน 5302", "อบจ. สมมติ"):
        assert text in printed
    assert filled.it.get(f"{paper}/paper.xlsx").status_code == 200


def test_a_project_may_be_one_of_an_annual_plan(filled: Filled, province: Served, tmp_path: Path) -> None:
    plan, agency = filled.plan(ANNUAL), filled.agency("สพป. สมมติ เขต 2")
    with annual_plan(filled, province, tmp_path) as (teller, ear):
        approved = {"office_code": "5302", "project_key": "b" * 32, "plan_key": "c" * 32, "fiscal_year": 2570}
        fact = ProjectApproved.model_validate({**approved, "title": "โครงการของเขต", "amount_satang": 90_000})
        say(teller, fact, spent("b" * 32, 45_000))
        ear.hear(LISTENING)
    assert "โครงการของเขต" in filled.it.get(f"/plans/{plan}/projects/new").text
    project = filled.project(plan, agency, "โครงการของเรา", amount_satang="900", told_key="b" * 32)
    assert "450.00" in filled.it.get(f"/projects/{project}").text


def test_what_an_annual_plan_gives_is_followed_before_any_money_went_out(filled: Filled, province: Served) -> None:
    plan, agency = filled.plan(ANNUAL), filled.agency("สพป. สมมติ เขต 2")
    filled.project(plan, agency, "ค่ายการอ่าน", amount_satang="1000")
    with reading(province.engine) as session:
        key = session.exec(select(Project)).one().key
    given = {"key": "e" * 32, "fiscal_year": 2570, "code": "001", "name": "ค่าย", "shared_project_key": key}
    copy(province.engine, ANNUAL_PROJECTS, [ProjectRow.model_validate({**given, "paid_satang": 30_000, "percent": 35})])
    page = filled.it.get(f"/plans/{plan}/follow-up").text
    assert "300.00" in page
    assert "35%" in page
    with transaction(province.engine) as session:
        LISTENING.handlers["DisbursementPosted"](session, spent("e" * 32, 45_000, key), utc_now())
    page = filled.it.get(f"/plans/{plan}/follow-up").text
    assert "450.00" in page, "the fact is newer than the copy"
    assert "750.00" not in page, "and is not added to it"
    assert "35%" in page


def test_an_indicator_of_the_registry_fills_in_the_year_of_ours(filled: Filled, province: Served) -> None:
    plan = filled.plan(DEVELOPMENT)
    told = {
        "element_id": filled.strategy(plan),
        "name": "อัตราการเข้าเรียน",
        "unit": "ร้อยละ",
        "direction": "up",
        "baseline": "95",
        "source": "ทะเบียน",
        "registry_key": "d" * 32,
    }
    made = filled.made(f"/plans/{plan}/indicators/new", told)
    filled.it.post(f"/plans/{plan}/indicators/{made}", {"fiscal_year": "2570", "target": "98"})
    fact = ActualEntered(
        office_code="5302",
        indicator_key="d" * 32,
        fiscal_year=2570,
        quarter=2,
        value=98.5,
        as_of=date(2027, 3, 31),
        source="รายงานไตรมาส 2",
    )
    with transaction(province.engine) as session:
        assert LISTENING.handlers["ActualEntered"](session, fact, utc_now()) == "1 targets"
    with reading(province.engine) as session:
        row = session.exec(select(DistrictTarget)).one()
    assert (row.actual, row.actual_source, row.actual_on) == (98.5, "รายงานไตรมาส 2", date(2027, 3, 31))
    assert "98.5" in filled.it.get(f"/plans/{plan}/indicators/{made}").text
