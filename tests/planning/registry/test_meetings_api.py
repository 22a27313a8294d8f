"""Meetings over the API: what the pages do and refuse, with filters and pages of lists, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import select

from planning.kit.tables import EventOut
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.registry.committees import PAPER, SHA, TITLE, TODAY, appointed, called
from tests.planning.served import Served

API = "/api/v1"
APPROVED = {"verdict": "approve", "text": "เห็นชอบตามที่เสนอ"}


@pytest.fixture
def served(serve: Callable[[str], Served]) -> Served:
    """The registry with an empty database."""
    return serve("registry")


@pytest.fixture
def it(served: Served) -> Entered:
    """A planner."""
    return served.enter()


def send(it: Entered, method: str, path: str, given: Any = None) -> httpx.Response:
    """As a program in the browser of a person does it."""
    headers = {"X-CSRF-Token": it.csrf, "origin": "http://testserver"}
    return it.client.request(method, f"{API}{path}", json=given, headers=headers)


def meeting_of(it: Entered, **given: str) -> dict[str, Any]:
    """A meeting of today of a new committee, called over the API."""
    committee = appointed(it, **given).rsplit("/", 1)[1]
    answer = send(it, "POST", f"/committees/{committee}/meetings", {"held_on": TODAY.isoformat(), "begins": "09:30"})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.requirement("I-6", "P1-4.7")
def test_a_meeting_is_held_from_its_call_to_its_published_resolution(served: Served, it: Entered) -> None:
    """The same rules as on the pages: no resolution without a quorum, and only on what lies before the meeting."""
    row = meeting_of(it)
    at = f"/meetings/{row['key']}"
    assert (row["number"], row["is_quorate"], row["begins"]) == (1, None, "09:30")
    assert send(it, "PUT", at, {"held_on": TODAY.isoformat(), "place": "ห้องประชุม 2"}).json()["place"] == "ห้องประชุม 2"
    item = send(it, "POST", f"{at}/items", {**PAPER, "title": TITLE, "schools": "53020001"})
    assert item.status_code == 201, item.text
    where = f"{at}/items/{item.json()['key']}"
    early = send(it, "POST", f"{where}/resolution", {**APPROVED, "sha256": SHA})
    assert (early.status_code, "The roll has not been called yet" in early.text) == (422, True)
    members = {one["name"]: one["id"] for one in send(it, "GET", at).json()["members"]}
    assert set(members) == {"นายสมมติ หนึ่ง", "นายสมมติ สอง", "นางสมมติ สาม"}, "not whose term is over"
    called_out = send(it, "PUT", f"{at}/roll", {"present": [members["นายสมมติ หนึ่ง"], members["นายสมมติ สอง"]]}).json()
    assert (called_out["is_quorate"], called_out["present"], called_out["counted"]) == (True, 2, 3)
    absent = {
        "reasons": {str(members["นางสมมติ สาม"]): "ลาป่วย"},
        "attendees": [{"name": "นายเชิญ มา"}],
        "recorder": "น.ส.จด",
    }
    whole = send(it, "PUT", f"{at}/attendance", absent).json()
    assert [one["reason"] for one in whole["members"] if one["was_present"] is False] == ["ลาป่วย"]
    other = send(it, "POST", f"{where}/resolution", {**APPROVED, "sha256": "0" * 64})
    assert (other.status_code, "Another paper lies before the meeting" in other.text) == (422, True)
    assert send(it, "POST", f"{where}/resolution", {**APPROVED, "sha256": SHA}).status_code == 201
    again = send(it, "POST", f"{where}/resolution", {**APPROVED, "sha256": SHA})
    assert (again.status_code, "It is resolved already" in again.text) == (422, True)
    task = {"text": "แจ้งโรงเรียน", "owner": "กลุ่มนโยบาย", "due_on": TODAY.isoformat(), "item": item.json()["key"]}
    given = send(it, "POST", f"{at}/tasks", task)
    assert (given.status_code, given.json()["meeting"]) == (201, row["key"])
    assert send(it, "GET", "/tasks?open=true").json()["total"] == 1
    assert send(it, "POST", f"/tasks/{given.json()['id']}/done", {"outcome": "แจ้งแล้ว"}).status_code == 204
    assert send(it, "GET", "/tasks?open=true").json()["total"] == 0
    assert send(it, "POST", f"{at}/publish").json()["published_at"] is not None
    found = send(it, "GET", "/resolutions?q=แผนพัฒนา&school=53020001").json()
    assert [(one["title"], one["sha256"], one["schools"]) for one in found["items"]] == [(TITLE, SHA, ["53020001"])]
    with reading(served.engine) as session:
        told = session.exec(select(EventOut).where(EventOut.kind == "ResolutionRecorded")).one()
    assert (told.data["sha256"], told.data["is_quorate"]) == (SHA, True)
    page = it.get(at).text
    assert (TITLE in page, "แจ้งโรงเรียน" in page) == (True, True)


def test_lists_are_filtered_and_come_in_pages(it: Entered) -> None:
    board, group = appointed(it), appointed(it, kind="working_group", name="คณะทำงาน")
    for after in range(3):
        called(it, board, TODAY - timedelta(days=after))
    called(it, group, TODAY)
    first = send(it, "GET", "/meetings?limit=3").json()
    rest = send(it, "GET", "/meetings?limit=3&offset=3").json()
    assert (first["total"], len(first["items"]), len(rest["items"])) == (4, 3, 1)
    assert len({one["key"] for one in (*first["items"], *rest["items"])}) == 4
    days = [one["held_on"] for one in first["items"]]
    assert days == sorted(days, reverse=True)
    for query, expected in (
        ("kind=working_group", 1),
        (f"committee={board.rsplit('/', 1)[1]}", 3),
        (f"since={TODAY.isoformat()}", 2),
        (f"until={(TODAY - timedelta(days=1)).isoformat()}", 2),
        (f"era={TODAY.year + 543}&committee={group.rsplit('/', 1)[1]}", 1),
        ("quorate=true", 0),
        ("published=false", 4),
    ):
        assert send(it, "GET", f"/meetings?{query}").json()["total"] == expected, query
    assert send(it, "GET", "/committees?limit=1&offset=1").json()["total"] == 2
    for wrong in ("/meetings?limit=0", "/meetings?comittee=x", "/meetings?since=yesterday", "/resolutions?era=2026"):
        assert send(it, "GET", wrong).status_code == 422, wrong


def test_what_waits_is_laid_before_a_meeting_moved_and_taken_off(it: Entered) -> None:
    at = f"/meetings/{meeting_of(it)['key']}"
    assert it.post("/agenda/new", {**PAPER, "title": TITLE, "meeting": ""}).status_code == 303
    (waiting,) = send(it, "GET", "/agenda").json()["items"]
    assert send(it, "POST", f"{at}/items", {"title": "เรื่องอื่น"}).status_code == 201
    assert send(it, "PUT", f"{at}/items/{waiting['key']}").json()["sha256"] == SHA
    assert send(it, "GET", "/agenda").json()["total"] == 0
    assert send(it, "POST", f"{at}/items/{waiting['key']}/move", {"up": True}).status_code == 204
    assert [one["title"] for one in send(it, "GET", at).json()["items"]] == [TITLE, "เรื่องอื่น"]
    assert send(it, "DELETE", f"{at}/items/{waiting['key']}").status_code == 204
    assert send(it, "GET", "/agenda").json()["total"] == 1


def test_who_may_read_writes_nothing_and_other_offices_see_nothing(served: Served, it: Entered) -> None:
    """A school and a stranger without an account read nothing; no write without the sign of the page."""
    row = meeting_of(it)
    at = f"/meetings/{row['key']}"
    reader = served.enter("director")
    assert send(reader, "GET", at).status_code == 200
    writes: tuple[tuple[str, str, Any], ...] = (
        ("POST", f"/committees/{row['committee']}/meetings", {"held_on": TODAY.isoformat()}),
        ("PUT", at, {"held_on": TODAY.isoformat()}),
        ("PUT", f"{at}/roll", {"present": []}),
        ("PUT", f"{at}/attendance", {}),
        ("POST", f"{at}/items", {"title": "x"}),
        ("POST", f"{at}/publish", None),
        ("POST", f"{at}/tasks", {"text": "x", "owner": "x", "due_on": TODAY.isoformat()}),
    )
    elsewhere, school = served.enter(office_code="5301"), served.enter("school", school_code="53020001")
    for method, path, given in writes:
        assert send(reader, method, path, given).status_code == 403, path
        assert send(school, method, path, given).status_code == 403, path
        assert send(elsewhere, method, path, given).status_code == 404, path
        assert it.client.request(method, f"{API}{path}", json=given).status_code == 403, path
    for path in ("/committees", "/meetings", at, "/agenda", "/resolutions", "/tasks"):
        assert send(school, "GET", path).status_code == 403, path
        it_is_empty = send(elsewhere, "GET", path)
        assert it_is_empty.status_code == 404 if path == at else it_is_empty.json()["total"] == 0, path
    assert send(it, "GET", at).json()["is_quorate"] is None
