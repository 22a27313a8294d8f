"""The register over the API: entries with gates and parts, adoption with its rows, the objective, plans."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from innovation.models.rollout import UseCount
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api

ENTRY: dict[str, Any] = {"name": "ระบบ", "problem": "ก", "need": "ข", "owner": "ค"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


def test_an_entry_with_its_parts_gates_and_adoption(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    call = Api(settings, engine).caller(Role.IT, office)
    refused = call("POST", "/innovations", ENTRY | {"novelty": "improved"})
    assert refused.status_code == 422
    made = call("POST", "/innovations", ENTRY)
    assert made.status_code == 201, made.text
    key = made.json()["id"]
    assert [item["id"] for item in call("GET", "/innovations?stage=idea").json()["items"]] == [key]
    assert call("GET", f"/innovations/{key}/gates").json()[0]["lacking"] == [
        "Open its case first: the gates and their evidence stand there"
    ]
    assert call("POST", f"/innovations/{key}/stage", {"stage": "release"}).status_code == 422
    part = call("POST", f"/innovations/{key}/requirements", {"number": 1, "text": "ได้", "need": "ครู"})
    assert part.status_code == 201, part.text
    changed = call("PATCH", f"/innovations/{key}/requirements/{part.json()['id']}", {"text": "ได้จริง"})
    assert changed.json()["text"] == "ได้จริง"
    wish = {"site_id": school.id, "reach": "installed", "installed_on": "2026-10-01"}
    assert call("POST", f"/innovations/{key}/rollouts", wish).status_code == 201
    assert call("GET", f"/innovations/{key}/adoption").json()["percent"] is None
    with transaction(engine) as session:
        session.add(UseCount(innovation_id=key, site_id=school.id or 0, day=utc_now().date(), logins=2))
    told = call("GET", f"/innovations/{key}/adoption").json()
    assert (told["percent"], told["schools"][0]["uses"][0]["way"]) == (100.0, "logins")
    assert call("DELETE", f"/innovations/{key}/requirements/{part.json()['id']}").status_code == 204
    assert call("GET", f"/innovations/{key}/requirements").json() == []
    assert call("GET", f"/innovations/{key}/evaluation").json()["adoption"]["used"] == 1
    outcome = call("GET", "/innovations/outcome?year=2570").json()
    assert [one["outcome"] for one in outcome["outcomes"]] == ["needs_met", "adoption", "satisfaction"]


def test_parts_of_one_entry_are_not_found_under_another(settings: Settings, engine: Engine, office: Office) -> None:
    call = Api(settings, engine).caller(Role.IT, office)
    first, second = (call("POST", "/innovations", ENTRY | {"version": str(at)}).json()["id"] for at in (1, 2))
    part = call("POST", f"/innovations/{first}/metrics", {"name": "เวลา", "unit": "นาที"}).json()["id"]
    assert call("PATCH", f"/innovations/{second}/metrics/{part}", {"name": "x"}).status_code == 404
    assert call("DELETE", f"/innovations/{second}/metrics/{part}").status_code == 404
    assert call("GET", "/ict-plans").json()["items"] == []
