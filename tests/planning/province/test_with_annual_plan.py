"""A shared project goes from the province to the annual plan of a partner, and its answer and spending come back."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import select

from contract.events import read_event
from planning.kit.tables import EventOut
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.province.filled import Filled
from tests.planning.province.test_sharing import bring, shared_project
from tests.planning.served import Served


def pass_on(teller: Served, hearer: Served) -> list[str]:
    """Everything that one told, heard by the other; what came of each."""
    handlers = next(one for one in hearer.part.listening if one.peer == teller.part.name).handlers
    with reading(teller.engine) as session:
        told = [read_event(one.kind, one.data) for one in session.exec(select(EventOut).order_by(EventOut.id))]  # type: ignore[arg-type]
    with transaction(hearer.engine) as session:
        found = [(type(fact).__name__, fact) for fact in told]
        return [handlers[kind](session, fact, utc_now()) for kind, fact in found if kind in handlers]


def test_what_the_partner_declines_in_its_annual_plan_lies_with_the_lead_here(
    filled: Filled, province: Served, serve: Callable[[str], Served]
) -> None:
    """Flow 7."""
    annual = serve("annual_plan")
    project, _lead, partner = shared_project(filled)
    bring(filled, project, partner, "400")
    task = {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}
    filled.it.post(f"/projects/{project}/tasks/new", task)
    assert pass_on(province, annual) == ["asked"]
    it = annual.enter(office_code="5301")
    listed = it.get("/shared?year=2570").text
    assert "ค่ายการอ่าน" in listed
    assert "400.00" in listed
    assert it.post("/shared/1/decline", {"reason": "ไม่มีงบประมาณ"}).status_code == 303
    assert pass_on(annual, province) == ["1 of 1 tasks declined"]
    page = filled.it.get(f"/projects/{project}").text
    assert '<td data-label="Who has it now" class="holder">สพป. สมมติ เขต 2</td>' in page
    assert "ไม่มีงบประมาณ" in page
    assert "Still lacking (baht): 1,000.00" in page
