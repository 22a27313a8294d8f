"""Cases from idea to follow-up: what is refused until it is there, what is told, and what it does to the school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from contract.data.netops import NetworkRow
from contract.planning import CaseCompleted, DecommissionOrdered, DecommissionWithdrawn, SchoolStatusChanged
from planning.school_network.models.case import CaseState, FollowUp, FollowUpCount
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, attach, case_of, done, open_case, resolve, told
from tests.planning.served import Served

A, B = given.CODES["A"], given.CODES["B"]
ANNOUNCED = {"announcement_number": "1/2569", "announced_on": "2026-04-01"}


@pytest.fixture
def it(planner: Entered) -> Entered:
    """A planner with a run."""
    acting.begin_run(planner)
    return planner


def announced_merge(it: Entered, network: Served) -> str:
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    return at


@pytest.mark.requirement("P4-2.1")
def test_a_new_school_needs_demand_and_land(it: Entered, network: Served) -> None:
    at = open_case(it, "establish", school_code="53020009", school_name="โรงเรียนใหม่สมมติ", low="k2", high="p6")
    key = at.rsplit("/", 1)[-1]
    answer = it.post(f"/versions/change_case/{key}/submit")
    assert answer.status_code == 422
    for lacking in ("The table of demand is empty", "Table of demand", "Land document"):
        assert lacking in answer.text
    add(it, at, "groups", grade="p1", village_name="บ้านสมมติ", children="12")
    answer = it.post(f"/versions/change_case/{key}/submit")
    assert answer.status_code == 422
    assert "Land document" in answer.text
    attach(it, at, "land_paper")
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    (fact,) = told(network, SchoolStatusChanged)
    assert isinstance(fact, SchoolStatusChanged)
    assert (fact.school_code, fact.state, fact.name) == ("53020009", "open", "โรงเรียนใหม่สมมติ")
    assert (fact.lowest_grade, fact.highest_grade) == ("k2", "p6")


@pytest.mark.requirement("P4-2.2")
def test_the_state_of_the_school_differs_by_kind(it: Entered, network: Served) -> None:
    """INV-D1, INV-D5: learning together closes no school; only a case tells a state."""
    at = open_case(it, "co_learn", to_code=B)
    attach(it, at, "site_visit")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    done(it.post(f"{at}/groups/fill"))
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    states = [one.state for one in told(network, SchoolStatusChanged) if isinstance(one, SchoolStatusChanged)]
    assert states == ["co_learning"]
    assert told(network, DecommissionOrdered) == []
    announced_merge(it, network)
    facts = [one for one in told(network, SchoolStatusChanged) if isinstance(one, SchoolStatusChanged)][1:]
    assert [(one.state, one.successor_code) for one in facts] == [("closing", ""), ("closed", B)]
    assert facts[-1].effective_on == acting.LAST_YEAR


def test_nothing_is_announced_without_resolution_and_hearing(it: Entered, network: Served) -> None:
    """INV-D2."""
    at = open_case(it, "merge", to_code=B)
    answer = it.post(f"{at}/announce", ANNOUNCED)
    assert answer.status_code == 422
    assert "The board has not resolved this case" in answer.text
    assert "A hearing with its minutes is needed" in answer.text
    key = at.rsplit("/", 1)[-1]
    refused = it.post(f"/versions/change_case/{key}/submit")
    assert refused.status_code == 422
    for lacking in ("A hearing with its minutes", "No group of children", "opinion of the school board", "site visit"):
        assert lacking in refused.text
    add(
        it, at, "hearings", notified_on="2026-01-15", held_on="2026-02-01", place="ศาลา", parents="3", agree="3"
    )  # without minutes
    assert "A hearing with its minutes is needed" in it.post(f"{at}/announce", ANNOUNCED).text
    add(it, at, "groups", grade="p1", village_name="บ้านสมมติ", children="50")
    assert "No receiving school" in it.post(f"/versions/change_case/{key}/submit").text
    assert told(network, SchoolStatusChanged) == []
    assert case_of(network, at).state is CaseState.HEARING


def test_rooms_over_the_norm_need_a_reason(it: Entered) -> None:
    """INV-D2: rooms within the norm or a waiver."""
    at = open_case(it, "merge", to_code=B)
    add(it, at, "groups", grade="p1", village_name="บ้านสมมติ", children="30", to_code=B)
    key = at.rsplit("/", 1)[-1]
    assert "would need 3 rooms and has 2" in it.post(f"/versions/change_case/{key}/submit").text
    done(it.post(f"{at}/edit", {**_head(at), "rooms_waiver": "จะสร้างห้องเพิ่มในปีงบประมาณหน้า"}))
    assert "would need" not in it.post(f"/versions/change_case/{key}/submit").text


def _head(_at: str) -> dict[str, str]:
    return {
        "kind": "merge",
        "school_code": A,
        "to_code": B,
        "reason": "นักเรียนลดลง",
        "effective_year": "2569",
        "effective_term": "1",
        "effective_on": "2026-05-16",
    }


def test_what_changes_after_the_resolution_needs_another_one(it: Entered, network: Served) -> None:
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/edit", {**_head(at), "reason": "เหตุผลใหม่"}))
    answer = it.post(f"{at}/announce", ANNOUNCED)
    assert answer.status_code == 422
    assert "The board has not resolved this case" in answer.text


def test_no_announcement_comes_before_its_resolution(it: Entered, network: Served) -> None:
    """The board met on 1 March."""
    at = acting.whole_merge(it)
    resolve(network, it, "change_case", at)
    answer = it.post(f"{at}/announce", {**ANNOUNCED, "announced_on": "2026-02-28"})
    assert answer.status_code == 422
    assert "The board resolved it on 1 March 2026: no announcement comes before that" in answer.text
    done(it.post(f"{at}/announce", {**ANNOUNCED, "announced_on": "2026-03-01"}))


def test_nobody_speaks_in_a_hearing_who_did_not_come(it: Entered) -> None:
    at = open_case(it, "merge", to_code=B)
    said = {"notified_on": "2026-01-15", "held_on": "2026-02-01", "place": "ศาลาประชาคม", "parents": "12", "board": "3"}
    answer = it.post(f"{at}/hearings/new", {**said, "agree": "14", "abstain": "2"})
    assert (answer.status_code, "16 persons said something, 15 came" in answer.text) == (422, True)
    done(it.post(f"{at}/hearings/new", {**said, "agree": "13", "abstain": "2"}))


def test_only_what_may_still_change_is_offered_for_change(it: Entered, network: Served) -> None:
    """After the announcement: what is left behind, not what the board resolved."""
    at = announced_merge(it, network)
    page = it.get(at).text
    for part, is_offered in (("groups", False), ("hearings", False), ("opinions", False), ("assets", True)):
        assert (f"{at}/{part}/new" in page) is is_offered
    assert f"{at}/hearings/1/remove" not in page


@pytest.mark.requirement("P4-4.4", "I-5")
def test_a_merge_is_carried_out_to_the_end(it: Entered, network: Served) -> None:
    """INV-D4: it is not completed while assets or links are open."""
    at = open_case(it, "merge", to_code=B)
    attach(it, at, "site_visit")
    assert "The board has not resolved this case" in it.post(f"{at}/announce", ANNOUNCED).text
    assert "A hearing with its minutes is needed" in it.post(f"{at}/announce", ANNOUNCED).text
    acting.heard(it, at)
    done(it.post(f"{at}/groups/fill"))
    resolve(network, it, "change_case", at)
    assert told(network, SchoolStatusChanged) == []
    done(it.post(f"{at}/announce", ANNOUNCED))
    states = [one.state for one in told(network, SchoolStatusChanged) if isinstance(one, SchoolStatusChanged)]
    assert states == ["closing", "closed"]
    row = case_of(network, at)
    (order,) = told(network, DecommissionOrdered)
    assert isinstance(order, DecommissionOrdered)
    assert (order.case_key, order.school_code, order.receiving_code, order.kind) == (row.key, A, B, "merge")
    assert (row.state, row.in_force_on) == (CaseState.EXECUTING, acting.LAST_YEAR)
    add(it, at, "assets", kind="land", item="ที่ดินโรงเรียน", value_satang="1,000,000.50")
    add(it, at, "staff", position="ครู", persons="2", to_name="โรงเรียนสมมติ B")
    answer = it.post(f"{at}/complete")
    assert answer.status_code == 409
    assert "1 assets are not disposed of yet" in answer.text
    assert "Of 1 assets it is not decided" in answer.text
    assert "still open at netops" in answer.text
    land = {"kind": "land", "item": "ที่ดินโรงเรียน", "done_on": "2026-06-15"}
    assert "say what became of it" in it.post(f"{at}/assets/1/edit", land).text
    assert "Say to whom it goes" in it.post(f"{at}/assets/1/edit", land | {"way": "return"}).text
    done(it.post(f"{at}/assets/1/edit", land | {"way": "return", "to_whom": "สำนักงานธนารักษ์พื้นที่"}))
    add(it, at, "assets", kind="equipment", item="สวิตช์", asset_number="7440-1")
    assert "1 assets are not disposed of yet" in it.post(f"{at}/complete").text
    assert acting.tell_moved(network, number="7440-9", unit_code=B) == "0 cases", "of another school"
    assert acting.tell_moved(network, number="7440-1", office_code="9999") == "0 cases"
    for _again in range(2):
        assert acting.tell_moved(network, number="7440-1") == "1 cases"
        assert acting.tell_moved(network, number="7440-2") == "1 cases"
    assert [(one.asset_number, one.to_whom, str(one.done_on)) for one in acting.assets_of(network, row)[1:]] == [
        ("7440-1", "โรงเรียนสมมติ B", "2026-06-10"),
        ("7440-2", "โรงเรียนสมมติ B", "2026-06-10"),
    ]
    assert "still open at netops" in it.post(f"{at}/complete").text
    acting.tell_decommissioned(network, row.key)
    done(it.post(f"{at}/complete"))
    (fact,) = told(network, CaseCompleted)
    assert isinstance(fact, CaseCompleted)
    assert (fact.school_code, fact.receiving_codes, fact.children_moved) == (A, (B,), 24)
    assert case_of(network, at).state is CaseState.COMPLETED
    assert acting.tell_moved(network, number="7440-3") == "0 cases", "what is completed stays"
    assert it.post(f"{at}/assets/new", {"kind": "money", "item": "เงิน"}).status_code == 422
    assert it.post(f"{at}/groups/new", {"grade": "p1", "village_name": "x", "children": "1"}).status_code == 422


def test_a_day_of_effect_that_has_not_come_sets_no_state(it: Entered, network: Served) -> None:
    """INV-D1: on the day, not before."""
    at = open_case(it, "co_learn", to_code=B, effective_year="2649", effective_on="2106-05-16")
    attach(it, at, "site_visit")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    done(it.post(f"{at}/groups/fill"))
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    assert told(network, SchoolStatusChanged) == []
    assert case_of(network, at).state is CaseState.ANNOUNCED
    with transaction(network.engine) as session:
        session.merge(case_of(network, at)).effective_on = date(2026, 5, 16)
    it.get("/cases")
    assert len(told(network, SchoolStatusChanged)) == 1
    it.get("/cases")
    assert len(told(network, SchoolStatusChanged)) == 1


@pytest.mark.requirement("P4-2.3")
@pytest.mark.parametrize(("score", "is_ready"), [("1.4", False), ("1.5", True)])
def test_a_transfer_out_needs_the_readiness_score(it: Entered, network: Served, score: str, *, is_ready: bool) -> None:
    """INV-D6."""
    at = open_case(it, "transfer_out", to_name="เทศบาลตำบลสมมติ")
    attach(it, at, "lao_request")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    key = at.rsplit("/", 1)[-1]
    assert "no readiness score yet" in it.post(f"/versions/change_case/{key}/submit").text
    names = ("experience", "plan", "management", "income", "level_fit", "people")
    add(it, at, "readiness", assessed_on="2026-02-02", **dict.fromkeys(names, score))
    answer = it.post(f"/versions/change_case/{key}/submit")
    if not is_ready:
        assert answer.status_code == 422
        assert "The score 1.40 is below 1.50" in answer.text
        return
    assert answer.status_code == 303
    acting.tell_resolution(network, "change_case", key)
    done(it.post(f"/versions/change_case/{key}/gate/approve"))
    done(it.post(f"{at}/announce", ANNOUNCED))
    facts = [one for one in told(network, SchoolStatusChanged) if isinstance(one, SchoolStatusChanged)]
    assert [one.state for one in facts] == ["transferred"]


@pytest.mark.requirement("P4-7.3", "P4-7.4")
def test_readiness_and_legal_basis_stand_in_the_case(it: Entered) -> None:
    at = open_case(it, "transfer_out", to_name="เทศบาลตำบลสมมติ")
    names = ("experience", "plan", "management", "income", "level_fit", "people")
    add(it, at, "readiness", assessed_on="2026-02-02", **dict.fromkeys(names, "1.2"))
    page = it.get(at).text
    assert "กระจายอำนาจให้แก่องค์กรปกครองส่วนท้องถิ่น พ.ศ. 2542" in page
    assert "1.20" in page
    assert "criterion not met" in page
    paper = done(it.post(f"{at}/papers", {"kind": "case-transfer-out"}))
    assert it.get(f"{paper}/paper.docx").status_code == 200


@pytest.mark.requirement("P4-3")
def test_grades_change_only_by_a_case(it: Entered, network: Served) -> None:
    at = open_case(it, "expand_class", low="k2", high="m3")
    attach(it, at, "class_plan")
    add(it, at, "groups", grade="m1", village_name="บ้านสมมติ", children="25")
    add(it, at, "opinions", school_name="A", held_on="2026-01-20", opinion="agree")
    resolve(network, it, "change_case", at)
    assert told(network, SchoolStatusChanged) == []
    done(it.post(f"{at}/announce", ANNOUNCED))
    (fact,) = told(network, SchoolStatusChanged)
    assert isinstance(fact, SchoolStatusChanged)
    assert (fact.state, fact.lowest_grade, fact.highest_grade) == ("open", "k2", "m3")


@pytest.mark.requirement("P4-4.5")
def test_a_missing_follow_up_turns_the_case_red(it: Entered, network: Served) -> None:
    at = announced_merge(it, network)
    with transaction(network.engine) as session:
        for each in session.exec(select(FollowUp)):
            each.due_on = date(2026, 10, 1)
    assert "follow-up is missing" in it.get("/cases").text
    with reading(network.engine) as session:
        first = session.exec(select(FollowUp).order_by(FollowUp.id)).all()[0]  # type: ignore[arg-type]
        counts = session.exec(select(FollowUpCount).where(FollowUpCount.follow_up_id == first.id)).all()
    assert {one.village_code: one.expected for one in counts} == {"V01": 1, "V02": 15, "V03": 8}
    form = {"done_on": "2026-10-05", "travel_km": "4.2", "cost_satang": "12,000"}
    for one in counts:
        form |= {f"arrived_{one.id}": str(one.expected), f"elsewhere_{one.id}": "0", f"lost_{one.id}": "0"}
    second = next(one for one in counts if one.village_code == "V02")
    wrong = it.post(f"{at}/follow-up/{first.id}", {**form, f"lost_{second.id}": "2"})
    assert wrong.status_code == 422
    assert "the three add up to 15" in wrong.text
    form |= {f"arrived_{second.id}": "12", f"elsewhere_{second.id}": "1", f"lost_{second.id}": "2"}
    done(it.post(f"{at}/follow-up/{first.id}", form))
    table = it.get(f"{at}/follow-up/{first.id}/counts.csv").content.decode("utf-8-sig").splitlines()
    assert "V02,บ้านสมมติ V02,15,12,1,2" in table
    assert "follow-up is missing" in it.get(at).text  # the second one still is
    with reading(network.engine) as session:
        last = session.exec(select(FollowUp).order_by(FollowUp.id)).all()[1]  # type: ignore[arg-type]
        rows = session.exec(select(FollowUpCount).where(FollowUpCount.follow_up_id == last.id)).all()
    form = {"done_on": "2026-10-05"}
    for one in rows:
        form |= {f"arrived_{one.id}": str(one.expected), f"elsewhere_{one.id}": "0", f"lost_{one.id}": "0"}
    done(it.post(f"{at}/follow-up/{last.id}", form))
    assert "follow-up is missing" not in it.get(at).text
    paper = done(it.post(f"{at}/papers", {"kind": "school-follow-up"}))
    assert it.get(f"{paper}/paper.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("grade,village_code,village_name,children,to_code,ชื่อ-สกุล\np1,V01,บ้าน,1,,x", "Counts only: the column"),
        ("grade,village_code,village_name,children,to_code\np1,V01,เด็กชายสมมติ ใจดี,1,", "Counts only: row 2"),
        ("grade,village_code,village_name,children,to_code\np1,V01,1-1017-00203-45-0,1,", "Counts only: row 2"),
        ("grade,village_code,village_name,children,to_code\np9,V01,บ้าน,1,", "Row 2, grade"),
        ("grade,village_code,village_name,children,to_code\np1,V01,บ้าน,-1,", "Row 2, children"),
        ("a,b\n1,2", "The columns are"),
    ],
)
def test_tables_that_name_persons_are_refused_whole(it: Entered, table: str, reason: str) -> None:
    """INV-G1."""
    at = open_case(it, "merge", to_code=B)
    good = "grade,village_code,village_name,children,to_code\nป.1,V01,บ้านสมมติ,3," + B
    done(acting.send(it, f"{at}/groups/table", {}, {"table": ("t.csv", good.encode(), "text/csv")}))
    answer = acting.send(it, f"{at}/groups/table", {}, {"table": ("t.csv", table.encode(), "text/csv")})
    assert answer.status_code == 422
    assert reason in answer.text
    assert "บ้านสมมติ" in it.get(at).text


def test_a_field_that_names_a_child_is_refused(it: Entered) -> None:
    """INV-G1."""
    at = open_case(it, "merge", to_code=B)
    answer = it.post(f"{at}/staff/new", {"position": "เด็กหญิงสมมติ ใจดี", "persons": "1"})
    assert answer.status_code == 422
    assert "Counts only" in answer.text


def test_a_case_is_withdrawn_with_its_order(it: Entered, network: Served) -> None:
    at = acting.whole_merge(it)
    done(it.post(f"{at}/edit", {**_head(at), "effective_year": "2649", "effective_on": "2106-05-16"}))
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    assert it.post(f"{at}/end", {"how": "withdrawn", "reason": ""}).status_code == 422
    done(it.post(f"{at}/end", {"how": "withdrawn", "reason": "ชุมชนรับไปดูแล"}))
    (fact,) = told(network, DecommissionWithdrawn)
    assert isinstance(fact, DecommissionWithdrawn)
    assert fact.reason == "ชุมชนรับไปดูแล"
    assert case_of(network, at).state is CaseState.WITHDRAWN
    assert "ชุมชนรับไปดูแล" in it.get(at).text


def test_taking_over_opens_a_school_and_text_of_persons_is_text(it: Entered, network: Served) -> None:
    said = {"school_code": "53020008", "school_name": "<script>alert(1)</script>", "to_name": "เทศบาลสมมติ"}
    at = open_case(it, "transfer_in", **said)
    attach(it, at, "lao_request")
    for path in (at, "/cases", "/", f"{at}/edit", f"{at}/papers"):
        assert "<script>alert" not in it.get(path).text
    resolve(network, it, "change_case", at)
    done(it.post(f"{at}/announce", ANNOUNCED))
    (fact,) = told(network, SchoolStatusChanged)
    assert isinstance(fact, SchoolStatusChanged)
    assert (fact.school_code, fact.state, fact.name) == ("53020008", "open", "<script>alert(1)</script>")
    assert told(network, DecommissionOrdered) == []


def test_what_the_receiving_network_lacks_is_a_need_of_the_case(it: Entered, network: Served) -> None:
    """Flow 4."""
    row = NetworkRow(school_code=B, name="โรงเรียนสมมติ B", mbps=46.0, pupils=23, computers=10, device_count=4)
    given.told(network.engine, "network", [row], peer="netops")
    page = it.get(acting.whole_merge(it)).text
    assert "48.0 Mbit/s · 11 devices" in page


def test_one_live_case_of_a_kind_for_each_school(it: Entered) -> None:
    open_case(it, "merge", to_code=B)
    answer = it.post("/cases/new", {"kind": "merge", "school_code": A, "to_code": B})
    assert answer.status_code == 422
    assert "has a case of this kind already" in answer.text


def test_a_case_is_seen_by_its_office_alone(it: Entered, network: Served) -> None:
    at = acting.whole_merge(it)
    stranger: Callable[..., Entered] = network.enter
    other = stranger(office_code="5301")
    for path in (at, f"{at}/edit", f"{at}/files/1", f"{at}/package.zip", f"{at}/papers", f"{at}/groups/1/edit"):
        assert other.get(path).status_code == 404, path
    for path in ("announce", "complete", "end", "groups/fill", "hearings/1/remove", "study"):
        assert other.post(f"{at}/{path}", ANNOUNCED).status_code == 404, path
    assert network.enter("viewer").post(f"{at}/study").status_code == 403
    assert network.enter("school", first="/papers", school_code=A).get(at).status_code == 403
