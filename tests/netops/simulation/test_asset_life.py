"""The demo shows what happens to assets: repairs, a lending that is overdue, a proposal that waits, spares on hand."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.disposal import DisposalItem
from inventory.models.repair import AssetRepair
from inventory.models.stock import StockItem
from inventory.models.transfer import Transfer, TransferState
from inventory.queries.lendings import LENDINGS
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from netops.simulation.district import make_district
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from service.database import transaction


def test_each_page_has_something_to_show(engine: Engine, vault: Vault) -> None:
    district = make_district(schools=20, today=date(2026, 11, 22))
    passwords = dict.fromkeys((username for username, _name, _role in PEOPLE), "a password of tests")
    with transaction(engine) as session:
        Seeding(session, district, Ports(snmp=1161, ssh=1122, smtp=1025), vault.seal).fill(passwords)
        backs = [repair.back_on is not None for repair in session.exec(select(AssetRepair))]
        assert backs.count(False) == 1
        assert backs.count(True) >= 2
        lendings = LENDINGS.find(session, Sight(1), Asked(filters={"lending": "out"}))
        assert lendings.total == 2
        assert [row.state for row in session.exec(select(Transfer))] == [TransferState.PROPOSED]
        assert not session.exec(select(DisposalItem.is_normal_wear).order_by("id")).first()
        stock = session.exec(select(StockItem)).all()
        assert [item.code for item in stock if item.balance < item.minimum] == ["SP-001"]
