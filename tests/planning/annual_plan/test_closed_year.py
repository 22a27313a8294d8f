"""A closed year is read-only whatever asks (INV-B6), and money that was taken back is not spent (INV-B2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from contract.data.registry import NodeRow, ReferenceRow
from contract.events import ProcurementApproved
from planning.annual_plan import copied
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Project
from planning.annual_plan.store.whole import content
from planning.plans.fingerprint import canonical, fingerprint
from planning.plans.models.version import Version, VersionState
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep
from tests.planning.annual_plan.test_ledger import ASK, closed_quarter, free
from tests.planning.annual_plan.test_others import hear
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT

CUT = {"on": "2026-11-20", "by_satang": "4000", "deferred_until": "2027-10-01", "reason": "ถูกปรับลด"}


def test_nothing_of_a_closed_year_is_edited_by_another_page(approved: Office) -> None:
    it = approved.planner
    assert it.post("/projects/new", {**PROJECT, "code": "002"}).status_code == 303
    with transaction(approved.served.engine) as session:
        session.add(closed_quarter("5302", 2570, 4))
    refused = {
        "/projects/new": {**PROJECT, "code": "003"},
        "/projects/2/edit": {**PROJECT, "code": "002", "name": "ชื่ออื่น"},
        "/projects/2/money": MONEY,
        "/projects/2/drop": {"reason": "ไม่ทำ"},
        "/allocations/new": {**NOTICE, "notice_no": "9", "letter_no": "9"},
        "/allocations/1/cut": CUT,
        "/allocations/1/split": {"school_code": "53020001", "amount_satang": "1"},
    }
    for path, form in refused.items():
        answer = it.post(path, form)
        assert answer.status_code == 422, path
        assert path.endswith("/drop") or "2570 is closed" in answer.text, path
    with reading(approved.served.engine) as session:
        assert [(one.code, one.name) for one in session.exec(select(Project))] == [
            ("001", PROJECT["name"]),
            ("002", PROJECT["name"]),
        ]
        assert [one.amount_satang for one in session.exec(select(Allocation))] == [1_000_000, 500_000]
    assert it.post("/projects/new", {**PROJECT, "fiscal_year": "2571"}).status_code == 303


def test_a_line_that_its_allocation_does_not_hold_any_more_is_not_asked_of(approved: Office) -> None:
    """By the page, and by a purchase of netops."""
    it = approved.planner
    assert it.post("/allocations/1/cut", CUT).status_code == 303
    answer = it.post("/lines/1/ask", ASK)
    assert (answer.status_code, "does not hold this line any more" in answer.text) == (422, True)
    assert it.post("/lines/2/ask", {**ASK, "amount_satang": "1000"}).status_code == 303
    assert free(approved, 2) == "4,000.00"
    said = {"purchase_id": 3, "office_code": "5302", "fiscal_year": 2570, "plan_number": "P1"}
    asked = {**said, "budget_line_id": approved.lines()[0].key, "amount_satang": 1, "approved_on": date(2026, 11, 1)}
    assert hear(approved.served.engine, ProcurementApproved.model_validate(asked)).endswith("any more")


def test_another_policy_of_an_approved_project_opens_the_next_version(approved: Office) -> None:
    """INV-A2: what the board approved it with stays; while the next one lies before it nothing is changed."""
    served, it = approved.served, approved.planner
    keep(served.engine, copied.REFERENCES, REFERENCES)
    with reading(served.engine) as session:
        key, plan = session.exec(select(Project.key)).one(), session.exec(select(Plan.key)).one()
    assert align(approved, key, "n1") == 303
    with transaction(served.engine) as session:
        (version,) = session.exec(select(Version))
        version.content = canonical(content(session, "5302", plan))
        version.sha256, version.state = fingerprint(version.content), VersionState.APPROVED
        session.add(version)
    assert align(approved, key, "n1") == 303, "the same again is no edit"
    assert align(approved, key, "n2") == 303
    with reading(served.engine) as session:
        first, second = session.exec(select(Version).order_by(Version.number)).all()  # type: ignore[arg-type]
        assert (first.state, second.state) == (VersionState.APPROVED, VersionState.DRAFT)
        assert policies(json.loads(first.content)) == ["ก"]
        assert policies(content(session, "5302", plan)) == ["ข"]
    assert it.post(f"/versions/annual/{plan}/submit").status_code == 303
    assert align(approved, key, "n1") in {409, 422}


REFERENCES = [ReferenceRow(key="r1", title="แผนสมมติ", nodes=(NodeRow(key="n1", text="ก"), NodeRow(key="n2", text="ข")))]


def policies(book: Mapping[str, Any]) -> list[str]:
    """Of the only project, whatever the columns of the forms."""
    return [text for texts in book["projects"][0]["policies"].values() for text in texts]


def align(office: Office, key: str, node: str) -> int:
    it = office.planner
    form = {"csrf": it.csrf, "nodes": [node]}
    answer = it.client.post(f"/alignment/project/{key}", data=form, headers={"origin": "http://testserver"})
    return int(answer.status_code)
