"""Invariants of school changes and runs, attacked past the page: other bodies, stores, files, replays, two at once."""

from __future__ import annotations

import csv
import io
import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from contract.events import DecommissionRefused, SchoolDecommissioned
from contract.planning import CaseCompleted, DecommissionOrdered, MappingRunDone, SchoolStatusChanged
from planning.kit.visitor import Person, Visitor
from planning.plans.store import versions
from planning.school_network import gates
from planning.school_network.declared import CASE
from planning.school_network.kinds import CaseKind
from planning.school_network.models.case import CaseState, ChangeCase, ChildGroup, Hearing
from planning.school_network.models.run import MappingRunRow, RunState
from planning.school_network.models.scenario import ScenarioStep
from planning.school_network.store import carrying_out, cases, parts, runs, scenarios
from planning.school_network.store.carrying_out import NOT_ORDERED, hear_decommissioned, hear_refused
from service.columns import utc_now
from service.database import reading, transaction
from service.refusal import BlockedError, RefusedError
from service.uploads import Uploads
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, attach, case_of, done, open_case, resolve, send, told
from tests.planning.served import Served

A, B, C, D = given.CODES.values()
ANNOUNCED = {"announcement_number": "1/2569", "announced_on": "2026-04-01"}
SAID = carrying_out.AnnouncementDraft(announcement_number="1/2569", announced_on=date(2026, 4, 1))
VISITOR = Visitor(Person(sub="9", username="x", role="planner", office_code=given.OFFICE, office_name=""), {})
SCORES = ("experience", "plan", "management", "income", "level_fit", "people")


@pytest.fixture
def it(planner: Entered) -> Entered:
    """A planner with a run."""
    acting.begin_run(planner)
    return planner


def find(session: Session, at: str) -> ChangeCase:
    return cases.find_case(session, given.OFFICE, at.rsplit("/", 1)[-1], to_change=True)


def announce(network: Served, at: str) -> None:
    """By the store, as the page would."""
    with transaction(network.engine) as session:
        row = find(session, at)
        carrying_out.announce(session, VISITOR, row, SAID, resolved_on=gates.resolved_on(session, row))


def states(network: Served) -> list[str]:
    return [one.state for one in told(network, SchoolStatusChanged) if isinstance(one, SchoolStatusChanged)]


def test_no_other_body_and_no_hidden_field_sets_a_state(it: Entered, network: Served) -> None:
    """INV-D1: JSON instead of a form, other methods, fields that no form has."""
    at = acting.whole_merge(it)
    wish = {"state": "executing", "in_force_on": "2026-05-16", "announcement_number": "1", "announced_on": "2026-04-01"}
    headers = {"origin": "http://testserver", "X-CSRF-Token": it.csrf}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in (at, f"{at}/edit", f"{at}/announce", f"{at}/complete"):
            answer = it.client.request(method, path, json=wish, headers=headers)
            assert answer.status_code >= 400, (method, path)
    head = {"kind": "merge", "school_code": A, "to_code": B, "reason": "ลอง", **wish}
    it.post(f"{at}/edit", head)
    row = case_of(network, at)
    assert (row.state, row.in_force_on, row.announcement_number) == (CaseState.HEARING, None, "")
    assert states(network) == []


def test_a_state_is_told_once_however_often_its_day_is_looked_at(it: Entered, network: Served) -> None:
    """INV-D1: the effect taken again, and by two at once, is one effect; a case that is not announced has none."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    with transaction(network.engine) as session:
        assert not carrying_out.take_effect(session, find(session, at), date(2030, 1, 1))
        with pytest.raises(RefusedError, match="board has not resolved"):
            carrying_out.announce(session, VISITOR, find(session, at), SAID, resolved_on=None)
    announce(network, at)
    ready = threading.Barrier(3)

    def take() -> None:
        ready.wait(20)
        with transaction(network.engine) as session:
            carrying_out.take_all_effects(session, date(2030, 1, 1))

    people = [threading.Thread(target=take) for _ in range(3)]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    assert states(network) == ["closing", "closed"]
    with transaction(network.engine) as session, pytest.raises(RefusedError):
        carrying_out.announce(session, VISITOR, find(session, at), SAID, resolved_on=date(2026, 3, 1))


@pytest.mark.parametrize("act", ["add", "change", "remove", "head"])
def test_what_a_program_changes_after_the_resolution_is_not_what_was_resolved(
    it: Entered, network: Served, act: str
) -> None:
    """INV-D2: the store knows no page that would begin another version; the announcement compares what is there."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    with transaction(network.engine) as session:
        row, groups = find(session, at), parts.part_named("groups")
        group = cases.parts_of(session, row, ChildGroup)[0]
        said = {"grade": "p1", "village_name": "บ้านอื่น", "children": 1, "to_code": C}
        match act:
            case "add":
                parts.add_part(session, VISITOR, row, groups, parts.GroupDraft.read(said))
            case "change":
                parts.change_part(session, VISITOR, row, groups, group, parts.GroupDraft.read(said))
            case "remove":
                parts.remove_part(session, VISITOR, row, groups, group)
            case _:
                row.to_code = C
    with pytest.raises(RefusedError, match="board has not resolved"):
        announce(network, at)
    assert states(network) == []


