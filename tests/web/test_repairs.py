"""The repair log on pages: written on the card, counted there, listed, and kept within a school's unit."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.repair import AssetRepair
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import person_of, signed_in


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


def an_asset(engine: Engine, office: Office, site: Site | None = None) -> int:
    with transaction(engine) as session:
        return factories.make_asset(session, office, site).id or 0


def typed(asset_id: int, **values: str) -> dict[str, str]:
    given = {"asset_id": str(asset_id), "reported_on": "2026-11-02", "reported_by": "ครู <b>ก</b>", "fault": "ไม่ติด"}
    return given | {"is_warranty_claim": "no", "cost_baht": "", "back_on": "", "result": "", "sent_on": ""} | values


@pytest.mark.parametrize("role", [Role.SUPPLY, Role.IT])
def test_a_fault_is_written_down_and_comes_back(settings: Settings, engine: Engine, office: Office, role: Role) -> None:
    asset_id = an_asset(engine, office)
    browsing = signed_in(settings, engine, person_of(engine, role, office=office))
    assert f'value="{asset_id}" selected' in browsing.get(f"/repairs/new?asset_id={asset_id}").text
    answer = browsing.post("/repairs/new", typed(asset_id))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/assets/{asset_id}#repairs")
    card = browsing.get(f"/assets/{asset_id}").text
    assert "not back yet" in card
    assert "ครู &lt;b&gt;ก&lt;/b&gt;" in card
    with reading(engine) as session:
        repair = session.exec(select(AssetRepair)).one()
    back = typed(asset_id, cost_baht="1,250.50", back_on="2026-11-20", result="repaired", is_warranty_claim="yes")
    assert browsing.post(f"/repairs/{repair.id}", back).status_code == 303
    card = browsing.get(f"/assets/{asset_id}").text
    assert "Repaired 1 time for 1,250.50 baht" in card
    assert "claim of warranty" in card
    assert "1,250.50" in browsing.get("/repairs").text
    with reading(engine) as session:
        actions = session.exec(select(AuditEntry.action).where(AuditEntry.subject == "repair")).all()
    assert actions == ["repair.created", "repair.changed"]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    settings: Settings, engine: Engine, office: Office
) -> None:
    asset_id = an_asset(engine, office)
    browsing = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))
    answer = browsing.post("/repairs/new", typed(asset_id, back_on="2026-11-20", sent_to="ร้านช่าง"))
    assert answer.status_code == 422
    assert "Say how it came back" in answer.text
    assert "ร้านช่าง" in answer.text


def test_a_school_writes_down_faults_of_its_own_and_others_only_read(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    own, foreign = an_asset(engine, office, school), an_asset(engine, office)
    browsing = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert browsing.post("/repairs/new", typed(own)).status_code == 303
    assert browsing.post("/repairs/new", typed(foreign)).status_code == 422
    assert f'value="{foreign}"' not in browsing.get(f"/repairs/new?asset_id={foreign}").text
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    assert viewer.get("/repairs").status_code == 200
    assert viewer.post("/repairs/new", typed(own)).status_code == 403
    assert "/repairs/new" not in viewer.get(f"/assets/{own}").text


def test_the_api_has_the_same_log(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    own, foreign = an_asset(engine, office, school), an_asset(engine, office)
    api = Api(settings, engine)
    call = api.caller(Role.SUPPLY, office)
    given = {"reported_on": "2026-11-02", "fault": "ไม่ติด"}
    made = call("POST", "/repairs", given | {"asset_id": own})
    assert made.status_code == 201, made.text
    call("POST", "/repairs", given | {"asset_id": foreign})
    address = f"/repairs/{made.json()['id']}"
    assert call("PATCH", address, {"back_on": "2026-11-09"}).json()["errors"][0]["field"] == "result"
    changed = call("PATCH", address, {"back_on": "2026-11-09", "result": "repaired", "cost_satang": 100})
    assert (changed.json()["result"], changed.json()["cost_satang"]) == ("repaired", 100)
    assert call("DELETE", address).status_code == 405
    assert call("GET", "/repairs").json()["total"] == 2
    assert [one["asset_id"] for one in call("GET", f"/repairs?asset_id={own}").json()["items"]] == [own]
    of_school = api.caller(Role.SCHOOL, office, site=school)
    assert [one["asset_id"] for one in of_school("GET", "/repairs").json()["items"]] == [own]
    assert of_school("POST", "/repairs", given | {"asset_id": foreign}).status_code == 422
