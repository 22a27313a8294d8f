"""The worklist on its page: each difference is settled by one act of a person, and nothing by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset, AssetEvent, AssetIgnored
from inventory.models.device import Device
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

PAGE = "/assets/reconcile"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    """Its switch is not linked, its router has another serial in the book."""
    with transaction(engine) as session:
        school = factories.make_site(session, office, name="โรงเรียนเหนือ")
        values = {"facts_at": utc_now(), "vendor": "MikroTik"}
        factories.make_device(session, school, name="sw1", serial="SN-1", model="CRS326", **values)
        router = factories.make_device(session, school, name="rt1", serial="SN-2", **values)
        factories.make_asset(session, office, school, number="SWITCH", serial="sn1")
        factories.make_asset(session, office, school, number="ROUTER", serial="SN-3", device_id=router.id)
        return school


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office, school: Site) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def ids(engine: Engine, number: str, device: str) -> dict[str, str]:
    with reading(engine) as session:
        asset = session.exec(select(Asset.id).where(Asset.number == number)).first()
        found = session.exec(select(Device.id).where(Device.name == device)).one()
        return {"asset_id": str(asset or ""), "device_id": str(found)}


def card(engine: Engine, number: str) -> Asset:
    with reading(engine) as session:
        return session.exec(select(Asset).where(Asset.number == number)).one()


def test_a_difference_is_settled_once(supply: Visit, engine: Engine) -> None:
    shown = supply.get(PAGE).text
    for said in ("one serial number, not linked", "another serial number", "They are one thing"):
        assert said in shown
    link = {"kind": "link", "decision": "take", **ids(engine, "SWITCH", "sw1")}
    answer = supply.post(PAGE, link)
    assert answer.status_code == 303
    assert str(card(engine, "SWITCH").device_id) == link["device_id"]
    assert supply.post(PAGE, link).status_code == 303  # settled already: nothing more happens
    with reading(engine) as session:
        assert [event.kind for event in session.exec(select(AssetEvent))] == ["changed"]
    supply.post(PAGE, {"kind": "serial", "decision": "take", **ids(engine, "ROUTER", "rt1")})
    assert card(engine, "ROUTER").serial == "SN-2"
    assert "Book and network agree." in supply.get(PAGE).text


def test_letting_it_stand_needs_a_reason(supply: Visit, engine: Engine) -> None:
    wish = {"kind": "serial", "decision": "ignore", **ids(engine, "ROUTER", "rt1")}
    supply.post(PAGE, wish | {"reason": " "})
    assert "another serial number</span>" in supply.get(PAGE).text
    supply.post(PAGE, wish | {"reason": "ป้ายหลุด"})
    assert "another serial number</span>" not in supply.get(PAGE).text
    with reading(engine) as session:
        assert session.exec(select(AssetIgnored.reason)).one() == "ป้ายหลุด"
    assert card(engine, "ROUTER").serial == "SN-3"


def test_what_is_not_in_the_book_is_entered_by_a_form_that_knows_it(
    supply: Visit, engine: Engine, school: Site
) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, school, name="ap1", serial='X"><b>', model="cAP", facts_at=utc_now())
    shown = supply.get(f"{PAGE}?kind=not_in_book").text
    assert "X&#34;&gt;&lt;b&gt;" in shown
    assert 'X"><b>' not in shown
    address = f"/assets/new?site_id={school.id}&amp;device_id={device.id}"
    assert address in shown
    form = supply.get(address.replace("&amp;", "&") + "&serial=SN-7").text
    assert 'value="SN-7"' in form
    assert f'<option value="{device.id}" selected>' in form
    assert address in supply.get(f"/devices/{device.id}").text


@pytest.mark.parametrize("role", [Role.IT, Role.VIEWER])
def test_who_only_reads_sees_and_decides_nothing(
    settings: Settings, engine: Engine, office: Office, school: Site, role: Role
) -> None:
    reader = signed_in(settings, engine, person_of(engine, role, office=office))
    shown = reader.get(PAGE).text
    assert "SWITCH" in shown
    assert "They are one thing" not in shown
    assert reader.post(PAGE, {"kind": "link", **ids(engine, "SWITCH", "sw1")}).status_code == 403


def test_the_api_tells_and_settles_the_same(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    call = Api(settings, engine).caller(Role.SCHOOL, office, site=school)
    every = call("GET", "/assets/reconcile").json()
    assert [(item["kind"], item["book"], item["network"]) for item in every["items"]] == [
        ("serial", "SN-3", "SN-2"),
        ("link", "sn1", "SN-1"),
    ]
    wish = {name: every["items"][1][name] for name in ("kind", "asset_id", "device_id")} | {"decision": "take"}
    assert call("POST", "/assets/reconcile", wish).status_code == 204
    assert call("POST", "/assets/reconcile", wish).status_code == 404
    assert call("GET", "/assets/reconcile?kind=link").json()["total"] == 0
    bare = {name: every["items"][0][name] for name in ("kind", "asset_id", "device_id")} | {"decision": "ignore"}
    assert call("POST", "/assets/reconcile", bare).status_code == 422
