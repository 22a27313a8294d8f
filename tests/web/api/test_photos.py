"""Pictures of submissions over the API: as on the page, drawn anew, and only of one's own school."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import Engine

from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.people.photos import MOST_PHOTOS
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 0, 0)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def site(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.fixture
def school(api: Api, office: Office, site: Site) -> Caller:
    return api.caller(Role.SCHOOL, office, site=site)


def told(school: Caller) -> int:
    answer = school("POST", "/submissions", {"kind": "device", "data": {"name": "sw1"}})
    number: int = answer.json()["id"]
    return number


def test_a_picture_is_kept_as_a_picture_and_seen_by_the_office(api: Api, office: Office, school: Caller) -> None:
    row = told(school)
    sent = school.send(f"/submissions/{row}/photos", "photo", picture(9))
    assert sent.status_code == 201
    officer = api.caller(Role.IT, office)
    assert officer("GET", f"/submissions/{row}/photos").json() == [sent.json()]
    shown = officer("GET", f"/submissions/photos/{sent.json()['id']}")
    assert (shown.headers["content-type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert Image.open(io.BytesIO(shown.content)).size == (40, 30)


def test_another_school_neither_sees_nor_adds_pictures(
    api: Api, engine: Engine, office: Office, school: Caller
) -> None:
    row = told(school)
    number = school.send(f"/submissions/{row}/photos", "photo", picture(9)).json()["id"]
    with transaction(engine) as session:
        neighbour = factories.make_site(session, office)
    other = api.caller(Role.SCHOOL, office, site=neighbour)
    assert other("GET", f"/submissions/{row}/photos").status_code == 404
    assert other("GET", f"/submissions/photos/{number}").status_code == 404
    assert other.send(f"/submissions/{row}/photos", "photo", picture(8)).status_code == 404


def test_what_is_no_picture_too_many_and_too_late_are_refused(api: Api, office: Office, school: Caller) -> None:
    row = told(school)
    path = f"/submissions/{row}/photos"
    assert school.send(path, "photo", b"<svg onload=alert(1)>").status_code == 422
    assert [school.send(path, "photo", picture(n)).status_code for n in range(MOST_PHOTOS)] == [201] * MOST_PHOTOS
    assert school.send(path, "photo", picture(200)).status_code == 422
    reviewed = api.caller(Role.IT, office)("POST", f"/submissions/{row}/refuse", {"reason": "unclear"})
    assert reviewed.status_code == 200
    late = school.send(path, "photo", picture(201))
    assert (late.status_code, "reviewed" in late.text) == (422, True)
