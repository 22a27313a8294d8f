"""Plans of schools with their reviews, and what the annual plan reports beside the targets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from contract.events import IndicatorMeasured, InnovationEvaluated, RiskRated
from contract.planning import ActualEntered, DisbursementPosted, ProjectApproved
from planning.development_plan.models.factor import Suggestion
from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.models.target import PlanIndicator, ProjectFrame
from planning.development_plan.steps.school_plans import CHECKLIST
from planning.development_plan.store import hearing
from planning.development_plan.store.figures import fill
from planning.kit.figures import Figures
from service.database import reading, transaction
from tests.planning.development_plan import given
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


def figures(served: Served) -> dict[str, dict[tuple[str, ...], float]]:
    """What Prometheus is told, by family and labels."""
    found = Figures()
    with reading(served.engine) as session:
        fill(session, given.OFFICE, date(2028, 4, 10), found)
    return {family.name: values for family, values in found.values.items()}


def of_school(served: Served, code: str) -> int:
    with reading(served.engine) as session:
        return session.exec(select(SchoolPlan.id).where(SchoolPlan.school_code == code)).one() or 0


@pytest.mark.requirement("P1-4.9")
def test_a_returned_plan_shows_the_comment_and_shares_follow_the_groups(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    given.drafted(served, it, key)
    assert it.post(f"/plans/{key}/schools/open").status_code == 303
    first, second = of_school(served, "53020001"), of_school(served, "53020002")
    school = served.enter("school", "/school-plans", school_code="53020001")
    assert "โรงเรียนสมมติสอง" not in school.get("/school-plans").text
    assert school.get(f"/school-plans/{second}").status_code == 404
    assert school.post(f"/school-plans/{second}/send").status_code == 404
    page = school.get(f"/school-plans/{first}").text
    assert "ผู้เรียนได้เรียนใกล้บ้าน" in page  # the goal of the office
    assert "186" in page  # the school's own pupils of 2569
    assert "Say for each goal" in school.post(f"/school-plans/{first}/send").text
    page = school.get(f"/school-plans/{first}/edit").text
    # What it cannot change does not look as if it could.
    assert re.search(r'name="goals.0.goal"[^>]* readonly', page) is not None
    number = page.split('name="goals.0.id" value="')[1].split('"')[0]
    form = {"vision": "เรียนดี", "goals.0.id": number, "goals.0.answer": "จัดรถรับส่ง", "goals.0.target": "ร้อยละ 100"}
    assert school.post(f"/school-plans/{first}/edit", form).status_code == 303
    assert school.post(f"/school-plans/{first}/send").status_code == 303
    assert school.post(f"/school-plans/{first}/edit", form).status_code == 422
    assert school.post(f"/school-plans/{first}/review", {}).status_code == 403
    some = {f"met.{point}": "yes" for point in CHECKLIST[:-1]}
    refused = it.post(f"/school-plans/{first}/review", some)
    assert refused.status_code == 422
    assert "Say what is to be mended" in refused.text
    assert refused.text.count('value="yes" checked') == len(some)  # what was ticked is not ticked anew
    returned = it.post(f"/school-plans/{first}/review", {**some, "comment": "ขาดมติคณะกรรมการสถานศึกษา"})
    assert returned.status_code == 303
    page = school.get(f"/school-plans/{first}").text
    assert "Returned, to be mended:" in page
    assert "ขาดมติคณะกรรมการสถานศึกษา" in page
    assert "0.0%" in it.get(f"/plans/{key}/schools").text
    visit = {"held_on": "2026-11-20", "visitor": "ศึกษานิเทศก์", "subject": "ทบทวนแผน", "advice": "เชิญกรรมการ"}
    assert it.post(f"/school-plans/{first}/visits", visit).status_code == 303
    assert "ศึกษานิเทศก์" in school.get(f"/school-plans/{first}").text
    assert school.post(f"/school-plans/{first}/send").status_code == 303
    every = {f"met.{point}": "yes" for point in CHECKLIST}
    assert it.post(f"/school-plans/{first}/review", every).status_code == 303
    shares = it.get(f"/plans/{key}/schools").text
    assert "100%" in shares.split("กลุ่มหนึ่ง")[1].split("</tr>")[0]
    assert "0.0%" in shares.split("กลุ่มสอง")[1].split("</tr>")[0]
    assert "1/2" in it.get("/").text  # schools whose plan is accepted
    again = f"/school-plans/{first}/reopen"
    assert school.post(f"/school-plans/{first}/edit", form).status_code == 422
    assert school.post(again, {"comment": "ก"}).status_code == 403
    assert "Say what is to be mended" in it.post(again, {}).text
    assert it.post(again, {"comment": "ปรับตามแผนปีใหม่"}).status_code == 303
    assert "Only an accepted plan is opened again" in it.post(again, {"comment": "ก"}).text
    assert "ปรับตามแผนปีใหม่" in school.get(f"/school-plans/{first}").text
    assert school.post(f"/school-plans/{first}/edit", {**form, "vision": "เรียนดีกว่าเดิม"}).status_code == 303


def actual(served: Served, key: str, value: float, *, quarter: int = 2, as_of: date = date(2028, 4, 5)) -> None:
    fact = ActualEntered(
        office_code=given.OFFICE,
        indicator_key=key,
        fiscal_year=2571,
        quarter=quarter,
        value=value,
        as_of=as_of,
        source="รายงานไตรมาส",
    )
    with transaction(served.engine) as session:
        hearing.actual_entered(session, fact, given.AT)


def test_an_actual_of_the_annual_plan_shows_and_lower_is_graded_as_better(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    given.targeted(served, it, key, given.drafted(served, it, key))
    with reading(served.engine) as session:
        own = session.exec(select(PlanIndicator.key)).one()

    def row() -> str:
        return it.get(f"/plans/{key}/results").text.split(">2571</td>")[1].split("</tr>")[0]

    assert "not measured yet" in row()
    actual(served, own, 5.5)
    assert "better, but below the target" in row()  # baseline 6, target 5
    actual(served, own, 4.5, as_of=date(2028, 4, 9))
    assert "target reached" in row()
    assert ">2</td>" in row()  # second quarter
    actual(served, own, 6.5, quarter=3)
    assert "target missed" in row()
    told = {labels[1:]: value for labels, value in figures(served)["development_plan_indicators"].items()}
    assert (told["2571", "missed"], told["2571", "unknown"], told["2572", "unknown"]) == (1, 0, 1)
    form = {"kind": "mid_term", "fiscal_year": "2571", "lessons": "ต้องเริ่มเร็วขึ้น"}
    assert "The first half of the plan ends with 2573" in it.post(f"/plans/{key}/evaluations/new", form).text
    for kind, year in (("mid_term", "2573"), ("yearly", "2571")):
        assert it.post(f"/plans/{key}/evaluations/new", {**form, "kind": kind, "fiscal_year": year}).status_code == 303
    assert it.get(f"/plans/{key}/results").text.count("ต้องเริ่มเร็วขึ้น") == 2


def test_what_annual_plans_give_and_spend_stands_beside_the_frame(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    given.targeted(served, it, key, given.drafted(served, it, key))
    with reading(served.engine) as session:
        frame = session.exec(select(ProjectFrame.key)).one()
    fact = {"office_code": given.OFFICE, "project_key": "p1", "fiscal_year": 2571, "frame_key": frame}
    approved = ProjectApproved(**fact, plan_key="a" * 32, title="โครงการ", amount_satang=80_000_000)
    spent = DisbursementPosted(**fact, paid_on=date(2028, 2, 1), amount_satang=5, total_satang=60_000_000)
    with transaction(served.engine) as session:
        assert hearing.project_approved(session, approved, given.AT) == "of a frame"
        for _time in range(2):
            hearing.disbursement_posted(session, spent, given.AT)
        stray = spent.model_copy(update={"frame_key": ""})
        assert hearing.disbursement_posted(session, stray, given.AT) == "of no frame"
    row = it.get(f"/plans/{key}/results").text.split("In the annual plan (baht)")[2].split("</tr>")[0]
    assert "800,000.00" in row
    page = it.get(f"/plans/{key}/results").text
    for shown in ("1,000,000.25", "800,000.00", "600,000.00", "75.0%"):
        assert shown in page, shown
    told = {name: list(values.values()) for name, values in figures(served).items()}
    assert told["development_plan_foreseen_baht"] == [1_000_000.25]
    assert (told["development_plan_given_baht"], told["development_plan_spent_baht"]) == ([800_000], [600_000])


def suggestions(served: Served) -> list[tuple[str, str]]:
    with reading(served.engine) as session:
        return [(row.title, row.state.value) for row in session.exec(select(Suggestion).order_by(Suggestion.id))]  # type: ignore[arg-type]


def test_a_grave_risk_becomes_a_factor_once(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    fact = RiskRated(
        office_code=given.OFFICE,
        risk_id=7,
        number=3,
        title="เครือข่ายล่มบ่อย",
        rated_on=date(2027, 5, 1),
        likelihood=5,
        impact=4,
        basis="measured",
        score=20,
        level="very_high",
        state="open",
    )
    missed = IndicatorMeasured(
        process="P6",
        indicator="availability",
        office_code=given.OFFICE,
        fiscal_year=2569,
        as_of=date(2027, 5, 2),
        unit="%",
        value=97.1,
        basis=30,
        target=99,
        is_met=False,
    )
    with transaction(served.engine) as session:
        hearing.risk_rated(session, fact, given.AT)
        hearing.risk_rated(session, fact, given.AT)
        hearing.indicator_measured(session, missed, given.AT)
    assert len(suggestions(served)) == 2
    page = it.get(f"/plans/{key}/factors").text
    number = page.split("/factors/new?suggestion=")[2].split('"')[0]
    form = it.get(f"/plans/{key}/factors/new?suggestion={number}").text
    assert "5 × 4 = 20" in form
    assert served.enter(office_code="5301").get(f"/plans/{key}/factors/new?suggestion={number}").status_code == 404
    taken = {"factor_class": "weakness", "text": "เครือข่ายล่มบ่อย", "weight": "10", "score": "4"}
    taken |= {"basis": "risk", "evidence": "5 × 4 = 20", "source_key": "7"}
    assert it.post(f"/plans/{key}/factors/new", taken).status_code == 303
    assert dict(suggestions(served))["เครือข่ายล่มบ่อย"] == "taken"
    with transaction(served.engine) as session:
        assert hearing.risk_rated(session, fact, given.AT) == "decided before"


def test_an_innovation_that_proved_good_becomes_a_measure(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    made = given.drafted(served, it, key)
    good = InnovationEvaluated(
        office_code=given.OFFICE,
        innovation_id=4,
        title="คลังสื่อเคลื่อนที่",
        decision="scale",
        unit="คะแนน",
        before=40,
        after=55,
        evaluated_on=date(2027, 3, 1),
    )
    bad = good.model_copy(update={"innovation_id": 5, "title": "ไม่ได้ผล", "decision": "retire"})
    with transaction(served.engine) as session:
        hearing.innovation_evaluated(session, good, given.AT)
        hearing.innovation_evaluated(session, bad, given.AT)
    page = it.get(f"/plans/{key}/strategies").text
    assert "คลังสื่อเคลื่อนที่" in page
    assert "40 → 55 คะแนน" in page
    assert "ไม่ได้ผล" not in page
    number = page.split("/strategies/suggestions/")[1].split("/")[0]
    take = f"/plans/{key}/strategies/suggestions/{number}/take"
    assert it.post(take, {"parent_id": str(made["strategy"])}).status_code == 303
    assert it.post(take, {"parent_id": str(made["strategy"])}).status_code == 422
    measures = [row.text for row in given.elements(served.engine).values() if row.kind.value == "measure"]
    assert measures.count("คลังสื่อเคลื่อนที่") == 1
