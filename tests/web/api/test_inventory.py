"""The inventory over the API: put in, listed, changed, taken away; refused in problem details; offices apart."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.credential import Credential
from inventory.models.site import Office
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api, Caller

LINES = [
    ("/providers", {"name": "ผู้ให้บริการหนึ่ง", "phone": "๑๑๐๐"}, {"phone": "1100"}, {"phone": "1500"}),
    ("/calendars", {"name": "ปกติ", "always_open": True}, {"always_open": True}, {"name": "ใหม่"}),
    ("/sites", {"code": "57010001", "name": "บ้านดอย"}, {"code": "57010001", "kind": "school"}, {"district": "เวียง"}),
]


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def call(settings: Settings, engine: Engine, office: Office) -> Caller:
    """An IT officer's program."""
    return Api(settings, engine).caller(Role.IT, office)


@pytest.mark.parametrize(("path", "body", "shown", "change"), LINES)
def test_a_thing_is_made_read_changed_and_removed(
    call: Caller, path: str, body: dict[str, object], shown: dict[str, object], change: dict[str, object]
) -> None:
    made = call("POST", path, body)
    assert made.status_code == 201, made.text
    assert made.json().items() >= shown.items()
    one = f"{path}/{made.json()['id']}"
    assert call("GET", one).json() == made.json()
    changed = call("PATCH", one, change)
    assert changed.json() == made.json() | change
    assert [item["id"] for item in call("GET", path).json()["items"]] == [made.json()["id"]]
    assert call("DELETE", one).status_code == 204
    assert call("GET", path).json() == {"items": [], "total": 0, "limit": 100, "offset": 0}


def test_links_and_devices_hang_on_a_site(call: Caller) -> None:
    site = call("POST", "/sites", {"code": "57010001", "name": "บ้านดอย", "contacts": [{"name": "ครูเอ"}]}).json()
    assert [contact["name"] for contact in site["contacts"]] == ["ครูเอ"]
    router = call("POST", "/devices", {"site_id": site["id"], "name": "rt1", "address": "10.1.0.1"}).json()
    body = {"site_id": site["id"], "name": "หลัก", "check": "snmp", "device_id": router["id"], "speed_bps": 10**9}
    link = call("POST", "/links", body)
    assert link.json()["state"] == "not_monitored"
    assert call("GET", f"/devices?site_id={site['id']}&sort=-name").json()["total"] == 1
    assert call("GET", f"/devices?site_id={site['id'] + 1}").json()["total"] == 0
    assert call("GET", "/links?q=หลัก&check=snmp").json()["total"] == 1
    assert call("GET", "/links?q=%25").json()["total"] == 0
    assert call("DELETE", f"/sites/{site['id']}").status_code == 204
    assert call("GET", "/links").json()["total"] == 0
    assert call("GET", "/links?archived=yes").json()["total"] == 1
    assert call("POST", f"/sites/{site['id']}/restore").json()["archived_at"] is None
    assert call("GET", "/links").json()["total"] == 1


def test_refusals_are_problem_details_at_their_fields(call: Caller) -> None:
    answer = call("POST", "/sites", {"code": "12", "name": "", "colour": "red"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["instance"]) == (422, "/api/v1/sites")
    assert {error["field"] for error in problem["errors"]} == {"code", "name", "colour"}
    assert all(error["reason"] for error in problem["errors"])
    missing = call("GET", "/sites/999")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    assert call("GET", "/devices?colour=red").json()["errors"][0]["field"] == "colour"


@pytest.mark.parametrize("sort", ["name;drop table device", "id desc--", "password_hash", "1"])
def test_a_sort_key_that_is_no_column_is_refused(call: Caller, sort: str) -> None:
    assert call("GET", f"/devices?sort={sort}").status_code == 422


def test_credentials_go_in_and_never_come_out(call: Caller, engine: Engine, settings: Settings, office: Office) -> None:
    made = call("POST", "/credentials", {"name": "v2", "community": "CANARY-1"})
    body = {"name": "v3", "version": "3", "user": "reader", "auth": "sha256", "auth_key": "CANARY-2"}
    other = call("POST", "/credentials", body)
    ssh = call("POST", "/credentials", {"name": "ssh", "username": "reader", "password": "CANARY-3"})
    assert (made.status_code, other.status_code, ssh.json()["kind"]) == (201, 201, "ssh")
    one = f"/credentials/{made.json()['id']}"
    replaced = call("PUT", one, {"name": "v2", "community": "CANARY-4"})
    refused = call("PUT", one, {"name": "v2", "community": ["CANARY-5"], "x": "CANARY-6"})
    assert refused.status_code == 422
    admin = Api(settings, engine).caller(Role.ADMIN, office)
    answers = [
        made,
        other,
        ssh,
        replaced,
        refused,
        call("GET", "/credentials"),
        call("GET", one),
        admin("GET", "/audit"),
    ]
    assert "CANARY" not in "".join(answer.text for answer in answers)
    with reading(engine) as session:
        row = session.get_one(Credential, made.json()["id"])
        assert "CANARY-4" in Vault.open(settings.data_dir).unseal(row.sealed)


def test_every_act_is_written_down(call: Caller, engine: Engine) -> None:
    made = call("POST", "/providers", {"name": "ก"}).json()
    call("PATCH", f"/providers/{made['id']}", {"name": "ข"})
    call("PATCH", f"/providers/{made['id']}", {"name": "ข"})
    call("DELETE", f"/providers/{made['id']}")
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
    assert [entry.action for entry in entries] == ["provider.created", "provider.changed", "provider.removed"]
    assert entries[1].detail == {"name": ["ก", "ข"]}


def test_offices_do_not_see_each_other(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        own, other = factories.make_office(session), factories.make_office(session)
        site = factories.make_site(session, other)
        device, link = factories.make_device(session, site), factories.make_link(session, site)
        outage = factories.make_outage(session, link)
        rows: dict[str, Any] = {
            "sites": site,
            "devices": device,
            "links": link,
            "outages": outage,
            "providers": factories.make_provider(session, other),
            "calendars": factories.make_calendar(session, other),
            "credentials": factories.make_credential(session, other),
            "people": factories.make_person(session, other),
        }
    call = Api(settings, engine).caller(Role.ADMIN, own)
    for path, row in rows.items():
        listed = call("GET", f"/{path}").json()
        assert listed["total"] == (1 if path == "people" else 0), path  # oneself
        assert call("GET", f"/{path}/{row.id}").status_code == 404, path
        if path not in ("outages", "credentials"):
            assert call("PATCH", f"/{path}/{row.id}", {"name": "ยึด"}).status_code == 404, path
    assert call("POST", f"/outages/{outage.id}/acknowledge", {}).status_code == 404
    assert call("GET", f"/links/{link.id}/samples").status_code == 404
    assert call("GET", f"/devices/{device.id}/interfaces").status_code == 404
