"""Power over the API: what a school said, and the link by which it says so, made and revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import PowerReport
from inventory.models.site import Office, Site, SiteKind
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api


class Place:
    """An office with two schools, and its callers."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine, self.settings = engine, settings
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.own: Site = factories.make_site(session, self.office)
            self.other: Site = factories.make_site(session, self.office)
            self.hall: Site = factories.make_site(session, self.office, kind=SiteKind.OFFICE)
        self.api = Api(settings, engine)
        self.it = self.api.caller(Role.IT, self.office)

    def path(self, url: str) -> str:
        """What a phone asks of our host."""
        assert url.startswith(f"{self.settings.base_url}/s/")
        return url.removeprefix(self.settings.base_url)

    def acts(self) -> list[str]:
        with reading(self.engine) as session:
            query = select(AuditEntry.action).where(AuditEntry.subject == "site").order_by(AuditEntry.id)  # type: ignore[arg-type]
            return list(session.exec(query))


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_a_link_is_made_used_replaced_and_revoked(place: Place) -> None:
    links = f"/sites/{place.own.id}/power-links"
    assert place.it("GET", links).json() == []
    made = place.it("POST", links)
    assert made.status_code == 201, made.text
    first = place.path(made.json()["url"])
    assert place.api.client.post(first, data={"power_is": "off"}).status_code == 200
    second = place.path(place.it("POST", links).json()["url"])
    assert place.api.client.get(first).status_code == 404
    shown = place.it("GET", links).json()
    assert [link["revoked_at"] is None for link in shown] == [True, False]
    assert [link["url"] and place.path(link["url"]) for link in shown] == [second, None]
    assert place.it("DELETE", f"{links}/{shown[1]['id']}").status_code == 204  # was revoked already
    assert place.api.client.get(second).status_code == 200
    assert place.it("DELETE", f"{links}/{shown[0]['id']}").status_code == 204
    assert place.api.client.get(second).status_code == 404
    assert place.acts() == ["power_link.made", "power_link.made", "power_link.revoked"]


def test_what_a_school_said_is_listed_and_each_school_reads_its_own(place: Place) -> None:
    with transaction(place.engine) as session:
        for number, is_off in enumerate((True, False, True)):
            at = factories.AT + number * timedelta(minutes=10)
            session.add(PowerReport(site_id=place.own.id or 0, at=at, is_off=is_off))
        session.add(PowerReport(site_id=place.other.id or 0, at=factories.AT, is_off=True))
    listed = place.it("GET", f"/sites/{place.own.id}/power-reports?limit=2").json()
    assert ([report["is_off"] for report in listed["items"]], listed["total"]) == ([True, False], 3)
    assert "sender" not in listed["items"][0]
    school = place.api.caller(Role.SCHOOL, place.office, site=place.own)
    assert school("GET", f"/sites/{place.own.id}/power-reports").json()["total"] == 3
    assert school("GET", f"/sites/{place.other.id}/power-reports").status_code == 404


def test_who_only_reads_gets_no_right_to_report(place: Place) -> None:
    links = f"/sites/{place.own.id}/power-links"
    place.it("POST", links)
    for call in (
        place.api.caller(Role.VIEWER, place.office),
        place.api.caller(Role.IT, place.office, scopes=["read"]),
        place.api.caller(Role.SCHOOL, place.office, site=place.own),
    ):
        assert call("GET", links).status_code == 403
        assert call("POST", links).status_code == 403
        assert call("DELETE", f"{links}/1").status_code == 403


def test_a_link_of_another_school_and_a_place_that_is_no_school(place: Place) -> None:
    theirs = place.it("POST", f"/sites/{place.other.id}/power-links").json()
    assert place.it("DELETE", f"/sites/{place.own.id}/power-links/{theirs['id']}").status_code == 404
    assert place.api.client.get(place.path(theirs["url"])).status_code == 200
    assert place.it("POST", f"/sites/{place.hall.id}/power-links").status_code == 404
    with transaction(place.engine) as session:
        elsewhere = factories.make_office(session)
    foreign = place.api.caller(Role.ADMIN, elsewhere)
    assert foreign("GET", f"/sites/{place.own.id}/power-links").status_code == 404
    assert foreign("POST", f"/sites/{place.own.id}/power-links").status_code == 404
