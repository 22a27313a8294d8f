"""The shell: signing in, throttling, sessions, CSRF, headers, language, first run and the navigation by role."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from inventory.models.site import Office
from netops.models.person import AuditEntry, LoginSession, Person, Role
from netops.people.first_run import setup_code
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from netops.web.session import TRIES_BY_NAME, digest
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import PASSWORD, person_of, signed_in, visit


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session, name="สำนักงานเขตทดสอบ")


def test_without_a_session_every_page_leads_to_the_form_and_back(settings: Settings, engine: Engine) -> None:
    answer = visit(settings, engine).get("/outages?open=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/outages%3Fopen%3D1")


def test_signing_in_opens_a_session_of_which_only_the_hash_is_kept(
    settings: Settings, engine: Engine, office: Office
) -> None:
    person = person_of(engine, Role.IT, office=office)
    browsing = signed_in(settings, engine, person)
    assert browsing.get("/").status_code == 200
    cookie = browsing.client.cookies["netops"]
    with reading(engine) as session:
        stored = session.exec(select(LoginSession)).one()
        assert stored.token_hash == digest(cookie)
        assert stored.person_id == person.id


def test_a_wrong_password_keeps_the_name_and_says_nothing_of_who_exists(
    settings: Settings, engine: Engine, office: Office
) -> None:
    person = person_of(engine, Role.IT, office=office)
    browsing = visit(settings, engine)
    known = browsing.post("/sign-in", {"username": person.username, "password": "wrong"})
    unknown = browsing.post("/sign-in", {"username": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace(person.username, "") == unknown.text.replace("nobody", "")
    assert f'value="{person.username}"' in known.text


def test_guessing_is_throttled_by_name_even_with_the_right_password(
    settings: Settings, engine: Engine, office: Office
) -> None:
    person = person_of(engine, Role.IT, office=office)
    browsing = visit(settings, engine)
    for _ in range(TRIES_BY_NAME):
        assert browsing.post("/sign-in", {"username": person.username, "password": "guess"}).status_code == 401
    answer = browsing.post("/sign-in", {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 429


def test_a_form_of_another_site_cannot_sign_anybody_in(settings: Settings, engine: Engine, office: Office) -> None:
    person = person_of(engine, Role.IT, office=office)
    answer = visit(settings, engine).client.post(
        "/sign-in",
        data={"username": person.username, "password": PASSWORD},
        headers={"origin": "http://elsewhere.example"},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_never_leads_elsewhere(target: str, settings: Settings, engine: Engine, office: Office) -> None:
    person = person_of(engine, Role.IT, office=office)
    form = {"username": person.username, "password": PASSWORD, "next": target}
    assert visit(settings, engine).post("/sign-in", form).headers["location"] == "/"


def test_an_act_without_the_token_of_the_session_is_refused(settings: Settings, engine: Engine, office: Office) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    form = {"of": "/outages", "name": "mine", "query": "state=open"}
    assert browsing.post("/views", form, csrf="").status_code == 403
    assert browsing.post("/views", form, csrf="x" * 43).status_code == 403
    assert browsing.post("/views", form).status_code == 303
    assert "mine" in browsing.get("/views?of=/outages").text


def test_signing_out_ends_the_session_on_the_server(settings: Settings, engine: Engine, office: Office) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    cookie = browsing.client.cookies["netops"]
    assert browsing.post("/sign-out").status_code == 303
    browsing.client.cookies.set("netops", cookie)
    assert browsing.get("/").status_code == 303


def test_a_disabled_person_is_out_at_once(settings: Settings, engine: Engine, office: Office) -> None:
    person = person_of(engine, Role.IT, office=office)
    browsing = signed_in(settings, engine, person)
    with transaction(engine) as session:
        session.get_one(Person, person.id).disabled_at = factories.AT
    assert browsing.get("/").status_code == 303


def test_answers_forbid_inline_script_framing_and_caching(settings: Settings, engine: Engine) -> None:
    headers = visit(settings, engine).get("/no-such-page").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_over_https_the_cookie_is_bound_to_the_host(settings: Settings, engine: Engine, office: Office) -> None:
    secure = settings.model_copy(update={"public_url": "https://netops.example"})
    person = person_of(engine, Role.IT, office=office)
    answer = visit(secure, engine).post("/sign-in", {"username": person.username, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-netops=")
    assert all(flag in cookie for flag in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_language_switch_stays_with_the_person(settings: Settings, engine: Engine, office: Office) -> None:
    person = person_of(engine, Role.IT, office=office)
    browsing = signed_in(settings, engine, person)
    assert "Sign out" in browsing.get("/").text
    answer = browsing.post("/language", {"language": "th", "back": "/outages"})
    assert answer.headers["location"] == "/outages"
    page = browsing.get("/").text
    assert '<html lang="th"' in page
    assert "ออกจากระบบ" in page
    with reading(engine) as session:
        assert session.get_one(Person, person.id).language == "th"


def test_the_first_person_needs_the_code_of_the_console_and_closes_the_page(settings: Settings, engine: Engine) -> None:
    browsing = visit(settings, engine)
    assert browsing.get("/sign-in").headers["location"] == "/first-run"
    form = {
        "office_name": "สำนักงานเขตแรก",
        "office_code": "5701",
        "name": "ผู้ดูแลจำลอง",
        "username": "first",
        "password": PASSWORD,
    }
    refused = browsing.post("/first-run", {**form, "code": "AAAA-AAAA-AAAA"})
    assert refused.status_code == 422
    assert "สำนักงานเขตแรก" in refused.text
    assert PASSWORD not in refused.text
    accepted = browsing.post("/first-run", {**form, "code": setup_code(settings.data_dir).lower()})
    assert accepted.headers["location"] == "/first-run/next"
    assert browsing.get("/first-run/next").status_code == 200
    assert browsing.get("/first-run").status_code == 404
    with reading(engine) as session:
        assert session.exec(select(Person)).one().role is Role.ADMIN
        assert session.exec(select(AuditEntry)).one().action == "office.founded"


def test_a_broken_database_shows_nothing_of_itself(settings: Settings, engine: Engine) -> None:
    browsing = visit(settings, engine)
    browsing.client = type(browsing.client)(browsing.client.app, raise_server_exceptions=False)
    engine.dispose()
    with transaction(engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE person RENAME TO gone")
    answer = browsing.get("/sign-in")
    assert answer.status_code == 503
    assert "person" not in answer.text


def test_an_unknown_error_shows_nothing_of_itself(settings: Settings, engine: Engine) -> None:
    def fault() -> None:
        raise RuntimeError("what nobody reads")

    app = create_app(settings, engine, Vault.create(settings.data_dir))
    app.add_api_route("/fault", fault)
    answer = TestClient(app, raise_server_exceptions=False).get("/fault")
    assert answer.status_code == 500
    assert re.search("เลขอ้างอิง.*[0-9A-F]{8}", answer.text, re.DOTALL)
    assert "what nobody reads" not in answer.text
