"""Claims on pages: one click for a link, all links of a month, what becomes of them, who sees what."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.contract import Claim, ClaimState, Contract
from inventory.models.link import Link
from inventory.models.site import Office, Site
from inventory.store.claims import unpacked
from netops.models.job import Job, JobState
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.inventory.sla.november import PRICE_SATANG
from tests.inventory.sla.stored import make_november
from tests.web.browsing import Visit, person_of, signed_in

DUE = "24.72"
MONTH = "2026-11"
NOW = datetime(2026, 12, 15, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Claimed:
    """An office whose link had the twelve outages of November, and a second link without a contract."""

    browsing: Visit
    office: Office
    link: Link
    site: Site


@pytest.fixture
def claimed(settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Claimed:
    # The outages of the table lie in the future of whoever runs this in November 2026 or before.
    for module in ("claims", "claim"):
        monkeypatch.setattr(f"netops.web.pages.{module}.utc_now", lambda: NOW)
    with transaction(engine) as session:
        office = factories.make_office(session)
        link = make_november(session, office)
        site = session.get_one(Site, link.site_id)
    return Claimed(signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office)), office, link, site)


def only_claim(engine: Engine) -> Claim:
    with reading(engine) as session:
        return session.exec(select(Claim)).one()


def draft(claimed: Claimed, engine: Engine) -> Claim:
    answer = claimed.browsing.post("/claims/draft", {"link": str(claimed.link.id), "month": MONTH})
    assert answer.status_code == 303
    claim = only_claim(engine)
    assert answer.headers["location"] == f"/claims/{claim.id}"
    return claim


def test_one_click_drafts_a_link_and_every_figure_is_traced(claimed: Claimed, engine: Engine) -> None:
    claim = draft(claimed, engine)
    page = claimed.browsing.get(f"/claims/{claim.id}").text
    assert DUE in page
    assert "91.3242%" in page
    assert "61:45:00" in page  # 222,300 s count
    assert "49:00:01" in page
    with reading(engine) as session:
        for outage in claim.figures["outages"]:  # type: ignore[attr-defined]
            assert f"/outages/{outage['id']}" in page
        raw = unpacked(session.get_one(Claim, claim.id))
    assert claimed.browsing.get(f"/claims/{claim.id}/samples.csv").content == raw
    assert claim.samples_sha256 in page
    packed = claimed.browsing.get(f"/claims/{claim.id}/pack.zip").content
    assert {"letter.pdf", "letter.docx", "annex.pdf", "annex.docx"} <= set(ZipFile(io.BytesIO(packed)).namelist())


def test_all_links_of_a_month_end_with_what_was_done_and_refused(
    claimed: Claimed, engine: Engine, settings: Settings
) -> None:
    with transaction(engine) as session:
        quiet = factories.make_link(session, claimed.site, contract_id=claimed.link.contract_id, price_satang_month=100)
        sent = make_november(session, claimed.office)
    claimed.browsing.post("/claims/draft", {"link": str(sent.id), "month": MONTH})
    with transaction(engine) as session:
        claim = session.exec(select(Claim)).one()
        claim.state = ClaimState.SENT
    answer = claimed.browsing.post("/claims/draft", {"month": MONTH})
    place = answer.headers["location"]
    job_id = int(place.rsplit("/", 1)[1])
    claimed.browsing.client.app.state.jobs.wait(job_id, 60)  # type: ignore[attr-defined]
    with reading(engine) as session:
        job = session.get_one(Job, job_id)
    assert job.state is JobState.DONE
    assert (job.done, job.total) == (3, 3)
    assert (job.result["due"], job.result["nothing"], job.result["refused"]) == (1, 1, 1)
    page = claimed.browsing.get(place).text
    assert "The claim of this month was sent already; make a new revision" in page
    assert DUE in page
    listed = claimed.browsing.get(f"/claims?month={MONTH}").text
    assert "nothing due" in listed
    names = ZipFile(io.BytesIO(claimed.browsing.get(f"/claims/packs.zip?month={MONTH}").content)).namelist()
    assert sum(name.endswith("/letter.pdf") for name in names) == 2
    assert quiet.id


def test_it_is_sent_answered_and_credited(claimed: Claimed, engine: Engine) -> None:
    claim = draft(claimed, engine)
    home = f"/claims/{claim.id}"
    form = claimed.browsing.get(f"{home}/send").text
    assert "กรรมการผู้จัดการ" in form
    sent = {"number": "ศธ 04000/12", "dated": "2026-12-15", "to": "ผู้จัดการ", "signer": "นายทดสอบ", "sender": "สพป."}
    assert claimed.browsing.post(f"{home}/send", sent | {"dated": "yesterday"}).status_code == 422
    assert claimed.browsing.post(f"{home}/send", sent).status_code == 303
    after = only_claim(engine)
    assert (after.state, after.number) == (ClaimState.SENT, "ศธ 04000/12")
    assert claimed.browsing.post(f"{home}/send", sent).status_code == 422
    assert claimed.browsing.post(f"{home}/state", {"state": "credited", "on": "2026-12-15"}).status_code == 422
    assert claimed.browsing.post(f"{home}/state", {"state": "answered", "on": "2026-12-01"}).status_code == 422
    given = {"state": "credited", "on": "2026-12-15", "credited_baht": "๒๐.๕๐", "note": "ลดในบิลหน้า"}
    assert claimed.browsing.post(f"{home}/state", given).status_code == 303
    ended = only_claim(engine)
    assert (ended.state, ended.credited_satang, ended.note) == (ClaimState.CREDITED, 2050, "ลดในบิลหน้า")
    page = claimed.browsing.get("/claims").text
    assert "20.50" in page
    exported = claimed.browsing.get("/claims/export.csv").text
    assert "24.72" in exported
    assert "20.5" in exported


def test_a_school_sees_and_sends_only_what_it_pays_itself(claimed: Claimed, settings: Settings, engine: Engine) -> None:
    claim = draft(claimed, engine)
    person = person_of(engine, Role.SCHOOL, office=claimed.office, site=claimed.site)
    school = signed_in(settings, engine, person)
    assert school.get(f"/claims/{claim.id}").status_code == 404
    assert school.post("/claims/draft", {"link": str(claimed.link.id), "month": MONTH}).status_code == 404
    with transaction(engine) as session:
        session.get_one(Contract, claimed.link.contract_id).payer_site_id = claimed.site.id
    assert DUE in school.get("/claims").text
    assert school.post(f"/claims/{claim.id}/again").status_code == 303
    assert school.post(f"/claims/{claim.id}/send", {"to": "ผู้จัดการ"}).status_code == 303
    with reading(engine) as session:
        kept = session.get_one(Claim, claim.id)
    assert kept.state is ClaimState.SENT
    assert school.get(f"/papers/{kept.paper_id}/paper.pdf").status_code == 200


def test_what_was_sent_gets_a_new_revision(claimed: Claimed, engine: Engine) -> None:
    claim = draft(claimed, engine)
    claimed.browsing.post(f"/claims/{claim.id}/send", {"to": "ผู้จัดการ"})
    with transaction(engine) as session:
        session.get_one(Link, claimed.link.id).price_satang_month = 2 * PRICE_SATANG
    assert claimed.browsing.post(f"/claims/{claim.id}/again", {"revise": "yes"}).status_code == 303
    with reading(engine) as session:
        first, second = session.exec(select(Claim).order_by("revision")).all()
    assert (first.state, second.state, second.revision) == (ClaimState.SENT, ClaimState.DRAFTED, 2)
    assert second.due_satang == 4943  # 66 hours of 0.035% of 2,140.00 baht: 49.434
    assert first.due_satang == 2472


def test_the_director_reads_and_changes_nothing(claimed: Claimed, settings: Settings, engine: Engine) -> None:
    claim = draft(claimed, engine)
    director = signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=claimed.office))
    assert director.get(f"/claims/{claim.id}").status_code == 200
    assert director.post(f"/claims/{claim.id}/state", {"state": "withdrawn"}).status_code == 403
    assert director.post("/claims/draft", {"month": MONTH}).status_code == 403
