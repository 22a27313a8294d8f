"""What waits for people at planning services stands in the one list of what is due, and leads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from contract.planning import StepDue, WorkMoved
from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from planning.kit.parts import Part
from planning.province.part import PART
from service.database import transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.hearing import Sibling

RUN = "a" * 32
STEP = StepDue(
    key="approval", title_th="เสนอคณะกรรมการ", title_en="Lay before", owner="director", due_on=date(2026, 12, 1)
)
LINK = f"/open/province?next=%2Fwork%2F{RUN}"


def moved(office: Office, *due: StepDue, title: str = "แผน <b>สมมติ</b>") -> WorkMoved:
    return WorkMoved(office_code=office.code, run_key=RUN, title=title, path=f"/work/{RUN}", due=due)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def come(settings: Settings, engine: Engine, office: Office) -> Callable[[Role], Visit]:
    """Somebody of the office, where the province is served at an address of its own."""
    known = settings.model_copy(update={"siblings": {"province": "https://province.example/"}, "planning": False})
    return lambda role: signed_in(known, engine, person_of(engine, role, office=office))


def test_a_step_waits_in_the_list_of_its_role_until_it_is_due_no_more(
    office: Office, sibling_of: Callable[[Part], Sibling], come: Callable[[Role], Visit]
) -> None:
    sibling = sibling_of(PART)
    sibling.tells(moved(office, STEP, STEP))
    director = come(Role.DIRECTOR)
    page = director.get("/due").text
    assert page.count("Lay before") == 1
    assert LINK in page
    assert "แผน &lt;b&gt;สมมติ&lt;/b&gt;" in page
    assert "Lay before" not in come(Role.PLANNER).get("/due").text
    assert "Lay before" in come(Role.PLANNER).get("/calendar/list?year=2570&everything=yes").text
    later = STEP.model_copy(update={"key": "publish", "title_en": "Publish", "owner": "planner"})
    sibling.tells(moved(office, later))
    assert "Lay before" not in director.get("/due").text
    assert "Publish" in come(Role.PLANNER).get("/due").text
    sibling.tells(moved(office))
    assert "Publish" not in come(Role.PLANNER).get("/due").text


def test_another_office_and_schools_see_none_of_it(
    settings: Settings, engine: Engine, office: Office, sibling_of: Callable[[Part], Sibling]
) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session, code="9999")
        site = factories.make_site(session, office)
    sibling = sibling_of(PART)
    sibling.tells(moved(office, STEP))
    assert sibling.outcome() == "1 steps due"
    for person in (
        person_of(engine, Role.DIRECTOR, office=other),
        person_of(engine, Role.SCHOOL, office=office, site=site),
    ):
        visit = signed_in(settings, engine, person)
        assert "Lay before" not in visit.get("/due").text
        assert "Lay before" not in visit.get("/calendar/list?year=2570&everything=yes").text
    sibling.tells(moved(Office(code="0000", name="x"), STEP))
    assert sibling.outcome() == "no such office here"


def test_the_link_leads_to_services_of_the_settings_only(come: Callable[[Role], Visit]) -> None:
    director = come(Role.DIRECTOR)
    answer = director.get(LINK)
    assert (answer.status_code, answer.headers["location"]) == (303, f"https://province.example/work/{RUN}")
    assert director.get("/open/elsewhere?next=/work").status_code == 404
    for path in ("//evil.example", "https://evil.example", "@evil.example"):
        assert director.get(f"/open/province?{urlencode({'next': path})}").status_code == 422
    for path in ("//evil.example", "@evil.example", ""):
        with pytest.raises(ValidationError):
            WorkMoved(office_code="1", run_key=RUN, title="x", path=path)
