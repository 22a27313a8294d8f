"""Figures of assets and purchases: what the rows say, each satang in one state only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from inventory.models.asset import Standing
from netops.metrics import Family
from netops.polling.owned_figures import of_owned
from procurement.store import purchases
from service.database import transaction
from tests import factories
from tests.procurement.store.buying import TODAY, make_world


def test_what_purchases_hold_and_where_they_stand(database: Engine) -> None:
    with transaction(database) as session:
        world = make_world(session)
        world.approved()  # 39,000.00 reserved
        world.signed()  # 37,500.00 committed
        part = world.signed()
        world.accepted(part, world.delivered(part, [{}]))  # 12,500.00 of 37,500.00 accepted
        purchases.cancel(world.buyer, world.signed(), "ยกเลิก")
        found = {family: block.decode() for family, block in of_owned(session, TODAY).items()}
    code = world.office.code
    assert f'netops_purchase_amount_baht{{office="{code}",state="reserved"}} 39000\n' in found[Family.PURCHASE_BAHT]
    assert f'netops_purchase_amount_baht{{office="{code}",state="committed"}} 62500\n' in found[Family.PURCHASE_BAHT]
    assert f'netops_purchase_amount_baht{{office="{code}",state="disbursed"}} 12500\n' in found[Family.PURCHASE_BAHT]
    assert f'netops_purchases_open{{office="{code}",step="priced"}} 1\n' in found[Family.PURCHASES]
    assert f'netops_purchases_open{{office="{code}",step="delivered"}} 2\n' in found[Family.PURCHASES]


def test_assets_by_whole_years_of_use_without_those_disposed_of(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        for day, pieces in ((date(2023, 11, 21), 1), (date(2023, 11, 20), 2), (date(2020, 1, 1), 4), (None, 8)):
            factories.make_asset(session, office, acquired_on=day, quantity=pieces, price_satang=100_00)
        factories.make_asset(session, office, acquired_on=TODAY, standing=Standing.DISPOSED)
        found = {family: block.decode() for family, block in of_owned(session, TODAY).items()}
    for years, pieces in {"0-2": 1, "3-4": 2, "5-6": 4, "unknown": 8}.items():
        assert f'netops_assets_pieces{{office="{office.code}",years="{years}"}} {pieces}\n' in found[Family.ASSETS]
    assert f'netops_asset_value_baht{{office="{office.code}",asset_class=""}} 1500\n' in found[Family.ASSET_VALUE]
