"""Pages of specifications: built line by line, checked, explained, approved, and followed by a version."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import col, select

from contract.events import SpecApproved
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By, ForOffice
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.specs.data import SpecPaper
from procurement.criteria.comparing import compare
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Item, Listing, Scope
from procurement.criteria.shipped import shipped
from procurement.models.spec import Spec, SpecLine, SpecNeed, SpecState
from procurement.needs.need import NeedState
from procurement.store.criteria import store_edition
from procurement.store.needs import NeedDraft, create_need
from procurement.store.spec_telling import tell_approval
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.hearing import told

DAY = "2026-06-01"
PRODUCTS = {
    "products.0.maker": "ก",
    "products.0.model": "ก1",
    "products.1.maker": "ข",
    "products.1.model": "ข1",
}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านจำลอง")


def of_role(settings: Settings, engine: Engine, office: Office, role: Role, site: Site | None = None) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=office, site=site))


def begun(supply: Visit, **head: str) -> str:
    """The address of a new specification."""
    answer = supply.post("/specs/new", {"title": "จัดซื้อคอมพิวเตอร์", "day": DAY, **head})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def with_line(supply: Visit, home: str, school: Site, **line: str) -> None:
    given = {"item": "computer:4", "quantity": "2", "unit_price_baht": "23,000", "unit_word": "เครื่อง", **PRODUCTS}
    given |= {"deliveries.0.site_id": str(school.id), "deliveries.0.quantity": given["quantity"]}
    answer = supply.post(f"{home}/lines/new", {**given, **line})
    assert answer.status_code == 303, answer.text


def explained(supply: Visit, home: str, line: str, check: str, text: str) -> None:
    assert supply.post(f"{home}/reason", {"line": line, "check": check, "text": text}).status_code == 303


def line_id(page: str) -> str:
    found = re.search(r'id="line-(\d+)"', page)
    assert found
    return found[1]


def test_a_draft_is_built_explained_approved_frozen_and_followed(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    director = of_role(settings, engine, office, Role.DIRECTOR)
    home = begun(supply)
    with_line(supply, home, school, unit_price_baht="24,000")
    page = supply.get(home).text
    assert "48,000.00" in page
    assert "above the ceiling 23,000.00 of item 4" in page
    assert "gets 2 without an approved need" in page
    refused = supply.post(f"{home}/check")
    assert (refused.status_code, refused.text.count("neither mended nor explained")) == (422, 1)
    explained(supply, home, line_id(page), "ceiling", "พื้นที่ทุรกันดาร ค่าขนส่งสูง")
    explained(supply, home, line_id(page), "quantity", "ทดแทนเครื่องที่ชำรุด")
    assert supply.post(f"{home}/check").status_code == 303
    assert supply.post(f"{home}/approve", {"seen": "x"}).status_code == 403
    shown = director.get(home).text
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert director.post(f"{home}/approve", {"seen": "0" * 64}).status_code == 422
    assert director.post(f"{home}/approve", {"seen": seen}).status_code == 303
    assert supply.post(f"{home}/lines/{line_id(page)}", {"name": "x", "quantity": "1"}).status_code == 422
    follow = supply.post(f"{home}/version")
    assert follow.status_code == 303
    second = follow.headers["location"]
    assert "48,000.00" in supply.get(second).text
    with reading(engine) as session:
        old, new = session.exec(select(Spec).order_by(col(Spec.version))).all()
        assert (old.state, old.sha256) == (SpecState.APPROVED, seen)
        assert (new.state, new.version, new.first_id) == (SpecState.DRAFT, 2, old.id)
        acts = set(session.exec(select(AuditEntry.action)).all())
    assert {"spec.created", "spec.line_added", "spec.explained", "spec.checked", "spec.approved"} <= acts


@pytest.mark.requirement("P5-7.1")
def test_two_specifications_either_side_of_the_day_use_their_own_ceilings(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    for day, above in (("2026-05-10", True), ("2026-05-11", False)):
        home = begun(supply, day=day)
        with_line(supply, home, school, unit_price_baht="21,000")
        assert ("is above the ceiling 20,000.00" in supply.get(home).text) is above
    changed = compare(shipped(), "computer-2568-12", "computer-2569-05")
    assert {one.new.code for one in changed.changed} <= {str(number) for number in range(1, 12)}
    assert (changed.added, changed.removed) == ((), ())
    unknown = begun(supply, day="2024-06-01")
    refused = supply.post(f"{unknown}/lines/new", {"item": "computer:4", "quantity": "1", "unit_price_baht": "1"})
    assert refused.status_code == 422
    assert "No edition in force on the day of the specification has this item" in refused.text


def test_a_line_goes_by_the_newer_edition_on_one_click(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    home = begun(supply, day="2026-05-10")
    with_line(supply, home, school, unit_price_baht="20000")
    page = supply.get(home).text
    assert "A newer edition of this item is in force" in page
    assert supply.post(f"{home}/lines/{line_id(page)}/newer").status_code == 303
    page = supply.get(home).text
    assert "A newer edition of this item is in force" not in page
    assert "46,000.00" in page


def test_a_school_sees_what_comes_to_it_and_no_others(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    home = begun(supply)
    with_line(supply, home, school)
    teacher = of_role(settings, engine, office, Role.SCHOOL, school)
    assert teacher.get(home).status_code == 404
    with transaction(engine) as session:
        spec = session.exec(select(Spec)).one()
        spec.state = SpecState.APPROVED
        session.add(spec)
    page = teacher.get(home)
    assert page.status_code == 200
    assert "46,000.00" in page.text
    assert "ก1" not in page.text
    with transaction(engine) as session:
        other = factories.make_site(session, office)
    assert of_role(settings, engine, office, Role.SCHOOL, other).get(home).status_code == 404


def test_a_wrong_line_is_shown_again_with_what_was_typed(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    home = begun(supply)
    answer = supply.post(f"{home}/lines/new", {"item": "", "quantity": "0", "unit_price_baht": "abc"})
    assert answer.status_code == 422
    assert "abc" in answer.text
    assert supply.get("/specs?spec_state=draft").text.count(f'href="{home}"') == 1


@pytest.mark.requirement("P5-7.2")
def test_a_line_keeps_its_edition_reprints_with_it_and_the_page_warns_of_a_newer_one(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    home = begun(supply)
    with_line(supply, home, school)
    answer = supply.post(f"{home}/papers", {"kind": "spec_short", "thai_numerals": "no"})
    paper = answer.headers["location"]
    before = supply.get(f"{paper}/paper.pdf").content
    assert "A newer edition" not in supply.get(home).text
    draft = EditionDraft(
        listing=Listing.COMPUTER,
        name="ฉบับจำลอง",
        announced_on=date(2026, 6, 2),
        effective_from=date(2026, 6, 2),
        scope=Scope.ITEMS,
        certainty=Certainty.CHECKED,
        source="ทดสอบ",
    )
    item = Item(code="4", item_no="4", category="desktop", name_th="เครื่องใหม่", price_satang=2_000_000)
    with transaction(engine) as session:
        assert office.id
        store_edition(session, draft, [item], ForOffice(office.id, utc_now()))
    page = supply.get(home).text
    assert "A newer edition of this item is in force: ฉบับจำลอง." in page
    assert re.search(r"23,000\.00</span> → <span class=\"num\">20,000\.00", page)
    assert supply.get(f"{paper}/paper.pdf").content == before
    again = supply.post(f"{home}/papers", {"kind": "spec_ict_report", "thai_numerals": "no"}).headers["location"]
    with reading(engine) as session:
        made = session.get_one(Paper, int(again.rsplit("/", 1)[1]))
        criterion = SpecPaper.model_validate(made.data["data"]).sheet.lines[0].criterion
    assert criterion is not None
    assert (criterion.edition_key, criterion.price_satang) == ("computer-2569-05", 2_300_000)


def test_approved_needs_become_a_draft_with_their_schools_and_are_taken(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    with transaction(engine) as session:
        assert office.id
        given = {"site_id": school.id, "title": "คอมพิวเตอร์", "kind": "computer", "reason": "broken", "quantity": 3}
        by = By("ครู", utc_now())
        need = create_need(session, NeedDraft.read(given), sight=Sight(office.id), by=by)
        need.state = NeedState.APPROVED
        session.add(need)
        need_id = str(need.id)
    typed = {"title": "จัดซื้อ", "day": DAY, "need": need_id}
    look = supply.post("/specs/start", {**typed, "act": "look"})
    assert look.status_code == 200
    assert "23,000.00" in look.text
    begun_at = supply.post("/specs/start", {**typed, "act": "begin"}).headers["location"]
    page = supply.get(begun_at).text
    assert "69,000.00" in page
    assert "without an approved need" not in page
    assert f'<a href="/needs/{need_id}">คอมพิวเตอร์</a> ({school.name.removeprefix("โรงเรียน")})' in page
    assert f'href="{begun_at}"' in supply.get(f"/needs/{need_id}").text
    assert "No approved need waits" in supply.get("/specs/start").text
    options = f"{begun_at}/lines/{line_id(page)}/options"
    assert "+9,000.00" in supply.get(options).text
    assert supply.post(options, {"item": "computer:5"}).status_code == 303
    assert "78,000.00" in supply.get(begun_at).text
    assert supply.post(f"{begun_at}/lines/{line_id(page)}/remove").status_code == 303
    assert f'value="{need_id}"' in supply.get("/specs/start").text


def test_an_approval_is_told_with_the_price_for_each_need(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        spec = Spec(
            office_id=office.id or 0,
            site_id=school.id,
            title="จัดซื้อ",
            day=date.fromisoformat(DAY),
            state=SpecState.CHECKED,
        )
        session.add(spec)
        session.flush()
        for at, satang in enumerate((2_300_000, 900_000)):
            line = SpecLine(spec_id=spec.id or 0, position=at, name="ของ", quantity=2, unit_price_satang=satang)
            session.add(line)
            session.flush()
            session.add(SpecNeed(line_id=line.id or 0, need_id=7 + at, quantity=2))
        session.flush()
        tell_approval(session, spec, By("ผู้อำนวยการ", utc_now()))
        number = spec.id
    (fact,) = told(engine)
    assert isinstance(fact, SpecApproved)
    assert (fact.spec_id, fact.first_id, fact.number, fact.unit_code) == (number, number, 1, school.code)
    assert [(one.need_id, one.unit_satang) for one in fact.prices] == [(7, 2_300_000), (8, 900_000)]


def test_devices_of_the_list_become_a_draft(settings: Settings, engine: Engine, office: Office, school: Site) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    with transaction(engine) as session:
        old = factories.make_device(session, school, role="router", acquired_on=date(2024, 1, 1))
        factories.make_device(session, school, role="switch")
        old_id = str(old.id)
    listed = supply.get("/specs/start?from=devices&role=router").text
    assert f'name="device" value="{old_id}" checked' in listed
    assert listed.count('name="device"') == 1
    home = supply.post("/specs/start", {"title": "ทดแทน", "day": DAY, "device": old_id}).headers["location"]
    page = supply.get(home).text
    assert "33,000.00" in page
    assert "is in use for 2 full years; replacing needs 5" in page
    with transaction(engine) as session:
        elsewhere = factories.make_device(session, factories.make_site(session, factories.make_office(session)))
        foreign = str(elsewhere.id)
    assert supply.post("/specs/start", {"title": "x", "day": DAY, "device": foreign}).status_code == 404


def test_lines_as_a_file_have_a_column_for_each_school(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    home = begun(supply)
    with_line(supply, home, school)
    page = load_workbook(io.BytesIO(supply.get(f"{home}/lines/export.xlsx").content)).active
    assert page is not None
    head, line = page.iter_rows(values_only=True)
    assert head[-1] == f"{school.code} โรงเรียนบ้านจำลอง"
    assert (line[5], line[8], line[-1]) == (2, 46000, 2)


def test_forms_are_kept_and_blank_forms_print(settings: Settings, engine: Engine, office: Office) -> None:
    supply = of_role(settings, engine, office, Role.SUPPLY)
    given = {"title_of_form": "price", "ict_limit_millions": "10", "head": "นายมั่นคง"}
    assert supply.post("/specs/forms", given).status_code == 303
    assert "นายมั่นคง" in supply.get("/specs/forms").text
    assert supply.post("/specs/forms", {**given, "ict_limit_millions": "0"}).status_code == 422
    blank = supply.get("/paper-templates/spec_short/blank.pdf")
    assert blank.content.startswith(b"%PDF")
