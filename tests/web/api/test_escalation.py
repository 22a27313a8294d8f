"""Steps of escalation over the API: added, ordered by their minutes, removed, and only within the office."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.alert import AlertChannel
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api


class Place:
    """An office with a director who can be called, and a channel that is switched off."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.elsewhere: Office = factories.make_office(session)
            director = factories.make_person(session, self.office, email="d@x.example", role=Role.DIRECTOR)
            site = factories.make_site(session, self.office)
            teacher = factories.make_person(
                session, self.office, email="t@x.example", role=Role.SCHOOL, site_id=site.id
            )
            foreign = factories.make_person(session, self.elsewhere, email="f@x.example")
            channel = AlertChannel(office_id=self.office.id or 0, kind="line", name="group", disabled_at=utc_now())
            session.add(channel)
            session.flush()
            self.director, self.teacher, self.foreign = director.id, teacher.id, foreign.id
            self.channel = channel.id
        self.api = Api(settings, engine)
        self.admin = self.api.caller(Role.ADMIN, self.office)


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_steps_stand_in_the_order_of_their_minutes_and_say_whether_they_reach(place: Place) -> None:
    late = place.admin("POST", "/escalation", {"after_minutes": 60, "severity": "warning", "channel_id": place.channel})
    assert late.status_code == 201, late.text
    assert late.json()["reaches"] is False
    early = place.admin("POST", "/escalation", {"after_minutes": 30, "person_id": place.director}).json()
    assert (early["position"], early["severity"], early["reaches"]) == (1, "critical", True)
    steps = place.api.caller(Role.IT, place.office)("GET", "/escalation").json()
    assert [(step["position"], step["after_minutes"]) for step in steps] == [(1, 30), (2, 60)]
    assert place.admin("DELETE", f"/escalation/{early['id']}").status_code == 204
    assert [step["position"] for step in place.admin("GET", "/escalation").json()] == [1]
    with reading(place.engine) as session:
        acts = list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]
    assert acts == ["escalation.step_added", "escalation.step_added", "escalation.step_removed"]


def test_what_cannot_be_a_step_is_refused_with_its_field(place: Place) -> None:
    wrong = [
        ({"after_minutes": 30}, "person_id"),
        ({"after_minutes": 30, "person_id": place.director, "channel_id": place.channel}, "person_id"),
        ({"after_minutes": 0, "person_id": place.director}, "after_minutes"),
        ({"after_minutes": 30, "person_id": place.teacher}, "person_id"),
        ({"after_minutes": 30, "person_id": place.foreign}, "person_id"),
        ({"after_minutes": 30, "person_id": place.director, "sms": True}, "sms"),
    ]
    for body, field in wrong:
        refused = place.admin("POST", "/escalation", body)
        assert refused.status_code == 422, body
        assert [problem["field"] for problem in refused.json()["errors"]] == [field]
    assert place.admin("GET", "/escalation").json() == []


def test_only_an_administrator_changes_them_and_only_those_of_the_office(place: Place) -> None:
    step = place.admin("POST", "/escalation", {"after_minutes": 30, "person_id": place.director}).json()
    it = place.api.caller(Role.IT, place.office)
    assert it("POST", "/escalation", {"after_minutes": 5, "person_id": place.director}).status_code == 403
    assert it("DELETE", f"/escalation/{step['id']}").status_code == 403
    assert place.api.caller(Role.DIRECTOR, place.office)("GET", "/escalation").status_code == 403
    foreign = place.api.caller(Role.ADMIN, place.elsewhere)
    assert foreign("DELETE", f"/escalation/{step['id']}").status_code == 404
    assert foreign("GET", "/escalation").json() == []
    assert len(place.admin("GET", "/escalation").json()) == 1
