"""Resolutions are found by text, year and school, with what other services told that came of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contract.planning import CaseCompleted, PlanApproved, SchoolStatusChanged
from planning.registry.store.executing import hear
from service.database import transaction
from tests.planning.registry.committees import KEY, SHA, TODAY, laid, quorate
from tests.planning.registry.test_meetings import APPROVED, told
from tests.planning.served import Served

Serve = Callable[[str], Served]
ONE, TWO = "53020001", "53020002"


@pytest.mark.requirement("I-6.3")
def test_a_school_brings_every_resolution_on_it_with_its_state(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    for code, name in ((ONE, "โรงเรียนบ้านหนึ่ง"), (TWO, "โรงเรียนบ้านสอง")):
        assert it.post("/schools/new", {"smis_code": code, "name": name}).status_code == 303
    case = {"service": "school_network", "kind": "change_case"}
    it.post(laid(it, meeting, title="รวมโรงเรียนหนึ่ง", schools=f"{ONE} {TWO}", key="1" * 32, **case), APPROVED)
    it.post(laid(it, meeting, title="เลิกโรงเรียนสอง", schools=TWO, key="2" * 32, **case), APPROVED)
    it.post(laid(it, meeting, title="แผนพัฒนา", key="3" * 32), APPROVED)
    listed = it.get(f"/resolutions?school={TWO}").text
    assert "รวมโรงเรียนหนึ่ง" in listed
    assert "เลิกโรงเรียนสอง" in listed
    assert "แผนพัฒนา" not in listed.split("<tbody>")[1]
    assert listed.count("not yet carried out") == 2
    by_name = it.get("/resolutions?school=บ้านสอง").text
    assert "โรงเรียนบ้านหนึ่ง" in by_name  # the first one is about both
    assert by_name.count("not yet carried out") == 2
    later = datetime.now(UTC) + timedelta(minutes=1)
    changed = SchoolStatusChanged(
        office_code="5302", case_key="1" * 32, school_code=ONE, state="closed", effective_on=TODAY, successor_code=TWO
    )
    done = CaseCompleted(office_code="5302", case_key="1" * 32, kind="merge", school_code=ONE, completed_on=TODAY)
    plan = PlanApproved(
        office_code="5302",
        plan_key="3" * 32,
        kind="development",
        title="แผนพัฒนา",
        number=1,
        years=(2570, 2574),
        sha256=SHA,
        resolution_key=told(served)[2].resolution_key,
    )
    with transaction(served.engine) as session:
        for fact in (changed, done, plan):
            hear(session, fact, later)
    one = it.get(f"/resolutions?school={ONE}").text
    assert "carried out</b>" in one
    assert "case completed" in one
    assert "state of the school changed" in one
    assert "plan approved" in it.get("/resolutions?q=แผนพัฒนา").text
    assert "not yet carried out" in it.get("/resolutions?q=เลิกโรงเรียน").text


def test_text_subject_and_year_narrow_the_search_and_the_file(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    it.post(laid(it, meeting, title="เรื่องหนึ่ง"), {**APPROVED, "text": "=HYPERLINK(1)"})
    era = TODAY.year + 543
    for query in (f"era={era}", "q=HYPERLINK", "kind=development"):
        assert "เรื่องหนึ่ง" in it.get(f"/resolutions?{query}").text
    for query in (f"era={era - 1}", "q=ไม่มี", "kind=annual", f"school={ONE}"):
        assert "เรื่องหนึ่ง" not in it.get(f"/resolutions?{query}").text.split("<tbody>")[1]
    assert "'=HYPERLINK(1)" in it.get("/resolutions/export.csv").text
    other = served.enter(office_code="9999")
    assert "เรื่องหนึ่ง" not in other.get("/resolutions").text


def test_a_fact_before_a_resolution_did_not_come_of_it(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    early = CaseCompleted(office_code="5302", case_key=KEY, kind="merge", school_code=ONE, completed_on=TODAY)
    with transaction(served.engine) as session:
        hear(session, early, datetime.now(UTC) - timedelta(days=400))
    it.post(laid(it, quorate(it, served.engine)), APPROVED)
    assert "not yet carried out" in it.get("/resolutions").text
