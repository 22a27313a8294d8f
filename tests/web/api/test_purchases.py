"""Procurement over the API: the same course as on pages, and the facts that siblings read."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from contract.events import GoodsAccepted, read_event
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

DAY = utc_now().date().isoformat()
API = "/api/v1"


class Program:
    """A person's browser that speaks JSON."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def send(self, path: str, body: dict[str, Any], *, status: int = 200) -> Any:
        headers = {"X-CSRF-Token": self.visit.csrf, "origin": "http://testserver"}
        answer = self.visit.client.post(f"{API}{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.visit.get(f"{API}{path}")
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def place(engine: Engine, settings: Settings) -> tuple[Office, Site]:
    Vault.create(settings.data_dir)
    with transaction(engine) as session:
        office = factories.make_office(session)
        return office, factories.make_site(session, office)


def siblings_read(planner: Program) -> None:
    """What the purchase said, two facts at a time, on from the place reached, and anew for a place that is none."""
    told = planner.get("/contract-events?limit=2")
    assert [item["kind"] for item in told["items"]] == ["ProcurementApproved", "ContractSigned"]
    rest = planner.get(f"/contract-events?after={told['cursor']}")
    fact = read_event(rest["items"][0]["kind"], rest["items"][0]["data"])
    assert isinstance(fact, GoodsAccepted)
    assert (fact.amount_satang, fact.budget_line_id, fact.fiscal_year) == (2_500_000, "BL-1", 2570)
    reached: dict[str, Any] = {"cursor": rest["cursor"], "key": rest["key"]}
    nothing = planner.get(f"/contract-events?after={rest['cursor']}&key={rest['key']}")
    assert nothing == {"items": [], "is_replayed": False, **reached}
    anew = planner.get(f"/contract-events?after={rest['cursor']}&key=of-another-database")
    assert (anew["is_replayed"], anew["items"][0]["key"]) == (True, told["items"][0]["key"])


def test_the_course_over_the_api_and_what_siblings_read(
    engine: Engine, settings: Settings, place: tuple[Office, Site]
) -> None:
    office, school = place

    def as_(role: Role) -> Program:
        site = school if role is Role.SCHOOL else None
        return Program(signed_in(settings, engine, person_of(engine, role, office=office, site=site)))

    supply, director, planner = as_(Role.SUPPLY), as_(Role.DIRECTOR), as_(Role.PLANNER)
    entry = supply.send("/plan-entries", {"year": 2570, "name": "สวิตช์", "amount_satang": 5_000_000}, status=201)
    line = {"name": "สวิตช์", "estimate_satang": 1_300_000, "shares": [{"site_id": school.id, "quantity": 2}]}
    wish = {"entry_id": entry["id"], "egp_project_no": "69110000001", "method": "specific", "lines": [line]}
    refused = supply.send("/purchases", wish, status=422)
    assert "not published" in refused["errors"][0]["reason"]
    supply.send(f"/plan-entries/{entry['id']}/publish", {"published_on": DAY, "egp_plan_no": "P70"})
    supply.send(f"/plan-entries/{entry['id']}/budget", {"budget_line_id": "BL-1"}, status=403)
    planner.send(f"/plan-entries/{entry['id']}/budget", {"budget_line_id": "BL-1"})

    one = f"/purchases/{supply.send('/purchases', wish, status=201)['id']}"
    supply.send(f"{one}/approve", {"approved_on": DAY, "approval_no": "1"}, status=403)
    found = director.send(f"{one}/approve", {"approved_on": DAY, "approval_no": "1"})
    assert (found["reserved_satang"], found["budget_confirmed"]) == (2_600_000, True)
    prices = [{"line_id": found["lines"][0]["id"], "unit_satang": 1_250_000}]
    found = supply.send(f"{one}/offers", {"supplier": "ร้าน", "received_on": DAY, "prices": prices})
    supply.send(f"{one}/award", {"bid_id": found["offers"][0]["id"], "awarded_on": DAY})
    found = supply.send(f"{one}/contract", {"number": "1/2570", "signed_on": DAY, "deliver_days": 10})
    assert found["committed_satang"] == 2_500_000
    part = {"share_id": found["lines"][0]["shares"][0]["share_id"], "quantity": 2, "pieces": [{"serial": "A1"}]}
    found = supply.send(f"{one}/deliveries", {"delivered_on": DAY, "parts": [part]})
    piece = found["deliveries"][0]["pieces"][0]
    mended = {"delivery": 1, "reason": "พิมพ์ผิด", "pieces": {str(piece["id"]): {"serial": "A2"}}}
    found = supply.send(f"{one}/corrections", mended)
    assert [one["serial"] for one in found["deliveries"][0]["pieces"]] == ["A2", ""]
    director.send(f"{one}/corrections", mended, status=403)
    found = supply.send(f"{one}/inspectors", {"inspector": "ก", "position": "ครู"})
    assert found["inspectors"] == [{"name": "ก", "position": "ครู", "seat": "member"}]
    late = {"amended_on": DAY, "amendment_no": "1", "due_on": "2099-01-01", "reason": "น้ำท่วม"}
    assert supply.send(f"{one}/contract/changes", late)["contract"]["due_on"] == "2099-01-01"
    for what in ("sheet", "inspectors", "result", "winner", "order", "summary"):
        assert supply.send(f"{one}/papers/{what}", {}, status=201)["pdf_sha256"]
    supply.send(f"{one}/deliveries/1/papers/form", {}, status=201)
    supply.send(f"{one}/deliveries/1/papers/report", {}, status=422)
    supply.send(f"{one}/terms", {"months": 12}, status=422)
    seen = {"delivery": 1, "inspected_on": DAY, "verdict": "accepted", "inspectors": ["ก"]}
    patterns = {str(found["lines"][0]["id"]): "7440-####/YY"}
    bare = supply.send(f"{one}/inspections", {**seen, "patterns": patterns}, status=422)
    assert {error["field"] for error in bare["errors"]} == {"unlinked_reason"}, "INV-F2"
    for blank in ("", "  ", "\u200b"):
        supply.send(f"{one}/inspections", {**seen, "patterns": patterns, "unlinked_reason": blank}, status=422)
    supply.send(f"{one}/inspections", {**seen, "patterns": patterns, "needs": {"999": 1}}, status=422)
    reason = "ไม่มีแผนปฏิบัติการในระบบ"
    found = supply.send(f"{one}/inspections", {**seen, "patterns": patterns, "unlinked_reason": reason})
    assert len(found["deliveries"][0]["asset_ids"]) == 2
    wanted = (["need", "specification", "project of the annual plan"], reason)
    assert (found["deliveries"][0]["unlinked"], found["deliveries"][0]["unlinked_reason"]) == wanted
    found = supply.send(f"{one}/payments", {"delivery": 1, "paid_on": DAY, "voucher_no": "1"})
    assert {step["standing"] for step in found["steps"]} == {"done"}
    assert supply.get("/purchases?running=done")["total"] == 1

    siblings_read(planner)
    as_(Role.SCHOOL).get("/contract-events", 403)
    as_(Role.SCHOOL).get(f"{one}/course", 404)
