"""A button pressed twice acts once, on every page that has a form; what was changed or refused in between is new."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.models.posted import PostedForm
from netops.settings import Settings
from procurement.models.need import Need
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture
def school(database: Engine) -> Site:
    with transaction(database) as session:
        return factories.make_site(session, factories.make_office(session))


@pytest.fixture
def clerk(settings: Settings, database: Engine, school: Site) -> Visit:
    with reading(database) as session:
        office = session.exec(select(Office)).one()
    return signed_in(settings, database, person_of(database, Role.IT, office=office))


def needs(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Need)).one()


def filled(clerk: Visit, school: Site, **values: str) -> dict[str, str]:
    """The form as its page gives it, filled in."""
    wanted = {
        "site_id": str(school.id),
        "title": "สวิตช์ 24 ช่อง",
        "kind": "switch",
        "quantity": "2",
        "reason": "broken",
        "reason_text": "พังแล้ว",
        "urgency": "high",
        "device_id": "",
        "asset_id": "",
        "criteria_item": "",
        "fiscal_year": "",
    }
    once = ONCE.search(clerk.get("/needs/new").text)
    assert once is not None
    return wanted | {"once": once[1]} | values


def test_the_same_form_again_changes_nothing_and_leads_to_what_it_made(
    clerk: Visit, school: Site, database: Engine
) -> None:
    form = filled(clerk, school)
    first, second = clerk.post("/needs/new", form), clerk.post("/needs/new", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert needs(database) == 1
    assert "it was not done twice" in clerk.get(second.headers["location"]).text


def test_pressed_twice_at_the_same_moment(clerk: Visit, school: Site, database: Engine) -> None:
    form = filled(clerk, school)
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(lambda _press: clerk.post("/needs/new", form), range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert needs(database) == 1


def test_what_was_changed_or_is_of_a_new_page_is_another_act(clerk: Visit, school: Site, database: Engine) -> None:
    form = filled(clerk, school)
    assert clerk.post("/needs/new", form).status_code == 303
    assert clerk.post("/needs/new", form | {"quantity": "3"}).status_code == 303
    assert clerk.post("/needs/new", filled(clerk, school)).status_code == 303
    assert needs(database) == 3


def test_what_was_refused_may_be_sent_again(clerk: Visit, school: Site, database: Engine) -> None:
    form = filled(clerk, school, quantity="0")
    assert [clerk.post("/needs/new", form).status_code for _press in range(2)] == [422, 422]
    assert clerk.post("/needs/new", form | {"quantity": "1"}).status_code == 303
    assert needs(database) == 1


def test_it_is_kept_for_a_day(clerk: Visit, school: Site, database: Engine) -> None:
    clerk.post("/needs/new", filled(clerk, school))
    with transaction(database) as session:
        row = session.exec(select(PostedForm)).one()
        row.at = utc_now() - timedelta(days=1, minutes=1)
        old = row.key
    clerk.post("/needs/new", filled(clerk, school))
    with reading(database) as session:
        assert [row.key for row in session.exec(select(PostedForm)) if row.key == old] == []
