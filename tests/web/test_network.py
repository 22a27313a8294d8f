"""Development of the network over its pages: state, targets, addresses, survey, design, parts, course, indicators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import IndicatorMeasured
from inventory.models.contract import LinkMonth
from inventory.models.device import DeviceAddress
from inventory.models.link import LinkSampleDay
from inventory.models.outage import Cause
from inventory.models.site import Office, Site
from inventory.store.siblings import told_after
from inventory.store.strangers import Met, note_strangers
from inventory.topology import Heard
from netops.models.case import CaseStep, WorkCase
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from network.models.design import NetworkDesign
from network.models.survey import NetworkPicture, NetworkSurvey
from office.fiscal import FiscalYear
from service.database import reading, transaction
from tests import factories
from tests.netops.cases.world import pdf, picture
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.network_school import NOW, SURVEY, TODAY, a_switch, home, make_school


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session, code="5302")


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    return make_school(engine, office)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


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
    assert "Next: step 1 of 8, Study of the state" in shown
    assert "Study of the state" in it.get("/network").text
    assert it.post(f"{home(school)}/case").status_code == 303  # refused: one runs
    it.post(f"{home(school)}/baseline")
    assert it.post(f"/cases/{case.id}/steps/study/done", {}).status_code == 303
    again = it.get(home(school)).text
    assert "done " in again[again.index('data-step="study"') :][:900]
    assert "flow-today" in again[: again.index('data-step="design"')][-120:]
    assert "Next: step 2 of 8" in again
    assert (
        f'href="{home(school)}/design"' in again[again.index("next-step") :][:900]
    )  # what the step asks for is at hand


def set_target(it: Visit, indicator: str, baseline: str, target: str) -> None:
    year = FiscalYear.of(TODAY).era
    wish = {"indicator": indicator, "baseline": baseline, "target": target, "source": "แผน"}
    assert it.post(f"/network/indicators?year={year}", wish).status_code == 303


def sampled(engine: Engine, school: Site, *, down: int) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, school)
        day: dict[str, Any] = {"sent": 1000, "received": 1000 - down, "rtt_avg_ms": 20.0}
        session.add(LinkSampleDay(link_id=link.id or 0, day=TODAY, rounds=1000, rounds_down=down, **day))
        held: dict[str, Any] = {"measured_s": 100_000, "counted_s": 100 * down, "written_at": NOW}
        session.add(LinkMonth(link_id=link.id or 0, month=TODAY.replace(day=1), **held))
        for cause, minutes in ((Cause.PROVIDER, 60), (Cause.EQUIPMENT, 120), (Cause.POWER, 600)):
            began = NOW - timedelta(minutes=minutes + 5)
            ended = began + timedelta(minutes=minutes)
            factories.make_outage(session, link, started_at=began, ended_at=ended, cause=cause)


@pytest.mark.requirement("P6-1", "P6-2.2")
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
        facts = [one.fact for one in told_after(session, office.id or 0, 0, limit=100).items]
        audit = session.exec(select(AuditEntry).where(AuditEntry.action == "network_report.made")).all()
    told = {fact.indicator: fact for fact in facts if isinstance(fact, IndicatorMeasured)}
    known = told["availability"]
    assert (known.process, known.value, known.unit, known.is_met) == ("P6", 99.0, "percent", True)
    assert (told["repair_time"].value, told["repair_time"].is_met) == (90.0, False)
    assert told["availability"].as_of == TODAY
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


def test_a_picture_is_kept_as_evidence_and_another_school_gets_none_of_it(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        other = factories.make_site(session, office)
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    sent = {"rack.png": picture(), "rack.pdf": pdf()}
    for name, data in sent.items():
        form = {"csrf": teacher.csrf, "note": "ตู้ <b>ไม่ล็อก</b>"}
        teacher.client.post(f"{home(school)}/pictures", data=form, files={"file": (name, data)})
    with reading(engine) as session:
        row = session.exec(select(NetworkPicture)).one()  # the PDF was refused
    shown = teacher.get(home(school)).text
    assert "ตู้ &lt;b&gt;ไม่ล็อก&lt;/b&gt;" in shown
    got = teacher.get(f"/network/pictures/{row.id}")
    assert got.content == sent["rack.png"]
    assert got.headers["content-disposition"].startswith("attachment")
    stranger = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=other))
    assert stranger.get(f"/network/pictures/{row.id}").status_code == 404


def test_networks_that_devices_show_are_offered_to_the_plan(it: Visit, engine: Engine, school: Site) -> None:
    with transaction(engine) as session:
        device = a_switch(session, school)
        session.add(DeviceAddress(device_id=device.id or 0, address="10.7.3.9", prefix_length=24))
    offered = f"/network/subnets/new?site={school.id}&amp;cidr=10.7.3.0/24"
    assert offered in it.get("/network/subnets").text
    assert 'value="10.7.3.0/24"' in it.get(offered.replace("&amp;", "&")).text
    it.post("/network/subnets/new", {"site_id": str(school.id), "cidr": "10.7.0.0/16"})
    assert offered not in it.get("/network/subnets").text
    narrower = {"site_id": str(school.id), "cidr": "10.7.3.0/24", "vlan": "7"}
    assert it.post("/network/subnets/1", narrower).status_code == 303
    assert it.post("/network/subnets/1/remove").status_code == 303
    assert offered in it.get("/network/subnets").text
