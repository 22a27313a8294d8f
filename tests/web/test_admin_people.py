"""People, slips and one's own account: who gets in, once, and what ends when something changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.job import Job
from netops.models.person import ApiToken, AuditEntry, Person, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import PASSWORD, Visit, person_of, signed_in, visit

SLIP = re.compile(r"/handover/([\w-]+)<")
NEW = "an even better password"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def admin(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))


def test_a_person_is_made_and_gets_in_by_a_slip_once(settings: Settings, engine: Engine, admin: Visit) -> None:
    typed = {"username": "planner1", "name": "นักวางแผน", "role": "planner", "language": "en", "alerts": "no"}
    refused = admin.post("/people/new", typed | {"username": "Bad Name"})
    assert refused.status_code == 422
    made = admin.post("/people/new", typed)
    page = admin.post(f"{made.headers['location']}/slip")
    assert 'src="data:image/svg+xml' in page.text
    found = SLIP.search(page.text)
    assert found
    assert "No phone can open the address" in page.text
    guest = visit(settings, engine)
    assert "planner1" in guest.get(f"/handover/{found[1]}").text
    assert guest.post(f"/handover/{found[1]}", {"password": NEW, "again": "other"}).status_code == 422
    assert guest.post(f"/handover/{found[1]}", {"password": "short", "again": "short"}).status_code == 422
    entered = guest.post(f"/handover/{found[1]}", {"password": NEW, "again": NEW})
    assert entered.status_code == 303
    assert guest.get("/account").status_code == 200
    again = visit(settings, engine).get(f"/handover/{found[1]}")
    assert again.status_code == 404
    assert 'href="/sign-in"' in again.text.split("<main", 1)[1]
    with reading(engine) as session:
        person = session.exec(select(Person).where(Person.username == "planner1")).one()
        assert (person.slip_hash, NEW in person.password_hash) == ("", False)
        written = str([entry.model_dump() for entry in session.exec(select(AuditEntry))])
    assert found[1] not in written


def test_an_old_slip_opens_nothing(settings: Settings, engine: Engine, admin: Visit, office: Office) -> None:
    with transaction(engine) as session:
        person = factories.make_person(session, office)
    first = SLIP.search(admin.post(f"/people/{person.id}/slip").text)
    second = SLIP.search(admin.post(f"/people/{person.id}/slip").text)
    assert first
    assert second
    guest = visit(settings, engine)
    assert guest.get(f"/handover/{first[1]}").status_code == 404
    assert guest.get(f"/handover/{second[1]}").status_code == 200
    with transaction(engine) as session:
        session.get_one(Person, person.id).slip_expires_at = utc_now() - timedelta(seconds=1)
    assert guest.get(f"/handover/{second[1]}").status_code == 404
    assert guest.get("/handover/").status_code == 404


def test_school_accounts_are_made_in_bulk(settings: Settings, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        sites = [factories.make_site(session, office) for _ in range(3)]
        other = factories.make_site(session, factories.make_office(session))
    it = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    assert it.get("/school-accounts").text.count(" checked>") == 3
    chosen = {f"site-{site.id}": "yes" for site in (*sites[:2], other)}
    page = it.post("/school-accounts", chosen).text
    slips = SLIP.findall(page)
    assert len(slips) == 2
    again = it.post("/school-accounts", chosen).text
    assert set(SLIP.findall(again)).isdisjoint(slips)
    with reading(engine) as session:
        made = session.exec(select(Person).where(Person.role == Role.SCHOOL)).all()
    assert {person.username for person in made} == {f"s{site.code}" for site in sites[:2]}
    assert {person.site_id for person in made} == {site.id for site in sites[:2]}


def test_a_new_password_or_role_ends_every_session(
    settings: Settings, engine: Engine, admin: Visit, office: Office
) -> None:
    person = person_of(engine, Role.IT, office=office)
    visitor = signed_in(settings, engine, person)
    assert visitor.get("/account").status_code == 200
    typed = {"username": person.username, "name": person.name, "role": "viewer", "language": "en"}
    assert admin.post(f"/people/{person.id}", typed).status_code == 303
    assert visitor.get("/account").status_code == 303
    visitor = signed_in(settings, engine, person)
    assert admin.post(f"/people/{person.id}/password", {"password": NEW}).status_code == 303
    assert visitor.get("/account").status_code == 303
    assert admin.post(f"/people/{person.id}/disable").status_code == 303
    assert visit(settings, engine).post("/sign-in", {"username": person.username, "password": NEW}).status_code != 303


def test_the_last_administrator_stays(admin: Visit, engine: Engine) -> None:
    with reading(engine) as session:
        person = session.exec(select(Person).where(Person.role == Role.ADMIN)).one()
    admin.post(f"/people/{person.id}/disable")
    typed = {"username": person.username, "name": person.name, "role": "viewer", "language": "en"}
    assert "This is the last administrator" in admin.post(f"/people/{person.id}", typed).text
    with reading(engine) as session:
        kept = session.get_one(Person, person.id)
    assert (kept.disabled_at, kept.role) == (None, Role.ADMIN)


def test_ones_own_account_changes_only_what_is_ones_own(settings: Settings, engine: Engine, office: Office) -> None:
    person = person_of(engine, Role.VIEWER, office=office)
    visitor = signed_in(settings, engine, person)
    typed = {
        "name": "ชื่อใหม่",
        "email": "a@example.org",
        "language": "en",
        "alerts": "yes",
        "role": "admin",
        "site_id": "1",
    }
    assert visitor.post("/account", typed).status_code == 303
    assert visitor.post("/account", {"email": "nothing"}).status_code == 422
    with reading(engine) as session:
        kept = session.get_one(Person, person.id)
    assert (kept.name, kept.alerts, kept.role, kept.site_id) == ("ชื่อใหม่", True, Role.VIEWER, None)
    wrong = visitor.post("/account/password", {"old_password": "not it", "password": NEW})
    assert wrong.status_code == 422
    assert NEW not in wrong.text
    elsewhere = signed_in(settings, engine, person)
    assert visitor.post("/account/password", {"old_password": PASSWORD, "password": NEW}).status_code == 303
    assert visitor.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_token_is_shown_once(settings: Settings, engine: Engine, office: Office) -> None:
    it = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    page = it.post("/account/tokens", {"name": "program", "scope": "read", "days": "30"}).text
    found = re.search(r"nt_[\w-]{20,}", page)
    assert found
    assert found[0] not in it.get("/account").text
    answer = visit(settings, engine).client.get("/api/v1/sites", headers={"Authorization": f"Bearer {found[0]}"})
    assert answer.status_code == 200
    with reading(engine) as session:
        token = session.exec(select(ApiToken)).one()
    assert it.post(f"/account/tokens/{token.id}/revoke").status_code == 303
    answer = visit(settings, engine).client.get("/api/v1/sites", headers={"Authorization": f"Bearer {found[0]}"})
    assert answer.status_code == 401
    assert it.post("/account/tokens", {"name": "x", "scope": "people.write"}).status_code == 422


@pytest.mark.parametrize("path", ["/people", "/people/new", "/audit", "/school-accounts", "/settings", "/deliveries"])
def test_a_school_sees_nothing_of_the_office(settings: Settings, engine: Engine, office: Office, path: str) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert school.get(path).status_code == 403


def test_a_school_sees_its_own_work_and_none_of_the_office(settings: Settings, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    person = person_of(engine, Role.SCHOOL, office=office, site=site)
    titles = {"its-own.csv": person.id, "of-the-office.csv": person_of(engine, Role.IT, office=office).id}
    with transaction(engine) as session:
        for title, person_id in titles.items():
            session.add(Job(office_id=office.id or 0, person_id=person_id, kind="upload", title=title))
    told = signed_in(settings, engine, person).get("/jobs").text
    assert "its-own.csv" in told
    assert "of-the-office.csv" not in told
