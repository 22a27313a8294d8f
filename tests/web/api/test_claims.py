"""Claims over the API: drafted, read step by step, the samples by their checksum, what became of them, and who may."""

from __future__ import annotations

import io
from hashlib import sha256
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.link import Link
from inventory.models.site import Office, Site
from netops.models.job import Job, JobState
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
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
    sent = call("POST", state, {"state": "sent"})
    assert sent.json()["state"] == "sent", sent.text
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


def test_it_is_sent_with_number_and_day_of_its_letter(api: Api, call: Caller, engine: Engine, link: Link) -> None:
    """As on the page: the letter is made when it is sent, and its head is kept for the next one."""
    claim = call("POST", "/claims", {"link_id": link.id, "month": "2026-10-01"}).json()
    home = f"/claims/{claim['id']}"
    before = call("GET", f"{home}/letter").json()
    assert before["to"]
    assert before["number_is_ours"] is False
    letter = {
        "number": "ศธ 04000/12",
        "dated": "2026-11-16",
        "signer": "นายทดสอบ ระบบ",
        "sender": "สพป.จำลอง\nถนนจำลอง",
    }
    wrong = [
        ({"state": "sent", "letter": letter, "at": "2026-11-16T03:00:00Z"}, "at"),
        ({"state": "withdrawn", "letter": letter}, "letter"),
        ({"state": "sent", "letter": letter | {"dated": "yesterday"}}, "letter.dated"),
        ({"state": "sent", "letter": letter | {"stamp": "x"}}, "letter.stamp"),
    ]
    for body, field in wrong:
        refused = call("POST", f"{home}/state", body)
        assert refused.status_code == 422, refused.text
        assert [problem["field"] for problem in refused.json()["errors"]] == [field]
    assert call("GET", home).json()["state"] == "drafted"
    sent = call("POST", f"{home}/state", {"state": "sent", "letter": letter, "note": "ส่งทางไปรษณีย์"}).json()
    assert (sent["state"], sent["number"], sent["note"]) == ("sent", "ศธ 04000/12", "ส่งทางไปรษณีย์")
    assert sent["paper_id"] != claim["paper_id"]
    paper = call("GET", f"/papers/{sent['paper_id']}").json()
    assert paper["number"] == "ศธ 04000/12"
    assert (paper["data"]["data"]["dated"], paper["data"]["data"]["to"]) == ("2026-11-16", before["to"])
    assert paper["data"]["data"]["head"]["signer"] == "นายทดสอบ ระบบ"
    names = set(ZipFile(io.BytesIO(call("GET", f"{home}/pack.zip").content)).namelist())
    assert {"letter.pdf", "letter.docx", "annex.pdf", "annex.docx"} <= names
    assert call("GET", f"{home}/letter").json()["signer"] == "นายทดสอบ ระบบ"
    with reading(engine) as session:
        acts = [entry.action for entry in session.exec(select(AuditEntry)) if entry.subject == "claim"]
    assert acts == ["claim.drafted", "claim.sent"]


def test_where_nothing_is_due_nothing_is_sent(call: Caller, engine: Engine, link: Link) -> None:
    """As the page refuses it."""
    claim = call("POST", "/claims", {"link_id": link.id, "month": "2026-08-01"}).json()
    assert claim["due_satang"] == 0
    refused = call("POST", f"/claims/{claim['id']}/state", {"state": "sent"})
    assert refused.status_code == 422
    assert call("GET", f"/claims/{claim['id']}").json()["state"] == "drafted"


def test_all_links_of_a_month_are_drafted_in_the_background(
    api: Api, call: Caller, engine: Engine, office: Office, link: Link
) -> None:
    """One request; a link without a contract is none of them, and a viewer starts nothing."""
    with transaction(engine) as session:
        second = make_november(session, office)
        factories.make_link(session, session.get_one(Site, link.site_id))
    assert api.caller(Role.VIEWER, office)("POST", "/claims/all", {"month": "2026-10-01"}).status_code == 403
    assert call("POST", "/claims/all", {"month": "October"}).status_code == 422
    started = call("POST", "/claims/all", {"month": "2026-10-20"})
    assert started.status_code == 202, started.text
    job_id = started.json()["job_id"]
    api.client.app.state.jobs.wait(job_id, 60)  # type: ignore[attr-defined]
    with reading(engine) as session:
        job = session.get_one(Job, job_id)
    assert job.state is JobState.DONE
    assert (job.done, job.total) == (2, 2)
    drafted = call("GET", "/claims?month=2026-10-01").json()["items"]
    assert {claim["link_id"] for claim in drafted} == {link.id, second.id}
