"""Reports to providers over the API: written down, put right, removed; moments in order; who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import Outage, Subject
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api, Caller

BEGAN = utc_now().replace(microsecond=0) - timedelta(hours=5)


def said(hours: float) -> str:
    """A moment so many hours after the outage began."""
    return (BEGAN + timedelta(hours=hours)).isoformat()


class Place:
    """An outage of a link, one of a device, and the callers."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.site: Site = factories.make_site(session, self.office)
            link = factories.make_link(session, self.site)
            device = factories.make_device(session, self.site)
            given = {"started_at": BEGAN, "confirmed_at": BEGAN}
            self.outage: Outage = factories.make_outage(session, link, **given)
            self.silent: Outage = factories.make_outage(
                session, link, subject=Subject.DEVICE, subject_id=device.id, **given
            )
        self.api = Api(settings, engine)
        self.it: Caller = self.api.caller(Role.IT, self.office)
        self.path = f"/outages/{self.outage.id}/reports"


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_a_report_is_written_put_right_and_removed_and_the_log_keeps_it(place: Place) -> None:
    made = place.it("POST", place.path, {"reported_at": said(1), "ticket_no": "T-1", "way": "phone"})
    assert made.status_code == 201, made.text
    one = f"{place.path}/{made.json()['id']}"
    changed = place.it("PATCH", one, {"answered_at": said(1.5), "repaired_at": said(4)}).json()
    assert (changed["ticket_no"], changed["arrived_at"]) == ("T-1", None)
    assert changed["repaired_at"].startswith(said(4)[:19])
    second = place.it("POST", place.path, {"reported_at": said(2)}).json()
    assert [row["id"] for row in place.it("GET", place.path).json()] == [made.json()["id"], second["id"]]
    assert place.it("DELETE", one).status_code == 204
    assert [row["id"] for row in place.it("GET", place.path).json()] == [second["id"]]
    with reading(place.engine) as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
    assert [entry.action for entry in entries] == [
        "report.created",
        "report.changed",
        "report.created",
        "report.removed",
    ]
    assert entries[-1].detail["ticket_no"] == "T-1"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reported_at": said(1), "answered_at": said(0.5)}, "answered_at"),
        ({"reported_at": said(99)}, "reported_at"),
        ({"reported_at": said(-30)}, "reported_at"),
        ({"reported_at": said(1), "ticket": "T"}, "ticket"),
        ({"reported_at": said(1)[:19]}, "reported_at"),  # without its zone
    ],
)
def test_moments_stand_in_order_and_not_in_the_future(place: Place, given: dict[str, str], field: str) -> None:
    refused = place.it("POST", place.path, given)
    assert refused.status_code == 422, refused.text
    assert [problem["field"] for problem in refused.json()["errors"]] == [field]
    assert place.it("GET", place.path).json() == []


def test_only_links_have_a_provider_and_a_report_belongs_to_its_outage(place: Place) -> None:
    assert place.it("POST", f"/outages/{place.silent.id}/reports", {"reported_at": said(1)}).status_code == 404
    made = place.it("POST", place.path, {"reported_at": said(1)}).json()
    strange = f"/outages/{place.silent.id}/reports/{made['id']}"
    assert place.it("PATCH", strange, {"note": "x"}).status_code == 404
    assert place.it("DELETE", strange).status_code == 404


def test_a_school_reads_its_own_and_writes_none(place: Place) -> None:
    place.it("POST", place.path, {"reported_at": said(1)})
    with transaction(place.engine) as session:
        other = factories.make_site(session, place.office)
    own = place.api.caller(Role.SCHOOL, place.office, site=place.site)
    assert len(own("GET", place.path).json()) == 1
    assert own("POST", place.path, {"reported_at": said(1)}).status_code == 403
    assert place.api.caller(Role.SCHOOL, place.office, site=other)("GET", place.path).status_code == 404
