"""What schools submit: nothing changes before the office accepts it; pictures are drawn anew; schools stay apart."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.link import Link, Provider
from inventory.models.site import Contact, Office, Site
from netops.models.job import Photo, ReviewState, Submission
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

SAID = {"name": "หลัก", "provider": "ผู้ให้บริการใหม่", "circuit_no": "๑๒๓๔", "speed_mbps": "500", "note": "<b>ชั้น 2</b>"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def site(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.fixture
def school(settings: Settings, engine: Engine, office: Office, site: Site) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def picture(form: str = "PNG") -> bytes:
    image = Image.new("RGB", (40, 30), "orange")
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    image.save(kept, form, exif=exif)
    return kept.getvalue() + b"<script>alert(1)</script>"


def send(visit: Visit, kind: str, form: dict[str, str], *files: bytes) -> int:
    sent = [("photos", ("x.php", data, "text/html")) for data in files]
    answer = visit.client.post(f"/submissions/new/{kind}", data={**form, "csrf": visit.csrf}, files=sent or None)
    return answer.status_code


def test_a_link_changes_only_when_it_is_accepted(engine: Engine, school: Visit, it: Visit, site: Site) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, site, name="หลัก", circuit_no="", note="เดิม")
    assert str(link.name) in school.get("/submissions/new/link").text
    assert send(school, "link", SAID | {"link_id": str(link.id)}) == 303
    with reading(engine) as session:
        assert session.get_one(Link, link.id).circuit_no == ""
        row = session.exec(select(Submission)).one()
    page = it.get("/submissions").text
    assert "ผู้ให้บริการใหม่" in page
    assert "<b>ชั้น 2</b>" not in page
    assert school.post(f"/submissions/{row.id}/accept").status_code == 403
    assert it.post(f"/submissions/{row.id}/accept").status_code == 303
    assert it.post(f"/submissions/{row.id}/refuse", {"reason": "late"}).status_code == 303
    with reading(engine) as session:
        changed = session.get_one(Link, link.id)
        provider = session.exec(select(Provider)).one()
        state = session.exec(select(Submission)).one().state
    assert (changed.circuit_no, changed.speed_bps, changed.provider_id) == ("1234", 500_000_000, provider.id)
    assert changed.note == "เดิม\n<b>ชั้น 2</b>"
    assert state is ReviewState.ACCEPTED


def test_a_refusal_tells_the_school_why(engine: Engine, school: Visit, it: Visit) -> None:
    assert send(school, "contact", {"name": "ครูเอ", "phone": "๐๘๑"}) == 303
    it.post("/submissions/1/refuse", {"reason": " "})
    assert "wrong number" not in school.get("/submissions").text
    it.post("/submissions/1/refuse", {"reason": "wrong number"})
    assert "wrong number" in school.get("/submissions").text
    assert send(school, "contact", {"name": "ครูบี", "phone": "082"}) == 303
    it.post("/submissions/2/accept")
    with reading(engine) as session:
        assert [contact.name for contact in session.exec(select(Contact))] == ["ครูบี"]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_served_as_a_picture(
    settings: Settings, engine: Engine, school: Visit, form: str
) -> None:
    assert send(school, "device", {"name": "sw1"}, picture(form)) == 303
    with reading(engine) as session:
        photo = session.exec(select(Photo)).one()
    stored = (settings.data_dir / "uploads" / photo.sha256[:2] / photo.sha256).read_bytes()
    assert b"script" not in stored
    assert b"SECRET PLACE" not in stored
    answer = school.get(f"/submissions/photos/{photo.id}")
    assert answer.content == stored
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0broken", b"x" * 13_000_000]
)
def test_what_is_no_picture_is_refused(settings: Settings, engine: Engine, school: Visit, data: bytes) -> None:
    assert send(school, "device", {"name": "sw1"}, data) == 422
    with reading(engine) as session:
        assert session.exec(select(Submission)).all() == []
    assert not (settings.data_dir / "uploads").exists()


def test_schools_name_and_see_only_what_is_theirs(
    settings: Settings, engine: Engine, office: Office, school: Visit
) -> None:
    with transaction(engine) as session:
        other = factories.make_site(session, office)
        link = factories.make_link(session, other, name="link-of-other")
    neighbour = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=other))
    assert "link-of-other" not in school.get("/submissions/new/link").text
    assert send(school, "link", SAID | {"link_id": str(link.id)}) == 404
    assert send(school, "device", {"name": "own-device"}, picture()) == 303
    assert "own-device" not in neighbour.get("/submissions").text
    assert neighbour.get("/submissions/photos/1").status_code == 404
    assert school.get("/submissions/photos/1").status_code == 200


def test_an_upload_without_the_token_stores_nothing(engine: Engine, school: Visit) -> None:
    school.csrf = "wrong"
    assert send(school, "device", {"name": "sw1"}, picture()) == 403
    with reading(engine) as session:
        assert session.exec(select(Submission)).all() == []
