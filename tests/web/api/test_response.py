"""What is done about an outage, over the API: runbooks, ticked steps, what first aid saw, asking for it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import Outage
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.models.response import FirstAid
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api, Caller

EVIL = "<script>alert(1)</script>"


class Place:
    """An outage since an hour at a school whose provider has a telephone."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        began = utc_now() - timedelta(hours=1)
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.site: Site = factories.make_site(session, self.office, name=EVIL)
            provider = factories.make_provider(session, self.office, phone="053-710-000")
            link = factories.make_link(session, self.site, provider_id=provider.id, circuit_no="C-41")
            self.outage: Outage = factories.make_outage(session, link, started_at=began, confirmed_at=began)
        self.api = Api(settings, engine)
        self.it: Caller = self.api.caller(Role.IT, self.office)
        self.steps = f"/outages/{self.outage.id}/steps"
        self.looks = f"/outages/{self.outage.id}/first-aid"

    def saw(self, look: str, found: dict[str, object], *, minutes_ago: float, error: str = "") -> None:
        at = utc_now() - timedelta(minutes=minutes_ago)
        with transaction(self.engine) as session:
            row = FirstAid(outage_id=self.outage.id or 0, look=look, at=at, found=found, error=error, seconds=0.2)
            session.add(row)

    def acts(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_a_runbook_is_filled_in_for_an_outage_and_what_is_hostile_is_shown(place: Place) -> None:
    names = {one["name"] for one in place.it("GET", "/runbooks").json()}
    assert {"LinkDown", "SchoolPowerOut", "Flapping"} <= names
    filled = place.it("GET", f"/runbooks/LinkDown?outage_id={place.outage.id}").json()
    assert "C-41" in filled["html"]
    assert EVIL not in filled["html"]
    assert "link-power" in {step["id"] for step in filled["steps"]}
    assert "C-41" not in place.it("GET", "/runbooks/LinkDown").json()["html"]
    assert place.it("GET", "/runbooks/NoSuch").status_code == 404
    assert place.it("GET", "/runbooks/LinkDown?outage_id=999999").status_code == 404


def test_a_step_is_ticked_once_and_taken_back_with_its_history(place: Place) -> None:
    step = f"{place.steps}/LinkDown/link-power"
    assert place.it("GET", place.steps).json() == {"steps": [], "first_step_s": None, "repair_s": None}
    record = place.it("POST", step, {"note": f"โทรแล้ว {EVIL}"}).json()
    assert [(one["step"], one["note"], one["undone_at"]) for one in record["steps"]] == [
        ("link-power", f"โทรแล้ว {EVIL}", None)
    ]
    assert "{{" not in record["steps"][0]["text"]
    assert 3590 < record["first_step_s"] < 3700
    assert place.it("POST", step, {"note": "again"}).json() == record
    taken_back = place.it("DELETE", step).json()
    assert taken_back["steps"][0]["undone_at"] is not None
    assert taken_back["steps"][0]["undone_by"]
    assert taken_back["first_step_s"] is None
    assert place.it("DELETE", step).json() == taken_back
    assert place.acts() == ["step.ticked", "step.taken_back"]


def test_strange_steps_long_notes_and_who_may_not(place: Place) -> None:
    assert place.it("POST", f"{place.steps}/LinkDown/nothing", {}).status_code == 404
    assert place.it("POST", f"{place.steps}/NoSuch/link-power", {}).status_code == 404
    assert place.it("DELETE", f"{place.steps}/NoSuch/link-power").status_code == 404
    long = place.it("POST", f"{place.steps}/LinkDown/link-power", {"note": "ก" * 501})
    assert [problem["field"] for problem in long.json()["errors"]] == ["note"]
    viewer = place.api.caller(Role.VIEWER, place.office)
    assert viewer("GET", place.steps).status_code == 200
    assert viewer("POST", f"{place.steps}/LinkDown/link-power", {}).status_code == 403
    assert place.acts() == []


def test_the_closed_outage_says_how_long_it_took(place: Place) -> None:
    with transaction(place.engine) as session:
        row = session.get_one(Outage, place.outage.id)
        row.ended_at = row.started_at + timedelta(minutes=30)
    assert place.it("GET", place.steps).json()["repair_s"] == 1800


def test_looks_are_told_in_sentences_with_their_data(place: Place) -> None:
    around: dict[str, object] = {"before": None, "links": [], "devices": [{"name": EVIL, "state": "down"}]}
    place.saw("around", around, minutes_ago=50)
    place.saw("path", {}, minutes_ago=49, error="no way")
    place.saw("horoscope", {}, minutes_ago=48)  # a look that is no more
    seen = place.it("GET", place.looks).json()
    assert [one["look"] for one in seen] == ["around", "path"]
    assert seen[0]["found"] == around
    assert seen[0]["lines"]
    assert seen[1]["error"] == "no way"
    assert "no way" in seen[1]["lines"][0]
    viewer = place.api.caller(Role.VIEWER, place.office)
    assert [one["look"] for one in viewer("GET", place.looks).json()] == ["around", "path"]


def test_what_a_role_may_not_see_is_no_look_of_it(place: Place) -> None:
    place.saw("messages", {"messages": []}, minutes_ago=50)
    place.saw("around", {"before": None, "links": [], "devices": []}, minutes_ago=50)
    assert [one["look"] for one in place.it("GET", place.looks).json()] == ["messages", "around"]
    viewer = place.api.caller(Role.VIEWER, place.office)
    assert [one["look"] for one in viewer("GET", place.looks).json()] == ["around"]


def test_looking_again_is_for_open_outages_once_a_minute_and_needs_the_poller(place: Place) -> None:
    assert place.it("POST", place.looks).status_code == 503  # no poller runs
    place.saw("around", {}, minutes_ago=0.1)
    assert place.it("POST", place.looks).status_code == 429
    assert place.api.caller(Role.VIEWER, place.office)("POST", place.looks).status_code == 403
    with transaction(place.engine) as session:
        session.get_one(Outage, place.outage.id).ended_at = utc_now()
    assert place.it("POST", place.looks).status_code == 409
    assert place.acts() == []


def test_another_office_and_another_school_find_nothing(place: Place) -> None:
    with transaction(place.engine) as session:
        elsewhere = factories.make_office(session)
        other = factories.make_site(session, place.office)
    foreign = place.api.caller(Role.ADMIN, elsewhere)
    for method, path in (
        ("GET", place.steps),
        ("POST", f"{place.steps}/LinkDown/link-power"),
        ("DELETE", f"{place.steps}/LinkDown/link-power"),
        ("GET", place.looks),
        ("POST", place.looks),
    ):
        assert foreign(method, path, {} if method == "POST" else None).status_code == 404, path
    assert place.api.caller(Role.SCHOOL, place.office, site=other)("GET", place.steps).status_code == 404
