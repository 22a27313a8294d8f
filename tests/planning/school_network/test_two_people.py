"""Two people in one form: who saves second is told so, and what the first one saved stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from planning.school_network.models.case import FollowUp
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.filled_form import filled
from tests.planning.school_network import acting
from tests.planning.school_network.acting import done, resolve
from tests.planning.served import Served

MEANWHILE = "Somebody else changed this at the same moment"
Place = Callable[[Entered, Served], str]


@pytest.fixture
def it(planner: Entered) -> Entered:
    """A planner with a run."""
    acting.begin_run(planner)
    return planner


def head_of_a_case(it: Entered, _network: Served) -> str:
    return f"{acting.whole_merge(it)}/edit"


def hearing(it: Entered, _network: Served) -> str:
    return f"{acting.whole_merge(it)}/hearings/1/edit"


def group(it: Entered, _network: Served) -> str:
    return f"{acting.whole_merge(it)}/groups/1/edit"


def asset(it: Entered, _network: Served) -> str:
    at = acting.whole_merge(it)
    acting.add(it, at, "assets", kind="building", item="อาคารเรียน")
    return f"{at}/assets/1/edit"


def follow_up(it: Entered, network: Served) -> str:
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", {"announcement_number": "1/2569", "announced_on": "2026-04-01"}))
    with reading(network.engine) as session:
        found = session.exec(select(FollowUp)).first()
    assert found is not None
    form = filled(it.get(f"{at}/follow-up/{found.id}").text)
    expected = {name: value for name, value in form.items() if name.startswith("arrived_")}
    assert expected
    return f"{at}/follow-up/{found.id}"


def scenario(it: Entered, _network: Served) -> str:
    form = filled(it.get("/scenarios/new").text)
    return done(it.post("/scenarios/new", {**form, "title": "ทางเลือกหนึ่ง"})) + "/edit"


@pytest.mark.parametrize(
    ("place", "field", "first", "second"),
    [
        (head_of_a_case, "reason", "เหตุผลของคนแรก", "เหตุผลของคนที่สอง"),
        (hearing, "place", "วัดสมมติ", "ศาลาสมมติ"),
        (group, "village_name", "บ้านคนแรก", "บ้านคนที่สอง"),
        (asset, "item", "อาคารของคนแรก", "อาคารของคนที่สอง"),
        (scenario, "note", "หมายเหตุคนแรก", "หมายเหตุคนที่สอง"),
    ],
)
def test_the_second_save_is_told_and_the_first_one_stays(
    it: Entered, network: Served, place: Place, field: str, first: str, second: str
) -> None:
    at = place(it, network)
    other = network.enter("admin", name="อีกคนหนึ่ง")
    mine, theirs = filled(it.get(at).text), filled(other.get(at).text)
    done(other.post(at, {**theirs, field: first}))
    late = it.post(at, {**mine, field: second})
    assert late.status_code == 422
    assert MEANWHILE in late.text
    assert second in late.text, "what was typed stays in the form"
    again = filled(it.get(at).text)
    assert again[field] == first
    done(it.post(at, {**again, field: second}))
    assert filled(it.get(at).text)[field] == second


def test_a_follow_up_told_twice_at_once_keeps_the_first(it: Entered, network: Served) -> None:
    at = follow_up(it, network)
    other = network.enter("admin", name="อีกคนหนึ่ง")
    mine, theirs = filled(it.get(at).text), filled(other.get(at).text)
    expected = _expected(it, at)
    done(other.post(at, {**theirs, **expected, "done_on": "2026-10-20", "results": "คนแรก"}))
    late = it.post(at, {**mine, **expected, "done_on": "2026-10-21", "results": "คนที่สอง"})
    assert late.status_code == 422
    assert MEANWHILE in late.text
    assert filled(it.get(at).text)["results"] == "คนแรก"


def _expected(it: Entered, at: str) -> dict[str, str]:
    """All children arrived, village by village."""
    told = it.get(f"{at}/counts.csv").text.strip().splitlines()[1:]
    names = [name for name in filled(it.get(at).text) if name.startswith("arrived_")]
    return {name: row.split(",")[2].strip('"') for name, row in zip(names, told, strict=True)}


def test_the_second_person_does_not_take_back_the_figures_of_the_first(it: Entered, network: Served) -> None:
    at = "/rules/R2550/change"
    other = network.enter("admin", name="อีกคนหนึ่ง")
    mine, theirs = filled(it.get(at).text), filled(other.get(at).text)
    figure = next(name for name in theirs if name.startswith("value_"))
    dated = {"valid_from": "2026-01-01", "reason": "มติ"}
    done(other.post(at, {**theirs, **dated, figure: "5"}))
    late = it.post(at, {**mine, **dated, "reason": "มติอื่น"})
    assert late.status_code == 422
    assert MEANWHILE in late.text
    assert filled(it.get(at).text)[figure] == "5"
