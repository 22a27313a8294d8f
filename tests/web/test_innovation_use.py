"""Roll-out and use on pages: measured adoption, imports whole or not at all, upkeep, help, what a school says."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import HelpRequest, Measured, Reach, Rollout, Upkeep, UpkeepDone, UseCount
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

TODAY = utc_now().astimezone(ZoneInfo("Asia/Bangkok")).date()


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def schools(engine: Engine, office: Office) -> list[Site]:
    with transaction(engine) as session:
        return [factories.make_site(session, office, name=f"โรงเรียนบ้าน {at}") for at in range(3)]


@pytest.fixture
def row(engine: Engine, office: Office, schools: list[Site]) -> Innovation:
    with transaction(engine) as session:
        given = {"name": "ระบบ", "problem": "ก", "need": "ข", "owner": "ค", "stage": Stage.RELEASE}
        row = Innovation(office_id=office.id or 0, **given)  # type: ignore[arg-type]
        session.add(row)
        session.flush()
        for site in schools:
            reach = {"reach": Reach.IN_USE, "used_from": TODAY}
            session.add(Rollout(innovation_id=row.id or 0, site_id=site.id or 0, **reach))  # type: ignore[arg-type]
        return row


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def rollout_of(engine: Engine, site: Site) -> int:
    with reading(engine) as session:
        return session.exec(select(Rollout.id).where(Rollout.site_id == site.id)).one() or 0


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.requirement("P5-4.4")
def test_adoption_is_measured_and_traced_to_its_rows_and_overdue_upkeep_is_listed(
    it: Visit, engine: Engine, row: Innovation, schools: list[Site]
) -> None:
    home = f"/innovations/{row.id}"
    assert "Adoption not measured" in squeezed(it.get("/innovations").text)
    nothing = it.get(f"{home}/use").text
    assert "not measured" in nothing
    assert "0.0%" not in nothing
    with transaction(engine) as session:
        on = factories.make_device(session, schools[0], name="rt-on")
        off = factories.make_device(session, schools[1], name="rt-off")
        long_ago = utc_now() - timedelta(days=90)
        for device, state, at in ((on, State.UP, utc_now()), (off, State.DOWN, long_ago)):
            session.add(
                CurrentState(
                    subject=Subject.DEVICE, subject_id=device.id or 0, state=state, last_up_at=at, checked_at=utc_now()
                )
            )
    for site, device in ((schools[0], on), (schools[1], off)):
        linked = it.post(f"{home}/rollouts/{rollout_of(engine, site)}/measured", {"device_id": str(device.id)})
        assert linked.status_code == 303
    wrong = it.post(f"{home}/rollouts/{rollout_of(engine, schools[2])}/measured", {"device_id": str(on.id)})
    assert wrong.status_code == 422
    shown = it.get(f"{home}/use").text
    assert "33.3%" in shown
    assert "Adoption 33.3%" in squeezed(it.get("/innovations").text)
    for text in ("rt-on", "rt-off", "used", "no use seen", "not measured"):
        assert text in shown
    sent = {"file": ("use.csv", f"date,school_code,logins\n{TODAY},{schools[1].code},7\n".encode())}
    taken = it.client.post(f"{home}/use/import", files=sent, data={"csrf": it.csrf})
    assert taken.status_code == 303
    assert "66.7%" in it.get(f"{home}/use").text
    it.post(f"{home}/upkeep/new", {"title": "ลองกู้ข้อมูล", "due_on": "2026-01-31", "every_months": "1"})
    assert "overdue since" in it.get(f"{home}/use").text
    assert "ลองกู้ข้อมูล" in it.get("/innovations").text
    with reading(engine) as session:
        upkeep = session.exec(select(Upkeep)).one()
    assert it.post(f"{home}/upkeep/{upkeep.id}/done", {"note": "ครบ"}).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(UpkeepDone)).one().due_on == date(2026, 1, 31)
        following = session.exec(select(Upkeep)).one().due_on
    assert following is not None
    assert following > TODAY
    assert "overdue since" not in it.get(f"{home}/use").text


def test_a_file_with_one_wrong_row_is_refused_whole_and_each_wrong_cell_is_named(
    it: Visit, engine: Engine, row: Innovation, schools: list[Site]
) -> None:
    tomorrow = TODAY + timedelta(days=2)
    lines = [
        "date,school_code,logins",
        f"{TODAY},{schools[0].code},5",
        f"{tomorrow},{schools[0].code},5",
        f"{TODAY},99999999,5",
        f"{TODAY},{schools[1].code},some",
        f"{TODAY},{schools[0].code},6",
    ]
    sent = {"file": ("use.csv", "\n".join(lines).encode())}
    answer = it.client.post(f"/innovations/{row.id}/use/import", files=sent, data={"csrf": it.csrf})
    assert answer.status_code == 422
    for told in ("This day is still to come", "no school of this code", "A number is needed", "in a row before"):
        assert told in answer.text
    with reading(engine) as session:
        assert session.exec(select(UseCount)).all() == []


def test_a_school_answers_for_itself_and_asks_for_help(
    settings: Settings, engine: Engine, office: Office, row: Innovation, schools: list[Site], it: Visit
) -> None:
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=schools[0]))
    home = f"/innovations/{row.id}"
    shown = teacher.get(f"{home}/use").text
    assert "บ้าน 0" in shown
    assert "บ้าน 1" not in shown
    undated = teacher.post(f"{home}/my-school", {"reach": "trained"})
    assert undated.status_code == 422
    said = teacher.post(f"{home}/my-school", {"reach": "trained", "trained_on": str(TODAY), "site_id": "999"})
    assert said.status_code == 303
    with reading(engine) as session:
        reaches = {one.site_id: one.reach for one in session.exec(select(Rollout))}
    assert [reaches[site.id or 0] for site in schools] == [Reach.TRAINED, Reach.IN_USE, Reach.IN_USE]
    assert teacher.post(f"{home}/my-school/help", {"question": "<i>เข้าไม่ได้</i>"}).status_code == 303
    with reading(engine) as session:
        asked = session.exec(select(HelpRequest)).one()
    assert asked.site_id == schools[0].id
    office_page = it.get(f"{home}/use").text
    assert "&lt;i&gt;เข้าไม่ได้&lt;/i&gt;" in office_page
    answered = {"asked_on": str(asked.asked_on), "question": "เข้าไม่ได้", "site_id": str(asked.site_id)}
    it.post(f"{home}/help/{asked.id}", answered | {"answer": "เปลี่ยนรหัส", "answered_on": str(TODAY)})
    assert "เปลี่ยนรหัส" in teacher.get(f"{home}/use").text
    assert teacher.post(f"{home}/rollouts/{rollout_of(engine, schools[0])}", {"reach": "in_use"}).status_code == 403


def test_a_school_of_the_roll_out_is_taken_away_with_what_showed_its_use(
    it: Visit, engine: Engine, row: Innovation, schools: list[Site]
) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, schools[0])
    key = rollout_of(engine, schools[0])
    it.post(f"/innovations/{row.id}/rollouts/{key}/measured", {"device_id": str(device.id)})
    assert it.post(f"/innovations/{row.id}/rollouts/{key}/remove").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Measured)).all() == []
        assert session.exec(select(AuditEntry).where(AuditEntry.action == "rollout.removed")).one().detail
