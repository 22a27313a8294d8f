"""What is accepted points to need, specification, budget line and project, or a reason stays with it (INV-F2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.planning import NeedBudgeted
from inventory.models.asset import Asset
from procurement.models.need import Need
from procurement.models.purchase import Purchase, PurchaseEvent
from procurement.needs.need import NeedState
from procurement.queries.provenance import Provenance, provenance
from procurement.store.need_budgets import take_budget
from procurement.store.needs import NeedDraft, create_need
from service.database import transaction
from service.refusal import RefusedError
from tests.procurement.store.buying import World, make_world

LINE, PROJECT = "b" * 32, "a" * 32
REASON = "ของแถมจากผู้ขาย"


@pytest.fixture
def world(database: Engine) -> Iterator[World]:
    with transaction(database) as session:
        yield make_world(session)


def need_of(world: World, state: NeedState = NeedState.APPROVED, *, spec_id: int | None = None) -> Need:
    """A need of the school that somebody decided about."""
    given = {"site_id": world.school.id, "title": "สวิตช์ 24 ช่อง", "reason": "broken", "kind": "switch"}
    need = create_need(world.session, NeedDraft.read(given), sight=world.buyer.sight, by=world.buyer.by)
    need.state, need.spec_id = state, spec_id
    world.session.add(need)
    world.session.flush()
    return need


def budgeted(world: World, need: Need, **values: object) -> None:
    """The annual plan told that its line pays for it."""
    given = {"office_code": world.office.code, "need_id": need.id, "fiscal_year": 2570, "project_key": PROJECT}
    fact = NeedBudgeted.model_validate({**given, "line_key": LINE, "amount_satang": 5_000_000, **values})
    take_budget(world.session, need, fact, world.buyer.by)


def came(world: World, *, line: str | None = None, need: Need | None = None) -> tuple[Purchase, int, int]:
    """A purchase of two pieces that were delivered: it, its share, and the number of the delivery."""
    entry = world.published(budget_line_id=line)
    share = {"site_id": world.school.id, "quantity": 2, "need_id": need.id if need is not None else None}
    goods = {"name": "สวิตช์", "estimate_satang": 1_300_000, "shares": [share]}
    purchase = world.signed(world.begun(entry, lines=[goods]))
    number = world.delivered(purchase, [{"serial": "SN-1"}, {"serial": "SN-2"}])
    return purchase, world.dossier(purchase).lines[0].shares[0].id or 0, number


def of_card(world: World) -> Provenance:
    """What the first card points to."""
    asset = world.session.exec(select(Asset).order_by(Asset.id)).first()  # type: ignore[arg-type]
    assert asset is not None
    found = provenance(world.session, world.buyer.sight, asset.id or 0)
    assert found is not None
    return found


def refused(world: World, purchase: Purchase, number: int, **values: Any) -> dict[str, str]:
    """Why an acceptance is not taken; no card is made by it."""
    with pytest.raises(RefusedError) as error, world.session.begin_nested():
        world.accepted(purchase, number, **({"unlinked_reason": ""} | values))
    assert world.session.exec(select(Asset)).all() == []
    return {problem.field: problem.text() for problem in error.value.problems}


def test_what_the_plan_pays_for_is_traced_without_a_word(world: World) -> None:
    """INV-F2: the need brings specification, line and project; the plan's entry need not name the line."""
    need = need_of(world, spec_id=7)
    budgeted(world, need)
    purchase, _share, number = came(world, need=need)
    world.accepted(purchase, number, unlinked_reason="")
    found = of_card(world)
    assert (found.chain.need, found.chain.spec_id, found.chain.line_key) == (need, 7, LINE)
    assert found.chain.budget is not None
    assert (found.chain.budget.project_key, found.chain.missing) == (PROJECT, [])
    assert (found.delivery.unlinked, found.delivery.unlinked_reason) == ([], "")


def test_where_the_line_pays_for_needs_one_of_them_is_named(world: World) -> None:
    """Tries to break INV-F2 with a reason instead of the need that is known, and with one that is not of the line."""
    need, other = need_of(world, spec_id=7), need_of(world)
    budgeted(world, need)
    purchase, share, number = came(world, line=LINE)
    field = f"need.{share}"
    wanted = {field: "The budget line pays for needs: say which one these pieces meet"}
    assert refused(world, purchase, number, unlinked_reason=REASON) == wanted
    for wrong in (other.id, 999):
        assert refused(world, purchase, number, needs={share: wrong}) == {field: "There is no such entry"}
    assert refused(world, purchase, number, needs={share + 1: need.id}) == {
        f"need.{share + 1}": "There is no such entry"
    }
    world.accepted(purchase, number, needs={share: need.id}, unlinked_reason="")
    found = of_card(world)
    assert (found.chain.need, found.chain.missing) == (need, [])
    assert (need.state, need.case_id) == (NeedState.ORDERED, found.purchase.id)


def test_a_need_that_others_meet_stops_no_office(world: World) -> None:
    """INV-F2 never blocks for ever: nothing of the line can be named any more, so the reason is asked for."""
    need = need_of(world, spec_id=7)
    budgeted(world, need)
    purchase, _share, number = came(world, line=LINE)
    need.state = NeedState.MET
    world.session.add(need)
    assert set(refused(world, purchase, number)) == {"unlinked_reason"}
    world.accepted(purchase, number, unlinked_reason=REASON)
    assert of_card(world).delivery.unlinked == ["need", "specification"]


def test_without_an_annual_plan_the_reason_stays_on_every_card(world: World) -> None:
    """Tries to break INV-F2 by silence: each missing part asks for a reason, which the history keeps with the name."""
    purchase, _share, number = came(world)
    for blank in ("", "   ", "\u200b"):
        assert set(refused(world, purchase, number, unlinked_reason=blank)) == {"unlinked_reason"}
    world.accepted(purchase, number, unlinked_reason=REASON)
    found = of_card(world)
    everything = ["need", "specification", "budget line", "project of the annual plan"]
    assert (found.chain.missing, found.delivery.unlinked) == (everything, everything)
    assert found.delivery.unlinked_reason == REASON
    event = world.session.exec(select(PurchaseEvent).where(PurchaseEvent.kind == "accepted")).one()
    assert (event.note, event.detail["unlinked"], event.actor) == (REASON, everything, "พัสดุ")


def test_what_is_told_later_is_traced_and_the_reason_stays(world: World) -> None:
    need = need_of(world, spec_id=7)
    purchase, _share, number = came(world, need=need)
    assert refused(world, purchase, number)
    world.accepted(purchase, number, unlinked_reason=REASON)
    assert of_card(world).chain.missing == ["budget line", "project of the annual plan"]
    budgeted(world, need)
    assert (of_card(world).chain.missing, of_card(world).delivery.unlinked_reason) == ([], REASON)


def test_goods_that_were_sent_back_need_no_reason(world: World) -> None:
    purchase, _share, number = came(world)
    world.accepted(purchase, number, verdict="rejected", unlinked_reason="")
    assert world.session.exec(select(Asset)).all() == []
