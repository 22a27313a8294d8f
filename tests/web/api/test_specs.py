"""Specifications by the API: the same steps as the pages, money in satang, findings with what they weigh."""

from __future__ import annotations

from typing import Any

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


def line_of(school: Site, **more: Any) -> dict[str, Any]:
    products = [{"maker": "ก", "model": "ก1"}, {"maker": "ข", "model": "ข1"}]
    given = {"listing": "computer", "code": "4", "quantity": 2, "unit_price_satang": 2_300_000, "products": products}
    return {**given, "deliveries": [{"site_id": school.id, "quantity": 2}], **more}


def begun(call: Caller, school: Site) -> dict[str, Any]:
    spec = call("POST", "/specs", {"title": "จัดซื้อ", "day": "2026-06-01"})
    assert spec.status_code == 201, spec.text
    made = call("POST", f"/specs/{spec.json()['id']}/lines", line_of(school))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def test_a_specification_goes_from_draft_to_approved_and_on(api: Api, office: Office, school: Site) -> None:
    call = api.caller(Role.SUPPLY, office)
    director = api.caller(Role.DIRECTOR, office)
    spec = begun(call, school)
    at, line = f"/specs/{spec['id']}", spec["lines"][0]
    assert (spec["total_satang"], line["criterion"]["edition_key"]) == (4_600_000, "computer-2569-05")
    (finding,) = line["findings"]
    assert (finding["check"], finding["weight"], finding["is_open"]) == ("quantity", "must", True)
    assert call("POST", f"{at}/check").status_code == 422
    changed = call("PATCH", f"{at}/lines/{line['id']}", {"additions": "จอภาพไม่น้อยกว่า 23 นิ้ว"}).json()
    assert changed["lines"][0]["demands"][-1] == "จอภาพไม่น้อยกว่า 23 นิ้ว"
    wish = {"check": "quantity", "line_id": line["id"], "text": "ทดแทนเครื่องชำรุด"}
    call("POST", f"{at}/reasons", wish)
    checked = call("POST", f"{at}/check").json()
    assert checked["state"] == "checked"
    assert call("POST", f"{at}/approve", {"seen": checked["seen"]}).status_code == 403
    approved = director("POST", f"{at}/approve", {"seen": checked["seen"]}).json()
    assert (approved["state"], approved["sha256"]) == ("approved", checked["seen"])
    assert call("PATCH", at, {"title": "อื่น"}).status_code == 422
    second = call("POST", f"{at}/version").json()
    assert (second["version"], second["first_id"], second["total_satang"]) == (2, spec["id"], 4_600_000)
    assert call("GET", "/specs?state=draft").json()["total"] == 1
    assert call("POST", f"{at}/withdraw", {"why": "ไม่ได้รับงบประมาณ"}).json()["state"] == "withdrawn"


def test_papers_are_made_and_a_school_gets_its_own_part(api: Api, office: Office, school: Site) -> None:
    call = api.caller(Role.IT, office)
    spec = begun(call, school)
    made = call("POST", f"/specs/{spec['id']}/papers", {"kind": "spec_price_form"})
    assert made.status_code == 201
    assert call("GET", f"/papers/{made.json()['id']}").json()["kind"] == "spec_price_form"
    assert call("POST", f"/specs/{spec['id']}/papers", {"kind": "plain_letter"}).status_code == 404
    assert call("DELETE", f"/specs/{spec['id']}/lines/{spec['lines'][0]['id']}").status_code == 204
    assert call("GET", f"/specs/{spec['id']}").json()["total_satang"] == 0
    teacher = api.caller(Role.SCHOOL, office, site=school)
    assert teacher("GET", f"/specs/{spec['id']}").status_code == 404
    assert teacher("GET", "/specs").json()["total"] == 0
