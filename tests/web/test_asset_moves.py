"""Lending and transfers on pages and over the API: slips, answers, papers, and what a school may do."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import AssetMoved
from inventory.models.asset import Asset, Standing
from inventory.models.lending import Lending
from inventory.models.site import Office, Site
from inventory.models.transfer import Transfer, TransferItem
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.hearing import told


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def an_asset(engine: Engine, office: Office, number: str, site: Site | None = None, **values: object) -> int:
    with transaction(engine) as session:
        return factories.make_asset(session, office, site, number=number, **values).id or 0


def the_asset(engine: Engine, asset_id: int) -> Asset:
    with reading(engine) as session:
        return session.get_one(Asset, asset_id)


def slip(**values: str) -> dict[str, str]:
    given = {"site_id": "", "numbers": "A1", "borrower": "ครู <b>ก</b>", "lent_on": "2026-11-02"}
    return given | {"due_on": "2026-11-16"} | values


def test_assets_are_lent_on_a_slip_and_come_back(supply: Visit, engine: Engine, office: Office) -> None:
    first = an_asset(engine, office, "A1")
    second = an_asset(engine, office, "A2")
    assert ">A1</textarea>" in supply.get(f"/lendings/new?asset_id={first}").text
    refused = supply.post("/lendings/new", slip(numbers="A1\nA9"))
    assert (refused.status_code, "has no asset numbered A9" in refused.text) == (422, True)
    answer = supply.post("/lendings/new", slip(numbers="A1\nA2"))
    assert answer.status_code == 303
    address = answer.headers["location"]
    shown = supply.get(address).text
    assert "ครู &lt;b&gt;ก&lt;/b&gt;" in shown
    assert "overdue" in shown
    assert "ครู &lt;b&gt;ก&lt;/b&gt;" in supply.get(f"/assets/{first}").text
    item = next(one for one in shown.split(f'action="{address}/items/')[1:]).partition("/")[0]
    bad = supply.post(f"{address}/items/{item}/return", {"returned_on": "2026-11-10", "returned_standing": "broken"})
    assert (bad.status_code, "Say what is wrong with it" in bad.text) == (422, True)
    back = {"returned_on": "2026-11-10", "returned_standing": "broken", "returned_note": "จอแตก"}
    assert supply.post(f"{address}/items/{item}/return", back).status_code == 303
    assert the_asset(engine, first).standing is Standing.BROKEN
    assert the_asset(engine, second).standing is Standing.LENT
    with reading(engine) as session:
        terms = session.exec(select(Lending)).one().model_dump(include={"borrower", "lent_on"}, mode="json")
    assert supply.post(f"{address}/change", terms | {"due_on": "2199-12-01"}).status_code == 303
    assert "overdue" not in supply.get(address).text
    with reading(engine) as session:
        actions = session.exec(select(AuditEntry.action).where(AuditEntry.subject == "lending")).all()
    assert actions == ["lending.lent", "lending.returned", "lending.changed"]


def test_the_slip_and_the_transfer_are_papers(supply: Visit, engine: Engine, office: Office, school: Site) -> None:
    an_asset(engine, office, "A1")
    an_asset(engine, office, "A2", price_satang=3_000_000, acquired_on=date(2022, 10, 1))
    lending = supply.post("/lendings/new", slip()).headers["location"]
    wish = {"from_site_id": "", "to_site_id": str(school.id), "numbers": "A2", "reason": "ขาดแคลน"}
    transfer = supply.post("/transfers/new", wish).headers["location"]
    for address, title in ((lending, "ใบยืมพัสดุ"), (transfer, "ใบส่งมอบและรับมอบครุภัณฑ์")):
        made = supply.post(f"{address}/paper")
        assert made.status_code == 303
        with reading(engine) as session:
            paper = session.get_one(Paper, int(made.headers["location"].rpartition("/")[2]))
        assert paper.title.startswith(title)
        assert supply.get(f"/papers/{paper.id}/paper.pdf").content.startswith(b"%PDF")


def test_a_school_accepts_what_the_office_proposes(
    settings: Settings, supply: Visit, engine: Engine, office: Office, school: Site
) -> None:
    asset_id = an_asset(engine, office, "A1")
    theirs = an_asset(engine, office, "A1", school)
    wish = {"from_site_id": "", "to_site_id": str(school.id), "numbers": "A1", "reason": "ขาดแคลน"}
    address = supply.post("/transfers/new", wish).headers["location"]
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    shown = teacher.get(address).text
    assert "waits for an answer" in shown
    assert f"/assets/{asset_id}" not in shown  # the office's card is not the school's to read
    with reading(engine) as session:
        item = session.exec(select(TransferItem.id)).one()
    given = {"moved_on": "2026-11-20", f"number.{item}": "A1", "decision_note": ""}
    assert teacher.post(f"{address}/withdraw").status_code == 404
    taken = teacher.post(f"{address}/accept", given)
    assert (taken.status_code, "has an asset numbered A1" in taken.text) == (422, True)
    assert supply.post(f"{address}/accept", given | {f"number.{item}": "A2"}).status_code == 422  # proposed it
    assert teacher.post(f"{address}/accept", given | {f"number.{item}": "A2"}).status_code == 303
    moved = the_asset(engine, asset_id)
    assert (moved.site_id, moved.number) == (school.id, "A2")
    assert "A1 → A2" in supply.get(f"/assets/{asset_id}").text
    (fact,) = told(engine)
    assert isinstance(fact, AssetMoved)
    assert (fact.asset_id, fact.unit_code, fact.to_code) == (asset_id, "", school.code)
    assert (fact.number, fact.to_number, fact.moved_on.isoformat()) == ("A1", "A2", "2026-11-20")
    assert teacher.post(f"{address}/accept", given | {f"number.{item}": "A3"}).status_code == 422
    assert told(engine) == [fact]  # accepted once, told once; what was refused above was not told
    assert the_asset(engine, theirs).number == "A1"
    assert "accepted" in supply.get("/transfers").text


def test_a_refusal_needs_a_reason_and_a_proposal_can_be_withdrawn(
    settings: Settings, supply: Visit, engine: Engine, office: Office, school: Site
) -> None:
    an_asset(engine, office, "A1")
    wish = {"from_site_id": "", "to_site_id": str(school.id), "numbers": "A1", "reason": "ขาดแคลน"}
    address = supply.post("/transfers/new", wish).headers["location"]
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert teacher.post(f"{address}/refuse", {"decision_note": ""}).status_code == 422
    assert teacher.post(f"{address}/refuse", {"decision_note": "มีแล้ว"}).status_code == 303
    assert "มีแล้ว" in supply.get(address).text
    again = supply.post("/transfers/new", wish).headers["location"]
    assert supply.post(f"{again}/withdraw").status_code == 303
    with reading(engine) as session:
        states = [row.state.value for row in session.exec(select(Transfer).order_by("id"))]
    assert states == ["refused", "withdrawn"]


def test_readers_only_read(settings: Settings, engine: Engine, office: Office) -> None:
    an_asset(engine, office, "A1")
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    for path in ("/lendings", "/transfers"):
        assert viewer.get(path).status_code == 200
        assert viewer.get(f"{path}/new").status_code == 403
    assert viewer.post("/lendings/new", slip()).status_code == 403


def test_the_api_lends_and_transfers(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    own, away = an_asset(engine, office, "A1"), an_asset(engine, office, "A2")
    api = Api(settings, engine)
    call, other = api.caller(Role.SUPPLY, office), api.caller(Role.ADMIN, office)
    lent = call("POST", "/lendings", slip(numbers="A1")).json()
    assert [item["asset_id"] for item in lent["items"]] == [own]
    address = f"/lendings/{lent['id']}"
    assert call("PATCH", address, {"due_on": "2026-12-01"}).json()["due_on"] == "2026-12-01"
    assert call("GET", "/lendings?lending=out").json()["total"] == 1
    back = call("POST", f"{address}/items/{lent['items'][0]['id']}/return", {"returned_on": "2026-11-10"})
    assert back.json()["items"][0]["returned_standing"] == "in_use"
    assert call("GET", "/lendings?lending=out").json()["total"] == 0
    wish = {"to_site_id": school.id, "numbers": ["A2"], "reason": "ขาดแคลน"}
    moving = call("POST", "/transfers", wish).json()
    address = f"/transfers/{moving['id']}"
    assert call("POST", f"{address}/accept", {"moved_on": "2026-11-20"}).status_code == 422
    assert call("POST", f"{address}/refuse", {}).status_code == 422
    accepted = other("POST", f"{address}/accept", {"moved_on": "2026-11-20"}).json()
    assert (accepted["state"], accepted["items"][0]["new_number"]) == ("accepted", "A2")
    assert the_asset(engine, away).site_id == school.id
    assert call("GET", "/transfers?transfer_state=accepted").json()["total"] == 1
    assert call("POST", f"{address}/withdraw", {}).status_code == 422
    assert call("GET", address).json()["decider"]


def test_a_school_names_another_by_its_code_and_is_shown_none(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    an_asset(engine, office, "S1", school)
    with transaction(engine) as session:
        other = factories.make_site(session, office, name="โรงเรียนบ้านสอง")
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert "บ้านสอง" not in teacher.get("/transfers/new").text
    wish = {"from_site_id": str(school.id), "numbers": "S1", "reason": "เหลือใช้"}
    unknown = teacher.post("/transfers/new", wish | {"to_code": "99999999"})
    assert (unknown.status_code, "There is no such entry" in unknown.text) == (422, True)
    assert teacher.post("/transfers/new", wish | {"to_code": school.code}).status_code == 422
    assert teacher.post("/transfers/new", wish | {"to_code": other.code}).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Transfer.to_site_id)).one() == other.id
