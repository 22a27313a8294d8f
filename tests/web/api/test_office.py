"""The office's own matters over the API: people, imports, jobs, settings, mails, submissions, runbooks."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office, Site
from netops.models.alert import Delivery, OutboxMessage
from netops.models.job import ReviewState
from netops.models.person import Person, Role
from netops.people.submissions import ContactSaid, submit
from netops.settings import Settings
from netops.work.jobs import Jobs
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api, Caller


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


@pytest.fixture
def admin(api: Api, office: Office) -> Caller:
    return api.caller(Role.ADMIN, office)


def upload(call: Caller, text: str) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {call.token}"}
    files = {"file": ("sites.csv", text.encode(), "text/csv")}
    answer = call.client.post("/api/v1/imports", headers=headers, data={"kind": "sites"}, files=files)
    assert answer.status_code == 201, answer.text
    shown: dict[str, object] = answer.json()
    return shown


def test_a_file_is_checked_then_imported_in_the_background(api: Api, admin: Caller, engine: Engine) -> None:
    bad = upload(admin, "site_code,name\n12,ก\n")
    assert (bad["ok"], bad["total"]) == (False, 1)
    good = upload(admin, "site_code,name\n57010001,ก\n")
    assert good["counts"] == {"new": 1, "changed": 0, "same": 0}
    started = admin("POST", f"/imports/{good['id']}/apply")
    assert started.status_code == 202
    jobs: Jobs = api.client.app.state.jobs  # type: ignore[attr-defined]
    jobs.wait(started.json()["job_id"], 30)
    job = admin("GET", f"/jobs/{started.json()['job_id']}").json()
    assert (job["state"], job["result"]) == ("done", {"new": 1, "changed": 0, "same": 0})
    with reading(engine) as session:
        assert session.exec(select(Site)).one().code == "57010001"
    assert "57010001" in admin("GET", "/exports/sites.csv").text


def test_people_are_kept_over_the_api(admin: Caller, engine: Engine) -> None:
    body = {"username": "viewer1", "name": "ผู้ชม", "role": "viewer"}
    made = admin("POST", "/people", body)
    assert made.status_code == 201
    one = f"/people/{made.json()['id']}"
    assert admin("POST", "/people", body).status_code == 422
    assert admin("PATCH", one, {"role": "planner"}).json()["role"] == "planner"
    assert admin("PUT", f"{one}/password", {"password": "CANARY short"[:6]}).status_code == 422
    set_one = admin("PUT", f"{one}/password", {"password": "CANARY is long enough"})
    assert set_one.status_code == 204
    assert admin("POST", f"{one}/disable").json()["disabled_at"]
    assert admin("POST", f"{one}/enable").json()["disabled_at"] is None
    shown = admin("GET", "/people").text + admin("GET", "/audit").text
    assert "viewer1" in shown
    assert "CANARY" not in shown
    assert "argon2" not in shown


def test_settings_tell_no_password(admin: Caller) -> None:
    mail = {"host": "mail.example.org", "port": 587, "sender": "a@example.org", "user": "u", "password": "CANARY"}
    answer = admin("PUT", "/settings/mail", mail)
    assert answer.json()["mail"]["password_set"] is True
    assert "CANARY" not in answer.text + admin("GET", "/settings").text
    assert admin("PATCH", "/settings/confirmation", {"down_after": 9, "down_of": 4}).status_code == 422
    changed = admin("PATCH", "/settings/confirmation", {"down_after": 2, "down_of": 6}).json()
    assert changed["confirmation"]["down_of"] == 6


def test_a_mail_given_up_is_tried_again(admin: Caller, engine: Engine) -> None:
    assert admin("POST", "/deliveries/test").status_code == 422
    with transaction(engine) as session:
        session.exec(select(Person)).one().email = "a@example.org"
    made = admin("POST", "/deliveries/test").json()
    with transaction(engine) as session:
        session.get_one(OutboxMessage, made["id"]).state = Delivery.FAILED
    assert admin("GET", "/deliveries?state=failed").json()["total"] == 1
    assert admin("POST", f"/deliveries/{made['id']}/retry").json()["state"] == "waiting"


def test_a_submission_is_reviewed_over_the_api(api: Api, office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        person = factories.make_person(session, office, role=Role.SCHOOL, site_id=site.id)
        assert site.id is not None
        assert person.id is not None
        for name in ("ครูเอ", "ครูบี"):
            submit(session, site.id, person.id, kind="contact", said=ContactSaid(name=name, phone="1"))
    call = api.caller(Role.IT, office)
    assert [row["state"] for row in call("GET", "/submissions").json()] == ["submitted", "submitted"]
    assert call("POST", "/submissions/1/accept").json()["state"] == ReviewState.ACCEPTED
    assert call("POST", "/submissions/1/accept").status_code == 422
    assert call("POST", "/submissions/2/refuse", {"reason": "no"}).json()["reason"] == "no"
    assert [c["name"] for c in call("GET", f"/sites/{site.id}").json()["contacts"]] == ["ครูเอ"]


def test_a_runbook_is_given_filled_in(admin: Caller, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, factories.make_site(session, office, name="<b>ร</b>"), circuit_no="C-9")
        outage = factories.make_outage(session, link)
    assert {"LinkDown", "DeviceDown"} <= {one["name"] for one in admin("GET", "/runbooks").json()}
    html = admin("GET", f"/runbooks/LinkDown?outage_id={outage.id}").json()["html"]
    assert "C-9" in html
    assert "<b>ร</b>" not in html
    assert admin("GET", "/runbooks/Nothing").status_code == 404
    assert admin("GET", "/runbooks/LinkDown?outage_id=99").status_code == 404


def test_the_openapi_page_names_every_route(api: Api) -> None:
    spec = api.client.get("/api/v1/openapi.json")
    assert spec.status_code == 200
    paths = spec.json()["paths"]
    assert all(path.startswith("/api/v1/") for path in paths)
    assert {"/api/v1/sites", "/api/v1/devices/{row_id}", "/api/v1/health"} <= set(paths)
    assert "SnmpDraft" in spec.json()["components"]["schemas"]
