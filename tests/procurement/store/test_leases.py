"""A lease begins from a contract that ends and becomes one: its hours, repair time and fines are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.store.contracts import ContractDraft, assign, contract_draft_of, create_contract
from procurement.models.purchase import Purchase
from procurement.store import offers, signing
from procurement.store.leases import TermsDraft, change_terms, ending_contracts, open_lease, terms_of
from service.database import transaction
from service.refusal import RefusedError
from tests import factories
from tests.procurement.store.buying import TODAY, World, make_world

MONTH_SATANG = 59_000


@pytest.fixture
def world(engine: Engine) -> Iterator[World]:
    with transaction(engine) as session:
        yield make_world(session)


def ending(world: World, ends_on: date) -> tuple[Contract, Link]:
    provider = factories.make_provider(world.session, world.office, name="ผู้ให้บริการเดิม")
    link = factories.make_link(
        world.session, world.school, provider_id=provider.id, price_satang_month=MONTH_SATANG, name="หลัก"
    )
    draft = ContractDraft.read(
        {
            "number": "เช่า 1/2569",
            "provider_id": provider.id,
            "starts_on": date(2025, 12, 1),
            "ends_on": ends_on,
            "repair_minutes": 240,
            "excluded": ["power"],
            "remind_days": [60],
        }
    )
    contract = create_contract(world.session, draft, office_id=world.office.id or 0)
    assign(world.session, contract, [link.id or 0])
    return contract, link


def leased(world: World, contract: Contract) -> Purchase:
    return open_lease(world.buyer, contract, world.published(name="เช่าอินเทอร์เน็ต").id or 0, 12)


def test_only_what_ends_soon_is_told_of(world: World) -> None:
    contract, _link = ending(world, date(2026, 12, 31))
    sight = world.buyer.sight
    assert list(ending_contracts(world.session, sight, TODAY, 90)) == [contract]
    assert list(ending_contracts(world.session, sight, TODAY, 30)) == []


def test_the_new_contract_has_the_terms_and_links_of_the_old(world: World) -> None:
    old, link = ending(world, date(2026, 12, 31))
    purchase = leased(world, old)
    purchase.egp_project_no = "69110000009"
    line = world.dossier(purchase).lines[0]
    assert (line.row.link_id, line.row.is_asset, line.quantity) == (link.id, False, 12)
    assert line.estimate_satang == 12 * MONTH_SATANG

    world.approved(purchase)
    bid_id = world.offered(purchase, 50_000, "ผู้ให้บริการใหม่")
    offers.award(world.buyer, purchase, offers.AwardDraft(bid_id=bid_id, awarded_on=TODAY))
    given = {"number": "เช่า 1/2570", "signed_on": TODAY, "deliver_days": 30, "form": "contract"}
    with pytest.raises(RefusedError), world.session.begin_nested():
        signing.sign(world.buyer, purchase, signing.SignDraft.read(given))
    lease = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    signed = signing.sign(world.buyer, purchase, signing.SignDraft.read(given | lease))

    new = world.session.get_one(Contract, signed.provider_contract_id)
    before, after = contract_draft_of(old), contract_draft_of(new)
    assert (after.repair_minutes, after.excluded, after.formula) == (240, before.excluded, before.formula)
    assert (new.price_satang_month, new.amount_satang) == (50_000, 600_000)
    world.session.refresh(link)
    assert (link.contract_id, link.price_satang_month) == (new.id, 50_000)


def test_terms_of_a_lease_are_changed_until_it_is_signed_and_become_those_of_the_contract(world: World) -> None:
    old, link = ending(world, date(2026, 12, 31))
    purchase = leased(world, old)
    purchase.egp_project_no = "69110000009"
    given = terms_of(world.dossier(purchase)).model_dump()
    assert (given["months"], given["repair_minutes"], given["speed_bps"]) == (12, 240, None)
    rate = {"kind": "percent_per_hour", "percent": "0.5"}
    wanted = {"months": 6, "speed_bps": 500_000_000, "repair_minutes": 120, "formula": {"rates": [rate]}}
    change_terms(world.buyer, purchase, TermsDraft.read(given | wanted))
    assert world.dossier(purchase).estimate_satang == 6 * MONTH_SATANG
    world.approved(purchase)
    with pytest.raises(RefusedError) as fixed:
        change_terms(world.buyer, purchase, TermsDraft.read(given | wanted | {"months": 7}))
    assert [one.field for one in fixed.value.problems] == ["months"]
    change_terms(world.buyer, purchase, TermsDraft.read(given | wanted | {"repair_minutes": 60}))
    bid_id = world.offered(purchase, 50_000, "ผู้ให้บริการใหม่")
    offers.award(world.buyer, purchase, offers.AwardDraft(bid_id=bid_id, awarded_on=TODAY))
    sign = {"number": "เช่า 1/2570", "signed_on": TODAY, "deliver_days": 30, "form": "contract"}
    lease = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30)}
    signed = signing.sign(world.buyer, purchase, signing.SignDraft.read(sign | lease))
    new = contract_draft_of(world.session.get_one(Contract, signed.provider_contract_id))
    assert (new.repair_minutes, [one.kind for one in new.formula.rates]) == (60, ["percent_per_hour"])
    world.session.refresh(link)
    assert link.speed_bps == 500_000_000
    with pytest.raises(RefusedError):
        change_terms(world.buyer, purchase, TermsDraft.read(given | wanted))
