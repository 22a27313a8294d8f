"""Pages of specifications: built line by line, checked, explained, approved, and followed by a version."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.site import Office, Site
from netops.db import reading, transaction
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from procurement.models.spec import Spec, SpecState
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

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
    assert supply.post(f"{home}/check").status_code == 422
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
