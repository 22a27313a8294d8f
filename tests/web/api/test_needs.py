"""Needs by the API: the same acts as on pages, refused with the same reasons."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller


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


def asked(call: Caller, school: Site, **values: object) -> int:
    wish = {"site_id": school.id, "title": "สวิตช์ 24 ช่อง", "kind": "switch", "reason": "broken", **values}
    made: int = call("POST", "/needs", wish).json()["id"]
    return made


def test_a_need_from_the_wish_to_the_decision(api: Api, office: Office, school: Site) -> None:
    it, director = api.caller(Role.IT, office), api.caller(Role.DIRECTOR, office)
    row_id, other = asked(it, school, quantity=2), asked(it, school)
    assert it("PATCH", f"/needs/{row_id}", {"quantity": 3}).json()["quantity"] == 3
    assert it("POST", f"/needs/{row_id}/propose", {"proposal": "เห็นควร"}).status_code == 200
    assert [one["id"] for one in director("GET", "/needs?state=proposed").json()["items"]] == [row_id]
    assert it("POST", f"/needs/{row_id}/decide", {"verdict": "approve"}).status_code == 403
    assert director("POST", f"/needs/{row_id}/decide", {"verdict": "reject"}).status_code == 422
    assert it("POST", f"/needs/{other}/merge", {"into": row_id, "quantity": 4}).json()["state"] == "merged"
    assert it("POST", f"/needs/{other}/take-out").json()["state"] == "open"
    assert it("POST", f"/needs/{other}/meet", {"note": "บริจาค"}).json()["state"] == "met"
    done = director("POST", f"/needs/{row_id}/decide", {"verdict": "approve", "decision": "ตามเสนอ"}).json()
    assert (done["state"], done["decision"], done["quantity"]) == ("approved", "ตามเสนอ", 3)
    kinds = [one["kind"] for one in it("GET", f"/needs/{row_id}/history").json()]
    assert kinds == ["approved", "gave_back", "took_in", "proposed", "changed", "created"]
    assert sum(part["points"] * part["weight"] for part in done["score"]["parts"]) == done["score_hundredths"]


def test_deferred_until_a_day_and_opened_again(api: Api, office: Office, school: Site) -> None:
    it, director = api.caller(Role.IT, office), api.caller(Role.DIRECTOR, office)
    row_id = asked(it, school)
    until = {"verdict": "defer", "deferred_until": "2199-01-01"}
    assert director("POST", f"/needs/{row_id}/decide", until).json()["deferred_until"] == "2199-01-01"
    assert director("POST", f"/needs/{row_id}/decide", {"verdict": "reopen"}).json()["state"] == "open"
    rejected = director("POST", f"/needs/{row_id}/decide", {"verdict": "reject", "decision": "ไม่จำเป็น"})
    assert rejected.json()["state"] == "rejected"


def test_pupils_make_a_need(api: Api, office: Office, school: Site) -> None:
    it = api.caller(Role.IT, office)
    counts = it("PUT", f"/sites/{school.id}/pupils", {"year": 2569, "pupils": 100, "computers": 4})
    assert counts.json() == [{"year": 2569, "pupils": 100, "computers": 4}]
    assert it("GET", f"/sites/{school.id}/pupils").json() == counts.json()
    assert it("POST", "/needs/look").json() == {"opened": 1, "reopened": 0, "unsupported": 0, "supported": 0}
    [need] = it("GET", f"/needs?reason=computers&unit={school.id}&supported=yes&kind=computer").json()["items"]
    assert (need["quantity"], need["source"]) == (6, "automatic")
    assert {"figure": "pupils", "value": "100", "subject": "site", "subject_id": school.id, "source": "2569"} in need[
        "evidence"
    ]


def test_parameters_of_the_office(api: Api, office: Office) -> None:
    it = api.caller(Role.IT, office)
    wish = {
        "valid_from": "2026-10-01",
        "source": "มติ",
        "weight_severity": 40,
        "weight_role": 30,
        "weight_pupils": 20,
        "weight_waiting": 10,
        "repairs": 3,
        "repairs_within_days": 365,
        "ports_percent": 90,
        "kbps_per_pupil": 500,
        "pupils_per_computer": 10,
        "outages": 5,
        "outages_within_days": 90,
        "risk_score": 15,
    }
    assert it("POST", "/need-rules", {**wish, "weight_role": 31}).status_code == 422
    assert it("POST", "/need-rules", wish).status_code == 200
    assert it("GET", "/need-rules").json()["items"][0]["weight_severity"] == 40
