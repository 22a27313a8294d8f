"""Stock cards on pages and over the API: lines, papers, the spare on the page of a device, roles."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office, Site
from inventory.models.stock import StockItem
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

CARD = {"site_id": "", "code": "SP-1", "name": "สวิตช์สำรอง", "kind": "spare", "fits": "CRS326", "minimum": "2"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def made(visit: Visit, **values: str) -> str:
    answer = visit.post("/stock/new", CARD | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_pieces_come_in_and_go_out_at_their_cost(supply: Visit, engine: Engine, office: Office) -> None:
    address = made(supply)
    for quantity, price in (("3", "100"), ("2", "125.50")):
        receipt = {"moved_on": "2026-09-02", "quantity": quantity, "price_baht": price, "document_no": "ร 1"}
        assert supply.post(f"{address}/receive", receipt).status_code == 303
    issue = {"moved_on": "2026-09-05", "quantity": "๔", "counterpart": "ช่าง <b>ก</b>"}
    assert supply.post(f"{address}/issue", issue).status_code == 303
    shown = supply.get(address).text
    assert "425.50" in shown
    assert "ช่าง &lt;b&gt;ก&lt;/b&gt;" in shown
    assert "below the minimum" in shown
    over = supply.post(f"{address}/issue", issue)
    assert (over.status_code, "Only 1 are there" in over.text) == (422, True)
    bad = supply.post(f"{address}/receive", {"moved_on": "2026-10-01", "quantity": "1", "price_baht": "x"})
    assert bad.status_code == 422
    assert supply.post(f"{address}/change", CARD | {"name": "อื่น"}).status_code == 303
    row_id = address.rpartition("/")[2]
    refused = supply.post(f"/stock/{row_id}/remove")
    assert (refused.status_code, "issue it first" in refused.text) == (422, True)
    with reading(engine) as session:
        wanted = select(AuditEntry.action).where(AuditEntry.subject == "stock_item")
        actions = [action.partition(".")[2] for action in session.exec(wanted)]
    assert actions[:5] == ["created", "received", "received", "issued", "changed"]


def test_the_card_and_the_balance_are_papers(supply: Visit, engine: Engine, office: Office) -> None:
    address = made(supply)
    assert "There is nothing to print" in supply.get(supply.post("/stock/balance").headers["location"]).text
    receipt = {"moved_on": "2024-09-02", "quantity": "3", "price_baht": "100"}
    assert supply.post(f"{address}/receive", receipt).status_code == 303
    for act, title in ((f"{address}/paper", "บัญชีวัสดุ SP-1"), ("/stock/balance", "รายงานวัสดุคงเหลือ")):
        location = supply.post(act).headers["location"]
        with reading(engine) as session:
            paper = session.get_one(Paper, int(location.rpartition("/")[2]))
        assert paper.title.startswith(title)
        assert supply.get(f"{location}/paper.pdf").content.startswith(b"%PDF")


def test_the_page_of_a_device_names_its_spare(
    supply: Visit, settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, school, model="CRS326-24G-2S+RM").id
    address = made(supply)
    supply.post(f"{address}/receive", {"moved_on": "2026-09-02", "quantity": "3", "price_baht": "100"})
    assert f'href="{address}"' in supply.get(f"/devices/{device}").text
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert f'href="{address}"' not in teacher.get(f"/devices/{device}").text


def test_it_and_schools_write_and_others_read(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert teacher.post("/stock/new", CARD).status_code == 422  # the office's
    own = made(teacher, site_id=str(school.id))
    officer = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    of_office = made(officer)
    assert teacher.get(of_office).status_code == 404
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    assert viewer.get(own).status_code == 200
    assert "/receive" not in viewer.get(own).text
    assert viewer.post(f"{own}/receive", {}).status_code == 403


def test_the_api_keeps_the_same_cards(settings: Settings, engine: Engine, office: Office) -> None:
    call = Api(settings, engine).caller(Role.SUPPLY, office)
    item = call("POST", "/stock", {"code": "C-1", "name": "หมึก", "minimum": 1}).json()
    address = f"/stock/{item['id']}"
    receipt = {"moved_on": "2026-09-02", "quantity": 2, "price_satang": 35_000}
    assert call("POST", f"{address}/receive", receipt).json()["left"] == 2
    issue = {"moved_on": "2026-09-03", "quantity": 3, "counterpart": "ห้องธุรการ"}
    refused = call("POST", f"{address}/issue", issue)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "quantity")
    assert call("POST", f"{address}/issue", issue | {"quantity": 2}).json()["cost_satang"] == 70_000
    assert [one["kind"] for one in call("GET", f"{address}/moves").json()] == ["receipt", "issue"]
    assert call("GET", "/stock?level=short").json()["total"] == 1
    assert call("PATCH", address, {"minimum": 0}).json()["minimum"] == 0
    assert call("DELETE", address).status_code == 204
    assert call("GET", "/stock").json()["total"] == 0
    with reading(engine) as session:
        assert session.exec(select(StockItem.archived_at)).one() is not None
