"""Agencies are asked for names, an order appoints in rank order, and who is not in office does not count."""

from __future__ import annotations

from datetime import date

import pytest

from office.workflow.committee import Quorum, Seat
from planning.province.committees import Appointed, Term, counted
from tests.planning.province.filled import Filled, text_of

ORDER = {
    "committee": "คณะทำงานบริหารยุทธศาสตร์",
    "kind": "working_group",
    "begins_on": "2026-10-01",
    "ends_on": "2028-09-30",
    "quorum_numerator": "1",
    "quorum_denominator": "2",
    "duties": "จัดทำแผน\nติดตามผล",
}


def member(rank: int, name: str, seat: str = "member", **more: str) -> dict[str, str]:
    return {"rank": str(rank), "name": name, "seat": seat, **more}


@pytest.mark.requirement("P3-4.1")
def test_an_order_lists_members_in_rank_and_who_is_not_in_office_does_not_count(filled: Filled) -> None:
    it = filled.it
    agency = filled.agency("อาชีวศึกษาจังหวัดสมมติ", kind="vocational")
    asked = {"agency_id": agency, "committee": ORDER["committee"], "asked_on": "2026-09-01", "due_on": "2026-09-15"}
    assert it.post("/nominations/new", asked).status_code == 303
    said = {"answer": "nominated", "answered_on": "2026-09-10", "nominee": "นายสมมติ สอง", "position": "รองผู้อำนวยการ"}
    assert it.post("/nominations/1/answer", said).status_code == 303
    assert "นายสมมติ สอง" in it.get("/nominations").text

    order = filled.made("/orders/new", ORDER)
    for one in (
        member(3, "นายสมมติ สาม", "secretary"),
        member(1, "นางสมมติ หนึ่ง", "chair"),
        member(2, "นายสมมติ สอง", agency_id=agency, ends_on="2027-03-31"),
    ):
        assert it.post(f"/orders/{order}/members/new", one).status_code == 303
    paper = it.post(f"/orders/{order}/paper").headers["location"]
    printed = text_of(it.get(f"{paper}/paper.docx").content)
    places = [printed.index(name) for name in ("นางสมมติ หนึ่ง", "นายสมมติ สอง", "นายสมมติ สาม")]
    assert places == sorted(places)
    assert it.get(f"{paper}/paper.pdf").content.startswith(b"%PDF")

    page = it.get(f"/orders/{order}?on=2027-03-31&present=1&present=3").text
    assert "2 of 3 who count came, 2 are needed" in page
    after = it.get(f"/orders/{order}?on=2027-04-01&present=2&present=3").text
    assert "of 2 who count came" in after


def test_the_answer_of_an_agency_says_who_or_why_not(filled: Filled) -> None:
    agency = filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    asked = {"agency_id": agency, "committee": "คณะทำงาน", "asked_on": "2026-09-01", "due_on": "2026-09-15"}
    filled.it.post("/nominations/new", asked)
    assert filled.it.post("/nominations/new", asked).status_code == 422
    for said in (
        {"answer": "nominated", "answered_on": "2026-09-02"},
        {"answer": "declined", "answered_on": "2026-09-02"},
        {"answer": "declined", "reason": "ไม่ว่าง"},
        {"answer": "declined", "reason": "ไม่ว่าง", "answered_on": "2026-08-01"},
    ):
        assert filled.it.post("/nominations/1/answer", said).status_code == 422
    said = {"answer": "declined", "reason": "ไม่ว่าง", "answered_on": "2026-09-02"}
    assert filled.it.post("/nominations/1/answer", said).status_code == 303
    paper = filled.it.post("/nominations/1/paper").headers["location"]
    assert "อบจ. สมมติ" in text_of(filled.it.get(f"{paper}/paper.docx").content)


@pytest.mark.parametrize(
    "wrong",
    [
        member(1, "อีกคน"),
        member(9, "ประธานสอง", "chair"),
        member(9, ""),
        member(0, "x"),
        member(9, "x", begins_on="2027-02-01", ends_on="2027-01-01"),
        member(9, "x", agency_id="99"),
    ],
)
def test_a_member_that_does_not_fit_is_refused(filled: Filled, wrong: dict[str, str]) -> None:
    order = filled.made("/orders/new", ORDER)
    filled.it.post(f"/orders/{order}/members/new", member(1, "ประธาน", "chair"))
    assert filled.it.post(f"/orders/{order}/members/new", wrong).status_code == 422


def test_a_form_that_was_opened_before_another_change_is_refused(filled: Filled) -> None:
    order = filled.made("/orders/new", ORDER)
    assert filled.it.post(f"/orders/{order}/edit", {**ORDER, "seen": "0", "reason": "หนึ่ง"}).status_code == 303
    answer = filled.it.post(f"/orders/{order}/edit", {**ORDER, "seen": "0", "reason": "สอง"})
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile" in answer.text


def test_an_own_term_never_reaches_beyond_the_order() -> None:
    order = Term(date(2026, 10, 1), date(2028, 9, 30))
    assert order.narrowed(date(2020, 1, 1), date(2030, 1, 1)) == order
    assert order.narrowed(None, date(2027, 3, 31)).ends_on == date(2027, 3, 31)
    assert Term(date(2026, 10, 1)).narrowed(None, None).ends_on is None


def test_who_is_expired_makes_no_quorum_even_when_present() -> None:
    """The expired member is neither of those who count nor of those who came."""
    whole, ended = Term(date(2026, 1, 1)), Term(date(2026, 1, 1), date(2026, 6, 30))
    members = [
        Appointed(1, 1, Seat.CHAIR, whole),
        Appointed(2, 2, Seat.MEMBER, ended),
        Appointed(3, 3, Seat.MEMBER, ended),
    ]
    before = counted(members, {1, 2}, date(2026, 6, 30), Quorum())
    after = counted(members, {2, 3}, date(2026, 7, 1), Quorum())
    assert (before.total, before.present, before.is_quorate) == (3, 2, True)
    assert (after.total, after.present, after.is_quorate) == (1, 0, False)
