"""Work on a school's network over its pages: changes accepted by measurement, manuals, drills, forms."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Device, SnmpMemory
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from netops.models.job import Job
from netops.models.paper import Paper
from netops.models.person import Role
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from netops.settings import Settings
from network.models.change import NetworkOrder, NetworkTest
from network.models.file import NetworkManual, NetworkManualText
from service.columns import utc_now
from service.database import reading, transaction
from service.papers.blank import blank_of
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.network_school import LONG_AGO, NOW, SURVEY, TODAY, a_switch, home, make_school


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
    with reading(engine) as session:
        kept: Any = session.exec(select(Paper).where(Paper.kind == "network_acceptance")).one().data["data"]
    assert datetime.fromisoformat(kept["at"]).utcoffset() == timedelta(hours=7)  # as the office's clock shows it
    assert {datetime.fromisoformat(one["at"]).utcoffset() for one in kept["checks"]} == {timedelta(hours=7)}
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
    assert f'href="/network/manuals/{job}/files.zip"' in shown
    with ZipFile(io.BytesIO(it.get(f"/network/manuals/{job}/files.zip").content)) as file:
        names = file.namelist()
        assert {name.rpartition(".")[2] for name in names} == {"pdf", "docx"}
        assert len(names) == 4
        texts = [text_of(file.read(name)) for name in names if name.endswith(".docx")]
    for name in (school.name, "โรงเรียนบ้านสอง"):
        assert sum(name in text for text in texts) == 1
    assert it.get(f"/network/manuals/{job + 1}/files.zip").status_code == 404
    with reading(engine) as session:
        assert [row.number for row in session.exec(select(NetworkManual))] == [1, 1]
        row = session.get_one(Job, job)
    assert (row.done, row.total) == (2, 2)
