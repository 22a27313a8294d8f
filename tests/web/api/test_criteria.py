"""Price criteria by the API: the same as the pages, money in satang, an edition taken whole or refused by field."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller

EDITION = {
    "listing": "computer",
    "name": "ฉบับจำลอง",
    "announced_on": "2026-11-01",
    "effective_from": "2026-11-02",
    "scope": "items",
    "certainty": "checked",
    "source": "ประกาศจำลอง",
}
ITEM = {"item_no": "37", "name_th": "เราเตอร์", "price_satang": 3_500_050, "spec": ["Flash >=1 GB"]}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def call(settings: Settings, engine: Engine, office: Office) -> Caller:
    return Api(settings, engine).caller(Role.SUPPLY, office)


@pytest.mark.parametrize(
    ("day", "price", "edition"),
    [("2026-05-10", 2_000_000, "computer-2568-12"), ("2026-05-11", 2_300_000, "computer-2569-05")],
)
def test_a_day_either_side_has_its_own_ceiling(call: Caller, day: str, price: int, edition: str) -> None:
    found = call("GET", f"/criteria?on={day}&listing=computer&category=desktop").json()
    item = next(one for one in found["items"] if one["code"] == "4")
    assert (item["price_satang"], item["edition"], item["certainty"]) == (price, edition, "read")
    assert {"sense": "at_least", "figure": "16", "unit": "GB"} in [b for line in item["spec"] for b in line["bounds"]]


def test_a_list_comes_in_pages(call: Caller) -> None:
    found = call("GET", "/criteria?on=2026-06-01&listing=computer&limit=2&offset=69").json()
    assert (found["total"], [one["code"] for one in found["items"]]) == (70, ["70"])
    narrowed = call("GET", "/criteria?on=2026-06-01&q=router+bgp").json()
    assert [one["code"] for one in narrowed["items"]] == ["37"]


def test_two_editions_are_compared(call: Caller) -> None:
    found = call("GET", "/criteria/editions/compare?old=computer-2568-12&new=computer-2569-05").json()
    assert (found["added"], found["removed"], found["unknown"]) == ([], [], [])
    assert {int(one["code"]) for one in found["changed"]} <= set(range(1, 12))
    assert call("GET", "/criteria/editions/compare?old=nothing&new=computer-2569-05").status_code == 404
    assert call("GET", "/criteria/editions/compare?old=cctv-2564&new=computer-2569-05").status_code == 422


def test_an_edition_is_taken_and_holds_from_its_day_on(call: Caller) -> None:
    made = call("POST", "/criteria/editions", {"edition": EDITION, "items": [ITEM]})
    assert made.status_code == 201, made.text
    key = made.json()["key"]
    assert made.json()["items"] == 1
    history = call("GET", "/criteria/items/computer/37").json()
    assert [(one["edition"], one["price_satang"]) for one in history] == [
        (key, 3_500_050),
        ("computer-2568-12", 3_300_000),
    ]
    assert [one["code"] for one in call("GET", f"/criteria/editions/{key}").json()] == ["37"]
    assert key in {one["key"] for one in call("GET", "/criteria/editions").json()}


@pytest.mark.parametrize(
    ("edition", "items", "fields"),
    [
        ({"name": ""}, [ITEM], {"name"}),
        ({}, [ITEM, {**ITEM, "item_no": "38", "price_satang": 0}], {"items.1.price_satang"}),
        ({}, [ITEM, ITEM], {"items.1.item_no"}),
        ({}, [{"item_no": "1"}], {"items.0.name_th"}),
    ],
)
def test_a_wrong_edition_is_refused_by_field_and_nothing_is_stored(
    call: Caller, edition: dict[str, Any], items: list[dict[str, Any]], fields: set[str]
) -> None:
    before = call("GET", "/criteria/editions").json()
    refused = call("POST", "/criteria/editions", {"edition": EDITION | edition, "items": items})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} == fields
    assert call("GET", "/criteria/editions").json() == before


def test_an_item_is_confirmed_as_it_was_seen_and_taken_back(call: Caller) -> None:
    path = "/criteria/editions/computer-2568-12/items/37/confirmation"
    item = next(one for one in call("GET", "/criteria/editions/computer-2568-12").json() if one["code"] == "37")
    assert call("PUT", path, {"fingerprint": "0" * 64}).status_code == 422
    confirmed = call("PUT", path, {"fingerprint": item["fingerprint"]}).json()
    assert (confirmed["certainty"], confirmed["fingerprint"]) == ("checked", item["fingerprint"])
    assert call("DELETE", path).status_code == 204
    assert call("DELETE", path).status_code == 404


def test_who_only_reads_imports_nothing(settings: Settings, engine: Engine, office: Office) -> None:
    planner = Api(settings, engine).caller(Role.PLANNER, office)
    assert planner("GET", "/criteria").status_code == 200
    assert planner("POST", "/criteria/editions", {"edition": EDITION, "items": [ITEM]}).status_code == 403


def test_an_unknown_item_or_list_is_not_found(call: Caller) -> None:
    for path in ("/criteria/items/computer/999", "/criteria/items/cars/4", "/criteria/editions/own-99"):
        assert call("GET", path).status_code == 404
