"""Only what is approved is published; everybody reads exactly that; schools leave receipts."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import select

from planning.kit.tables import EventOut
from service.database import reading
from tests.planning.plans.conftest import version_of
from tests.planning.plans.test_versions import edit
from tests.planning.served import Served

SAID = {"announcement": "12/2570", "released_on": "2026-11-21"}


def approve(tiny: Served, book: str, decide: Callable[..., None]) -> None:
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    decide()
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 303


def test_what_is_not_approved_is_not_published(tiny: Served, book: str) -> None:
    """INV-A3."""
    it = tiny.enter()
    assert it.post(f"/versions/development/{book}/gate/publish", SAID).status_code == 409
    it.post(f"/versions/development/{book}/submit")
    assert it.post(f"/versions/development/{book}/gate/publish", SAID).status_code == 409
    assert tiny.anonymous().get(f"/published/development/{book}").status_code == 404


def test_everybody_reads_exactly_the_approved_version(tiny: Served, book: str, decide: Callable[..., None]) -> None:
    approve(tiny, book, decide)
    edit(tiny, book, "ร่างถัดไป")
    assert tiny.enter().post(f"/versions/development/{book}/gate/publish", SAID).status_code == 303
    anybody = tiny.anonymous()
    shown = anybody.get(f"/published/development/{book}")
    assert shown.status_code == 200
    assert "เป้าหมายสอง" in shown.text
    assert "12/2570" in shown.text
    assert "ร่างถัดไป" not in shown.text
    assert anybody.get(f"/published/development/{book}.pdf").content.startswith(b"%PDF")
    assert "เป้าหมายสอง" in anybody.get(f"/published/development/{book}.csv").content.decode("utf-8-sig")
    told = anybody.get(f"/published/development/{book}.json").json()
    with reading(tiny.engine) as session:
        fact = session.exec(select(EventOut).where(EventOut.kind == "PlanPublished")).one()
    assert told["sha256"] == fact.data["sha256"]
    assert fact.data["path"] == f"/published/development/{book}"
    assert "แผนสมมติ" in anybody.get("/published").text


def test_open_data_say_in_thai_what_they_are_and_whose(tiny: Served, book: str, decide: Callable[..., None]) -> None:
    approve(tiny, book, decide)
    tiny.enter().post(f"/versions/development/{book}/gate/publish", SAID)
    anybody, at = tiny.anonymous(), f"/published/development/{book}"
    table = anybody.get(f"{at}.csv").content
    assert table.startswith(b"\xef\xbb\xbf")
    assert table.decode("utf-8-sig").splitlines()[0] == "รหัส,ชื่อ"
    key = anybody.get(f"{at}/key.csv").content.decode("utf-8-sig")
    assert "เป้าประสงค์,รหัส,code," in key
    assert "ประกาศที่ 12/2570 ลงวันที่ 21 พฤศจิกายน 2569" in key
    told = anybody.get(f"{at}.json").json()
    page = anybody.get(at).text
    for said in (told["source"], told["terms_of_use"]):
        assert said in key
        assert said in page
    assert anybody.get(f"/published/development/{'0' * 32}/key.csv").status_code == 404


def test_schools_without_a_receipt_are_listed(tiny: Served, book: str, decide: Callable[..., None]) -> None:
    approve(tiny, book, decide)
    it = tiny.enter()
    it.post(f"/versions/development/{book}/gate/publish", SAID)
    page = it.get(f"/published/development/{book}/receipts").text
    assert "2 schools have no receipt" in page
    assert "โรงเรียนสมมติสาม" not in page
    school = tiny.enter("school", school_code="53020001", name="ครูสมมติ")
    school.get(f"/published/development/{book}")
    school.get(f"/published/development/{book}")
    assert "1 school has no receipt" in it.get(f"/published/development/{book}/receipts").text
    assert school.post(f"/published/development/{book}/acknowledge").status_code == 303
    assert "ครูสมมติ" in it.get(f"/published/development/{book}/receipts").text
    listed = it.get(f"/published/development/{book}/receipts/list.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] != "" for line in listed[1:]] == [False, True]
    stranger = tiny.enter("school", school_code="53030001", office_code="5303")
    assert stranger.post(f"/published/development/{book}/acknowledge").status_code == 409


def test_a_school_finds_what_was_published_and_sees_its_own_receipt(
    tiny: Served, book: str, decide: Callable[..., None]
) -> None:
    approve(tiny, book, decide)
    tiny.enter().post(f"/versions/development/{book}/gate/publish", SAID)
    school = tiny.enter("school", school_code="53020001", name="ครูสมมติ")
    assert 'href="/published"' in school.get("/papers").text
    assert "not opened yet" in school.get("/published").text
    assert "acknowledge" in school.get(f"/published/development/{book}").text
    assert "opened by your school" in school.get("/published").text
    school.post(f"/published/development/{book}/acknowledge")
    page = school.get(f"/published/development/{book}").text
    assert "Acknowledged by your school" in page
    assert f"{book}/acknowledge" not in page
    assert "Receipt of your school" not in tiny.enter().get("/published").text


def test_who_signs_in_on_a_published_page_comes_back_to_it(
    tiny: Served, book: str, decide: Callable[..., None]
) -> None:
    approve(tiny, book, decide)
    tiny.enter().post(f"/versions/development/{book}/gate/publish", SAID)
    path = f"/published/development/{book}"
    assert f'href="/sign-in?next={path}"' in tiny.anonymous().get(path).text


def test_the_number_and_day_of_an_announcement_are_plausible(
    tiny: Served, book: str, decide: Callable[..., None]
) -> None:
    approve(tiny, book, decide)
    it = tiny.enter()
    for day in ("2026-11-19", "2099-01-01"):
        assert it.post(f"/versions/development/{book}/gate/publish", {**SAID, "released_on": day}).status_code == 422
    assert it.post(f"/versions/development/{book}/gate/publish", SAID).status_code == 303
    assert it.post(f"/versions/development/{book}/gate/publish", SAID).status_code == 409
    assert version_of(tiny.engine, book).state.value == "published"
