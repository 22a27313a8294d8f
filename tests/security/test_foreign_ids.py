"""Role x endpoint x place: ids of another office or another school, at every route, tell nothing and change nothing."""

from __future__ import annotations

import re
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import Engine, select
from sqlmodel import SQLModel
from starlette.testclient import TestClient

from netops.models.person import Person, Role
from netops.people.accounts import TokenDraft, make_token
from netops.settings import Settings
from netops.web.access import PERMISSIONS
from service.database import reading, transaction
from service.web.access import Open
from tests.security.two_offices import EITHER, FOREIGN, NEIGHBOUR, WAYS, Realm, Way, World, filled, reaching, world
from tests.web.browsing import Visit, person_of, signed_in, visit

# The one that may do most, and one that only reads: those between differ in the table alone, which has its own tests.
MOST_AND_LEAST = [Role.ADMIN, Role.VIEWER]
# Rows that a request of anybody may touch: sessions, audit, throttling.
_OF_REQUESTS = {"login_session", "login_attempt", "audit_entry", "api_token", "person"}


class Intruder:
    """A signed-in person who calls every route, pages with cookie and CSRF token and the API with a token."""

    def __init__(self, visit: Visit, engine: Engine, person: Person) -> None:
        self.visit = visit
        with transaction(engine) as session:
            draft = TokenDraft(name="t", scopes=("all",))
            self.token = make_token(session, person, draft, known={"all"}, now=person.created_at)[1].text
        self.api = TestClient(visit.client.app, follow_redirects=False)

    def call(self, way: Way, url: str) -> httpx.Response:
        """As a person who knows the addresses would."""
        if way.is_api:
            headers = {"Authorization": f"Bearer {self.token}"}
            return self.api.request(way.method, url, headers=headers, json=None if way.is_safe else {})
        if way.is_safe:
            return self.visit.client.get(url)
        return self.visit.post(url)


@pytest.fixture
def place(engine: Engine) -> World:
    return world(engine)


def intruder(settings: Settings, engine: Engine, role: Role, realm: Realm) -> Intruder:
    site = realm.site if role is Role.SCHOOL else None
    person = person_of(engine, role, office=realm.office, site=site)
    return Intruder(signed_in(settings, engine, person), engine, person)


def stored(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables but those that every request may write."""
    with reading(engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in SQLModel.metadata.sorted_tables
            if table.name not in _OF_REQUESTS
        }


def said(answer: httpx.Response) -> str:
    """What a reader could learn; the letters of a picture's font spell everything sooner or later."""
    return re.sub(r"base64,[\w+/=]+", "", answer.text)


@pytest.mark.parametrize("role", MOST_AND_LEAST)
def test_another_office_is_invisible_by_id_in_lists_and_to_acts(
    role: Role, settings: Settings, engine: Engine, place: World
) -> None:
    caller = intruder(settings, engine, role, place.ours)
    before = stored(engine)
    for way in WAYS:
        if isinstance(way.gate, Open) or way.path == "/sign-out":
            continue
        url = filled(way.path, place.foreign.ids)
        names_a_row = url != filled(way.path, place.ours.ids)
        if not names_a_row and not way.is_safe:
            continue  # an act on nobody's row
        answer = caller.call(way, url)
        told = (way.method, url, answer.status_code)
        assert FOREIGN not in said(answer), told
        assert place.foreign.power_path not in answer.text, told
        if not reaching(role, way, PERMISSIONS):
            assert answer.status_code == 403, told
        elif names_a_row:
            assert answer.status_code in {404, 422}, told
    assert stored(engine) == before


def test_a_school_finds_nothing_of_its_neighbour_and_nothing_of_another_office(
    settings: Settings, engine: Engine, place: World
) -> None:
    caller = intruder(settings, engine, Role.SCHOOL, place.ours)
    before = stored(engine)
    for realm in (place.neighbour, place.foreign):
        for way in WAYS:
            if isinstance(way.gate, Open) or way.path == "/sign-out":
                continue
            url = filled(way.path, realm.ids)
            names_a_row = url != filled(way.path, place.ours.ids)
            if not names_a_row and not way.is_safe:
                continue
            answer = caller.call(way, url)
            told = (way.method, url, answer.status_code)
            assert EITHER not in said(answer), told
            assert realm.power_path not in answer.text, told
            if not reaching(Role.SCHOOL, way, PERMISSIONS):
                assert answer.status_code in {303, 403}, told
            elif names_a_row:
                assert answer.status_code in {404, 422}, told
    assert stored(engine) == before


@pytest.mark.parametrize("query", ["?q={mark}", "?site_id={site}", "?outage={outage}", "?device_id={device}"])
def test_searches_and_filters_reach_no_further_than_pages(
    query: str, settings: Settings, engine: Engine, place: World
) -> None:
    caller = intruder(settings, engine, Role.SCHOOL, place.ours)
    ids = place.neighbour.ids
    shown = 0
    asked = query.format(mark=NEIGHBOUR[len(EITHER) :], site=ids["sites"], outage=ids["outages"], device=ids["devices"])
    for way in WAYS:
        if not way.is_safe or isinstance(way.gate, Open):
            continue
        answer = caller.call(way, filled(way.path, place.ours.ids) + asked)
        assert EITHER not in said(answer), (way.path, asked)
        assert answer.status_code < 500, (way.path, asked)
        shown += "ours" in answer.text
    assert shown > 10  # the search would find the mark if it were there


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PLANNER])
def test_who_may_not_write_writes_nothing_anywhere(
    role: Role, settings: Settings, engine: Engine, place: World
) -> None:
    caller = intruder(settings, engine, role, place.ours)
    before = stored(engine)
    refused = 0
    for way in WAYS:
        if way.is_safe or isinstance(way.gate, Open) or role in PERMISSIONS[way.gate.permission]:
            continue
        refused += 1
        answer = caller.call(way, filled(way.path, place.ours.ids))
        assert answer.status_code == 403, (way.method, way.path)
    assert refused > 60
    assert stored(engine) == before


def test_the_power_link_of_a_school_opens_and_reports_for_no_other(
    settings: Settings, engine: Engine, place: World
) -> None:
    anybody = TestClient(visit(settings, engine).client.app, follow_redirects=False)
    before = stored(engine)
    token = place.ours.power_path.rpartition("/")[2]
    for realm in (place.neighbour, place.foreign):
        borrowed = f"/s/{realm.site.code}/power/{token}"
        assert anybody.get(borrowed).status_code == 404
        assert anybody.post(borrowed, data={"power_is": "off"}).status_code == 404
    assert stored(engine) == before
    shown = anybody.get(place.ours.power_path)
    assert shown.status_code == 200
    assert EITHER not in said(shown)
