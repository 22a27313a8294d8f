"""Development of the network over its pages: state, targets, addresses, design, change, manual, drill, indicators."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.events import IndicatorMeasured, read_event
from inventory.columns import utc_now
from inventory.models.device import Device, SnmpMemory
from inventory.models.link import LinkSampleDay
from inventory.models.outage import Cause, CurrentState, State, Subject
from inventory.models.site import Contact, Office, PupilCount, Site
from inventory.store.siblings import told_after
from inventory.store.strangers import Met, note_strangers
from inventory.topology import Heard
from netops.db import reading, transaction
from netops.models.case import CaseStep, WorkCase
from netops.models.job import Job
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.paper_kinds import PAPER_KINDS
from netops.papers.blank import blank_of
from netops.papers.making import remake
from netops.settings import Settings
from network.models.change import NetworkOrder, NetworkTest
from network.models.design import NetworkDesign
from network.models.file import NetworkManual, NetworkManualText
from network.models.survey import NetworkSurvey
from office.fiscal import FiscalYear
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

NOW = utc_now()
TODAY = NOW.date()
LONG_AGO = NOW - timedelta(days=2)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session, code="5302")


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        site = factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง", code="53020001")
        session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=100))
        session.add(Contact(site_id=site.id or 0, name="ครูจำลอง", role="ครู", phone="050-111-1111"))
        return site


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def home(site: Site) -> str:
    return f"/network/schools/{site.code}"


def a_switch(session: Session, site: Site, *, ports: int = 4, up: bool = True, **values: Any) -> Device:
    """A switch that answers now and told what it is after any order of this test."""
    device = factories.make_device(session, site, **{"model": "EX-24", "serial": "SN1", "version": "1.2"} | values)
    for index in range(1, ports + 1):
        factories.make_interface(
            session, device, if_index=index, name=f"ge{index}", type=6, speed_bps=1_000_000_000 if index == 1 else None
        )
    state = State.UP if up else State.DOWN
    session.add(
        CurrentState(
            subject=Subject.DEVICE, subject_id=device.id or 0, state=state, since=LONG_AGO, checked_at=utc_now()
        )
    )
    return device


@pytest.mark.requirement("P6-4.1")
def test_the_state_of_a_school_is_counted_and_an_unknown_device_appears_as_unregistered(
    it: Visit, engine: Engine, school: Site
) -> None:
    with transaction(engine) as session:
        device = a_switch(session, school)
        factories.make_link(session, school, speed_bps=50_000_000)
        heard = Heard(device.id or 0, "ge4", "lldp", name="unknown-ap", mac="02:00:5e:00:53:01")
        note_strangers(session, school.id or 0, [Met(heard)], (), at=NOW)
    shown = it.get(home(school)).text
    assert "unknown-ap" in shown
    assert "unregistered" in shown
    assert '<td data-label="Now" class="text-end num">500</td>' in shown  # 50 Mbit/s for 100 pupils
    assert it.post(f"{home(school)}/baseline").status_code == 303
    with reading(engine) as session:
        data: Any = session.exec(select(Paper).where(Paper.kind == "network_baseline")).one().data["data"]
    assert [one["name"] for one in data["strangers"]] == ["unknown-ap"]
    lacks = {one["measure"]: one["lack"] for one in data["gap"]}
    assert lacks == {"links": 0, "speed": 500, "switch_ports": 12, "access_points": 2, "ups": 1}
    assert "lacking" in it.get("/network?show=lacking").text


@pytest.mark.requirement("P6-4.2")
def test_overlapping_subnets_are_refused_and_both_are_named(it: Visit, engine: Engine, school: Site) -> None:
    wish = {"site_id": str(school.id), "cidr": "10.5.0.0/24", "purpose": "ห้องเรียน", "is_routed": "yes"}
    assert it.post("/network/subnets/new", wish).status_code == 303
    refused = it.post("/network/subnets/new", wish | {"site_id": "", "cidr": "10.5.0.128/25", "purpose": "สำนักงาน"})
    assert refused.status_code == 422
    assert "10.5.0.128/25 overlaps 10.5.0.0/24 (โรงเรียนบ้านหนึ่ง ห้องเรียน)" in refused.text
    assert it.post("/network/subnets/new", wish | {"cidr": "10.5.0.5/24"}).status_code == 422
    assert "10.5.0.0/24" in it.get(home(school)).text


def test_an_own_target_holds_from_its_day_and_what_held_before_stays(it: Visit, school: Site) -> None:
    wish = {"least_pupils": "0", "links": "1", "kbps_per_pupil": "1", "switch_ports": "1", "access_points": "0"}
    wish |= {"ups": "0", "source": "มติ 1/2570", "valid_from": TODAY.isoformat()}
    assert it.post("/network/targets/new", wish).status_code == 303
    assert it.post("/network/targets/new", wish).status_code == 422
    shown = it.get("/network/targets").text
    assert "มติ 1/2570" in shown
    assert "not verified" in shown  # the other sizes are still those that ship


SURVEY = {"year": "2569", "surveyed_on": "2026-11-02", "rooms": "12", "rooms_cabled": "6", "cabling": "worn"}


def test_a_school_says_how_it_is_there_and_sees_only_its_own_file(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        other = factories.make_site(session, office, name="โรงเรียนอื่น")
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    refused = teacher.post(f"{home(school)}/survey", SURVEY | {"rooms_cabled": "13"})
    assert refused.status_code == 422
    assert "More than there are rooms" in refused.text
    assert teacher.post(f"{home(school)}/survey", SURVEY | {"is_grounded": "yes"}).status_code == 303
    assert teacher.post(f"{home(school)}/survey", SURVEY | {"rooms": "14"}).status_code == 303
    with reading(engine) as session:
        row = session.exec(select(NetworkSurvey)).one()
    assert (row.rooms, row.is_grounded) == (14, False)
    assert "worn out" in teacher.get(home(school)).text
    assert teacher.get(home(other)).status_code == 404
    assert teacher.post(f"{home(school)}/baseline").status_code == 403
    assert "โรงเรียนอื่น" not in teacher.get("/network").text


DESIGN = {"owner": "นักวิชาการคอมพิวเตอร์", "reason": "Wi-Fi ไม่ทั่วถึง", "chosen": "B"}
LINES = {
    "lines.0.option": "A",
    "lines.0.what": "จุดกระจายสัญญาณ",
    "lines.0.quantity": "4",
    "lines.0.price_baht": "4,000.50",
    "lines.0.source": "เกณฑ์ข้อ 35",
    "lines.1.option": "B",
    "lines.1.what": "จุดกระจายสัญญาณ",
    "lines.1.quantity": "2",
    "lines.1.price_baht": "4,000.50",
    "lines.1.source": "เกณฑ์ข้อ 35",
}


def test_a_version_of_the_design_compares_options_to_the_satang_and_stays(
    it: Visit, engine: Engine, school: Site
) -> None:
    begun = it.get(f"{home(school)}/design").text
    assert "เครื่องสำรองไฟฟ้า" in begun  # proposed from what is lacking, priced by the criteria in force
    missing = it.post(f"{home(school)}/design", DESIGN | LINES | {"chosen": "C"})
    assert missing.status_code == 422
    assert it.post(f"{home(school)}/design", DESIGN | LINES).status_code == 303
    with reading(engine) as session:
        row = session.exec(select(NetworkDesign)).one()
    assert (row.number, row.total_satang) == (1, 800_100)
    shown = it.get(f"/network/designs/{row.id}").text
    assert "16,002.00" in shown
    assert "not approved yet" in shown


def changed(it: Visit, engine: Engine, school: Site, director: Visit) -> str:
    wish = {"title": "เปลี่ยนสวิตช์", "why": "พอร์ตเต็ม", "way_back": "ใส่ตัวเดิม", "planned_on": TODAY.isoformat()}
    assert it.post(f"{home(school)}/change", wish).status_code == 303
    assert it.post("/network/changes/1/decide", {"verdict": "approved"}).status_code == 403
    assert it.get("/network/changes/1/order").status_code == 200
    early = it.post("/network/changes/1/order", ORDER | {"checks.0.kind": "answers", "checks.0.thing": "d1"})
    assert "Only an approved change is ordered" in early.text
    assert director.post("/network/changes/1/decide", {"verdict": "approved"}).status_code == 303
    return "/network/changes/1"


ORDER = {"owner": "ช่าง", "due_on": TODAY.isoformat()}


def checks(*rows: Mapping[str, str]) -> dict[str, str]:
    return {f"checks.{at}.{name}": value for at, row in enumerate(rows) for name, value in row.items()}


@pytest.mark.requirement("P6-2.1")
def test_a_change_is_approved_ordered_and_accepted_only_by_measurement(
    it: Visit, settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    director = signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office))
    with transaction(engine) as session:
        device = a_switch(session, school, ports=4)
        link = factories.make_link(session, school)
        state = CurrentState(subject=Subject.LINK, subject_id=link.id or 0, state=State.UP, since=LONG_AGO)
        session.add(state)
    page = changed(it, engine, school, director)
    thing = f"d{device.id}"
    wanted = checks(
        {"kind": "answers", "thing": thing},
        {"kind": "port_speed", "thing": thing, "port": "ge1", "wanted": "1000"},
        {"kind": "ports", "thing": thing, "wanted": "4"},
        {"kind": "firmware", "thing": thing, "wanted": "1.2"},
        {"kind": "link_up", "thing": f"l{link.id}", "wanted": "0"},
    )
    assert it.post(f"{page}/order", ORDER | wanted).status_code == 303
    it.post("/network/orders/1/test")
    assert standings(engine) == ["not_measured"] * 5  # all that is known was measured before the order
    measured(engine, device, link.id or 0)
    it.post("/network/orders/1/test")
    assert standings(engine) == ["passed"] * 5
    with reading(engine) as session:
        tests = session.exec(select(NetworkTest)).all()
        order = session.exec(select(NetworkOrder)).one()
    assert [one.is_passed for one in tests] == [False, True]
    assert order.accepted_at is not None
    assert tests[1].built[0]["serial"] == "SN1"
    assert "done and accepted" in it.get(page).text
    assert it.post("/network/orders/1/paper").status_code == 303
    assert it.post("/network/orders/1/test").status_code == 303
    with reading(engine) as session:
        assert len(session.exec(select(NetworkTest)).all()) == 2  # an accepted order is not tested again


def standings(engine: Engine) -> list[str]:
    with reading(engine) as session:
        rows = session.exec(select(NetworkTest).order_by(NetworkTest.id.desc())).first()  # type: ignore[union-attr]
    assert rows is not None
    return [str(one["standing"]) for one in rows.results]


def measured(engine: Engine, device: Device, link_id: int) -> None:
    """As the poller writes it when all have answered."""
    now = utc_now()
    with transaction(engine) as session:
        for subject, row_id in ((Subject.DEVICE, device.id or 0), (Subject.LINK, link_id)):
            session.get_one(CurrentState, (subject, row_id)).checked_at = now
        session.add(SnmpMemory(device_id=device.id or 0, walked_at=now))


@pytest.mark.requirement("P6-4.3")
def test_a_manual_lists_what_the_agents_answer_and_both_dates_reprint_after_a_swap(
    it: Visit, engine: Engine, school: Site
) -> None:
    with transaction(engine) as session:
        device = a_switch(session, school)
        factories.make_link(session, school, circuit_no="C-777")
    assert it.post(f"{home(school)}/manual/texts", {"purpose": "<b>เรียน</b>"}).status_code == 303
    assert it.post(f"{home(school)}/manual/print", {"note": "ก่อนเปลี่ยน"}).status_code == 303
    with transaction(engine) as session:
        swapped = session.get_one(Device, device.id)
        swapped.serial, swapped.model = "SN2", "EX-48"
    it.post(f"{home(school)}/manual/texts", {"purpose": "สอนและบริหาร"})
    assert it.post(f"{home(school)}/manual/print", {"note": "หลังเปลี่ยน"}).status_code == 303
    with reading(engine) as session:
        first, second = session.exec(select(NetworkManual).order_by(NetworkManual.number)).all()  # type: ignore[arg-type]
        papers = [session.get_one(Paper, one.paper_id) for one in (first, second)]
        told: Any = [paper.data["data"] for paper in papers]
        again = [remake(session, PAPER_KINDS, paper) for paper in papers]
        texts = session.exec(select(NetworkManualText)).all()
    assert [[one["serial"] for one in data["devices"]] for data in told] == [["SN1"], ["SN2"]]
    assert [data["texts"]["purpose"] for data in told] == ["<b>เรียน</b>", "สอนและบริหาร"]
    assert [one.is_same for one in again] == [True, True]
    assert [one.number for one in texts] == [1, 2]
    shown = it.get(f"{home(school)}/manual").text
    assert "C-777" in shown
    assert "EX-48" in shown


@pytest.mark.requirement("P6-3")
def test_a_part_counts_only_when_dated_owned_and_within_its_review_date(
    it: Visit, engine: Engine, school: Site
) -> None:
    tomorrow, yesterday = TODAY + timedelta(days=2), TODAY - timedelta(days=2)
    for part in ("design", "manual", "continuity", "risk", "follow_up"):
        wish = {"part": part, "dated_on": "2026-01-05", "owner": "ไอที", "review_on": tomorrow.isoformat()}
        assert it.post(f"{home(school)}/part", wish).status_code == 303
    assert "network file 100 %" in it.get(home(school)).text
    late = {"part": "manual", "dated_on": "2026-01-05", "owner": "ไอที", "review_on": yesterday.isoformat()}
    it.post(f"{home(school)}/part", late)
    shown = it.get(home(school)).text
    assert "network file 80 %" in shown
    assert "its review is overdue" in shown
    it.post(f"{home(school)}/part", {"part": "risk", "dated_on": "", "owner": "", "review_on": ""})
    assert "network file 60 %" in it.get(home(school)).text
    assert "80 %" not in it.get("/network?show=incomplete").text


def test_a_drill_that_passed_is_the_part_continuity_and_a_failed_one_is_not(
    it: Visit, engine: Engine, school: Site
) -> None:
    plan = {"scenario": "link", "planned_on": TODAY.isoformat(), "owner": "ครู", "most_minutes": "10"}
    for _time in range(2):
        assert it.post(f"{home(school)}/drill", plan).status_code == 303
    ran = {"ran_on": TODAY.isoformat(), "took_minutes": "30", "finding": "สายสำรองหลวม"}
    assert it.post("/network/drills/1", ran).status_code == 303
    assert "network file 0 %" in it.get(home(school)).text
    assert it.post("/network/drills/2", ran | {"took_minutes": "4"}).status_code == 303
    assert "network file 20 %" in it.get(home(school)).text
    assert it.post("/network/drills/2", ran).status_code == 422
    assert it.post("/network/drills/1/paper").status_code == 303


@pytest.mark.requirement("P6-5")
def test_the_chart_has_a_box_for_each_step_and_today_is_marked_with_dates_and_owners(
    it: Visit, engine: Engine, school: Site
) -> None:
    assert "No case of this process" in it.get(home(school)).text
    assert it.post(f"{home(school)}/case").status_code == 303
    with reading(engine) as session:
        case = session.exec(select(WorkCase)).one()
        steps = session.exec(select(CaseStep)).all()
    shown = it.get(home(school)).text
    assert shown.count('data-step="') == len(steps) == 8
    assert shown.count("flow-today") == 1
    assert "Study of the state" in it.get("/network").text
    assert it.post(f"{home(school)}/case").status_code == 303  # refused: one runs
    it.post(f"{home(school)}/baseline")
    assert it.post(f"/cases/{case.id}/steps/study/done", {}).status_code == 303
    again = it.get(home(school)).text
    assert "done " in again[again.index('data-step="study"') :][:900]
    assert "flow-today" in again[: again.index('data-step="design"')][-120:]


def set_target(it: Visit, indicator: str, baseline: str, target: str) -> None:
    year = FiscalYear.of(TODAY).era
    wish = {"indicator": indicator, "baseline": baseline, "target": target, "source": "แผน"}
    assert it.post(f"/network/indicators?year={year}", wish).status_code == 303


def sampled(engine: Engine, school: Site, *, down: int) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, school)
        day: dict[str, Any] = {"sent": 1000, "received": 1000 - down, "rtt_avg_ms": 20.0}
        session.add(LinkSampleDay(link_id=link.id or 0, day=TODAY, rounds=1000, rounds_down=down, **day))
        for cause, minutes in ((Cause.PROVIDER, 60), (Cause.EQUIPMENT, 120), (Cause.POWER, 600)):
            began = NOW - timedelta(minutes=minutes + 5)
            ended = began + timedelta(minutes=minutes)
            factories.make_outage(session, link, started_at=began, ended_at=ended, cause=cause)


@pytest.mark.requirement("P6-1", "P6-2.2", "P6-4.5")
def test_the_report_says_met_or_not_met_from_data_and_the_indicator_arrives_at_a_consumer(
    it: Visit, engine: Engine, office: Office, school: Site
) -> None:
    sampled(engine, school, down=10)
    set_target(it, "availability", "97", "98.5")
    set_target(it, "repair_time", "240", "80")
    page = f"/network/indicators?year={FiscalYear.of(TODAY).era}"
    shown = it.get(page).text
    assert "99.00%" in shown
    assert shown.count("target met") == 1
    assert shown.count("target not met") == 1  # 90 minutes in the mean, 80 were wanted
    assert "Not counted:" in shown  # the power cut is told apart
    assert it.post(f"/network/indicators/paper?year={FiscalYear.of(TODAY).era}").status_code == 303
    sampled(engine, school, down=500)
    assert it.get(page).text.count("target not met") == 2
    with reading(engine) as session:
        rows = told_after(session, office.id or 0, 0, limit=100)
        facts = [read_event(row.kind, row.data) for row in rows]
        audit = session.exec(select(AuditEntry).where(AuditEntry.action == "network_report.made")).all()
    told = {fact.indicator: fact for fact in facts if isinstance(fact, IndicatorMeasured)}
    known = told["availability"]
    assert (known.process, known.value, known.unit, known.is_met) == ("P6", 99.0, "percent", True)
    assert (told["repair_time"].value, told["repair_time"].is_met) == (90.0, False)
    assert told["availability"].as_of == date(TODAY.year, TODAY.month, TODAY.day)
    assert len(audit) == 1
    assert "network file 20 %" in it.get(home(school)).text  # the report is the part “follow-up”


def test_the_api_says_the_same_as_the_pages(it: Visit, engine: Engine, office: Office, school: Site) -> None:
    with transaction(engine) as session:
        factories.make_link(session, school, speed_bps=50_000_000)
    it.post("/network/subnets/new", {"site_id": str(school.id), "cidr": "10.5.0.0/24"})
    rest = it.get("/api/v1/network/schools").json()
    assert [(one["code"], one["is_met"], one["percent_complete"]) for one in rest] == [("53020001", False, 0)]
    assert rest[0]["gap"][1] == {"measure": "speed", "target": 1000, "actual": 500, "lack": 500}
    file = it.get(f"/api/v1/network/schools/{school.code}").json()
    assert (file["designs"], file["parts"][1]["wants"]) == ([], ["missing"])
    assert [one["cidr"] for one in it.get("/api/v1/network/subnets").json()] == ["10.5.0.0/24"]
    figures = it.get("/api/v1/network/indicators").json()["indicators"]
    assert {one["indicator"]: one["value"] for one in figures}["target_share"] == 0


@pytest.mark.requirement("P6-6")
def test_the_forms_of_the_process_print_blank_and_filled(
    it: Visit, engine: Engine, office: Office, school: Site
) -> None:
    it.post(f"{home(school)}/survey/paper")
    it.post(f"{home(school)}/survey", SURVEY)
    it.post(f"{home(school)}/survey/paper")
    with reading(engine) as session:
        papers = session.exec(select(Paper).where(Paper.kind == "network_survey").order_by(Paper.id)).all()  # type: ignore[arg-type]
        told: Any = [paper.data["data"] for paper in papers]
    assert [data["rooms"] for data in told] == [None, 12]
    blank = it.get("/paper-templates/network_change")
    assert blank.status_code == 200
    for key in ("network_survey", "network_change", "network_acceptance", "network_drill"):
        kind = PAPER_KINDS[key]
        made = blank_of(kind, kind.shipped(), office=office.name, at=NOW)
        assert made.pdf.startswith(b"%PDF")
        assert "ลงชื่อ" in text_of(made.docx)


def text_of(docx: bytes) -> str:
    """All letters of a Word file."""
    with ZipFile(io.BytesIO(docx)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def test_all_manuals_are_printed_as_work_that_is_found_again(
    it: Visit, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        factories.make_site(session, office, name="โรงเรียนบ้านสอง")
    started = it.post("/network/manuals")
    assert started.status_code == 303
    job = int(started.headers["location"].rsplit("/", 1)[1])
    it.client.app.state.jobs.wait(job)  # type: ignore[attr-defined]
    shown = it.get(f"/jobs/{job}").text
    assert "Manuals printed: 2." in shown
    with reading(engine) as session:
        assert [row.number for row in session.exec(select(NetworkManual))] == [1, 1]
        row = session.get_one(Job, job)
    assert (row.done, row.total) == (2, 2)
