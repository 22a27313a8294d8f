"""Two people in one form of the province: who saves second is told so, and what the first one saved stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.planning.filled_form import filled as fields_of
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, Filled
from tests.planning.served import Served

MEANWHILE = "Somebody else changed this meanwhile"
Typed = Mapping[str, str]
Place = tuple[str, str, Typed]
"""Where the form stands, where what was saved is shown, and what has to be typed into it besides."""


def project(it: Filled) -> Place:
    at = f"/projects/{it.project(it.plan(ANNUAL), it.agency('หน่วยงานหนึ่ง'), 'โครงการร่วม')}"
    return f"{at}/edit", at, {}


def sector(it: Filled) -> Place:
    it.it.post("/sectors/new", {"name": "ภาคเอกชน", "is_required": "yes"})
    return f"/sectors/{it.of('/sectors', 'ภาคเอกชน')}", "/sectors", {}


def contribution(it: Filled) -> Place:
    agency = it.agency("หน่วยงานหนึ่ง")
    at = f"/projects/{it.project(it.plan(ANNUAL), agency, 'โครงการร่วม')}"
    return f"{at}/contributions/new", at, {"agency_id": agency, "kind": "in_kind"}


def report(it: Filled) -> Place:
    plan = it.plan(ANNUAL)
    at = f"/projects/{it.project(plan, it.agency('หน่วยงานหนึ่ง'), 'โครงการร่วม')}"
    typed = {"fiscal_year": "2570", "quarter": "1", "percent": "10", "spent_satang": "100"}
    return f"{at}/report", f"/plans/{plan}/follow-up", typed


def figure(it: Filled) -> Place:
    at = f"/plans/{it.plan(DEVELOPMENT)}/situation"
    assert it.it.post(f"{at}/district/new", {"name": "อำเภอหนึ่ง"}).status_code == 303
    typed = {"district": "อำเภอหนึ่ง", "measure": "enrolled", "value": "100", "as_of": "2026-06-10"}
    return f"{at}/equity/new", at, typed


def target(it: Filled) -> Place:
    plan = it.plan(DEVELOPMENT)
    strategy = it.strategy(plan)
    draft = {"element_id": strategy, "name": "ร้อยละ", "unit": "ร้อยละ", "direction": "up", "baseline": "1"}
    number = it.made(f"/plans/{plan}/indicators/new", {**draft, "source": "รายงาน"})
    at = f"/plans/{plan}/indicators/{number}"
    return at, at, {"fiscal_year": "2570", "target": "80", "actual": "70"}


def rule(_it: Filled) -> Place:
    return "/rules/2552/new", "/rules", {}


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (project, "place"),
        (sector, "name"),
        (contribution, "what"),
        (report, "source"),
        (figure, "source"),
        (target, "actual_source"),
        (rule, "note"),
    ],
)
def test_the_second_save_is_told_and_the_first_one_stays(
    filled: Filled, province: Served, place: Callable[[Filled], Place], field: str
) -> None:
    it, other = filled.it, province.enter("admin", name="อีกคนหนึ่ง")
    at, shown, typed = place(filled)
    mine, theirs = fields_of(it.get(at).text), fields_of(other.get(at).text)
    answer = other.post(at, {**theirs, **typed, field: "ของคนแรก"})
    assert answer.status_code == 303, answer.text
    late = it.post(at, {**mine, **typed, field: "ของคนที่สอง"})
    assert late.status_code == 422
    assert MEANWHILE in late.text
    assert "ของคนแรก" in it.get(shown).text
    again = it.post(at, {**fields_of(it.get(at).text), **typed, field: "ของคนที่สอง"})
    assert again.status_code == 303, again.text
    assert "ของคนที่สอง" in it.get(shown).text


def test_a_ruling_that_somebody_made_meanwhile_is_shown_first(filled: Filled, province: Served) -> None:
    it, other = filled.it, province.enter("admin", name="อีกคนหนึ่ง")
    plan = filled.plan(ANNUAL)
    same = {"target_group": "ครูประถมศึกษา", "place": "อำเภอหนึ่ง", "activity": "อบรมครูสอนภาษาไทย"}
    numbers = [filled.project(plan, filled.agency(name), "อบรมครูสอนภาษาไทย", **same) for name in ("ก", "ข")]
    at = f"/plans/{plan}/overlaps"
    opened = it.get(at).text.split('name="opened" value="')[1].split('"', 1)[0]
    pair = {"first_id": numbers[0], "second_id": numbers[1], "opened": opened}
    assert other.post(at, {**pair, "kind": "join", "reason": "รวมเป็นโครงการเดียว"}).status_code == 303
    late = it.post(at, {**pair, "kind": "apart", "reason": "คนละกลุ่ม"})
    assert late.status_code == 422
    assert MEANWHILE in late.text
    assert "รวมเป็นโครงการเดียว" in late.text


def test_an_answer_to_a_task_is_not_overwritten(filled: Filled, province: Served) -> None:
    it, other = filled.it, province.enter("admin", name="อีกคนหนึ่ง")
    lead, partner = filled.agency("ก"), filled.agency("ข")
    number = filled.project(filled.plan(ANNUAL), lead, "โครงการร่วม")
    task = {"agency_id": partner, "title": "จัดอบรม", "due_on": "2027-01-31"}
    assert it.post(f"/projects/{number}/tasks/new", task).status_code == 303
    page = it.get(f"/projects/{number}").text
    at = next(part for part in page.split('"') if part.startswith(f"/projects/{number}/tasks/") and part[-1].isdigit())
    mine = fields_of(it.get(at).text)
    assert other.post(at, {**fields_of(other.get(at).text), "state": "accepted"}).status_code == 303
    late = it.post(at, {**mine, "state": "declined", "reason": "ไม่มีงบประมาณ"})
    assert late.status_code == 422
    assert MEANWHILE in late.text


def test_an_entry_of_the_tree_is_changed_and_removed_when_nothing_hangs_on_it(filled: Filled, province: Served) -> None:
    it, other = filled.it, province.enter("admin", name="อีกคนหนึ่ง")
    plan = filled.plan(DEVELOPMENT)
    strategy = filled.strategy(plan)
    draft = {"element_id": strategy, "name": "ร้อยละ", "unit": "ร้อยละ", "direction": "up", "baseline": "1"}
    number = filled.made(f"/plans/{plan}/indicators/new", {**draft, "source": "รายงาน"})
    at = f"/plans/{plan}/tree/{strategy}"
    mine = fields_of(it.get(at).text)
    assert other.post(at, {**fields_of(other.get(at).text), "text": "ของคนแรก"}).status_code == 303
    late = it.post(at, {**mine, "text": "ของคนที่สอง"})
    assert (late.status_code, MEANWHILE in late.text) == (422, True)
    assert "ของคนแรก" in it.get(f"/plans/{plan}/tree").text
    other_kind = it.post(at, {**fields_of(it.get(at).text), "kind": "goal"})
    assert (other_kind.status_code, "does not change" in other_kind.text) == (422, True)
    refused = it.post(f"{at}/remove")
    assert (refused.status_code, "Other things hang on this" in refused.text) == (422, True)
    assert "ของคนแรก" in it.get(f"/plans/{plan}/tree").text
    named = f"/plans/{plan}/indicators/{number}/edit"
    changed = it.post(named, {**fields_of(it.get(named).text), "name": "ร้อยละใหม่"})
    assert changed.headers["location"] == f"/plans/{plan}/indicators/{number}"
    assert "ร้อยละใหม่" in it.get(f"/plans/{plan}/tree").text
    spare = {"kind": "measure", "code": "1.1", "text": "มาตรการสำรอง", "parent_id": strategy}
    assert it.post(f"/plans/{plan}/tree/new", spare).status_code == 303
    page = it.get(f"/plans/{plan}/tree").text
    last = [part for part in page.split('"') if part.startswith(f"/plans/{plan}/tree/") and part[-1].isdigit()][-1]
    assert it.post(f"{last}/remove").status_code == 303
    assert "มาตรการสำรอง" not in it.get(f"/plans/{plan}/tree").text
    elsewhere = filled.plan({**DEVELOPMENT, "province": "อื่น"})
    assert it.get(f"/plans/{elsewhere}/tree/{strategy}").status_code == 404
