"""The import and scan wizards: every problem is shown and nothing stored; or all rows are taken, in the background."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.observation import SystemSeen
from collectors.scan import Found, OnProgress
from collectors.target import SnmpCredential
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.site import Office, Site
from inventory.store.credentials import SnmpDraft, create_credential
from netops.models.job import Job, JobState
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.vault import Vault
from netops.work.jobs import Jobs, Order
from netops.work.scan_job import scan_work
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

GOOD = "site_code,name,district\n57010001,โรงเรียนบ้านดอย,เวียง\n57010002,โรงเรียนบ้านนา,เวียง\n"
BAD = "site_code,name,district\n5701,โรงเรียนบ้านดอย,เวียง\n57010002,,เวียง\n57010003,โรงเรียนดี,เวียง\n"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def send(visit: Visit, kind: str, data: bytes, name: str = "file.csv", *, csrf: str | None = None) -> str:
    """Upload a file; the address of its preview."""
    form = {"kind": kind, "csrf": visit.csrf if csrf is None else csrf}
    answer = visit.client.post("/imports", data=form, files={"file": (name, data, "text/csv")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def jobs_of(visit: Visit) -> Jobs:
    jobs: Jobs = visit.client.app.state.jobs  # type: ignore[attr-defined]
    return jobs


def test_a_good_file_is_previewed_and_taken(it: Visit, engine: Engine) -> None:
    preview = send(it, "sites", GOOD.encode("cp874"))
    page = it.get(preview).text
    assert "บ้านดอย" in page
    assert "57010002" in page
    assert preview in it.get("/imports").text  # left and found again
    started = it.post(f"{preview}/apply")
    job_page = started.headers["location"]
    jobs_of(it).wait(int(job_page.rsplit("/", 1)[1]), 30)
    assert "Show the list" in it.get(job_page).text
    assert it.get(f"{job_page}/progress").headers["hx-refresh"] == "true"
    with reading(engine) as session:
        assert [site.code for site in session.exec(select(Site).order_by(Site.code))] == ["57010001", "57010002"]
        assert session.exec(select(Job).where(Job.kind == "upload")).all() == []
        assert [e.action for e in session.exec(select(AuditEntry)) if e.action.startswith("import")] == [
            "import.applied"
        ]
    assert it.get(preview).status_code == 404


def test_every_problem_is_shown_and_nothing_is_stored(it: Visit, engine: Engine) -> None:
    preview = send(it, "sites", BAD.encode())
    page = it.get(preview).text
    assert page.count('data-label="Column">site_code</td>') == 1
    assert page.count('data-label="Column">name</td>') == 1
    assert "Import all rows" not in page
    refused = it.get(f"{preview}/refused.csv").content.decode("utf-8-sig").splitlines()
    assert refused[0] == "row,reason,site_code,name,district"
    assert [line.split(",")[0] for line in refused[1:]] == ["2", "3"]
    started = it.post(f"{preview}/apply")
    jobs_of(it).wait(int(started.headers["location"].rsplit("/", 1)[1]), 30)
    assert "It did not work, and nothing was stored." in it.get(started.headers["location"]).text
    with reading(engine) as session:
        assert session.exec(select(Site)).all() == []


def test_a_community_in_a_file_is_never_shown_nor_kept_in_clear(it: Visit, engine: Engine, office: Office) -> None:
    text = "site_code,name,address,snmp_port,snmp_version,community,role,parent\n"
    rows = "57019999,rt1,10.0.0.1,161,2c,CANARY,router,\n"
    preview = send(it, "devices", (text + rows).encode())
    shown = it.get(preview).text + it.get(f"{preview}/refused.csv").text + it.get("/jobs").text
    assert "57019999" in shown
    assert "CANARY" not in shown
    with reading(engine) as session:
        assert b"CANARY" not in session.exec(select(Job)).one().payload


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00\x01garbage\x00", b"PK\x03\x04not a zip", b"a" * (10 * 1024 * 1024 + 1)]
)
def test_a_file_that_is_none_is_refused_in_words(it: Visit, data: bytes) -> None:
    files = {"file": ("x.xlsx", data, "application/octet-stream")}
    answer = it.client.post("/imports", data={"kind": "sites", "csrf": it.csrf}, files=files)
    if answer.status_code == 303:
        answer = it.client.get(answer.headers["location"])
        assert "Import all rows" not in answer.text
    assert 'role="alert"' in answer.text


def test_an_upload_needs_the_token_and_another_office_sees_none(settings: Settings, engine: Engine, it: Visit) -> None:
    answer = it.client.post("/imports", data={"kind": "sites", "csrf": "no"}, files={"file": ("a.csv", GOOD.encode())})
    assert answer.status_code == 403
    preview = send(it, "sites", GOOD.encode())
    with transaction(engine) as session:
        other = factories.make_office(session)
    stranger = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=other))
    assert stranger.get(preview).status_code == 404
    assert stranger.post(f"{preview}/apply").status_code == 404
    assert stranger.post(f"{preview}/forget").status_code == 404
    assert it.post(f"{preview}/forget").status_code == 303
    assert it.get(preview).status_code == 404


async def two_answer(
    subnets: Sequence[str], credentials: Sequence[SnmpCredential], port: int, on_progress: OnProgress
) -> list[Found]:
    """A subnet in which two devices answer."""
    on_progress(1, 2)
    hostile = SystemSeen(name="<b>sw</b>", descr="x" * 400, vendor="Any")
    return [Found("10.9.0.1", port, 0, hostile), Found("10.9.0.2", port, 0, SystemSeen(name="known"))]


def test_what_a_scan_found_is_taken_into_a_school(it: Visit, engine: Engine, office: Office, vault: Vault) -> None:
    assert office.id is not None
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        factories.make_device(session, site, name="old", address="10.9.0.2")
        draft = SnmpDraft.read({"name": "v2", "community": "CANARY"})
        stored = create_credential(session, draft, office_id=office.id, seal=vault.seal)
    assert stored.id is not None
    work = scan_work(
        engine,
        subnets=["10.9.0.0/30"],
        credentials=[(stored.id, draft.credential())],
        port=161,
        office_id=office.id,
        sweep=two_answer,
    )
    job_id = jobs_of(it).start(Order(office.id, "scan", "10.9.0.0/30"), work)
    jobs_of(it).wait(job_id, 30)
    page = it.get(f"/jobs/{job_id}").text
    assert "<b>sw</b>" not in page
    assert "known: " in page
    assert "CANARY" not in page
    typed = {"site": str(site.id), "take-0": "yes", "name-0": "sw-new"}
    nothing = it.post(f"/scan/{job_id}/accept", typed | {"take-0": ""})
    assert nothing.headers["location"] == f"/jobs/{job_id}"
    clash = it.post(f"/scan/{job_id}/accept", typed | {"name-0": "old"})
    assert clash.headers["location"] == f"/jobs/{job_id}"
    assert it.post(f"/scan/{job_id}/accept", typed).headers["location"] == "/inventory/devices"
    with reading(engine) as session:
        device = session.exec(select(Device).where(Device.name == "sw-new")).one()
    assert (device.address, device.snmp_credential_id) == ("10.9.0.1", stored.id)


@pytest.mark.parametrize(
    ("subnets", "reason"), [("", "needed"), ("nonsense", "cannot be scanned"), ("10.0.0.0/8", "cannot be scanned")]
)
def test_a_scan_that_makes_no_sense_does_not_begin(it: Visit, engine: Engine, subnets: str, reason: str) -> None:
    answer = it.post("/scan", {"subnets": subnets, "port": "161"})
    assert answer.status_code == 422
    assert re.search(reason, answer.text)
    with reading(engine) as session:
        assert session.exec(select(Job)).all() == []
        assert session.exec(select(Credential)).all() == []


def test_a_job_of_a_dead_process_is_told_as_failed(
    settings: Settings, engine: Engine, it: Visit, office: Office
) -> None:
    assert office.id is not None
    with transaction(engine) as session:
        session.add(Job(office_id=office.id, kind="scan", title="10.0.0.0/24", state=JobState.RUNNING))
    with it.client:  # the process starts
        page = it.get("/jobs/1").text
    assert "start it again" in page
