"""Days of a case stand in their order, and what has happened does not lie after today."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from planning.kit.happened import today
from planning.school_network.models.case import FollowUp, FollowUpCount, Hearing
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, case_of, done, open_case, resolve
from tests.planning.served import Served

B = given.CODES["B"]
MEETING = {"notified_on": "2026-01-15", "held_on": "2026-02-01", "place": "ศาลาประชาคม"}
OPINION = {"school_name": "A", "held_on": "2026-01-20", "opinion": "agree"}
ASSET = {"kind": "building", "item": "อาคารเรียน", "way": "sell"}
ANNOUNCED = {"announcement_number": "1/2569", "announced_on": "2026-04-01"}


@pytest.fixture
def it(planner: Entered) -> Entered:
    """A planner with a run."""
    acting.begin_run(planner)
    return planner


def ahead(days: int = 1) -> str:
    return (today() + timedelta(days=days)).isoformat()


def problem(page: str, field: str) -> str:
    """What the page says at a field."""
    found = re.search(rf'<div class="invalid-feedback d-block" id="f-[^"]*-{field}-more">([^<]*)<', page)
    return "" if found is None else found[1]


@pytest.mark.parametrize(
    ("part", "said", "field", "reason"),
    [
        ("hearings", MEETING | {"held_on": ahead()}, "held_on", "yet to come"),
        ("hearings", MEETING | {"notified_on": "2026-02-01"}, "notified_on", "its notice comes before that"),
        ("hearings", MEETING | {"notified_on": "2026-03-01"}, "notified_on", "its notice comes before that"),
        ("hearings", MEETING | {"notified_on": "2025-01-31"}, "notified_on", "More than a year before the hearing"),
        ("hearings", MEETING | {"held_on": "2016-02-01"}, "held_on", "more than two years before this case"),
        ("hearings", MEETING | {"notified_on": ""}, "notified_on", "A date such as"),
        ("opinions", OPINION | {"held_on": ahead()}, "held_on", "yet to come"),
        ("assets", ASSET | {"done_on": ahead()}, "done_on", "yet to come"),
        ("assets", ASSET | {"done_on": "2026-03-01"}, "done_on", "not announced yet"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    it: Entered, part: str, said: dict[str, str], field: str, reason: str
) -> None:
    at = open_case(it, "merge", to_code=B)
    answer = it.post(f"{at}/{part}/new", said)
    assert answer.status_code == 422
    assert reason in problem(answer.text, field)
    assert it.get(f"{at}/{part}/1/edit").status_code == 404


def test_a_readiness_score_is_of_a_day_that_was(it: Entered) -> None:
    at = open_case(it, "transfer_out", to_name="เทศบาลตำบลสมมติ")
    names = ("experience", "plan", "management", "income", "level_fit", "people")
    answer = it.post(f"{at}/readiness/new", {"assessed_on": ahead(), **dict.fromkeys(names, "1.2")})
    assert (answer.status_code, "yet to come" in problem(answer.text, "assessed_on")) == (422, True)


def test_the_bounds_themselves_are_taken(it: Entered) -> None:
    at = open_case(it, "merge", to_code=B)
    add(it, at, "hearings", **MEETING | {"held_on": today().isoformat(), "notified_on": ahead(-365)})
    add(it, at, "hearings", **MEETING | {"notified_on": "2026-01-31"})
    # Two years before the day of effect, 16 May 2026.
    add(it, at, "opinions", **OPINION | {"held_on": "2024-05-16"})
    refused = it.post(f"{at}/opinions/new", OPINION | {"held_on": "2024-05-15"})
    assert (refused.status_code, "two years" in problem(refused.text, "held_on")) == (422, True)


def test_a_change_is_judged_as_what_is_new(it: Entered) -> None:
    at = open_case(it, "merge", to_code=B)
    add(it, at, "hearings", **MEETING)
    answer = it.post(f"{at}/hearings/1/edit", MEETING | {"held_on": ahead()})
    assert (answer.status_code, "yet to come" in problem(answer.text, "held_on")) == (422, True)


def test_the_day_of_effect_lies_in_its_academic_year(it: Entered) -> None:
    form = {"kind": "close", "school_code": given.CODES["A"], "effective_year": "2569", "effective_on": "2026-05-15"}
    answer = it.post("/cases/new", form)
    assert answer.status_code == 422
    assert "lies in academic year 2568" in problem(answer.text, "effective_on")
    done(it.post("/cases/new", form | {"effective_on": "2026-05-16"}))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (ahead(), "yet to come"),
        ("2026-02-28", "no announcement comes before that"),
        ("2026-05-17", "announced before the children move"),
    ],
)
def test_an_announcement_stands_between_resolution_and_relocation(
    it: Entered, network: Served, day: str, reason: str
) -> None:
    """Resolved on 1 March, in force from 16 May."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    answer = it.post(f"{at}/announce", ANNOUNCED | {"announced_on": day})
    assert answer.status_code == 422
    assert reason in problem(answer.text, "announced_on")
    assert case_of(network, at).announced_on is None
    done(it.post(f"{at}/announce", ANNOUNCED | {"announced_on": "2026-05-16"}))


def test_the_board_decides_after_the_hearing(it: Entered, network: Served) -> None:
    """A resolution of a day before the hearing opens no gate."""
    at = acting.whole_merge(it)
    key = at.rsplit("/", 1)[-1]
    done(it.post(f"/versions/change_case/{key}/submit"))
    acting.tell_resolution(network, "change_case", key, held_on=date(2026, 1, 25))
    answer = it.post(f"/versions/change_case/{key}/gate/approve")
    assert answer.status_code == 409
    assert "comes after the resolution" in answer.text
    assert case_of(network, at).state.value == "hearing"


def test_a_hearing_of_before_notices_keeps_its_resolution(it: Entered, network: Served) -> None:
    """What was approved before the day of the notice was asked for is announced as it is."""
    at = acting.whole_merge(it)
    with transaction(network.engine) as session:
        session.exec(select(Hearing)).one().notified_on = None
    resolve(network, it, "change_case", at)
    key = at.rsplit("/", 1)[-1]
    assert "notified_on" not in it.get(f"/versions/change_case/{key}/1.json").json()["hearings"][0]
    done(it.post(f"{at}/announce", ANNOUNCED))


def test_things_are_handed_over_after_the_announcement_and_children_followed_after_they_moved(
    it: Entered, network: Served
) -> None:
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    answer = it.post(f"{at}/assets/new", ASSET | {"done_on": "2026-03-31"})
    assert (answer.status_code, "nothing is handed over" in problem(answer.text, "done_on")) == (422, True)
    add(it, at, "assets", **ASSET, done_on="2026-04-01")
    with reading(network.engine) as session:
        first = session.exec(select(FollowUp)).all()[0]
        counts = session.exec(select(FollowUpCount).where(FollowUpCount.follow_up_id == first.id)).all()
    form = {f"{name}_{one.id}": "0" for one in counts for name in ("elsewhere", "lost")}
    form |= {f"arrived_{one.id}": str(one.expected) for one in counts}
    for day, reason in ((ahead(), "yet to come"), ("2026-05-15", "nothing is followed up before")):
        answer = it.post(f"{at}/follow-up/{first.id}", form | {"done_on": day})
        assert (answer.status_code, reason in problem(answer.text, "done_on")) == (422, True)
    done(it.post(f"{at}/follow-up/{first.id}", form | {"done_on": "2026-05-16"}))
