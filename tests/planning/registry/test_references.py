"""References: taken over from the manual letter by letter, succeeded, told, and their nodes without an indicator."""

from __future__ import annotations

from collections.abc import Callable

import httpx2 as httpx
import pytest
from sqlmodel import Session, select

from contract.planning import ReferenceSuperseded
from planning.kit.tables import AuditEntry, EventOut
from planning.registry.manual_references import manual_references
from planning.registry.models.fiscal_year import FiscalYearState
from planning.registry.models.reference import PolicyNode, PolicyReference
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.served import Served

Serve = Callable[[str], Served]
NODES = "รหัส,ข้อความ,รหัสแม่\n1,ยุทธศาสตร์ที่ 1,\n1.1,เป้าหมาย 1.1,1\n1.2,=2+5,1\n"


def reference(session: Session, ref: str) -> PolicyReference:
    return next(row for row in session.exec(select(PolicyReference)) if ref in row.seed_titles)


def upload(it: Entered, at: str, text: str) -> httpx.Response:
    return it.client.post(
        at,
        data={"csrf": it.csrf},
        files={"file": ("nodes.csv", text.encode())},
        headers={"origin": "http://testserver"},
    )


def test_the_manual_names_forty_one_references_of_which_equal_ones_are_one() -> None:
    named = [ref for one in manual_references() for ref in one.seed_titles]
    assert len(named) == len(set(named)) == 41
    assert len(manual_references()) == 23


def test_titles_of_the_manual_stand_beside_their_successors_with_their_faults(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    text = it.get("/references").text
    for one in manual_references():
        assert one.title in text
    assert "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13 พ.ศ. 2566 - 2570" in text
    assert "ยุทธศาสตร์ชาติ พ.ศ. 2561 - 2580" in text
    assert "พ.ศ. 2542" in text  # the year of the Act, beside the manual's own
    assert "unverified" in text
    assert "expired" in text
    it.get("/references")
    with reading(served.engine) as session:
        assert len(session.exec(select(PolicyReference)).all()) == 27
        key = reference(session, "P3-7.2").key
    shown = it.get(f"/references/{key}").text
    assert "แผนพัฒนาเศรษฐกิจ และสังคมแห่งชาติฉบับที่ 11" in shown
    assert "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 11 พ.ศ.2554 - 2559" in shown


def test_superseding_tells_others_the_nodes_and_leaves_the_title(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    it.get("/references")
    with reading(served.engine) as session:
        old = reference(session, "P1-7.7")
    upload(it, f"/references/{old.key}/nodes/file", NODES)
    new = it.post("/references/new", {"title": "แผนพัฒนาจังหวัด พ.ศ. 2571 - 2575", "kind": "policy"}).headers["location"]
    key = new.rsplit("/", 1)[1]
    assert it.post(f"/references/{old.key}/successor", {"successor": key}).status_code == 303
    again = it.post(f"/references/{old.key}/successor", {"successor": key})
    assert again.status_code == 422
    circle = it.post(f"{new}/successor", {"successor": old.key})
    assert circle.status_code == 422
    assert "cannot stand in its own place" in circle.text
    with reading(served.engine) as session:
        told = [ReferenceSuperseded.model_validate(row.data) for row in session.exec(select(EventOut))]
        nodes = session.exec(select(PolicyNode.key).order_by(PolicyNode.position)).all()  # type: ignore[arg-type]
        assert reference(session, "P1-7.7").title == "แผนพัฒนาจังหวัด"
    assert len(nodes) == 3
    of_it = [(one.reference_key, one.successor_key, one.nodes) for one in told if one.reference_key == old.key]
    assert of_it == [(old.key, key, tuple(nodes))]
    refused = it.post(f"/references/{old.key}/edit", {"title": "ชื่ออื่น", "kind": "policy"})
    assert refused.status_code == 422


def test_what_has_a_successor_from_the_beginning_is_told_once_to_each_office(serve: Serve) -> None:
    served = serve("registry")
    for office in ("5302", "5302", "5301"):
        served.enter(office_code=office).get("/references")
    with reading(served.engine) as session:
        told = [ReferenceSuperseded.model_validate(row.data) for row in session.exec(select(EventOut))]
        rows = session.exec(select(PolicyReference)).all()
    succeeded = {(row.office_code, row.key, row.succeeded_by) for row in rows if row.succeeded_by}
    assert len(succeeded) == 8
    assert len(told) == 8
    assert {(one.office_code, one.reference_key, one.successor_key) for one in told} == succeeded
    titles = {(row.office_code, row.key): row.title for row in rows}
    assert all(one.successor_title == titles[one.office_code, one.successor_key] for one in told)


@pytest.mark.requirement("I-3.1")
def test_a_new_years_policy_lists_its_uncovered_nodes(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    added = {"title": "นโยบาย สพฐ. ปี 2570", "kind": "policy", "valid_from": "2570", "valid_to": "2570"}
    there = it.post("/references/new", added).headers["location"]
    sent = upload(it, f"{there}/nodes/file", NODES)
    assert sent.headers["location"] == "/references/gaps"
    listed = it.get("/references/gaps").text
    assert "เป้าหมาย 1.1" in listed
    assert "=2+5" in listed
    assert "ยุทธศาสตร์ที่ 1" not in listed  # those under it count
    assert "เป้าหมาย 1.1" not in it.get("/references/gaps?era=2571").text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("รหัส,ข้อความ\n1,ก\n,ข\n", "3: code"),
        ("a,b\n1,2\n", "The file needs the columns"),
        ("รหัส,ข้อความ,รหัสแม่\n1,ก,9\n", "No node has the code 9"),
        ("รหัส,ข้อความ\n1,ก\n1,ข\n", "The code 1 stands there twice"),
        ("รหัส,ข้อความ,รหัสแม่\n1,ก,2\n2,ข,1\n", "cannot stand under itself"),
    ],
)
def test_a_wrong_file_is_refused_whole(serve: Serve, text: str, reason: str) -> None:
    served = serve("registry")
    it = served.enter()
    it.get("/references")
    with reading(served.engine) as session:
        key = reference(session, "P1-7.5").key
    answer = upload(it, f"/references/{key}/nodes/file", text)
    assert answer.status_code == 422
    assert reason in answer.text
    with reading(served.engine) as session:
        assert session.exec(select(PolicyNode)).all() == []
        assert session.exec(select(AuditEntry)).all() == []


def test_another_office_sees_none_of_it_and_a_viewer_changes_nothing(serve: Serve) -> None:
    served = serve("registry")
    there = served.enter().post("/references/new", {"title": "ของเราเอง", "kind": "rule"}).headers["location"]
    other = served.enter(office_code="9999")
    assert other.get(there).status_code == 404
    assert "ของเราเอง" not in other.get("/references").text
    viewer = served.enter("viewer")
    assert viewer.get(there).status_code == 200
    assert viewer.post(f"{there}/edit", {"title": "x", "kind": "rule"}).status_code == 403


def test_a_year_is_opened_and_closed_in_order(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    text = it.get("/fiscal-years").text
    assert "being planned" in text
    with reading(served.engine) as session:
        rows = session.exec(select(FiscalYearState).order_by(FiscalYearState.era)).all()  # type: ignore[arg-type]
    assert it.post(f"/fiscal-years/{rows[1].era}/state", {"state": "closed"}).status_code == 422
    assert it.post(f"/fiscal-years/{rows[1].era}/state", {"state": "open"}).status_code == 303
    early = it.post(f"/fiscal-years/{rows[0].era}/state", {"state": "closed"})
    assert early.status_code == 422
    assert "has not ended yet" in early.text
