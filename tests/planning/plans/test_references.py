"""References beside their successors, and the things that point to them."""

from __future__ import annotations

from sqlmodel import select

from contract.data.plans import AlignmentRow
from contract.planning import ReferenceSuperseded
from planning.kit.tables import AuditEntry
from planning.plans.store.aligning import counts
from planning.plans.validity import Validity, successors, validity
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.plans.tiny import MORE, OLD_TITLE, REFERENCES
from tests.planning.served import Served


def goal_of(book: str, code: str = "1") -> str:
    return f"{book[:20]}{code}"


def align(it: Entered, goal: str, **said: object) -> int:
    form = {"csrf": it.csrf, **said}
    answer = it.client.post(f"/alignment/goal/{goal}", data=form, headers={"origin": "http://testserver"})
    return answer.status_code


def test_years_are_judged_and_successors_found() -> None:
    old, new, report = REFERENCES
    assert validity(old, 2570, 2571) is Validity.EXPIRED
    assert validity(old, 2558, 2558) is Validity.SUPERSEDED
    assert validity(new, 2570, 2571) is Validity.ENDS
    assert validity(new, 2567, 2570) is Validity.HOLDS
    assert validity(new, 2560, 2562) is Validity.LATER
    assert validity(report, 2570, 2570) is Validity.UNKNOWN
    by_key = {row.key: row for row in REFERENCES}
    assert [row.key for row in successors(old, by_key)] == ["plan13"]
    circle = {"a": old.model_copy(update={"key": "a", "superseded_by_key": "a"})}
    assert successors(circle["a"], circle) == []


def test_the_title_of_the_manual_stands_unchanged_beside_its_successor(tiny: Served, book: str) -> None:
    shown = tiny.enter().get("/references?year=2570").text
    assert OLD_TITLE in shown
    assert "ฉบับที่ 13" in shown
    assert "expired" in shown
    assert "P1-7.2" in shown
    assert "P2-7.2" not in shown


def test_what_points_to_a_superseded_reference_is_listed_until_it_is_chosen_anew(tiny: Served, book: str) -> None:
    it = tiny.enter()
    assert align(it, goal_of(book), nodes=["plan11-1"]) == 303
    assert align(it, goal_of(book, "2"), nodes=["plan13-1"]) == 303
    assert "To be looked at again" not in it.get("/references").text
    fact = ReferenceSuperseded(
        office_code="5302",
        reference_key="plan11",
        title=OLD_TITLE,
        successor_key="plan13",
        successor_title="ฉบับที่ 13",
        nodes=("plan11-1",),
    )
    with transaction(tiny.engine) as session:
        assert MORE.handlers["ReferenceSuperseded"](session, fact, utc_now()).startswith("1 ")
    shown = it.get("/references").text.partition("To be looked at again")[2].partition("</section>")[0]
    assert "เป้าหมายหนึ่ง" in shown
    assert "เป้าหมายสอง" not in shown
    assert "เป้าหมายหนึ่ง" in it.get("/references/plan11").text
    assert align(it, goal_of(book), nodes=["plan13-1"]) == 303
    assert "To be looked at again" not in it.get("/references").text


def test_neither_unknown_nodes_nor_silence_are_taken(tiny: Served, book: str) -> None:
    """INV-C1: a reason why nothing fits is no link."""
    it = tiny.enter()
    assert align(it, goal_of(book)) == 422
    assert align(it, goal_of(book), nodes=["nothing"]) == 422
    assert align(it, goal_of(book), nodes=["plan13-1"], reason="ไม่มี") == 422
    assert align(it, "strange", nodes=["plan13-1"]) == 404
    assert align(it, goal_of(book), reason="ไม่มีนโยบายที่เกี่ยวข้อง") == 303
    with reading(tiny.engine) as session:
        assert counts(session, "5302", "goal", [goal_of(book)]) == {goal_of(book): 0}
        acts = session.exec(select(AuditEntry).where(AuditEntry.action == "alignment.set")).all()
    assert len(acts) == 1
    assert align(it, goal_of(book), nodes=["plan13-1", "plan13"]) == 303
    with reading(tiny.engine) as session:
        assert counts(session, "5302", "goal", [goal_of(book)]) == {goal_of(book): 2}
    table = it.get("/references/alignment.csv").content.decode("utf-8-sig")
    assert "หมุดหมายที่ 12 กำลังคน" in table
    assert "not aligned yet" in table


def test_the_registry_is_given_what_points_to_nodes(tiny: Served, book: str) -> None:
    it = tiny.enter()
    align(it, goal_of(book), nodes=["plan13-1"])
    align(it, goal_of(book, "2"), reason="ไม่เกี่ยวข้อง")
    with reading(tiny.engine) as session:
        given = MORE.datasets["alignment"](session, "5302")
        nothing = MORE.datasets["alignment"](session, "9999")
    assert [(row.node_key, row.subject_kind) for row in given.rows if isinstance(row, AlignmentRow)] == [
        ("plan13-1", "goal")
    ]
    assert given.as_of is not None
    assert nothing.rows == []
