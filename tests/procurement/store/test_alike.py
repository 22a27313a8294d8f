"""What is bought beside a purchase or a specification is counted once, whatever it has become meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from procurement.models.spec import Spec, SpecLine, SpecState
from procurement.store import purchases
from procurement.store.alike import Buying, alike, versions_of
from service.database import transaction
from tests import factories
from tests.procurement.store.buying import TODAY, World, make_world


@pytest.fixture
def world(engine: Engine) -> Iterator[World]:
    with transaction(engine) as session:
        yield make_world(session)


def approved_spec(world: World, plan_no: str) -> Spec:
    spec = Spec(
        office_id=world.office.id or 0,
        title="สวิตช์",
        day=TODAY,
        state=SpecState.APPROVED,
        created_at=factories.AT,
        changed_at=factories.AT,
        plan_no=plan_no,
    )
    world.session.add(spec)
    world.session.flush()
    line = SpecLine(
        spec_id=spec.id or 0, position=0, name="สวิตช์", category="network", quantity=2, unit_price_satang=1_300_000
    )
    world.session.add(line)
    world.session.flush()
    return spec


def counted(world: World, **values: Any) -> list[tuple[str, int]]:
    about = Buying(world.office.id or 0, None, TODAY, **values)
    found = alike(world.session, about, "x")
    return sorted(
        (one.url.split("/")[1], one.bought.amount_satang) for one in found if one.bought.category == "network"
    )


def test_a_planned_entry_a_specification_and_its_purchase_are_one_thing(world: World) -> None:
    entry = world.published()
    assert counted(world) == [("procurement-plan", 10_000_000)]
    spec = approved_spec(world, entry.egp_plan_no)
    assert counted(world) == [("specs", 2_600_000)]
    purchase = world.begun(entry, spec_id=spec.id)
    world.approved(purchase)
    assert counted(world) == [("purchases", 2_600_000)]
    assert not counted(world, purchase_id=purchase.id, entry_id=entry.id, spec_ids=versions_of(world.session, spec.id))
    assert not counted(world, spec_ids=versions_of(world.session, spec.id))
    purchases.cancel(world.buyer, purchase, "ยกเลิก")
    assert counted(world) == [("specs", 2_600_000)]


def test_other_years_units_and_drafts_count_for_nothing(world: World) -> None:
    world.entry()  # not published
    world.published(year=2571)
    world.published(site_id=world.school.id)
    assert counted(world) == []
