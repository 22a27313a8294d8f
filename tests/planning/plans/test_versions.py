"""Versions: frozen when submitted, approved by the right committee and no other, published as approved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from planning.kit.tables import EventOut
from planning.kit.visitor import Person, Visitor
from planning.plans.fingerprint import fingerprint
from planning.plans.models.version import ImmutableError, Version, VersionState
from planning.plans.store.versions import touch
from service.database import reading, transaction
from tests.planning.plans.conftest import version_of
from tests.planning.plans.tiny import BOOK, Book
from tests.planning.served import Served

Decide = Callable[..., None]


def edit(tiny: Served, key: str, title: str) -> None:
    """An act of the service that changes the content."""
    person = Person(sub="7", username="somebody", role="planner", office_code="5302", office_name="An office")
    with transaction(tiny.engine) as session:
        touch(session, Visitor(person, {}), BOOK, key)
        row = session.exec(select(Book).where(Book.key == key)).one()
        row.goals = [*row.goals, {"code": "3", "title": title}]


def test_what_is_lacking_is_named_whole_and_nothing_is_frozen(tiny: Served, book: str) -> None:
    with transaction(tiny.engine) as session:
        session.exec(select(Book)).one().goals = [{"code": "1", "title": ""}, {"code": "2", "title": ""}]
    answer = tiny.enter().post(f"/versions/development/{book}/submit")
    assert answer.status_code == 422
    assert "Goal 1 has no title" in answer.text
    assert "Goal 2 has no title" in answer.text
    with reading(tiny.engine) as session:
        assert session.exec(select(Version)).first() is None


def test_without_a_resolution_nothing_is_approved(tiny: Served, book: str) -> None:
    """INV-A1."""
    it = tiny.enter()
    assert it.post(f"/versions/development/{book}/submit").status_code == 303
    row = version_of(tiny.engine, book)
    assert row.sha256 == fingerprint(row.content)
    shown = it.get(f"/versions/development/{book}").text
    assert row.sha256 in shown
    assert f"sha256={row.sha256}" in shown
    assert f"/versions/development/{book}/1.pdf" in shown
    assert it.get(f"/versions/development/{book}/1.pdf").content.startswith(b"%PDF")
    answer = it.post(f"/versions/development/{book}/gate/approve")
    assert answer.status_code == 409
    assert "There is no resolution about it yet" in answer.text
    assert version_of(tiny.engine, book).state is VersionState.SUBMITTED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"is_quorate": False}, "The meeting had no quorum"),
        ({"committee_kind": "cluster_board"}, "does not decide this"),
        ({"verdict": "reject"}, "did not approve it"),
        ({"verdict": "defer"}, "did not approve it"),
        ({"verdict": "acknowledge"}, "did not approve it"),
        ({"sha256": "0" * 64}, "is about another version"),
        ({"service": "province"}, "There is no resolution about it yet"),
        ({"office_code": "5303"}, "There is no resolution about it yet"),
        ({"subject_key": "f" * 32}, "There is no resolution about it yet"),
    ],
)
def test_a_resolution_that_does_not_count_opens_nothing(
    tiny: Served, book: str, decide: Decide, said: dict[str, object], reason: str
) -> None:
    """INV-A1."""
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    decide(**said)
    answer = it.post(f"/versions/development/{book}/gate/approve")
    assert answer.status_code == 409
    assert reason in answer.text
    assert version_of(tiny.engine, book).state is VersionState.SUBMITTED


def test_the_committee_that_counts_is_the_one_of_the_day_of_the_meeting(
    tiny: Served, book: str, decide: Decide
) -> None:
    it = tiny.enter()
    said = {"decision": "book", "committee_kind": "provincial_board", "valid_from": "2026-11-21", "basis": "คำสั่ง 1"}
    assert it.post("/approving-bodies/new", said).status_code == 303
    assert it.post("/approving-bodies/new", said).status_code == 422
    it.post(f"/versions/development/{book}/submit")
    decide(held_on=date(2026, 11, 22))
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 409
    decide(held_on=date(2026, 11, 23), committee_kind="provincial_board")
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 303
    assert "Provincial education board" in it.get("/approving-bodies").text


def test_a_later_refusal_of_the_same_committee_closes_the_gate(tiny: Served, book: str, decide: Decide) -> None:
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    decide()
    assert "the gate is open" in it.get(f"/versions/development/{book}").text
    decide(held_on=date(2026, 11, 21), verdict="reject")
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 409


def test_an_edit_after_approval_opens_the_next_number_without_approval(tiny: Served, book: str, decide: Decide) -> None:
    """INV-A2: what was approved stays as it was."""
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    decide()
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 303
    first = version_of(tiny.engine, book)
    edit(tiny, book, "เป้าหมายสาม")
    second = version_of(tiny.engine, book)
    assert (first.number, second.number, second.state, second.sha256) == (1, 2, VersionState.DRAFT, "")
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 409
    assert "เป้าหมายสาม" in it.get(f"/versions/development/{book}/1/now").text
    kept = json.loads(it.get(f"/versions/development/{book}/1.json").content)
    assert [one["title"] for one in kept["goals"]] == ["เป้าหมายหนึ่ง", "เป้าหมายสอง"]
    with reading(tiny.engine) as session:
        told = session.exec(select(EventOut).where(EventOut.kind == "PlanApproved")).one()
    assert (told.data["plan_key"], told.data["sha256"], told.data["years"]) == (book, first.sha256, [2570, 2571])


def test_an_approved_version_cannot_be_changed_or_deleted(tiny: Served, book: str, decide: Decide) -> None:
    """INV-A2."""
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    decide()
    it.post(f"/versions/development/{book}/gate/approve")
    for name, value in (("content", "{}"), ("sha256", "0" * 64), ("number", 7), ("state", VersionState.DRAFT)):
        with pytest.raises(ImmutableError), transaction(tiny.engine) as session:
            setattr(session.exec(select(Version)).one(), name, value)
    with pytest.raises(ImmutableError), transaction(tiny.engine) as session:
        session.delete(session.exec(select(Version)).one())


def test_what_lies_before_the_committee_is_not_edited_and_can_be_taken_back(tiny: Served, book: str) -> None:
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    with pytest.raises(Exception, match="lies before the committee"):
        edit(tiny, book, "x")
    assert it.post(f"/versions/development/{book}/back", {"reason": "แก้ไข"}).status_code == 303
    row = version_of(tiny.engine, book)
    assert (row.state, row.sha256, row.content) == (VersionState.DRAFT, "", "")


def test_another_office_sees_and_approves_nothing(tiny: Served, book: str) -> None:
    tiny.enter().post(f"/versions/development/{book}/submit")
    stranger = tiny.enter(office_code="5303")
    assert stranger.get(f"/versions/development/{book}").status_code == 404
    assert stranger.post(f"/versions/development/{book}/gate/approve").status_code == 404
