"""The demo has a purchase at every step, made by the acts of people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset
from netops.simulation.district import make_district
from netops.simulation.purchases import add_purchases
from procurement.buying.steps import Step
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.models.receipt import GoodsDelivery
from service.database import transaction
from tests import factories


def test_one_stands_at_each_step_and_one_came_late(engine: Engine) -> None:
    district = make_district(schools=12, today=date(2026, 11, 28))
    with transaction(engine) as session:
        office = factories.make_office(session)
        sites = {school.code: factories.make_site(session, office).id or 0 for school in district.schools}
        add_purchases(session, office.id or 0, district, sites, None)
        found = {row.step for row in session.exec(select(Purchase))}
        assert found == {Step.APPROVED, Step.AWARDED, Step.DELIVERED, Step.ACCEPTED, Step.PAID}
        begun = {row.entry_id for row in session.exec(select(Purchase))}
        assert len([row for row in session.exec(select(PlanEntry)) if row.id not in begun]) == 2
        late = [row for row in session.exec(select(GoodsDelivery)) if row.fine_satang]
        assert [row.fine["days"] for row in late] == [3]
        assert session.exec(select(Asset)).one().serial == district.devices[16].equipment.serial
