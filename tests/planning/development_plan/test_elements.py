"""Vision to measures: drafts of several authors, comments, ties, and strategies with what they answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from planning.development_plan.models.element import ElementDraft
from service.database import reading
from tests.planning.development_plan import given
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


def test_wordings_of_two_authors_stand_side_by_side_and_one_holds(served: Served) -> None:
    it, other = served.enter(), served.enter("director", name="ผู้อำนวยการ")
    key = given.begun(it)
    given.evidence(served, it, key)
    at = f"/plans/{key}/elements/{given.element(it, key, 'vision', 'ผู้เรียนมีคุณภาพตามมาตรฐาน')}"
    answer = other.post(f"{at}/drafts", {"text": "ผู้เรียนทุกคนมีคุณภาพตามมาตรฐานสากล"})
    assert answer.status_code == 303
    page = it.get(at).text
    assert "ผู้อำนวยการ" in page
    assert '<ins class="diff-added">สากล</ins>' in page
    assert "<b>ผู้เรียนมีคุณภาพตามมาตรฐาน</b>" in page
    with reading(served.engine) as session:
        second = session.exec(select(ElementDraft.id).order_by(ElementDraft.id.desc())).first()  # type: ignore[union-attr]
    assert other.post(f"{at}/drafts/{second}/hold").status_code == 403
    assert it.post(f"{at}/drafts/{second}/hold").status_code == 303
    page = it.get(at).text
    assert "<b>ผู้เรียนทุกคนมีคุณภาพตามมาตรฐานสากล</b>" in page
    assert "Wording 2" in page
    assert other.post(f"{at}/comments", {"text": "<b>กระชับกว่านี้</b>"}).status_code == 303
    assert "&lt;b&gt;กระชับกว่านี้" in it.get(at).text
    assert it.post(f"{at}/comments", {"text": " "}).status_code == 422
    assert served.enter("viewer").post(f"{at}/comments", {"text": "x"}).status_code == 403
    refused = it.post(f"/plans/{key}/elements/new", {"kind": "vision", "text": "อีกวิสัยทัศน์"})
    assert refused.status_code == 422
    assert "There is a vision already" in refused.text


def test_what_others_write_is_a_draft_that_does_not_hold(served: Served) -> None:
    it, other = served.enter(), served.enter("it")
    key = given.begun(it)
    given.evidence(served, it, key)
    number = given.element(other, key, "goal", "เป้าประสงค์ที่เสนอ")
    assert given.elements(served.engine)[number].text == ""
    assert "no wording holds yet" in it.get(f"/plans/{key}/direction").text


def test_a_goal_without_a_mission_is_listed_until_it_is_tied(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    mission = given.element(it, key, "mission", "พันธกิจ")
    goal = given.element(it, key, "goal", "เป้าประสงค์")
    assert "serves no mission" in it.get(f"/plans/{key}/direction").text
    wrong = it.post(f"/plans/{key}/elements/{goal}/ties", {f"upper.{goal}": "yes"})
    assert wrong.status_code == 422
    given.tie(it, key, goal, mission)
    page = it.get(f"/plans/{key}/direction").text
    assert "serves no mission" not in page
    assert "→ พันธกิจ" in page


def test_a_strategy_without_goal_or_factor_is_listed(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    goal = given.element(it, key, "goal", "เป้าประสงค์")
    strategy = given.element(it, key, "strategy", "กลยุทธ์ลอย")
    page = it.get(f"/plans/{key}/strategies").text
    assert "กลยุทธ์ลอย: no goal, no factors, no policy" in page
    assert "No strategy serves this goal: เป้าประสงค์" in page
    given.tie(it, key, strategy, goal)
    numbers = given.factor_ids(served.engine)
    at = f"/plans/{key}/elements/{strategy}"
    swapped = {"inner_id": str(numbers["threat"]), "outer_id": str(numbers["strength"])}
    assert it.post(f"{at}/pairs", swapped).status_code == 422
    pair = {"inner_id": str(numbers["strength"]), "outer_id": str(numbers["threat"])}
    assert it.post(f"{at}/pairs", pair).status_code == 303
    assert "<b>ST</b>" in it.get(at).text
    page = it.get(f"/plans/{key}/strategies").text
    assert "กลยุทธ์ลอย: no policy" in page
    refused = it.post(f"/plans/{key}/factors/{numbers['threat']}/remove")
    assert refused.status_code == 303
    assert given.factor_ids(served.engine) == numbers


def test_what_others_hang_on_is_not_removed(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    refused = it.post(f"/plans/{key}/elements/{made['strategy']}/remove")
    assert refused.status_code == 422
    assert "remove them first" in refused.text
    assert it.post(f"/plans/{key}/elements/{made['measure']}/remove").status_code == 303
    assert it.post(f"/plans/{key}/elements/{made['strategy']}/remove").status_code == 303
    assert made["strategy"] not in given.elements(served.engine)
