"""Plans of information technology: their sums to the satang, texts apart from figures, versions that stay."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import select

from innovation.models.ict_plan import IctPlan, IctPlanVersion
from inventory.models.contract import Contract
from inventory.models.site import Office, Site
from inventory.store.acting import By
from netops.models.paper import Paper
from netops.models.person import Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from procurement.criteria.edition import Listing
from procurement.models.need import Need, NeedRisk
from procurement.needs.need import NeedState, Reason, Source
from procurement.store.criteria import office_catalogue
from risk.scale import Level
from risk.terms import RiskState
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

TODAY = utc_now().astimezone(ZoneInfo("Asia/Bangkok")).date()
YEAR = FiscalYear.of(TODAY).following
CLASSES: dict[str, Any] = {"likelihood": 4, "impact": 4, "level": Level.VERY_HIGH}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


@pytest.fixture
def planner(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.PLANNER, office=office))


def needed(session: Any, office: Office, **values: Any) -> Need:
    given: dict[str, Any] = {"title": "สวิตช์", "reason": Reason.AGE, "source": Source.HAND, "fiscal_year": YEAR.era}
    row = Need(office_id=office.id or 0, **given | {"state": NeedState.APPROVED} | values)
    session.add(row)
    session.flush()
    return row


def priced(engine: Engine, office: Office, code: str) -> int:
    with reading(engine) as session:
        found = office_catalogue(session, office.id or 0).item_at(TODAY, Listing.COMPUTER, code)
    assert found is not None
    assert found.item.price_satang is not None
    return found.item.price_satang


def the_plan(planner: Visit, engine: Engine) -> IctPlan:
    wish = {"title": "แผนดิจิทัล", "first_year": str(YEAR.era), "last_year": str(YEAR.era)}
    assert planner.post("/ict-plans/new", wish).status_code == 303
    with reading(engine) as session:
        return session.exec(select(IctPlan)).one()


@pytest.mark.requirement("I-2.1")
def test_the_total_of_a_year_is_its_approved_needs_and_the_rent_of_its_links_to_the_satang(
    planner: Visit, engine: Engine, office: Office, school: Site
) -> None:
    with transaction(engine) as session:
        needed(session, office, quantity=3, criteria_item="computer/33", site_id=school.id)
        unpriced = needed(session, office, title="สายสัญญาณ", quantity=7)
        needed(session, office, quantity=100, criteria_item="computer/33", state=NeedState.OPEN)
        needed(session, office, quantity=100, criteria_item="computer/33", fiscal_year=YEAR.following.era)
        provider = factories.make_provider(session, office)
        terms: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": YEAR.months[4]}
        contract = Contract(
            office_id=office.id or 0, provider_id=provider.id or 0, number="1/2570", price_satang_month=59_933, **terms
        )
        session.add(contract)
        session.flush()
        factories.make_link(session, school, contract_id=contract.id)
        factories.make_link(session, school, price_satang_month=100_001, contract_start=YEAR.months[10])
    plan = the_plan(planner, engine)
    path = f"/ict-plans/{plan.id}"
    assert "price not known" in planner.get(path).text
    unsourced = planner.post(f"{path}/prices/{unpriced.id}", {"price_baht": "12.34", "source": ""})
    assert unsourced.status_code == 422
    assert planner.post(f"{path}/prices/{unpriced.id}", {"price_baht": "12.34", "source": "สืบราคา"}).status_code == 303
    assert planner.post(f"{path}/versions", {"note": "ฉบับแรก"}).status_code == 303
    with reading(engine) as session:
        version = session.exec(select(IctPlanVersion)).one()
        paper = session.exec(select(Paper)).one()
    of_needs = 3 * priced(engine, office, "33") + 7 * 1_234
    of_links = 5 * 59_933 + 2 * 100_001
    assert version.total_satang == of_needs + of_links
    year: Any = paper.data["data"]["years"][0]  # type: ignore[index]
    assert (year["needs_satang"], year["links_satang"]) == (of_needs, of_links)
    assert sum(line["total_satang"] for line in (*year["needs"], *year["links"])) == year["total_satang"]
    shown = planner.get(path).text
    assert f"{(of_needs + of_links) / 100:,.2f}" in shown


@pytest.mark.requirement("I-2.1")
def test_a_year_tells_which_risks_its_needs_treat_on_page_paper_and_workbook(
    planner: Visit, engine: Engine, office: Office, school: Site
) -> None:
    later = YEAR.following.era
    with transaction(engine) as session:
        by = By("ผู้ดูแล", utc_now())
        first = needed(session, office, quantity=2, criteria_item="computer/33", site_id=school.id)
        merged = needed(session, office, state=NeedState.MERGED, merged_into_id=first.id)
        second = needed(session, office, title="เครื่องสำรองไฟฟ้า", fiscal_year=later)
        needed(session, office, title="ไม่เกี่ยวกับความเสี่ยง", criteria_item="computer/33")
        risks = [
            factories.make_risk(session, office, likelihood=likelihood, impact=impact, site_id=school.id, **more)
            for likelihood, impact, more in (
                (5, 5, {"residual_likelihood": 1, "residual_impact": 3}),  # very high, becomes low
                (4, 3, {}),  # high, and nobody said what remains
                (4, 4, {"residual_likelihood": 2, "residual_impact": 2, "withheld": [{"by": "need:9", "why": "รองบ"}]}),
                (5, 4, {}),  # very high, of the next year
                (5, 3, {}),  # very high, no need treats it
                (5, 5, {"state": RiskState.ACCEPTED}),
                (5, 5, {"state": RiskState.CLOSED}),
            )
        ]
        ids = [risk.id for risk in risks]
        for need, at in ((first, 0), (merged, 1), (first, 2), (second, 3)):
            session.add(NeedRisk(need_id=need.id or 0, risk_id=ids[at] or 0, at=by.at, **CLASSES))
    wish = {"title": "แผนดิจิทัล", "first_year": str(YEAR.era), "last_year": str(later)}
    assert planner.post("/ict-plans/new", wish).status_code == 303
    with reading(engine) as session:
        path = f"/ict-plans/{session.exec(select(IctPlan.id)).one()}"
    cost = 2 * priced(engine, office, "33")
    now, then = planner.get(f"/api/v1{path}/figures").json()["years"]
    assert now["risks"] == {
        "treated": [ids[0], ids[2], ids[1]],
        "before": {"very_high": 2, "high": 1, "moderate": 0, "low": 0},
        "after": {"very_high": 1, "high": 1, "moderate": 0, "low": 1},
        "unsaid": 1,
        "untreated": 2,
        "cost_satang": cost,
    }
    assert (then["risks"]["treated"], then["risks"]["untreated"], then["risks"]["cost_satang"]) == ([ids[3]], 1, 0)
    page = planner.get(path).text
    assert f'href="/risks/{ids[0]}"' in page
    assert f'href="/risks/{ids[4]}"' not in page
    assert planner.post(f"{path}/versions", {"note": ""}).status_code == 303
    with reading(engine) as session:
        paper = session.exec(select(Paper)).one()
    kept: Any = paper.data["data"]["years"][0]["risks"]  # type: ignore[index]
    assert (kept["before"], kept["after"], kept["untreated"]) == ([2, 1, 0, 0], [1, 1, 0, 1], 2)
    book = load_workbook(BytesIO(planner.get(f"/papers/{paper.id}/paper.xlsx").content))
    rows = list(book["ความเสี่ยง"].iter_rows(values_only=True))
    assert rows[1] == (str(YEAR.era), 3, "สูงมาก 2\nสูง 1", "สูงมาก 1\nสูง 1\nต่ำ 1", 1, 2, cost / 100)
    assert book["งบประมาณรายปี"].max_row == 4
    assert "ความเสี่ยงที่แผนจัดการ" in shown_in(planner.get(f"/papers/{paper.id}/paper.docx").content)
    assert planner.get(f"/papers/{paper.id}/paper.pdf").content.startswith(b"%PDF")


def shown_in(docx: bytes) -> str:
    """The text of a Word file."""
    with ZipFile(BytesIO(docx)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


def test_what_is_written_is_kept_apart_from_what_is_reckoned_and_versions_stay(
    planner: Visit, engine: Engine, office: Office
) -> None:
    plan = the_plan(planner, engine)
    path = f"/ict-plans/{plan.id}"
    assert planner.post(f"{path}/texts", {"vision": "<b>ทั่วถึง</b>"}).status_code == 303
    assert "&lt;b&gt;ทั่วถึง&lt;/b&gt;" in planner.get(path).text
    assert planner.post(f"{path}/texts", {"total_satang": "1"}).status_code == 422
    planner.post(f"{path}/versions", {"note": "หนึ่ง"})
    with transaction(engine) as session:
        needed(session, office, quantity=1, criteria_item="computer/33")
    planner.post(f"{path}/texts", {"vision": "ทันสมัย"})
    planner.post(f"{path}/versions", {"note": "สอง"})
    with reading(engine) as session:
        first, second = session.exec(select(IctPlanVersion).order_by(IctPlanVersion.number)).all()  # type: ignore[arg-type]
    assert (first.texts, first.total_satang) == ({"vision": "<b>ทั่วถึง</b>"}, 0)
    assert (second.texts["vision"], second.total_satang) == ("ทันสมัย", priced(engine, office, "33"))


def test_the_same_years_are_planned_once_and_a_school_reads_none(
    planner: Visit, settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    plan = the_plan(planner, engine)
    wish = {"title": "อีกแผน", "first_year": str(YEAR.era), "last_year": str(YEAR.era)}
    again = planner.post("/ict-plans/new", wish)
    assert again.status_code == 422
    assert "a plan of these years already" in again.text
    backwards = planner.post("/ict-plans/new", wish | {"last_year": str(YEAR.era - 1)})
    assert backwards.status_code == 422
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert teacher.get(f"/ict-plans/{plan.id}").status_code == 403
