"""What others give and take: purchases of netops spend lines, the province's shares become projects, datasets agree."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.data.netops import NeedRow
from contract.events import ContractSigned, Fact, ProcurementApproved, ProcurementCancelled, PurchasePaid, SpecApproved
from contract.planning import SharedProjectOffered
from planning.annual_plan import copied, hearing
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.plan import OfferAnswer
from planning.annual_plan.models.project import Project
from planning.annual_plan.store.buying import NO_LINE
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep
from tests.planning.annual_plan.test_allocations import told
from tests.planning.annual_plan.test_ledger import ASK, PAY, closed_quarter, free
from tests.planning.annual_plan.typing_in import NOTICE, PROJECT


def hear(engine: Engine, fact: Fact) -> str:
    handler = (hearing.NETOPS | hearing.PROVINCE)[type(fact).__name__]
    with transaction(engine) as session:
        return handler(session, fact, utc_now())


def test_a_purchase_of_netops_reserves_binds_and_frees_the_money_of_its_line(approved: Office) -> None:
    """Flow 1: the line is named by its key; more than is free is not asked for, and that is written down."""
    engine, key = approved.served.engine, approved.lines()[1].key
    said = {"purchase_id": 3, "office_code": "5302", "fiscal_year": 2570, "plan_number": "P1", "budget_line_id": key}
    asked = {**said, "amount_satang": 400_000, "approved_on": date(2026, 11, 1)}
    assert hear(engine, ProcurementApproved.model_validate({**asked, "amount_satang": 500_001})).endswith("are free")
    assert hear(engine, ProcurementApproved.model_validate(asked)) == "request 400000"
    assert free(approved, 2) == "1,000.00"
    contract = {
        "contract_number": "1/2570",
        "supplier": "ร้าน",
        "signed_on": date(2026, 11, 5),
        "amount_satang": 350_000,
    }
    assert hear(engine, ContractSigned.model_validate({**said, **contract})) == "commit 350000"
    assert free(approved, 2) == "1,500.00"
    ended = {**said, "amount_satang": 350_000, "cancelled_on": date(2026, 11, 9)}
    assert hear(engine, ProcurementCancelled.model_validate(ended)) == "cancel 350000"
    assert free(approved, 2) == "5,000.00"
    assert hear(engine, ProcurementApproved.model_validate({**asked, "budget_line_id": None})) == NO_LINE
    strange = hear(engine, ProcurementApproved.model_validate({**asked, "purchase_id": 4, "budget_line_id": "x"}))
    assert strange == "No line of this annual plan has the number x"
    foreign = hear(engine, ProcurementApproved.model_validate({**asked, "office_code": "5301"}))
    assert foreign == f"No line of this annual plan has the number {key}"
    page = approved.planner.get("/checks?year=2570").text
    assert page.count("A purchase of NetOps that the ledger could not take") == 1
    assert "No line of this annual plan has the number x" in page
    with reading(engine) as session:
        assert len(session.exec(select(Entry)).all()) == 3


def test_what_a_purchase_paid_is_spent_by_its_line_and_what_a_fine_took_is_free(approved: Office) -> None:
    """Flow 1: two deliveries, the second fined; each payment is told on with the total of the project."""
    engine, key = approved.served.engine, approved.lines()[1].key
    said = {"purchase_id": 3, "office_code": "5302", "fiscal_year": 2570, "plan_number": "P1", "budget_line_id": key}
    day = {"amount_satang": 400_000, "approved_on": date(2026, 11, 1)}
    hear(engine, ProcurementApproved.model_validate({**said, **day}))
    signed = {"contract_number": "1/2570", "supplier": "ร้าน", "signed_on": date(2026, 11, 5), "amount_satang": 350_000}
    hear(engine, ContractSigned.model_validate({**said, **signed}))
    paid = {**said, "contract_number": "1/2570", "paid_on": date(2026, 11, 20)}
    first = {**paid, "delivery": 1, "voucher_number": "ฎ 7", "amount_satang": 100_000, "is_last": False}
    assert hear(engine, PurchasePaid.model_validate(first)) == "pay 100000"
    assert (free(approved, 2), spent(approved)) == ("1,500.00", [(100_000, 100_000)])
    assert hear(engine, PurchasePaid.model_validate(first)) == "This number is there already"
    last = {**paid, "delivery": 2, "voucher_number": "ฎ 8", "amount_satang": 240_000, "is_last": True}
    assert hear(engine, PurchasePaid.model_validate(last)) == "pay 240000, cancel 10000"
    assert (free(approved, 2), spent(approved)[1:]) == ("1,600.00", [(240_000, 340_000)])
    assert "could not take" not in approved.planner.get("/checks?year=2570").text, "the first is in the ledger"


def test_what_a_purchase_paid_in_a_closed_quarter_is_listed_until_it_is_entered(approved: Office) -> None:
    """INV-B6 by a fact: a closed quarter takes no entry from netops either, and nothing is lost by that."""
    approved.of_last_year()
    engine, key = approved.served.engine, approved.lines()[1].key
    said = {"purchase_id": 3, "office_code": "5302", "fiscal_year": 2569, "plan_number": "P1", "budget_line_id": key}
    asked = {**said, "amount_satang": 100_000, "approved_on": date(2025, 11, 1)}
    hear(engine, ProcurementApproved.model_validate(asked))
    with transaction(engine) as session:
        session.add(closed_quarter("5302", 2569, 1))
    paid = {**said, "contract_number": "1", "paid_on": date(2025, 12, 1), "voucher_number": "ฎ 7", "delivery": 1}
    outcome = hear(engine, PurchasePaid.model_validate({**paid, "amount_satang": 100_000, "is_last": True}))
    assert outcome.startswith("Quarter 1 of 2569 is closed")
    page = approved.planner.get("/checks?year=2569").text
    assert ("NetOps 3: ฎ 7" in page, "Quarter 1 of 2569 is closed" in page, "1,000.00" in page) == (True, True, True)
    late = {"on": "2026-01-05", "number": "ฎ 7", "amount_satang": "1000"}
    assert approved.planner.post("/entries/1/pay", late).status_code == 303
    assert "could not take" not in approved.planner.get("/checks?year=2569").text


def spent(office: Office) -> list[tuple[int, int]]:
    return [(one["amount_satang"], one["total_satang"]) for one in told(office, "DisbursementPosted")]


def test_an_approved_need_becomes_a_line_with_its_price_and_its_numbers(office: Office) -> None:
    """Flow 1: picked from the list of netops, the amount filled in; what is not approved is not offered."""
    needs = [
        NeedRow(
            id=7,
            title="สวิตช์ 24 ช่อง",
            quantity=2,
            state="approved",
            unit_satang=250_000,
            total_satang=500_000,
            spec_id=3,
        ),
        NeedRow(id=8, title="ยังไม่อนุมัติ", quantity=1, state="open"),
    ]
    keep(office.served.engine, copied.NEEDS, needs)
    it = office.planner
    it.post("/allocations/new", {**NOTICE, "budget_type": "investment"})
    it.post("/projects/new", PROJECT)
    page = it.get("/projects/1/money?need=7").text
    assert ("ยังไม่อนุมัติ" in page, 'value="2500.00"' in page, 'name="lines.0.need_id" value="7"' in page) == (
        False,
        True,
        True,
    )
    money = {
        "version": "1",
        "amount_satang": "5000",
        "activities.0.name": "ก",
        "activities.0.amount_satang": "5000",
        "lines.0.activity": "1",
        "lines.0.item": "สวิตช์ 24 ช่อง",
        "lines.0.budget_type": "investment",
        "lines.0.source": "งบประมาณ",
        "lines.0.quantity": "2",
        "lines.0.unit_satang": "2500.00",
        "lines.0.q2_satang": "5000",
        "lines.0.need_id": "7",
        "lines.0.spec_id": "3",
    }
    assert it.post("/projects/1/money", money).status_code == 303
    assert [(row.need_id, row.spec_id, row.amount_satang) for row in office.lines()] == [(7, 3, 500_000)]
    assert "No approved need waits for money." in it.get("/projects/1/money").text
    assert off_price(office) == (False, False), "the specification said so when the line was written"
    approval = {"office_code": "5302", "spec_id": 5, "first_id": 3, "number": 2, "title": "สวิตช์", "sha256": "a" * 64}
    prices = [{"need_id": 7, "quantity": 2, "unit_satang": 310_000}, {"need_id": 99, "quantity": 1, "unit_satang": 1}]
    fact = SpecApproved.model_validate({**approval, "prices": prices, "approved_on": "2026-11-20"})
    assert hear(office.served.engine, fact.model_copy(update={"office_code": "5301"})) == "0 lines, 0 at another price"
    assert off_price(office) == (False, False)
    for _again in range(2):
        assert hear(office.served.engine, fact) == "1 lines, 1 at another price"
    assert off_price(office) == (True, True)
    assert [(row.unit_satang, row.amount_satang) for row in office.lines()] == [(250_000, 500_000)]
    same = [{"need_id": 7, "quantity": 2, "unit_satang": 250_000}]
    later = SpecApproved.model_validate({**approval, "prices": same, "approved_on": "2026-11-21"})
    assert hear(office.served.engine, later) == "1 lines, 0 at another price"
    assert off_price(office) == (False, False)


def off_price(office: Office) -> tuple[bool, bool]:
    """Whether the page of the project and that of the line say that the specification has another price."""
    said = "Specification 5 in NetOps says 3,100.00 baht apiece, the line 2,500.00"
    return said in office.planner.get("/projects/1").text, said in office.planner.get("/lines/1").text


def offer(office: Office, key: str, *, heard: str = "asked") -> None:
    fact = SharedProjectOffered(
        office_code="53",
        shared_project_key=key,
        title=f"โครงการร่วม {key}",
        partner_code="5302",
        fiscal_year=2570,
        amount_satang=1_000_000,
        activity="อบรมร่วม",
    )
    assert hear(office.served.engine, fact) == heard


TAKEN = {
    "code": "009",
    "strategy": "กลยุทธ์ที่ 1",
    "group_name": "กลุ่มนโยบาย",
    "owner": "กลุ่มนโยบาย",
    **{name: value for name, value in PROJECT.items() if name.startswith("indicators.")},
}


def test_a_share_of_the_province_is_accepted_as_a_project_or_declined_with_a_reason(office: Office) -> None:
    """Flow 7."""
    it = office.planner
    offer(office, "a" * 32)
    offer(office, "a" * 32)
    offer(office, "b" * 32)
    assert it.get("/shared?year=2570").text.count("to be answered") == 2
    assert it.post("/shared/2/decline", {"reason": ""}).status_code == 422
    assert it.post("/shared/2/decline", {"reason": "ไม่มีงบประมาณ"}).status_code == 303
    take = TAKEN
    assert it.post("/shared/1/accept", {**take, "strategy": ""}).status_code == 422
    assert it.post("/shared/1/accept", {**take, "indicators.0.baseline": ""}).status_code == 422, "INV-C2"
    assert it.post("/shared/1/accept", take).status_code == 303
    assert it.post("/shared/1/accept", {**take, "code": "010"}).status_code == 422
    answers = told(office, "SharedProjectAnswered")
    assert [(one["answer"], one["reason"]) for one in answers] == [("declined", "ไม่มีงบประมาณ"), ("accepted", "")]
    with reading(office.served.engine) as session:
        row = session.exec(select(Project)).one()
    assert (row.shared_project_key, row.key) == ("a" * 32, answers[1]["project_key"])
    assert office.enter("planner", office_code="5301").get("/shared/1").status_code == 404


def test_what_is_offered_again_after_a_decline_is_answered_anew_and_the_first_answer_is_kept(office: Office) -> None:
    it = office.planner
    offer(office, "a" * 32)
    assert it.post("/shared/1/decline", {"reason": "ไม่มีงบประมาณ"}).status_code == 303
    assert "Accept it as a project" not in it.get("/shared/1").text
    offer(office, "a" * 32, heard="asked again")
    page = it.get("/shared/1").text
    assert "asked again: to be answered anew" in page
    assert "Accept it as a project" in page
    assert "ไม่มีงบประมาณ" in page.split("Answers until now")[1]
    take = TAKEN
    assert it.post("/shared/1/accept", take).status_code == 303
    offer(office, "a" * 32)
    assert "to be answered" not in it.get("/shared?year=2570").text
    with reading(office.served.engine) as session:
        found = [(one.round, one.answer, one.reason) for one in session.exec(select(OfferAnswer))]
    assert found == [(1, "declined", "ไม่มีงบประมาณ"), (2, "accepted", "")]
    answers = told(office, "SharedProjectAnswered")
    assert [one["answer"] for one in answers] == ["declined", "accepted"]


def test_datasets_say_what_the_pages_say(approved: Office) -> None:
    """Flow 6: nothing is typed twice; another office is given nothing of it."""
    it = approved.planner
    it.post("/lines/1/ask", ASK)
    assert it.post("/entries/1/pay", PAY).status_code == 303
    report = {"progress": "doing", "percent": "40", "actuals.0.key": "ร้อยละของโรงเรียน", "actuals.0.value": "5"}
    assert it.post("/reports/1/1/report", report).status_code == 303
    project = it.get("/api/v1/data/projects?office=5302").json()["rows"][0]
    assert (project["planned_satang"], project["paid_satang"], project["percent"]) == (1_500_000, 600_000, 40)
    lines = it.get("/api/v1/data/spend?office=5302").json()["rows"]
    assert [(row["planned_satang"], sum(row["paid"])) for row in lines] == [(1_000_000, 600_000), (500_000, 0)]
    assert it.get("/api/v1/data/actuals?office=5302").json()["rows"] == []
    assert it.get("/api/v1/data/projects?office=5301").status_code == 404


@pytest.mark.parametrize("path", ["/", "/plan?year=2570", "/analysis", "/checks", "/quarters", "/settings", "/grants"])
def test_first_pages_of_an_empty_office_say_what_to_do(office: Office, path: str) -> None:
    assert office.planner.get(path).status_code == 200
