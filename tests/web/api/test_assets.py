"""The asset book over the API: the same rules as on pages, ISO dates and satang."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import AssetClass
from inventory.models.site import Office, Site
from inventory.store.asset_classes import begin_book
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office = factories.make_office(session)
        begin_book(session, office.id or 0)
        return office


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


def computer(engine: Engine) -> int | None:
    with reading(engine) as session:
        return session.exec(select(AssetClass.id).where(AssetClass.code == "computer")).one()


def test_a_card_is_made_read_changed_and_never_deleted(settings: Settings, engine: Engine, office: Office) -> None:
    call = Api(settings, engine).caller(Role.SUPPLY, office)
    given = {"number": "A1", "name": "Router", "price_satang": 3_000_000, "acquired_on": "2022-10-01"}
    made = call("POST", "/assets", given | {"class_id": computer(engine)})
    assert made.status_code == 201, made.text
    asset = made.json()
    assert (asset["site_id"], asset["standing"], asset["fund"]) == (None, "in_use", "budget")
    address = f"/assets/{asset['id']}"
    assert call("POST", "/assets", given).json()["errors"][0]["field"] == "number"
    assert call("PATCH", address, {"place": "ห้อง 1"}).json()["place"] == "ห้อง 1"
    assert call("PATCH", address, {"standing": "lost"}).status_code == 422  # has its own way, with a reason
    assert call("DELETE", address).status_code == 405
    register = call("GET", f"{address}/depreciation").json()
    assert (register["life_years"], register["untold"]) == (3, None)
    assert [line["net_satang"] for line in register["lines"]] == [2_000_000, 1_000_000, 100]
    assert [line["year"] for line in register["lines"]] == [2566, 2567, 2568]
    assert (register["life_ends_on"], register["replaceable_on"]) == ("2025-10-01", "2027-10-01")
    assert call("POST", f"{address}/standing", {"standing": "lost"}).status_code == 422
    lost = call("POST", f"{address}/standing", {"standing": "lost", "note": "แจ้งความแล้ว"})
    assert lost.json()["standing"] == "lost"
    history = call("GET", f"{address}/history").json()
    assert [one["kind"] for one in history] == ["standing", "changed", "created"]
    assert history[0]["note"] == "แจ้งความแล้ว"


def test_the_list_has_the_filters_of_the_page(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    with transaction(engine) as session:
        factories.make_asset(session, office, school, number="S1")
        factories.make_asset(session, office, number="O1")
    call = Api(settings, engine).caller(Role.VIEWER, office)
    every = call("GET", "/assets?sort=-number").json()
    assert ([item["number"] for item in every["items"]], every["total"]) == (["S1", "O1"], 2)
    for query, numbers in (("unit=0", ["O1"]), (f"unit={school.id}", ["S1"]), ("q=o1", ["O1"]), ("standing=lost", [])):
        assert [item["number"] for item in call("GET", f"/assets?{query}").json()["items"]] == numbers, query
    assert call("GET", "/assets?colour=red").status_code == 422
    assert call("POST", "/assets", {"number": "X", "name": "x"}).status_code == 403


def test_a_school_writes_its_own_unit(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    with transaction(engine) as session:
        theirs = factories.make_asset(session, office, number="O1").id
    call = Api(settings, engine).caller(Role.SCHOOL, office, site=school)
    assert call("POST", "/assets", {"number": "X", "name": "x"}).status_code == 422
    own = call("POST", "/assets", {"number": "X", "name": "x", "site_id": school.id})
    assert own.status_code == 201
    assert [item["number"] for item in call("GET", "/assets").json()["items"]] == ["X"]
    for path in ("", "/history", "/depreciation"):
        assert call("GET", f"/assets/{theirs}{path}").status_code == 404
    assert call("PATCH", f"/assets/{theirs}", {"name": "y"}).status_code == 404
    assert call("POST", f"/assets/{theirs}/standing", {"standing": "broken"}).status_code == 404


def test_classes_and_rules_are_kept_by_supply(settings: Settings, engine: Engine, office: Office) -> None:
    api = Api(settings, engine)
    call = api.caller(Role.SUPPLY, office)
    given = {"code": "car", "name": "ยานพาหนะ", "terms": [{"valid_from": "2000-01-01", "life_years": 8}]}
    made = call("POST", "/asset-classes", given).json()
    assert made["terms"] == [{"valid_from": "2000-01-01", "life_years": 8, "is_depreciated": True, "source": ""}]
    assert call("GET", "/asset-classes").json()["total"] == 6
    rule = {"valid_from": "2026-10-01", "threshold_satang": 500_000, "replace_after_years": 5}
    assert call("PUT", "/asset-rules", rule).json()["threshold_satang"] == 500_000
    assert [one["valid_from"] for one in call("GET", "/asset-rules").json()["items"]] == ["2026-10-01", "1900-01-01"]
    assert api.caller(Role.IT, office)("PUT", "/asset-rules", rule).status_code == 403
