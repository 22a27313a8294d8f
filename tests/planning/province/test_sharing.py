"""Shared projects: partners bring money that adds up, tasks that were declined lie with the lead again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from contract.planning import SharedProjectAnswered
from planning.kit.tables import EventOut
from planning.province.funding import Share, funding
from planning.province.hearing import LISTENING
from planning.province.models.project import Project, Task, TaskState
from planning.province.tasks import holder, may_become
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.province.filled import ANNUAL, Filled
from tests.planning.served import Served


def shared_project(filled: Filled) -> tuple[str, str, str]:
    """A project of 1,000 baht, its lead and its partner, which keeps its annual plan here."""
    lead = filled.agency("สพป. สมมติ เขต 2")
    partner = filled.agency("สพป. สมมติ เขต 1", code="5301")
    return filled.project(filled.plan(ANNUAL), lead, "ค่ายการอ่าน", amount_satang="1000"), lead, partner


def bring(filled: Filled, project: str, agency: str, amount: str, kind: str = "money", **more: str) -> int:
    typed = {"agency_id": agency, "kind": kind, "amount_satang": amount, "persons": "0", "person_days": "0", **more}
    return filled.it.post(f"/projects/{project}/contributions/new", typed).status_code


def told(province: Served) -> list[dict[str, Any]]:
    with reading(province.engine) as session:
        return [one.data for one in session.exec(select(EventOut).where(EventOut.kind == "SharedProjectOffered"))]


@pytest.mark.requirement("P3-4.5", "P3-2.3")
def test_a_declined_task_lies_with_the_lead_and_the_money_adds_up_to_the_project(
    filled: Filled, province: Served
) -> None:
    it = filled.it
    project, lead, partner = shared_project(filled)
    other = filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    at = f"/projects/{project}"
    assert "outside the Ministry of Education" in it.get("/agencies").text
    assert bring(filled, project, lead, "600") == 303
    assert bring(filled, project, partner, "300.50") == 303
    assert bring(filled, project, partner, "0", "staff", persons="4", person_days="8") == 303
    assert bring(filled, project, other, "50000", "in_kind", what="หอประชุม") == 303
    assert (
        it.post(f"{at}/tasks/new", {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}).status_code == 303
    )
    assert "Still lacking (baht): 99.50" in it.get(at).text
    assert "does not add up" in it.post(f"{at}/agree").text
    assert bring(filled, project, partner, "400") == 303
    assert "A task was not accepted yet" in it.post(f"{at}/agree").text
    assert it.post(f"{at}/tasks/1", {"state": "accepted"}).status_code == 303
    assert it.post(f"{at}/agree").status_code == 303
    assert "All partners agreed on" in it.get(at).text

    assert it.post(f"{at}/tasks/1", {"state": "declined"}).status_code == 422
    assert it.post(f"{at}/tasks/1", {"state": "declined", "reason": "ไม่มีบุคลากร"}).status_code == 303
    page = it.get(at).text
    assert '<td data-label="Who has it now" class="holder">สพป. สมมติ เขต 2</td>' in page
    assert "ไม่มีบุคลากร" in page
    assert "Still lacking (baht): 400.00" in page
    assert "All partners agreed on" not in page
    assert it.post(f"{at}/tasks/1", {"state": "offered", "agency_id": other}).status_code == 303
    assert bring(filled, project, other, "400") == 303
    assert it.post(f"{at}/tasks/1", {"state": "accepted"}).status_code == 303
    assert it.post(f"{at}/agree").status_code == 303
    assert it.post(f"{at}/tasks/1", {"state": "done"}).status_code == 303
    calendar = it.get("/calendar.ics").text
    assert "BEGIN:VCALENDAR" in calendar
    assert "จัดค่าย" not in calendar, "what is done is not due"


def test_a_partner_office_hears_of_it_and_its_answer_comes_back(filled: Filled, province: Served) -> None:
    project, _lead, partner = shared_project(filled)
    bring(filled, project, partner, "400")
    task = {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}
    filled.it.post(f"/projects/{project}/tasks/new", task)
    fact = told(province)[0]
    assert (fact["partner_code"], fact["amount_satang"], fact["activity"]) == ("5301", 40_000, "จัดค่าย")
    assert "จัดค่าย" in filled.it.get("/calendar").text

    def answer(said: str, office: str = "5301", key: str = "") -> str:
        heard = SharedProjectAnswered.model_validate(
            {
                "office_code": office,
                "shared_project_key": key or fact["shared_project_key"],
                "answer": said,
                "reason": "เหตุผล",
            }
        )
        with transaction(province.engine) as session:
            return LISTENING.handlers["SharedProjectAnswered"](session, heard, utc_now())

    assert answer("declined", office="9999") == "0 of 0 tasks declined"
    assert answer("declined", key="f" * 32) == "a shared project that is not ours"
    assert answer("done") == "0 of 1 tasks done", "it was not accepted"
    assert answer("accepted") == "1 of 1 tasks accepted"
    assert answer("accepted") == "0 of 1 tasks accepted"
    assert answer("declined") == "1 of 1 tasks declined"
    with reading(province.engine) as session:
        row, whole = session.exec(select(Task)).one(), session.exec(select(Project)).one()
    assert (row.state, row.holder_id) == (TaskState.DECLINED, whole.agency_id)
    assert "Still lacking (baht): 1,000.00" in filled.it.get(f"/projects/{project}").text


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "money", "amount_satang": "0"},
        {"kind": "money", "amount_satang": "-5"},
        {"kind": "money", "amount_satang": "1.005"},
        {"kind": "staff"},
        {"kind": "in_kind"},
        {"kind": "magic", "amount_satang": "5"},
        {"kind": "money", "amount_satang": "5", "agency_id": "99"},
    ],
)
def test_a_contribution_of_nothing_is_refused(filled: Filled, typed: dict[str, str]) -> None:
    project, _lead, partner = shared_project(filled)
    given = {"agency_id": partner, "persons": "0", "person_days": "0", "amount_satang": "0", **typed}
    assert filled.it.post(f"/projects/{project}/contributions/new", given).status_code == 422


def test_only_money_adds_up() -> None:
    found = funding(1000, [Share(1, 600), Share(2, 300), Share(1, 99)])
    assert (found.of, found.brought, found.lack, found.is_whole) == ({1: 699, 2: 300}, 999, 1, False)


def test_what_follows_on_what() -> None:
    allowed = {(one, other) for one in TaskState for other in TaskState if may_become(one, other)}
    assert (TaskState.DONE, TaskState.OFFERED) not in allowed
    assert (TaskState.OFFERED, TaskState.DONE) not in allowed
    assert len(allowed) == 5
    assert (holder(TaskState.DECLINED, asked=2, lead=1), holder(TaskState.OFFERED, asked=2, lead=1)) == (1, 2)
