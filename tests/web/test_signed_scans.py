"""Uploading the signed scan of a paper on its page: locked, refused with a reason, read again by those who may."""

from __future__ import annotations

import re

import httpx2 as httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.paper import Paper
from netops.models.person import Role
from netops.models.signing import SignedScan
from netops.settings import Settings
from office.document.code import new_code, shown
from service.database import reading, transaction
from tests import factories
from tests.netops.cases.world import pdf, picture
from tests.web.browsing import Visit, person_of, signed_in

LETTER = {"to": "ผู้อำนวยการ", "subject": "ขอความอนุเคราะห์", "body": "ข"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def officer(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def written(engine: Engine, visit: Visit) -> Paper:
    assert visit.post("/papers/new", LETTER).status_code == 303
    with reading(engine) as session:
        return session.exec(select(Paper).order_by(Paper.id.desc())).first()  # type: ignore[union-attr, return-value]


def sent(visit: Visit, data: bytes = b"", name: str = "ลงนาม.png", **form: str) -> httpx.Response:
    return visit.client.post(
        "/signed-scans/new",
        data={"csrf": visit.csrf, "code": "", "signed_on": "", "paper": ""} | form,
        files={"file": (name, data or picture(), "image/png")},
        headers={"origin": "http://testserver"},
    )


def test_a_paper_shows_its_code_and_is_locked_by_its_scan(engine: Engine, officer: Visit) -> None:
    paper = written(engine, officer)
    code = shown(paper.code or "")
    page = officer.get(f"/papers/{paper.id}").text
    assert code in page
    assert f"/signed-scans/new?paper={paper.id}" in page
    form = officer.get(f"/signed-scans/new?paper={paper.id}").text
    assert 'enctype="multipart/form-data"' in form
    assert 'type="file"' in form
    answer = sent(officer, code=code, signed_on="2020-01-02", paper=str(paper.id))
    assert answer.headers["location"] == f"/papers/{paper.id}"
    locked = officer.get(f"/papers/{paper.id}").text
    assert "signed and locked" in locked
    assert "the code was typed" in locked
    assert f"/signed-scans/new?paper={paper.id}" not in locked
    scan = officer.get(f"/papers/{paper.id}/scan")
    assert scan.content == picture()
    assert scan.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in scan.headers["content-security-policy"]
    approved = officer.get(f"/papers/{paper.id}/approved.pdf").content
    assert approved == officer.get(f"/papers/{paper.id}/paper.pdf").content


def test_what_is_refused_says_why_and_keeps_what_was_typed(engine: Engine, officer: Visit) -> None:
    paper, other = written(engine, officer), written(engine, officer)
    code = shown(paper.code or "")
    for wrong, said in (
        (sent(officer, code="ABCD"), "no code of a paper"),
        (sent(officer, code=new_code()), "No paper has the code"),
        (sent(officer, code=code, paper=str(other.id)), "code of another paper"),
        (sent(officer), "No code can be read"),
        (sent(officer, b"<html>", code=code), "is needed"),
        (sent(officer, code=code, signed_on="2999-01-01"), "yet to come"),
        (sent(officer, code=code, signed_on="x"), "A day is needed"),
    ):
        assert wrong.status_code == 422, said
        assert said in wrong.text
    assert code in sent(officer, b"<html>", code=code).text
    with reading(engine) as session:
        assert session.exec(select(SignedScan)).all() == []
    assert officer.get(f"/papers/{paper.id}/scan").status_code == 404
    assert officer.get(f"/papers/{paper.id}/approved.pdf").status_code == 404


def test_a_code_of_another_office_or_school_is_unknown(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    paper = written(engine, officer)
    with transaction(engine) as session:
        elsewhere = factories.make_office(session)
        site = factories.make_site(session, office)
    stranger = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=elsewhere))
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    for visit in (stranger, school):
        assert "No paper has the code" in sent(visit, code=paper.code or "").text


def test_a_signed_paper_in_a_case_is_neither_replaced_nor_withdrawn(engine: Engine, officer: Visit) -> None:
    paper = written(engine, officer)
    case = officer.post("/cases/new", {"workflow": "innovation", "title": "ก"}).headers["location"]
    officer.post(f"{case}/evidence", {"kind": "idea", "paper_id": str(paper.id)})
    shown_evidence = re.search(rf"{case}/evidence/\d+/withdraw", officer.get(case).text)
    assert shown_evidence is not None
    sent(officer, code=paper.code or "")
    page = officer.get(case).text
    assert "signed and locked" in page
    assert shown_evidence[0] not in page
    answer = officer.post(shown_evidence[0], {"reason": "ผิดฉบับ"})
    assert "locked and is not replaced" in officer.get(answer.headers["location"]).text
    files = {"file": ("a.pdf", pdf(), "application/pdf")}
    again = officer.client.post(
        f"{case}/evidence",
        data={"kind": "idea", "csrf": officer.csrf},
        files=files,
        headers={"origin": "http://testserver"},
    )
    assert "locked and is not replaced" in officer.get(again.headers["location"]).text


def test_an_upload_needs_the_token_of_the_page(engine: Engine, officer: Visit) -> None:
    paper = written(engine, officer)
    assert sent(officer, code=paper.code or "", csrf="wrong").status_code == 403
