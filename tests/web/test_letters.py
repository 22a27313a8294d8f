"""Registers of letters on their pages and over the API."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from inventory.models.site import Office
from netops.models.letter import Letter
from netops.models.paper import Paper
from netops.models.person import Person, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.netops.cases.world import pdf
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def officer(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.PLANNER, office=office))


def entered(visit: Visit, **values: str) -> str:
    answer = visit.post("/letters/new", {"direction": "in", "number": "1", "subject": "ขอเชิญประชุม"} | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def add(visit: Visit, letter: str, name: str, data: bytes) -> str:
    answer = visit.client.post(
        f"{letter}/file",
        data={"csrf": visit.csrf},
        files={"file": (name, data)},
        headers={"origin": "http://testserver"},
    )
    return visit.get(answer.headers["location"]).text


def test_a_letter_is_entered_found_corrected_filed_and_voided(officer: Visit) -> None:
    assert "The next one would be 1" in officer.get("/letters/new?direction=in").text
    letter = entered(officer, sender="จังหวัดตัวอย่าง", letter_no="ตย 0017/123")
    wrong = officer.post("/letters/new", {"direction": "in", "number": "1", "subject": "ซ้ำ", "sender": "ใครก็ได้"})
    assert wrong.status_code == 422
    assert "is in the register already" in wrong.text
    assert "ใครก็ได้" in wrong.text
    for q in ("ตย 0017/123", "จังหวัดตัวอย่าง", "เชิญประชุม"):
        assert f'href="{letter}"' in officer.get(f"/letters?q={q}&direction=in").text
    assert f'href="{letter}"' not in officer.get("/letters?direction=out").text
    officer.post(f"{letter}/correct", {"subject": "เลื่อนประชุม"})
    assert "เลื่อนประชุม" in officer.get(letter).text
    assert "alert-danger" in add(officer, letter, "a.html", b"<html>")
    assert "หนังสือ.pdf" in add(officer, letter, "หนังสือ.pdf", pdf())
    file = officer.get(f"{letter}/file")
    assert file.content == pdf()
    assert file.headers["content-disposition"].startswith("attachment")
    assert "At least 3" in officer.get(officer.post(f"{letter}/void", {"reason": ""}).headers["location"]).text
    officer.post(f"{letter}/void", {"reason": "ลงซ้ำ"})
    page = officer.get(letter).text
    assert "ลงซ้ำ" in page
    assert f"{letter}/correct" not in page
    assert f'href="{letter}"' in officer.get("/letters?standing=void").text


def test_the_registers_to_choose_from_are_called_as_people_call_them(engine: Engine, officer: Visit) -> None:
    with transaction(engine) as session:
        session.execute(update(Person).values(language="th"))
    page = officer.get("/letters?direction=out").text
    assert '<option value="out" selected>หนังสือส่ง</option>' in page
    assert "letters out" not in page


def test_a_paper_goes_into_the_register_with_what_it_says(engine: Engine, officer: Visit) -> None:
    officer.post("/papers/new", {"to": "ผู้อำนวยการ", "subject": "ขอความอนุเคราะห์", "body": "ข", "number": "ศธ 04000/9"})
    with reading(engine) as session:
        paper = session.exec(select(Paper)).one()
    link = f"/letters/new?direction=out&amp;paper={paper.id}"
    assert link in officer.get(f"/papers/{paper.id}").text
    form = officer.get(link.replace("&amp;", "&")).text
    assert "ศธ 04000/9" in form
    letter = entered(officer, direction="out", number="9", paper_id=str(paper.id), subject=paper.title)
    assert f'href="{letter}"' in officer.get(f"/papers/{paper.id}").text
    with reading(engine) as session:
        assert session.exec(select(Letter.letter_no)).all() == ["ศธ 04000/9"]


def test_the_register_is_a_paper(officer: Visit) -> None:
    entered(officer)
    entered(officer, direction="out")
    mixed = officer.post("/letters/register", {})
    assert "one register" in officer.get(mixed.headers["location"]).text
    made = officer.post("/letters/register?direction=in", {})
    assert re.fullmatch(r"/papers/\d+", made.headers["location"])
    assert officer.get(f"{made.headers['location']}/paper.pdf").content.startswith(b"%PDF")


def test_the_central_register_leads_to_that_of_the_policy_group_where_there_is_one(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    """Without planning services nothing on these pages speaks of another register."""
    letter = entered(officer, subject="ขอเชิญประชุม", sender="จังหวัด", letter_no="ตย 1/2", dated="2026-01-02")
    assert "policy group" not in officer.get("/letters").text + officer.get(letter).text
    beside = settings.model_copy(update={"siblings": {"registry": "https://registry.test"}})
    planner = signed_in(beside, engine, person_of(engine, Role.PLANNER, office=office))
    assert 'href="https://registry.test/letters"' in planner.get("/letters").text
    link = unescape(re.findall(r'href="(https://registry.test/letters/new[^"]+)"', planner.get(letter).text)[0])
    given = dict(parse_qsl(urlsplit(link).query))
    assert given["subject"] == "ขอเชิญประชุม"
    assert given["letter_no"] == "ตย 1/2"
    assert given["central_no"].startswith("1/25")
    assert given["link"].endswith(letter)
    out = entered(planner, direction="out", subject="ตอบ")
    assert "registry.test/letters/new" not in planner.get(out).text
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    school = signed_in(beside, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert "registry.test/letters" not in school.get("/letters").text


def test_the_form_takes_what_the_policy_group_says_of_its_letter(officer: Visit) -> None:
    form = officer.get("/letters/new?direction=out&subject=แจ้งมติ&receiver=ทุกโรงเรียน&note=นผ 3/2569").text
    for value in ("แจ้งมติ", "ทุกโรงเรียน", "นผ 3/2569"):
        assert f'value="{value}"' in form


def test_hostile_words_are_only_words(officer: Visit) -> None:
    letter = entered(officer, subject=EVIL, sender=EVIL, receiver=EVIL, letter_no=EVIL, action=EVIL, note=EVIL)
    for page in ("/letters", letter, f"{letter}/correct"):
        shown = officer.get(page).text
        assert "<img src=x" not in shown, page
        assert "&lt;img" in shown


def test_a_case_of_others_is_not_named(settings: Settings, engine: Engine, office: Office, officer: Visit) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    case = officer.post("/cases/new", {"workflow": "innovation", "title": "ก"}).headers["location"].rpartition("/")[2]
    assert officer.get(entered(officer, case_id=case)).text.count(f"/cases/{case}")
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    refused = school.post("/letters/new", {"direction": "in", "number": "1", "subject": "ก", "case_id": case})
    assert refused.status_code == 422
    assert "no such entry" in refused.text


def test_a_letter_chooses_among_the_cases_that_run_and_the_case_names_its_letters(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    running, over = (
        officer.post("/cases/new", {"workflow": "innovation", "title": title}).headers["location"]
        for title in ("เรื่องที่ดำเนินอยู่", "เรื่องที่ยุติแล้ว")
    )
    number = running.rpartition("/")[2]
    assert f'value="{number}" selected' in officer.get(f"/letters/new?case={number}").text
    late = entered(officer, case_id=over.rpartition("/")[2], number="2", subject="ก่อนยุติ")
    officer.post(f"{over}/end", {"reason": "ยุติเรื่อง"})
    form = officer.get("/letters/new?direction=in").text
    assert "เรื่องที่ดำเนินอยู่" in form
    assert "เรื่องที่ยุติแล้ว" not in form
    assert "เรื่องที่ยุติแล้ว" in officer.get(f"{late}/correct").text, "the case that it names stays to be chosen"
    letter = entered(officer, case_id=number, number="3", subject="ขอความเห็น")
    page = officer.get(running).text
    assert f'href="{letter}"' in page
    assert f'href="{late}"' not in page
    assert "/letters/new?direction=out" in page
    officer.post(f"{letter}/void", {"reason": "ลงผิด"})
    assert f'href="{letter}"' not in officer.get(running).text
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert "เรื่องที่ดำเนินอยู่" not in school.get("/letters/new?direction=in").text
    assert school.get(f"/letters/new?case={number}").status_code == 404


@pytest.mark.parametrize("typed", ["²", "9" * 40, "x"])
def test_what_is_no_case_is_refused_at_its_field(officer: Visit, typed: str) -> None:
    wrong = officer.post("/letters/new", {"direction": "in", "number": "1", "subject": "ก", "case_id": typed})
    assert wrong.status_code == 422


def test_every_act_needs_the_token(officer: Visit) -> None:
    letter = entered(officer)
    for url in ("/letters/new", "/letters/register", f"{letter}/correct", f"{letter}/void", f"{letter}/file"):
        assert officer.post(url, {}, csrf="wrong").status_code == 403, url


def test_the_api_gives_and_takes_the_same(settings: Settings, engine: Engine, office: Office) -> None:
    api = Api(settings, engine)
    it = api.caller(Role.IT, office)
    made = it("POST", "/letters", {"direction": "in", "number": 1, "subject": "ก", "dated": "2026-01-02"})
    assert made.status_code == 201
    letter: dict[str, Any] = made.json()
    assert it("POST", "/letters", {"direction": "in", "number": 1, "subject": "ก"}).status_code == 422
    url = f"/letters/{letter['id']}"
    assert it("PUT", url, {"subject": "ข"}).json()["subject"] == "ข"
    assert it("GET", f"{url}/file").status_code == 404
    filed = it.client.post(
        f"/api/v1{url}/file", headers={"Authorization": f"Bearer {it.token}"}, files={"file": ("a.pdf", pdf())}
    )
    assert filed.json()["file_name"] == "a.pdf"
    assert it("GET", f"{url}/file").content == pdf()
    assert it("POST", f"{url}/void", {"reason": "ลงซ้ำ"}).json()["void_reason"] == "ลงซ้ำ"
    assert it("GET", "/letters?direction=in").json()["total"] == 1
    assert it("GET", "/letters?direction=out").json()["total"] == 0
    assert api.caller(Role.VIEWER, office)("POST", "/letters", {}).status_code == 403
