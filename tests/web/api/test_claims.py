"""Claims over the API: drafted, read step by step, the samples by their checksum, what became of them, and who may."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import Engine

from inventory.models.link import Link
from inventory.models.site import Office
from netops.db import transaction
from netops.models.person import Role
from netops.settings import Settings
from tests import factories
from tests.inventory.sla.stored import make_november
from tests.web.api.calling import Api, Caller


@pytest.fixture
def office(engine: Engine) -> Office:
    """The callers'."""
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    """The app."""
    return Api(settings, engine)


@pytest.fixture
def call(api: Api, office: Office) -> Caller:
    """Supply staff send claims."""
    return api.caller(Role.SUPPLY, office)


@pytest.fixture
def link(engine: Engine, office: Office) -> Link:
    """The one of the table worked out by hand."""
    with transaction(engine) as session:
        return make_november(session, office)


def test_from_drafted_to_credited(call: Caller, link: Link) -> None:
    """Each figure that the papers print comes from here."""
    made = call("POST", "/claims", {"link_id": link.id, "month": "2026-10-05"})
    assert made.status_code == 201, made.text
    claim = made.json()
    assert (claim["month"], claim["state"], claim["revision"]) == ("2026-10-01", "drafted", 1)
    assert call("POST", "/claims", {"link_id": link.id, "month": "2026-10-05"}).json()["id"] == claim["id"]
    assert call("GET", "/claims?month=2026-10-31").json()["items"][0]["id"] == claim["id"]
    figures = call("GET", f"/claims/{claim['id']}/figures").json()
    assert figures["due_satang"] == claim["due_satang"]
    assert figures["steps"][-1]["what"] == "due"
    samples = call("GET", f"/claims/{claim['id']}/samples.csv").content
    assert sha256(samples).hexdigest() == claim["samples_sha256"] == figures["samples"]["sha256"]
    state = f"/claims/{claim['id']}/state"
    assert call("POST", state, {"state": "credited", "credited_satang": 1}).status_code == 422
    assert call("POST", state, {"state": "sent"}).json()["state"] == "sent"
    assert call("POST", "/claims", {"link_id": link.id, "month": "2026-10-05"}).status_code == 422
    credited = call("POST", state, {"state": "credited", "credited_satang": 50}).json()
    assert (credited["state"], credited["credited_satang"]) == ("credited", 50)
    revised = call("POST", "/claims", {"link_id": link.id, "month": "2026-10-05", "revise": True}).json()
    assert (revised["revision"], revised["state"]) == (2, "drafted")


def test_who_may_and_what_is_there(api: Api, call: Caller, engine: Engine, office: Office, link: Link) -> None:
    """A viewer reads, a school finds only what it pays itself; another office finds nothing."""
    claim_id = call("POST", "/claims", {"link_id": link.id, "month": "2026-10-01"}).json()["id"]
    viewer = api.caller(Role.VIEWER, office)
    assert viewer("GET", f"/claims/{claim_id}").status_code == 200
    assert viewer("POST", "/claims", {"link_id": link.id, "month": "2026-10-01"}).status_code == 403
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        elsewhere = factories.make_office(session)
    school = api.caller(Role.SCHOOL, office, site=site)
    assert school("GET", f"/claims/{claim_id}").status_code == 404
    assert school("GET", "/claims").json()["items"] == []
    assert school("POST", "/claims", {"link_id": link.id, "month": "2026-10-01"}).status_code == 404
    foreign = api.caller(Role.ADMIN, elsewhere)
    assert foreign("GET", f"/claims/{claim_id}/figures").status_code == 404
    assert foreign("POST", "/claims", {"link_id": link.id, "month": "2026-10-01"}).status_code == 404
    assert call("POST", "/claims", {"month": "2026-10-01"}).status_code == 404
