"""Plans of information technology: their sums to the satang, texts apart from figures, versions that stay."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from innovation.models.ict_plan import IctPlan, IctPlanVersion
from inventory.models.contract import Contract
from inventory.models.site import Office, Site
from netops.models.paper import Paper
from netops.models.person import Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from procurement.criteria.edition import Listing
from procurement.models.need import Need
from procurement.needs.need import NeedState, Reason, Source
from procurement.store.criteria import office_catalogue
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

TODAY = utc_now().astimezone(ZoneInfo("Asia/Bangkok")).date()
YEAR = FiscalYear.of(TODAY).following


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
