"""The register over the API: the same acts as on pages, refused with the same reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from risk.store.scoring import rescore
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller

SOON = (utc_now() + timedelta(days=60)).date().isoformat()


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


def written(call: Caller, school: Site | None, **values: object) -> int:
    wish = {"title": "น้ำท่วม", "threat": "อุปกรณ์เสียหาย", "likelihood": 4, "impact": 5, **values}
    made: int = call("POST", "/risks", {**wish, "site_id": school.id if school else None}).json()["id"]
    return made


def test_a_risk_from_the_first_word_to_its_end(api: Api, office: Office, school: Site) -> None:
    it, director = api.caller(Role.IT, office), api.caller(Role.DIRECTOR, office)
    row_id = written(it, school)
    one = f"/risks/{row_id}"
    assert it("PATCH", one, {"impact": 4}).json()["score"] == 16
    assert it("PATCH", f"{one}/words", {"owner": "ผู้ดูแลระบบ"}).json()["owner"] == "ผู้ดูแลระบบ"
    assert it("PATCH", f"{one}/words", {"likelihood": 1}).status_code == 422
    plan = {"treatment": "reduce", "plan": "ยกตู้", "residual_likelihood": 2, "residual_impact": 2}
    assert it("POST", f"{one}/treat", plan).json()["state"] == "treating"
    task = it("POST", f"{one}/tasks", {"what": "ยกตู้"}).json()["id"]
    refused = it("POST", f"{one}/close", {"why": "เสร็จ"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "")
    assert it("PATCH", f"{one}/tasks/{task}", {"percent": 101}).status_code == 422
    assert it("PATCH", f"{one}/tasks/{task}", {"percent": 100}).json()["done_on"] is not None
    other = it("POST", f"{one}/tasks", {"what": "ทำซ้ำ"}).json()["id"]
    assert it("POST", f"{one}/tasks/{other}/drop", {"why": "ซ้ำ"}).json()["dropped_why"] == "ซ้ำ"
    acceptance = {"accepted_until": SOON, "accepted_why": "งบปีหน้า"}
    assert it("POST", f"{one}/accept", acceptance).status_code == 403
    assert director("POST", f"{one}/accept", acceptance).json()["state"] == "accepted"
    assert it("POST", f"{one}/review", {"note": "ดูแล้ว", "review_on": SOON}).json()["review_on"] == SOON
    assert it("POST", f"{one}/close", {"why": "ย้ายห้องแล้ว"}).json()["state"] == "closed"
    assert it("POST", f"{one}/reopen", {"why": "ย้ายกลับ"}).json()["review_why"] == "asked"
    kinds = {event["kind"] for event in it("GET", f"{one}/history").json()}
    assert {"created", "changed", "treated", "accepted", "reviewed", "closed", "reopened"} <= kinds
    assert [row["score"] for row in it("GET", f"{one}/assessments").json()] == [20, 16]
    assert [row["percent"] for row in it("GET", f"{one}/tasks").json()] == [100, 0]


def test_lists_are_paged_filtered_and_counted(api: Api, engine: Engine, office: Office, school: Site) -> None:
    with transaction(engine) as session:
        factories.make_device(session, school)
        rescore(session, office.id or 0, utc_now())
    it = api.caller(Role.IT, office)
    row_id = written(it, school, likelihood=5)
    everything = it("GET", "/risks?limit=1").json()
    assert (everything["items"][0]["id"], len(everything["items"])) == (row_id, 1)
    assert everything["total"] > 1
    assert [one["id"] for one in it("GET", "/risks?rule=hand&level=very_high").json()["items"]] == [row_id]
    assert it("GET", "/risks?position=5-5&state=live").json()["total"] == 1
    assert it("GET", "/risks?position=9-5").status_code == 422
    assert it("GET", "/risks?no_such_filter=1").status_code == 422
    heat = it("GET", "/risks/heat-map").json()
    assert (heat["total"], len(heat["cells"])) == (everything["total"], 25)
    assert it("GET", "/risks/heat-map?of=nonsense").status_code == 422
    by_hand = it("GET", "/risks/causes").json()[0]
    assert (by_hand["rule"], by_hand["worst"], by_hand["total"], by_hand["reviews"]) == ("", 25, 1, 0)
    assert by_hand["levels"] == {"very_high": 1, "high": 0, "moderate": 0, "low": 0}
    assert it("GET", "/risks/waiting").json()["live"] == everything["total"]


def test_what_is_measured_is_not_typed_and_each_sees_what_it_may(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        factories.make_device(session, school)
        rescore(session, office.id or 0, utc_now())
        other = factories.make_site(session, office)
        foreign = factories.make_office(session)
    it = api.caller(Role.IT, office)
    (measured,) = it("GET", "/risks?rule=no_manual").json()["items"]
    one = f"/risks/{measured['id']}"
    assert it("PATCH", one, {"likelihood": 1}).status_code == 422
    assert it("POST", f"{one}/impact", {"impact": 5, "why": ""}).status_code == 422
    assert it("POST", f"{one}/impact", {"impact": 5, "why": "ไม่มีผู้รู้"}).json()["impact_basis"] == "judged"
    assert it("POST", f"{one}/impact", {"impact": None}).json()["impact_basis"] == "measured"
    theirs = written(it, other)
    teacher = api.caller(Role.SCHOOL, office, site=school)
    assert teacher("GET", f"/risks/{theirs}").status_code == 404
    assert teacher("GET", one).status_code == 200
    assert teacher("POST", f"{one}/close", {"why": "x"}).status_code == 403
    stranger = api.caller(Role.ADMIN, foreign)
    for path in (one, f"{one}/history", f"{one}/tasks", f"{one}/assessments"):
        assert stranger("GET", path).status_code == 404
    assert stranger("POST", f"{one}/close", {"why": "x"}).status_code == 404
    assert stranger("GET", "/risks").json()["total"] == 0


def test_levels_and_parameters_are_set_from_a_day_on(api: Api, office: Office) -> None:
    it, supply = api.caller(Role.IT, office), api.caller(Role.SUPPLY, office)
    today = utc_now().date().isoformat()
    five = ["ก", "ข", "ค", "ง", "จ"]
    levels = {
        "valid_from": today, "moderate_from": 5, "high_from": 10, "very_high_from": 20, "names": five[:4],
        "likelihood": five, "impact": five, "source": "คำสั่ง",
    }  # fmt: skip
    assert [one["holds"] for one in it("GET", "/risk-levels").json()] == [True]
    assert supply("POST", "/risk-levels", levels).status_code == 403
    assert it("POST", "/risk-levels", levels | {"names": five}).status_code == 422
    assert [one["holds"] for one in it("POST", "/risk-levels", levels).json()] == [True, False]
    assert it("POST", "/risk-levels", levels).status_code == 422
    rule = {
        "rule": "no_manual", "valid_from": today, "window_days": 0, "step_2": 0, "step_3": 0, "step_4": 30,
        "step_5": 60, "opens_at": 2, "impact": 3, "source": "มติที่ประชุม",
    }  # fmt: skip
    assert it("POST", "/risk-rules", rule | {"rule": "no_such_rule"}).status_code == 422
    stored = it("POST", "/risk-rules", rule).json()
    assert (stored["held"]["steps"], len(stored["own"]), len(stored["shipped"])) == ([0, 0, 30, 60], 1, 1)
    assert {one["rule"] for one in supply("GET", "/risk-rules").json()} >= {"no_manual", "single_uplink"}
