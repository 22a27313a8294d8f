"""Indicators with a target for each year, project frames with amounts, and their sums to the satang."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from planning.development_plan.models.target import FrameYear, PlanIndicator, PlanTarget, ProjectFrame
from service.database import reading, transaction
from tests.planning.development_plan import given
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"targets.3.value": "", "targets.3.fiscal_year": ""}, "There is no target for fiscal year 2574"),
        ({"unit": ""}, "This is needed"),
        ({"baseline": ""}, "A baseline is needed, or the reason why nothing was measured yet"),
        ({"source": ""}, "This is needed"),
        ({"direction": "sideways"}, "One of"),
        ({"direction": "band"}, "A band has two ends"),
        ({"targets.4.fiscal_year": "2571"}, "There are two targets for the same"),
        ({"targets.4.fiscal_year": "2580"}, "This year is not of the plan"),
        ({"targets.0.value": "nan"}, "A number is needed"),
    ],
)
def test_an_indicator_is_refused_for_what_it_lacks(served: Served, change: dict[str, str], reason: str) -> None:
    """Tries to break INV-C2: every indicator has unit, direction, source and baseline."""
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    goal = given.element(it, key, "goal", "เป้าประสงค์")
    answer = it.post(f"/plans/{key}/indicators/new", given.indicator(goal, **change))
    assert answer.status_code == 422
    assert reason in answer.text
    assert "ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์" in answer.text
    with reading(served.engine) as session:
        assert session.exec(select(PlanIndicator)).all() == []
        assert session.exec(select(PlanTarget)).all() == []


def test_what_is_there_does_not_lose_what_makes_it_an_indicator(served: Served) -> None:
    """Tries to break INV-C2 by an edit that takes a part away, and past the form; a reason replaces a baseline."""
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    goal = given.element(it, key, "goal", "เป้าประสงค์")
    assert it.post(f"/plans/{key}/indicators/new", given.indicator(goal)).status_code == 303
    number = given.indicator_id(served.engine)
    for name in ("unit", "direction", "source", "baseline"):
        assert it.post(f"/plans/{key}/indicators/{number}", given.indicator(goal, **{name: ""})).status_code == 422
    for gone in ({"unit": ""}, {"source": ""}, {"baseline": None}):
        with pytest.raises(IntegrityError), transaction(served.engine) as session:
            session.exec(update(PlanIndicator).values(**gone))
    told = given.indicator(goal, baseline="", no_baseline="เริ่มวัดปีนี้")
    assert it.post(f"/plans/{key}/indicators/{number}", told).status_code == 303
    assert "Not measured yet, because เริ่มวัดปีนี้" in it.get(f"/plans/{key}/targets").text
    assert "no baseline" not in it.get(f"/plans/{key}/targets").text


@pytest.mark.requirement("P1-4.6")
def test_targets_lacking_are_refused_and_frames_add_up_per_year_and_strategy(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    for lacking, reason in (
        ({"targets.1.fiscal_year": "", "targets.1.value": ""}, "There is no target for fiscal year 2572"),
        ({"unit": ""}, "This is needed"),
        ({"baseline": ""}, "A baseline is needed, or the reason why nothing was measured yet"),
    ):
        answer = it.post(f"/plans/{key}/indicators/new", given.indicator(made["goal"], **lacking))
        assert (answer.status_code, reason in answer.text) == (422, True)
    given.targeted(served, it, key, made)
    second = given.element(it, key, "strategy", "พัฒนาครู")
    number = given.indicator_id(served.engine)
    other = given.frame(second, number, title="โครงการครู") | {f"years.{at}.amount": "0.05" for at in range(5)}
    assert it.post(f"/plans/{key}/frames/new", other).status_code == 303
    third = given.frame(made["strategy"], number, title="โครงการสาม") | {"years.0.amount": "0.50"}
    assert it.post(f"/plans/{key}/frames/new", third).status_code == 303
    page = it.get(f"/plans/{key}/targets").text
    whole = page.split("<b>All together</b>")[1]
    assert "<b>1,000,000.80</b>" in whole  # 2571: 1,000,000.25 + 0.05 + 0.50
    assert whole.count("<b>2,000,000.55</b>") == 4  # each later year
    assert "<b>9,000,003.00</b>" in whole
    first = page.split("Sum of the strategy")[1].split("</tr>")[0]
    assert "<b>1,000,000.75</b>" in first
    assert "<b>9,000,002.75</b>" in first
    assert "<b>0.25</b>" in page.split("Sum of the strategy")[2].split("</tr>")[0]


def test_a_frame_without_indicator_owner_or_year_is_refused(served: Served) -> None:
    """Tries to break INV-C1: every project has strategy, indicator and owner; submitting asks for the policy."""
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    it.post(f"/plans/{key}/indicators/new", given.indicator(made["goal"]))
    number = given.indicator_id(served.engine)
    for change, reason in (
        ({"indicator_id": ""}, "This is needed"),
        ({"owner": ""}, "This is needed"),
        ({"strategy_id": str(made["goal"])}, "A project belongs to a strategy"),
        ({"years.2.amount": ""}, "There is no amount for fiscal year 2573"),
        ({"years.2.amount": "1.005"}, "A number with fewer digits is needed"),
        ({"years.2.amount": "-1"}, "At least 0"),
    ):
        answer = it.post(f"/plans/{key}/frames/new", given.frame(made["strategy"], number) | change)
        assert (answer.status_code, reason in answer.text) == (422, True), change
    with reading(served.engine) as session:
        assert session.exec(select(ProjectFrame)).all() == []
        assert session.exec(select(FrameYear)).all() == []
    assert "No project is foreseen for this strategy" in it.get(f"/plans/{key}/targets").text


def test_an_indicator_of_the_registry_brings_its_key(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    page = it.get(f"/plans/{key}/indicators/new?of={'a' * 32}").text
    assert 'value="ONET"' in page
    form = given.indicator(made["goal"], key="a" * 32, code="ONET", direction="up")
    assert it.post(f"/plans/{key}/indicators/new", form).status_code == 303
    twice = it.post(f"/plans/{key}/indicators/new", {**form, "code": "ONET2"})
    assert "taken from the same one of the registry" in twice.text


def hidden(page: str) -> str:
    """The mark of the form that is on the page."""
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_a_form_that_was_opened_before_somebody_else_changed_it_is_refused(served: Served) -> None:
    it, other = served.enter(), served.enter("admin", name="อีกคนหนึ่ง")
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    frame = given.targeted(served, it, key, made)
    number = given.indicator_id(served.engine)
    factor = given.factor_ids(served.engine)["strength"]
    forms = (
        (f"/plans/{key}/indicators/{number}", given.indicator(made["goal"])),
        (f"/plans/{key}/frames/{frame}", given.frame(made["strategy"], number)),
        (f"/plans/{key}/factors/{factor}", {"factor_class": "strength", "text": "ก", "weight": "60", "score": "4"}),
        (f"/plans/{key}/missions/1", {"verdict": "continue"}),
    )
    changes = ({"name": "ชื่อใหม่"}, {"title": "ชื่อใหม่"}, {"text": "ข"}, {"verdict": "adjust", "reason": "ช้า"})
    for (at, form), change in zip(forms, changes, strict=True):
        mark = hidden(it.get(at).text)
        assert other.post(at, {**form, **change, "seen": mark}).status_code == 303, at
        late = it.post(at, {**form, "seen": mark})
        assert late.status_code == 422, at
        assert "Somebody else changed this" in late.text
        assert it.post(at, {**form, "seen": hidden(it.get(at).text)}).status_code == 303
