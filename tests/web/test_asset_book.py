"""The asset book on pages: the list with its sums, a card entered and changed, conditions, classes, papers, roles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset, AssetClass, AssetEvent, Standing
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from inventory.store.asset_classes import begin_book
from netops.models.job import Job
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

FIRST = "7440-001-0001/65"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office = factories.make_office(session)
        begin_book(session, office.id or 0)
        return office


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def computer(engine: Engine) -> int:
    with reading(engine) as session:
        found = session.exec(select(AssetClass.id).where(AssetClass.code == "computer")).one()
        assert found is not None
        return found


def typed(engine: Engine, **values: object) -> dict[str, str]:
    whole = {
        "site_id": "",
        "number": FIRST,
        "name": "เราเตอร์",
        "class_id": computer(engine),
        "quantity": "1",
        "unit_word": "เครื่อง",
        "acquired_on": "2022-09-30",
        "price_baht": "๓๐,000.00",
        "fund": "budget",
        "supplier": "ร้าน <b>ก</b>",
        "device_id": "",
        "life_years": "",
    }
    return {name: str(value) for name, value in (whole | values).items()}


def the_asset(engine: Engine) -> Asset:
    with reading(engine) as session:
        return session.exec(select(Asset)).one()


def test_a_card_is_entered_and_shows_its_depreciation_and_both_ages(supply: Visit, engine: Engine) -> None:
    answer = supply.post("/assets/new", typed(engine))
    asset = the_asset(engine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/assets/{asset.id}")
    assert (asset.price_satang, asset.acquired_on, asset.unit) == (3_000_000, date(2022, 9, 30), 0)
    card = supply.get(f"/assets/{asset.id}").text
    for shown in ("27.40", "10,000.00", "9,971.60", "29,999.00", "33.33%", "its life is over", "Entered in the book"):
        assert shown in card, shown
    assert "ร้าน &lt;b&gt;ก&lt;/b&gt;" in card
    assert "from 30 Sep 2027, by the criteria of prices" in card
    form = supply.get(f"/assets/{asset.id}/change").text
    for stood in (f'value="{FIRST}"', 'value="30000"', 'value="2022-09-30"'):
        assert stood in form
    again = supply.post(f"/assets/{asset.id}/change", typed(engine, name="เราเตอร์ใหม่"))
    assert again.status_code == 303
    assert "เราเตอร์ → เราเตอร์ใหม่" in supply.get(f"/assets/{asset.id}").text


def test_a_refusal_keeps_what_was_typed_and_stands_at_its_field(supply: Visit, engine: Engine) -> None:
    supply.post("/assets/new", typed(engine))
    answer = supply.post("/assets/new", typed(engine, name="อีกเครื่อง"))
    assert answer.status_code == 422
    assert "numbered 7440-001-0001/65 already" in answer.text
    assert 'value="อีกเครื่อง"' in answer.text
    wrong = supply.post("/assets/new", typed(engine, number="2", price_baht="แพง"))
    assert wrong.status_code == 422
    assert 'id="f-assets-new-price_baht" name="price_baht" type="text" value="แพง"' in wrong.text
    assert the_asset(engine).number == FIRST


def test_the_list_narrows_sums_and_exports_what_it_shows(
    supply: Visit, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        device = factories.make_device(session, school, name="rt1")
        session.add(
            CurrentState(subject=Subject.DEVICE, subject_id=device.id or 0, state=State.DOWN, since=factories.AT)
        )
        factories.make_asset(session, office, school, number="S1", device_id=device.id, quantity=1)
        factories.make_asset(session, office, number="O1", quantity=3, standing=Standing.BROKEN)
    every = supply.get("/assets").text
    assert "52,000.00" in every
    assert "S1" in every
    assert "O1" in every
    broken = supply.get("/assets?standing=broken&columns=number,standing,fund").text
    assert "39,000.00" in broken
    assert ">S1<" not in broken
    csv = supply.get("/assets/export.csv?standing=broken&columns=number,standing,fund,price_satang")
    assert csv.content.decode("utf-8-sig").splitlines() == [
        "Asset number,Condition,Price each (baht),Kind of money",
        "O1,broken,13000.00,budget money",
    ]
    assert "down" in supply.get(f"/assets?unit={school.id}").text


def test_a_condition_needs_its_reason(supply: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        asset_id = factories.make_asset(session, office).id
    bare = supply.post(f"/assets/{asset_id}/standing", {"standing": "disposed", "note": ""})
    assert bare.status_code == 422
    assert "Say why, and by which order or paper" in bare.text
    assert the_asset(engine).standing is Standing.IN_USE
    assert supply.post(f"/assets/{asset_id}/standing", {"standing": "eaten"}).status_code == 422
    said = supply.post(f"/assets/{asset_id}/standing", {"standing": "disposed", "note": "คำสั่งที่ 1/2569"})
    assert said.status_code == 303
    card = supply.get(f"/assets/{asset_id}").text
    assert "คำสั่งที่ 1/2569" in card
    assert f"/assets/{asset_id}/change" not in card
    assert supply.post(f"/assets/{asset_id}/change", typed(engine)).status_code == 422
    with reading(engine) as session:
        assert [event.kind for event in session.exec(select(AssetEvent))] == ["standing"]
        assert "asset.standing" in set(session.exec(select(AuditEntry.action)))


def test_a_school_keeps_its_own_book_and_no_other(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        factories.make_asset(session, office, number="OFFICE1")
        factories.make_asset(session, office, factories.make_site(session, office), number="OTHER1")
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    form = teacher.get("/assets/new").text
    assert "โรงเรียนบ้านหนึ่ง" in form
    assert '<option value="">the office</option>' not in form
    for elsewhere in ("", "999999"):
        assert teacher.post("/assets/new", typed(engine, site_id=elsewhere)).status_code == 422
    made = teacher.post("/assets/new", typed(engine, site_id=school.id))
    assert made.status_code == 303
    listed = teacher.get("/assets").text
    assert FIRST in listed
    assert "OFFICE1" not in listed
    assert "OTHER1" not in listed
    address = made.headers["location"]
    assert teacher.post(f"{address}/change", typed(engine, site_id="")).status_code == 422
    assert teacher.post(f"{address}/paper").status_code == 303
    assert teacher.get("/asset-classes").status_code == 403


@pytest.mark.parametrize("role", [Role.IT, Role.PLANNER, Role.DIRECTOR, Role.VIEWER])
def test_others_of_the_office_read_only(settings: Settings, engine: Engine, office: Office, role: Role) -> None:
    with transaction(engine) as session:
        asset_id = factories.make_asset(session, office).id
    reader = signed_in(settings, engine, person_of(engine, role, office=office))
    card = reader.get(f"/assets/{asset_id}")
    assert card.status_code == 200
    assert "/standing" not in card.text
    assert reader.get("/assets/new").status_code == 403
    for url in ("/assets/new", f"/assets/{asset_id}/change", f"/assets/{asset_id}/standing", "/asset-classes/begin"):
        assert reader.post(url, typed(engine)).status_code == 403
    assert "/asset-classes/begin" not in reader.get("/asset-classes").text


def test_classes_are_parameters_with_their_source(supply: Visit, engine: Engine) -> None:
    shown = supply.get("/asset-classes").text
    assert "ครุภัณฑ์คอมพิวเตอร์" in shown
    assert "10,000.00" in shown
    class_id = computer(engine)
    form = supply.get(f"/asset-classes/{class_id}").text
    assert 'name="terms.0.life_years" type="text" value="3"' in form
    given = {
        "code": "computer",
        "name": "ครุภัณฑ์คอมพิวเตอร์",
        "terms.0.valid_from": "1900-01-01",
        "terms.0.life_years": "3",
        "terms.0.is_depreciated": "",
        "terms.1.valid_from": "2026-10-01",
        "terms.1.life_years": "๕",
        "terms.1.source": "หนังสือเวียน",
        "terms.2.valid_from": "",
    }
    assert supply.post(f"/asset-classes/{class_id}", given).status_code == 303
    again = supply.get("/asset-classes").text
    assert "หนังสือเวียน" in again
    wrong = supply.post("/asset-classes/rules", {"valid_from": "2026-10-01", "threshold_baht": "much"})
    assert wrong.status_code == 422
    rule = {"valid_from": "2026-10-01", "threshold_baht": "20,000", "replace_after_years": "6"}
    assert supply.post("/asset-classes/rules", rule).status_code == 303
    assert "20,000.00" in supply.get("/asset-classes").text


def test_papers_are_made_of_a_card_and_of_what_the_list_shows(supply: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        asset_id = factories.make_asset(session, office, number="A1").id
        factories.make_asset(session, office, number="A2", standing=Standing.BROKEN)
    made = supply.post(f"/assets/{asset_id}/paper")
    assert made.status_code == 303
    assert "A1" in supply.get(made.headers["location"]).text
    listed = supply.post("/assets/register?standing=broken")
    assert listed.headers["location"].startswith("/papers/")
    none = supply.post("/assets/register?standing=lost")
    assert none.headers["location"] == "/assets?standing=lost"
    with reading(engine) as session:
        kinds: dict[str, Any] = {paper.kind: paper.data["data"] for paper in session.exec(select(Paper))}
    assert [entry["number"] for entry in kinds["asset_register"]["entries"]] == ["A2"]


def test_supply_imports_registers_and_nothing_else(supply: Visit, engine: Engine, office: Office) -> None:
    page = supply.get("/imports").text
    assert 'value="assets"' in page
    assert 'value="devices"' not in page

    def send(kind: str) -> Any:
        parts: dict[str, Any] = {"file": ("book.csv", 'หมายเลขครุภัณฑ์,รายการ,ราคา\nA1,ตู้,"1,500"\n'.encode())}
        data = {"kind": kind, "csrf": supply.csrf}
        return supply.client.post("/imports", data=data, files=parts, headers={"origin": "http://testserver"})

    assert send("devices").status_code == 403
    sent = send("assets")
    assert sent.status_code == 303
    preview = supply.get(sent.headers["location"]).text
    assert "A1" in preview
    with transaction(engine) as session:
        other = Job(office_id=office.id or 0, kind="upload", title="x", request={"kind": "assets"})
        session.add(other)
        session.flush()
        foreign = other.id
    assert supply.get(f"/imports/{foreign}").status_code == 404
    assert supply.get(f"/jobs/{foreign}").status_code == 404
