"""Risks on pages: IT reviews and treats, the director accepts, a school reads; what is measured is not typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from network.completeness import FilePart
from network.store.parts import Made, made_part
from risk.models.register import Risk, RiskAssessment, RiskTask
from risk.store.scoring import rescore
from risk.terms import RiskState, Treatment
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

NOW = utc_now()
SOON = (NOW + timedelta(days=60)).date().isoformat()


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง", code="57000001")


def visit_of(settings: Settings, engine: Engine, role: Role, office: Office, site: Site | None = None) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=office, site=site))


def silent_three_times(engine: Engine, office: Office, school: Site) -> Risk:
    """A switch of the school that fell silent three times, and the look that sees it."""
    with transaction(engine) as session:
        device = factories.make_device(session, school, name="sw-<b>1</b>")
        factories.make_link(session, school)
        for days in (30, 20, 10):
            at = NOW - timedelta(days=days)
            session.add(
                Outage(
                    subject=Subject.DEVICE, subject_id=device.id or 0, site_id=school.id or 0, started_at=at,
                    confirmed_at=at, ended_at=at + timedelta(hours=1), cause=Cause.EQUIPMENT,
                )
            )  # fmt: skip
    with transaction(engine) as session:
        rescore(session, office.id or 0, NOW)
    return of_rule(engine, "repeated_outages")


def of_rule(engine: Engine, rule: str) -> Risk:
    with reading(engine) as session:
        return session.exec(select(Risk).where(Risk.rule == rule)).one()


def typed(site: Site | None, **values: object) -> dict[str, str]:
    whole = {
        "site_id": site.id if site else "",
        "device_id": "",
        "link_id": "",
        "service": "",
        "title": "น้ำท่วม <script>alert(1)</script>",
        "threat": "ห้องเครือข่ายอยู่ชั้นล่าง",
        "vulnerability": "",
        "controls": "",
        "group": "operational",
        "concerns": "CA",
        "likelihood": "๒",
        "impact": "5",
        "owner": "ผู้ดูแลระบบ",
    }
    return {name: str(value) for name, value in (whole | values).items()}


def test_a_measured_risk_says_why_and_has_no_field_for_its_likelihood(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    risk = silent_three_times(engine, office, school)
    it = visit_of(settings, engine, Role.IT, office)
    text = it.get(f"/risks/{risk.id}").text
    assert "<h1>sw-&lt;b&gt;1&lt;/b&gt;" in text
    assert "falls silent again and again" in text
    assert "3 outages within 90 days" in text
    assert "This risk waits for review" in text
    assert text.count('href="/outages/') == 3
    assert 'name="likelihood"' not in text
    assert it.get(f"/risks/{risk.id}/change").status_code == 404
    assert it.post(f"/risks/{risk.id}/change", typed(school, likelihood=1)).status_code == 404
    assert it.post(f"/risks/{risk.id}/words", {"likelihood": "1"}).status_code == 422
    assert of_rule(engine, "repeated_outages").likelihood == 3
    assert "Find why it fails again and again" in it.get("/risks/plan").text


def test_the_director_accepts_the_risk_that_was_on_the_page(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    one = f"/risks/{silent_three_times(engine, office, school).id}"
    director = visit_of(settings, engine, Role.DIRECTOR, office)
    seen = seen_on(director.get(one).text)
    it = visit_of(settings, engine, Role.IT, office)
    assert it.post(f"{one}/treat", {"treatment": "reduce", "plan": "จัดหาวงจรสำรอง"}).status_code == 303
    wish = {"accepted_until": SOON, "accepted_why": "รองบปีหน้า"}
    refused = director.post(f"{one}/accept", {**wish, "seen": seen})
    assert refused.status_code == 422
    assert "It changed meanwhile: look at it again" in refused.text
    assert of_rule(engine, "repeated_outages").state is not RiskState.ACCEPTED
    assert director.post(f"{one}/accept", {**wish, "seen": seen_on(refused.text)}).status_code == 303
    assert of_rule(engine, "repeated_outages").state is RiskState.ACCEPTED


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_it_reviews_and_treats_and_the_director_accepts(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    one = f"/risks/{silent_three_times(engine, office, school).id}"
    it = visit_of(settings, engine, Role.IT, office)
    for bad in ({"note": "", "review_on": SOON}, {"note": "ดูแล้ว", "review_on": "soon"}, {"note": "ดูแล้ว"}):
        assert it.post(f"{one}/review", bad).status_code == 422, bad
    assert it.post(f"{one}/review", {"note": "ดูแล้ว", "review_on": SOON}).status_code == 303
    assert "This risk waits for review" not in it.get(one).text
    refused = it.post(f"{one}/treat", {"treatment": "accept", "plan": ""})
    assert refused.status_code == 422
    assert "Say why it should be accepted" in refused.text
    assert it.post(f"{one}/treat", {"treatment": "accept", "plan": "รองบปีหน้า"}).status_code == 303
    assert of_rule(engine, "repeated_outages").state is RiskState.OPEN
    assert it.post(f"{one}/accept", {"accepted_until": SOON, "accepted_why": "x"}).status_code == 403
    assert "/accept" not in it.get(one).text.replace("bg-", "")
    director = visit_of(settings, engine, Role.DIRECTOR, office)
    assert "รองบปีหน้า" in director.get(one).text
    assert "falls silent" in director.get("/risks?risk_state=proposed").text
    for bad in ({"accepted_until": "", "accepted_why": "x"}, {"accepted_until": SOON, "accepted_why": " "}):
        assert director.post(f"{one}/accept", bad).status_code == 422
    assert director.post(f"{one}/accept", {"accepted_until": SOON, "accepted_why": "รองบปีหน้า"}).status_code == 303
    assert director.post(f"{one}/close", {"closed_why": "x"}).status_code == 403
    stored = of_rule(engine, "repeated_outages")
    assert (stored.state, stored.treatment) == (RiskState.ACCEPTED, Treatment.ACCEPT)
    with reading(engine) as session:
        acts = set(session.exec(select(AuditEntry.action)))
    assert {"risk.reviewed", "risk.treated", "risk.accepted"} <= acts


def test_impact_is_judged_with_a_reason_and_tasks_lead_to_the_end(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    risk = silent_three_times(engine, office, school)
    one = f"/risks/{risk.id}"
    it = visit_of(settings, engine, Role.IT, office)
    assert it.post(f"{one}/impact", {"impact": "5", "why": ""}).status_code == 422
    assert it.post(f"{one}/impact", {"impact": "9", "why": "x"}).status_code == 422
    assert it.post(f"{one}/impact", {"impact": "5", "why": "ใช้สอบออนไลน์"}).status_code == 303
    assert of_rule(engine, "repeated_outages").score == 15
    assert "ใช้สอบออนไลน์" in it.get(one).text
    plan = {"treatment": "reduce", "plan": "เปลี่ยนสวิตช์", "residual_likelihood": "5", "residual_impact": "5"}
    assert it.post(f"{one}/treat", plan).status_code == 422
    assert it.post(f"{one}/treat", plan | {"residual_likelihood": "1"}).status_code == 303
    assert it.post(f"{one}/tasks", {"what": "", "percent": "0"}).status_code == 422
    late = (NOW - timedelta(days=3)).date().isoformat()
    assert it.post(f"{one}/tasks", {"what": "ขอซื้อ <i>", "percent": "0", "due_on": late}).status_code == 303
    assert "ขอซื้อ &lt;i&gt;" in it.get("/risks/plan?task_state=overdue").text
    refused = it.post(f"{one}/close", {"closed_why": "เสร็จ"})
    assert refused.status_code == 422
    assert "Tasks are open" in refused.text
    with reading(engine) as session:
        asked, own = session.exec(select(RiskTask).where(RiskTask.risk_id == risk.id).order_by(col(RiskTask.id))).all()
    assert it.post(f"{one}/tasks/{own.id}", {"percent": "101"}).status_code == 422
    assert it.post(f"{one}/tasks/{own.id}", {"percent": "๑๐๐"}).status_code == 303
    assert it.post(f"{one}/tasks/{asked.id}/drop", {"dropped_why": ""}).status_code == 422
    assert it.get(f"{one}/tasks/{asked.id}").status_code == 200
    assert it.post(f"{one}/tasks/{asked.id}/drop", {"dropped_why": "เปลี่ยนเครื่องแล้ว"}).status_code == 303
    assert it.post(f"{one}/close", {"closed_why": "เปลี่ยนเครื่องแล้ว"}).status_code == 303
    assert "Closed on" in it.get(one).text
    assert it.post(f"{one}/reopen", {"why": ""}).status_code == 422
    assert it.post(f"{one}/reopen", {"why": "ยังเป็นอยู่"}).status_code == 303
    assert it.post(f"{one}/words", {"owner": "ผู้ดูแล", "group": "compliance"}).status_code == 303
    other = it.post("/risks/new", typed(school)).headers["location"]
    assert it.get(f"{other}/tasks/{own.id}").status_code == 404, "a task of another risk"


def test_a_risk_is_written_down_by_hand_and_its_text_is_never_markup(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    assert "The risk in words" in it.get(f"/risks/new?site_id={school.id}").text
    for wrong in ({"likelihood": "6"}, {"title": " "}, {"site_id": "999999"}, {"impact": ""}):
        assert it.post("/risks/new", typed(school, **wrong)).status_code == 422, wrong
    made = it.post("/risks/new", typed(school))
    assert made.status_code == 303
    one = made.headers["location"]
    text = it.get(one).text
    assert "น้ำท่วม &lt;script&gt;" in text
    assert "<script>alert(1)" not in text + it.get("/risks").text
    assert it.post(f"{one}/change", typed(school, likelihood=4)).status_code == 303
    with reading(engine) as session:
        assert [row.score for row in session.exec(select(RiskAssessment))] == [10, 20]


def test_each_sees_what_it_may(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    own = silent_three_times(engine, office, school)
    with transaction(engine) as session:
        other = factories.make_site(session, office, name="โรงเรียนบ้านสอง")
    it = visit_of(settings, engine, Role.IT, office)
    theirs = it.post("/risks/new", typed(other)).headers["location"]
    teacher = visit_of(settings, engine, Role.SCHOOL, office, school)
    assert "falls silent" in teacher.get("/risks").text
    assert "น้ำท่วม" not in teacher.get("/risks").text
    assert teacher.get(f"/risks/{own.id}").status_code == 200
    assert teacher.get(theirs).status_code == 404
    assert "falls silent" in teacher.get(f"/schools/{school.code}").text
    for page in ("/risks/causes", "/risks/heat-map", "/risks/plan"):
        assert teacher.get(page).status_code == 200
        assert "น้ำท่วม" not in teacher.get(page).text
    for act in ("review", "treat", "accept", "close", "tasks", "impact", "words"):
        assert teacher.post(f"/risks/{own.id}/{act}", {}).status_code == 403, act
    assert teacher.get("/risk-levels").status_code == 403
    supply = visit_of(settings, engine, Role.SUPPLY, office)
    assert supply.get(theirs).status_code == 200
    assert supply.get("/risks/new").status_code == 403
    with transaction(engine) as session:
        foreign = factories.make_office(session)
    stranger = visit_of(settings, engine, Role.ADMIN, foreign)
    assert stranger.get(theirs).status_code == 404
    assert stranger.post(f"{theirs}/close", {"closed_why": "x"}).status_code == 404


def test_the_heat_map_leads_to_its_list_and_the_causes_to_theirs(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    silent_three_times(engine, office, school)
    it = visit_of(settings, engine, Role.IT, office)
    it.post("/risks/new", typed(school))
    current = it.get("/risks/heat-map").text
    assert current.count('href="/risks?risk_state=live&amp;position=') == 25
    assert "Likelihood 2, impact 5, สูง: 1 risks" in current
    assert "remaining=2-5" in it.get("/risks/heat-map?of=residual").text
    cell = it.get("/risks?risk_state=live&position=2-5").text
    assert "น้ำท่วม" in cell
    assert "falls silent" not in cell
    assert "Only risks that are expected to remain" in it.get("/risks?remaining=2-5").text
    causes = it.get("/risks/causes").text
    assert "/risks?risk_state=live&amp;rule=repeated_outages" in causes
    assert "written down by people" in causes
    by_rule = it.get("/risks?rule=repeated_outages").text
    assert "It has failed several times lately" in by_rule
    assert "น้ำท่วม" not in by_rule
    exported = it.get("/risks/export.csv?rule=hand").text
    assert "น้ำท่วม" in exported
    assert it.get("/risks/plan/export.csv").status_code == 200
    device = it.get(f"/devices/{of_rule(engine, 'repeated_outages').device_id}").text
    assert "falls silent" in device
    link = it.get(f"/quality/links/{of_rule(engine, 'single_uplink').link_id}").text
    assert "one internet line only" in link


def test_levels_and_parameters_are_added_from_a_day_on(settings: Settings, engine: Engine, office: Office) -> None:
    it = visit_of(settings, engine, Role.IT, office)
    today = NOW.date().isoformat()
    levels = {
        "valid_from": today, "moderate_from": "5", "high_from": "10", "very_high_from": "20",
        "names": "น้อย\nกลาง\nมาก\nวิกฤต <b>", "likelihood": "ก\nข\nค\nง\nจ", "impact": "ก\nข\nค\nง\nจ", "source": "คำสั่ง",
    }  # fmt: skip
    assert it.post("/risk-levels", levels | {"high_from": "4"}).status_code == 422
    assert it.post("/risk-levels", levels | {"names": "หนึ่ง\nสอง"}).status_code == 422
    assert it.post("/risk-levels", levels).status_code == 303
    assert it.post("/risk-levels", levels).status_code == 422, "a day has one set"
    shown = it.get("/risk-levels").text
    assert "วิกฤต &lt;b&gt;" in shown
    assert "Shipped with the system" in shown
    assert "วิกฤต &lt;b&gt;" in it.get("/risks/heat-map").text
    rule = {
        "valid_from": today, "window_days": "30", "step_2": "1", "step_3": "2", "step_4": "3", "step_5": "4",
        "opens_at": "2", "impact": "4", "source": "มติที่ประชุม",
    }  # fmt: skip
    assert it.post("/risk-rules/repeated_outages", rule | {"step_4": "1"}).status_code == 422
    assert it.post("/risk-rules/repeated_outages", rule).status_code == 303
    assert "มติที่ประชุม" in it.get("/risk-rules/repeated_outages").text
    assert "มติที่ประชุม" in it.get("/risk-rules").text
    assert it.get("/risk-rules/no_such_rule").status_code == 404
    assert it.post("/risk-rules/no_such_rule", rule).status_code in {404, 422}
    supply = visit_of(settings, engine, Role.SUPPLY, office)
    assert supply.get("/risk-rules").status_code == 200
    assert supply.post("/risk-levels", levels).status_code == 403


@pytest.mark.requirement("P6-7.1")
@pytest.mark.parametrize("had_one", [False, True])
def test_evidence_of_no_manual_leads_to_the_manual_of_the_school(
    settings: Settings, engine: Engine, office: Office, school: Site, had_one: bool
) -> None:
    with transaction(engine) as session:
        factories.make_device(session, school)
        if had_one:
            made_part(session, school.id or 0, Made(FilePart.MANUAL, "เจ้าหน้าที่จำลอง", NOW.date() - timedelta(days=500)))
    with transaction(engine) as session:
        rescore(session, office.id or 0, NOW)
    risk = of_rule(engine, "no_manual")
    manual = f"/network/schools/{school.code}/manual"
    it = visit_of(settings, engine, Role.IT, office)
    assert f'href="{manual}"' in it.get(f"/risks/{risk.id}").text
    assert it.get(manual).status_code == 200
