"""The three sets of evidence: review of duties, situation, factors with the school map; and the order of the work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from planning.development_plan.models.plan import EvidenceSet
from planning.kit.tables import AuditEntry
from service.database import reading
from tests.planning.development_plan import given
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


@pytest.mark.requirement("P1-4.1", "P1-2.1")
def test_a_review_without_two_verdicts_is_refused_with_both_names(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.judged(it, key, all_but=2)
    page = it.get(f"/plans/{key}/missions").text
    assert page.count(f'href="/plans/{key}/missions/') == 24
    answer = it.post(f"/plans/{key}/missions/hand-in")
    assert answer.status_code == 422
    assert "There is no verdict on 6.2 งานประสาน ส่งเสริม สนับสนุน" in answer.text
    assert "There is no verdict on 6.3 งานรวบรวมองค์ความรู้" in answer.text
    assert "6.1 งานจัดการประชุม" not in answer.text.split("It cannot be handed in:")[1].split("</div>")[0]
    assert "24" in answer.text.split("Without a project")[1][:40]
    with reading(served.engine) as session:
        assert session.exec(select(EvidenceSet)).all() == []
    given.judged(it, key)
    assert it.post(f"/plans/{key}/missions/hand-in").status_code == 303
    with reading(served.engine) as session:
        assert [row.kind.value for row in session.exec(select(EvidenceSet))] == ["mission-review"]


def test_a_duty_keeps_what_was_typed_and_wants_a_reason_to_end(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    at = it.get(f"/plans/{key}/missions").text.split(f"/plans/{key}/missions/")[2].split('"')[0]
    form = {"verdict": "stop", "years.0.fiscal_year": "2568", "years.0.spend": "1,250.50", "years.0.result": "x"}
    answer = it.post(f"/plans/{key}/missions/{at}", form)
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert "1,250.50" in answer.text
    assert it.post(f"/plans/{key}/missions/{at}", {**form, "reason": "ซ้ำกับงานอื่น"}).status_code == 303
    assert "1,250.50" in it.get(f"/plans/{key}/missions").text
    other = it.post(f"/plans/{key}/missions/{at}", {"verdict": "", "years.0.fiscal_year": "2571"})
    assert "This year is not reviewed" in other.text


@pytest.mark.requirement("P1-3")
def test_nothing_of_the_plan_is_written_before_the_three_sets_are_there(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    vision = {"kind": "vision", "text": "ผู้เรียนมีคุณภาพ"}
    answer = it.post(f"/plans/{key}/elements/new", vision)
    assert answer.status_code == 409
    assert "(4.1)" in answer.text
    assert "(4.3)" in answer.text
    given.registry(served.engine)
    given.mapping_run(served.engine)
    given.judged(it, key)
    it.post(f"/plans/{key}/missions/hand-in")
    it.post(f"/plans/{key}/situation/hand-in")
    answer = it.post(f"/plans/{key}/elements/new", vision)
    assert answer.status_code == 409
    assert "Factors and school map (4.3) were not handed in" in answer.text
    assert "(4.1)" not in answer.text
    assert given.elements(served.engine) == {}
    given.factors(it, key)
    assert it.post(f"/plans/{key}/factors/hand-in").status_code == 303
    assert it.post(f"/plans/{key}/elements/new", vision).status_code == 303


def test_the_situation_is_reckoned_from_the_copies(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    assert "The registry has given no counts" in it.get(f"/plans/{key}/situation").text
    assert it.post(f"/plans/{key}/situation/hand-in").status_code == 303
    given.registry(served.engine)
    page = it.get(f"/plans/{key}/situation").text
    assert "2565" in page
    last = page.split(">2569</td>")[1].split("</tr>")[0]
    assert "202" in last  # 56 + 40 + 90 + 16
    assert "20.2" in last  # ten teachers; a janitor is none
    assert "50.5" in last  # four rooms
    assert "Open schools: 2, of which small (at most 120 pupils): 1" in page
    assert "better, but below the target" in page
    with reading(served.engine) as session:
        assert session.exec(select(EvidenceSet)).all() == []


def test_factors_give_a_point_and_are_handed_in_whole(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    answer = it.post(f"/plans/{key}/factors/hand-in")
    assert answer.status_code == 422
    assert "There is no factor of this class: Threat from outside" in answer.text
    assert "no mapping run yet" in answer.text
    given.factors(it, key)
    given.mapping_run(served.engine)
    page = it.get(f"/plans/{key}/factors").text
    assert "+1.20" in page  # 0.6 · 4 - 0.4 · 3
    assert "+1.00" in page
    assert "strong, and helped from outside" in page
    number = given.factor_ids(served.engine)["threat"]
    threat = {"factor_class": "threat", "text": "x", "weight": "49", "score": "2"}
    it.post(f"/plans/{key}/factors/{number}", threat)
    assert "make 99 together, not 100" in it.post(f"/plans/{key}/factors/hand-in").text
    it.post(f"/plans/{key}/factors/{number}", {**threat, "weight": "50"})
    assert it.post(f"/plans/{key}/factors/hand-in").status_code == 303
    given.mapping_run(served.engine, "e" * 64, key="c" * 32)
    assert "outdated" in it.get(f"/plans/{key}/factors").text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"weight": "0"}, "At least 1"),
        ({"weight": "101"}, "At most 100"),
        ({"score": "6"}, "At most 5"),
        ({"text": ""}, "This is needed"),
        ({"basis": "risk"}, "Say what was measured, where and when"),
        ({"factor_class": "luck"}, "One of"),
    ],
)
def test_a_factor_is_refused_at_its_field(served: Served, change: dict[str, str], reason: str) -> None:
    it = served.enter()
    key = given.begun(it)
    form = {"factor_class": "threat", "text": "x", "weight": "50", "score": "2", "basis": "judged", **change}
    answer = it.post(f"/plans/{key}/factors/new", form)
    assert answer.status_code == 422
    assert reason in answer.text
    assert given.factor_ids(served.engine) == {}


def test_who_may_not_write_changes_nothing_and_another_office_sees_nothing(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    for role in ("viewer", "it", "supply", "director"):
        assert served.enter(role).post(f"/plans/{key}/missions/hand-in").status_code == 403
        assert served.enter(role).post("/plans/new", given.PLAN).status_code == 403
    stranger = served.enter(office_code="5301")
    for page in (
        "",
        "/missions",
        "/situation",
        "/factors",
        "/direction",
        "/strategies",
        "/targets",
        "/schools",
        "/results",
    ):
        assert it.get(f"/plans/{key}{page}").status_code == 200, page
        assert stranger.get(f"/plans/{key}{page}").status_code == 404
    assert stranger.post(f"/plans/{key}/missions/hand-in").status_code == 404
    school = served.enter("school", "/school-plans", school_code="53020001")
    assert school.get(f"/plans/{key}").status_code == 403


def test_every_act_is_written_down(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    with reading(served.engine) as session:
        acts = {row.action for row in session.exec(select(AuditEntry))}
    assert {
        "plan.added",
        "duty.reviewed",
        "factor.added",
        "mission-review.handed_in",
        "school-mapping.handed_in",
    } <= acts