def test_a_hearing_that_is_gone_after_the_resolution_stops_the_announcement(it: Entered, network: Served) -> None:
    """INV-D2."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    with transaction(network.engine) as session:
        row = find(session, at)
        hearing = cases.parts_of(session, row, Hearing)[0]
        parts.remove_part(session, VISITOR, row, parts.part_named("hearings"), hearing)
    with pytest.raises(RefusedError, match="hearing with its minutes"):
        announce(network, at)


def test_a_table_of_children_without_a_receiving_school_does_not_reach_the_board(it: Entered, network: Served) -> None:
    """INV-D2: by a file, and by the store."""
    at = open_case(it, "merge", to_code=B)
    attach(it, at, "site_visit")
    acting.heard(it, at)
    table = "grade,village_code,village_name,children,to_code\np1,V01,บ้านสมมติ V01,3,\n"
    done(send(it, f"{at}/groups/table", {}, {"table": ("groups.csv", table.encode(), "text/csv")}))
    with transaction(network.engine) as session, pytest.raises(RefusedError, match="No receiving school"):
        versions.submit(session, VISITOR, CASE, at.rsplit("/", 1)[-1])


def special(code: str, **changes: Any) -> list[Any]:
    """The schools with one of them changed."""
    return [one.model_copy(update=changes) if one.smis_code == code else one for one in given.schools()]


def proposed(network: Served, uploads: Uploads, run: str, keep: int) -> set[str]:
    """Schools that the optimiser names, from either side; nothing is kept of it."""
    draft = scenarios.ProposalDraft.read(
        {"title": "ข้อเสนอ", "level": "primary", "keep": keep, "most_km": 50, "academic_year": 2570}
    )
    with Session(network.engine) as session:
        row = scenarios.propose_steps(session, VISITOR, uploads, run, draft)
        steps = session.exec(select(ScenarioStep).where(ScenarioStep.scenario_id == row.id)).all()
        return {code for one in steps for code in (one.school_code, one.to_code)}


@pytest.fixture
def uploads(network: Served) -> Uploads:
    return Uploads(network.settings.folder_of("school_network"))


@pytest.mark.parametrize("area", ["highland", "island", "border"])
def test_a_school_of_a_special_area_is_not_proposed_on_an_old_run_and_receives_nobody(
    it: Entered, network: Served, uploads: Uploads, area: str
) -> None:
    """INV-D3: the registry tells the area after the run; and the optimiser gives its pupils to no such school."""
    old = it.get("/runs").text.split('href="/runs/', 2)[-1][:32]
    assert proposed(network, uploads, old, 2)
    given.told(network.engine, "schools", special(B, special_area=area))
    with pytest.raises(RefusedError, match="stale"):
        proposed(network, uploads, old, 2)
    fresh = acting.begin_run(it).rsplit("/", 1)[-1]
    named = proposed(network, uploads, fresh, 2)
    assert named
    assert B not in named
    assert D not in named


@pytest.mark.parametrize(
    "changes", [{"latitude": 0.0, "longitude": 0.0}, {"latitude": 100.0, "longitude": 16.04}], ids=["zero", "swapped"]
)
def test_a_coordinate_that_an_import_spoilt_is_in_no_proposal(
    it: Entered, network: Served, uploads: Uploads, changes: dict[str, float]
) -> None:
    """INV-E2: by the copy of the registry, at the optimiser and at the candidates, from either side."""
    given.told(network.engine, "schools", special(B, **changes))
    at = acting.begin_run(it)
    named = list(csv.DictReader(io.StringIO(it.get(f"{at}/options.csv").content.decode("utf-8-sig"))))
    assert B not in {code for one in named for code in (one["start"], one["end"])}
    listed = it.get(f"{at}/coordinates.csv").text
    assert B in listed
    try:
        codes = proposed(network, uploads, at.rsplit("/", 1)[-1], 2)
    except RefusedError:
        codes = set()
    assert B not in codes


def decommissioned(case: ChangeCase, **other: Any) -> SchoolDecommissioned:
    fields = {"office_code": given.OFFICE, "case_key": case.key, "school_code": A, "completed_on": date(2026, 6, 1)}
    counts = {"links_ended": 1, "devices_moved": 0, "devices_retired": 0}
    return SchoolDecommissioned.model_validate({**fields, **counts, **other})


def hear(network: Served, fact: SchoolDecommissioned | DecommissionRefused) -> str:
    with transaction(network.engine) as session:
        heard = hear_decommissioned if isinstance(fact, SchoolDecommissioned) else hear_refused
        return heard(session, fact, utc_now())


def test_an_answer_that_nobody_asked_for_ends_no_network(it: Entered, network: Served) -> None:
    """INV-D4: before the order, of another school or office, and again after it was heard."""
    at = acting.whole_merge(it)
    case = case_of(network, at)
    assert hear(network, decommissioned(case)) == NOT_ORDERED
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    assert len(told(network, DecommissionOrdered)) == 1
    for other in ({"school_code": C}, {"office_code": "5301"}, {"case_key": "0" * 32}):
        assert hear(network, decommissioned(case, **other)) == NOT_ORDERED
    assert case_of(network, at).network_done_on is None
    add(it, at, "assets", kind="land", item="ที่ดิน", way="sell", done_on="2026-06-01")
    with transaction(network.engine) as session, pytest.raises(BlockedError, match="still open at netops"):
        carrying_out.complete(session, VISITOR, find(session, at), date(2026, 6, 2))
    assert hear(network, decommissioned(case)).endswith("no network left")
    late = DecommissionRefused(
        office_code=given.OFFICE, case_key=case.key, school_code=A, refused_on=date(2026, 7, 1), reason="no_such_school"
    )
    assert hear(network, late) == NOT_ORDERED
    assert hear(network, decommissioned(case, completed_on=date(2027, 1, 1))) == NOT_ORDERED
    assert case_of(network, at).network_done_on == date(2026, 6, 1)


def test_two_who_complete_a_case_complete_it_once_and_nothing_is_opened_after_it(it: Entered, network: Served) -> None:
    """INV-D4: two at once, and a thing that is written down behind them."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    add(it, at, "assets", kind="land", item="ที่ดิน", way="sell", done_on="2026-06-01")
    hear(network, decommissioned(case_of(network, at)))
    ready, refused = threading.Barrier(2), []

    def complete() -> None:
        ready.wait(20)
        try:
            with transaction(network.engine) as session:
                carrying_out.complete(session, VISITOR, find(session, at), date(2026, 6, 2))
        except BlockedError as error:
            refused.append(str(error))

    people = [threading.Thread(target=complete) for _ in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    assert len(refused) == 1
    assert len(told(network, CaseCompleted)) == 1
    draft = parts.AssetDraft.read({"kind": "money", "item": "เงิน"})
    with transaction(network.engine) as session, pytest.raises(BlockedError):
        parts.add_part(session, VISITOR, find(session, at), parts.part_named("assets"), draft)


def test_learning_together_closes_nothing_whatever_is_told_of_it(
    it: Entered, network: Served, uploads: Uploads
) -> None:
    """INV-D5: another kind by the store, an answer of netops, and its day looked at again."""
    at = open_case(it, "co_learn", to_code=B)
    attach(it, at, "site_visit")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    done(it.post(f"{at}/groups/fill"))
    resolve(network, it, "change_case", at)
    draft = cases.CaseDraft.read({"kind": "close", "school_code": A, "to_code": B})
    with transaction(network.engine) as session, pytest.raises(RefusedError, match="kind of a case does not change"):
        cases.change_case(session, VISITOR, uploads, find(session, at), draft)
    done(it.post(f"{at}/announce", ANNOUNCED))
    assert hear(network, decommissioned(case_of(network, at))) == NOT_ORDERED
    with transaction(network.engine) as session:
        assert carrying_out.take_all_effects(session, date(2030, 1, 1)) == 0
        with pytest.raises(RefusedError):
            carrying_out.order_again(session, VISITOR, find(session, at))
    assert states(network) == ["co_learning"]
    assert told(network, DecommissionOrdered) == []


def test_a_transfer_goes_past_its_score_by_no_store_and_no_plan(it: Entered, network: Served) -> None:
    """INV-D6: submitted by the store, lowered after the resolution, and opened by an approved plan."""
    at = open_case(it, "transfer_out", to_name="เทศบาลตำบลสมมติ")
    key = at.rsplit("/", 1)[-1]
    attach(it, at, "lao_request")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    add(it, at, "readiness", assessed_on="2026-02-02", **dict.fromkeys(SCORES, "1.4"))
    with transaction(network.engine) as session, pytest.raises(RefusedError, match=r"1.40 is below 1.50"):
        versions.submit(session, VISITOR, CASE, key)
    done(it.post(f"{at}/readiness/1/edit", {"assessed_on": "2026-02-02", **dict.fromkeys(SCORES, "1.6")}))
    resolve(network, it, "change_case", at)
    with transaction(network.engine) as session:
        row, part = find(session, at), parts.part_named("readiness")
        low = parts.ReadinessDraft.read({"assessed_on": date(2026, 2, 2), **dict.fromkeys(SCORES, 1.0)})
        parts.change_part(session, VISITOR, row, part, parts.find_part(session, row, part, 1), low)
    with pytest.raises(RefusedError, match="board has not resolved"):
        announce(network, at)
    with transaction(network.engine) as session:
        step = ScenarioStep(
            scenario_id=1, place=1, kind=CaseKind.TRANSFER_OUT, school_code=C, school_name="C", academic_year=2570
        )
        planned = cases.open_planned(session, VISITOR, "0" * 32, step)
        assert planned is not None
        planned.effective_on = date(2026, 5, 16)
        with pytest.raises(RefusedError, match="board has not resolved"):
            carrying_out.announce(session, VISITOR, planned, SAID, resolved_on=gates.resolved_on(session, planned))
        with pytest.raises(RefusedError, match="no readiness score yet"):
            versions.submit(session, VISITOR, CASE, planned.key)
    assert states(network) == []


def test_a_run_that_came_out_is_carried_out_no_second_time(it: Entered, network: Served, uploads: Uploads) -> None:
    """INV-E1: the thread begun twice, and at once; queued anew; and figures written by SQL."""
    with reading(network.engine) as session:
        row = session.exec(select(MappingRunRow)).one()
        before = (row.key, row.result, row.result_hash, row.done_at)
    people = [threading.Thread(target=runs.carry_out, args=(network.engine, uploads, row.key)) for _ in range(3)]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    with transaction(network.engine) as session, pytest.raises(BlockedError, match="not to be repeated"):
        runs.again(session, VISITOR, runs.find_run(session, given.OFFICE, row.key))
    for said in ("demand = 'homes'", "result_hash = 'x'", "state = 'queued'"):
        with pytest.raises(DBAPIError), transaction(network.engine) as session:
            session.execute(text(f"UPDATE mapping_run SET {said}"))
    with reading(network.engine) as session:
        now = session.exec(select(MappingRunRow)).one()
        assert (now.key, now.result, now.result_hash, now.done_at) == before
        assert now.state is RunState.DONE
    assert len(told(network, MappingRunDone)) == 1
    assert told_twice(it, network)


def told_twice(it: Entered, network: Served) -> bool:
    """The same wish of two people is one run."""
    other = network.enter("admin", name="อีกคนหนึ่ง")
    return acting.begin_run(it) == acting.begin_run(other)


def test_the_head_of_a_case_and_how_it_ends_say_nothing_of_a_person(planner: Entered) -> None:
    """INV-G1 beyond the parts: what is written freely about the case itself."""
    form = {"kind": "close", "school_code": A, "reason": "เลขประจำตัว 1-1037-02071-81-1 ย้ายออก"}
    acting.begin_run(planner)
    answer = planner.post("/cases/new", form)
    assert (answer.status_code, "this says who somebody is" in answer.text) == (422, True)
    at = open_case(planner, "close")
    edited = planner.post(f"{at}/edit", {"kind": "close", "school_code": A, "reason": "เด็กชายสมมติ ย้ายออก"})
    assert (edited.status_code, "this says who somebody is" in edited.text) == (422, True)
