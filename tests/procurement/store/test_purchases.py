"""A purchase from the published plan to the asset book: what each step needs, and what siblings are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import (
    ContractSigned,
    GoodsAccepted,
    ProcurementApproved,
    ProcurementCancelled,
    PurchaseFact,
    PurchasePaid,
)
from inventory.models.asset import Asset, AssetClass
from inventory.models.sibling import SiblingEvent
from inventory.store.acting import By
from inventory.store.siblings import told_after, told_of
from procurement.buying.budget import Held, held
from procurement.buying.steps import Step
from procurement.models.need import Need
from procurement.models.purchase import Purchase
from procurement.models.receipt import Verdict
from procurement.models.spec import SpecDelivery, SpecNeed, SpecState
from procurement.models.spec import SpecLine as SpecLineRow
from procurement.needs.need import NeedState, Reason, Source
from procurement.store import offers, plans, purchases, receiving, specs
from procurement.store.spec_drafts import SpecDraft
from service.database import transaction
from service.refusal import RefusedError
from tests import factories
from tests.procurement.store.buying import SWITCH_SATANG, TODAY, World, make_world

THREE = [{"serial": "SN-1"}, {"serial": "SN-2", "mac": "02-00-00-00-00-2A"}, {}]


@pytest.fixture
def world(database: Engine) -> Iterator[World]:
    with transaction(database) as session:
        yield make_world(session)


def refused(error: pytest.ExceptionInfo[RefusedError]) -> str:
    return " ".join(problem.text() for problem in error.value.problems)


def test_nothing_is_bought_that_is_not_in_a_published_plan(world: World) -> None:
    entry = world.entry()
    with pytest.raises(RefusedError) as error:
        world.begun(entry)
    assert "not published" in refused(error)
    entry = world.published()
    plans.withdraw_entry(world.session, entry, "งบประมาณถูกตัด", today=TODAY)
    with pytest.raises(RefusedError) as error:
        world.begun(entry)
    assert "withdrawn" in refused(error)


def test_a_published_entry_is_not_changed(world: World) -> None:
    entry = world.published()
    draft = plans.EntryDraft.of(entry).with_changes({"amount_satang": 1})
    with pytest.raises(RefusedError):
        plans.change_entry(world.session, entry, draft, sight=world.buyer.sight)
    world.begun(entry)
    with pytest.raises(RefusedError):
        plans.withdraw_entry(world.session, entry, "ไม่ซื้อแล้ว", today=TODAY)


def test_the_whole_course_creates_assets_and_tells_siblings_of_each_amount(world: World) -> None:
    purchase = world.signed()
    number = world.delivered(purchase, THREE)
    world.accepted(purchase, number)
    receiving.pay(world.buyer, purchase, receiving.PayDraft(delivery=1, paid_on=TODAY, voucher_no="บค 1"))

    cards = world.session.exec(select(Asset).order_by(Asset.number)).all()
    assert [card.number for card in cards] == ["7440-016-0001/70", "7440-016-0002/70", "7440-016-0003/70"]
    assert {card.site_id for card in cards} == {world.school.id}
    assert {card.price_satang for card in cards} == {1_250_000}
    assert {card.serial for card in cards} == {"SN-1", "SN-2", ""}
    assert {card.contract_no for card in cards} == {f"1{purchase.id}/2570"}
    assert {card.warranty_until for card in cards} == {date(2027, 11, 19)}

    approved, signed, accepted, paid = told_of(world.session, purchase.id or 0)
    assert isinstance(approved, ProcurementApproved)
    assert approved.amount_satang == 3 * SWITCH_SATANG
    assert isinstance(signed, ContractSigned)
    assert signed.amount_satang == 3_750_000
    assert isinstance(accepted, GoodsAccepted)
    assert (accepted.amount_satang, accepted.fine_satang, accepted.is_last) == (3_750_000, 0, True)
    assert held([approved]) == Held(reserved_satang=3_900_000)
    assert held([approved, signed]) == Held(committed_satang=3_750_000)
    assert held([approved, signed, accepted]) == Held(disbursed_satang=3_750_000)
    assert isinstance(paid, PurchasePaid)
    assert (paid.amount_satang, paid.paid_on, paid.voucher_number, paid.is_last) == (3_750_000, TODAY, "บค 1", True)
    assert held([approved, signed, accepted, paid]) == Held(disbursed_satang=3_750_000)
    assert (purchase.step, purchase.is_over) == (Step.PAID, True)


def test_what_comes_late_is_fined_by_the_day_and_paid_less_the_fine(world: World) -> None:
    purchase = world.signed()
    day = TODAY + timedelta(days=10 + 3)
    world.accepted(purchase, world.delivered(purchase, THREE, day), day)
    row = world.dossier(purchase).deliveries[0].row
    # 0.20 % of 37,500.00 is 75.00 a day.
    assert (row.fine["days"], row.fine["day_satang"], row.fine_satang) == (3, 7_500, 22_500)
    late = world.on(day).buyer
    assert receiving.pay(late, purchase, receiving.PayDraft(delivery=1, paid_on=day, voucher_no="1")) == 3_727_500
    assert told_of(world.session, purchase.id or 0)[-1].amount_satang == 3_727_500


def test_a_delivery_that_is_sent_back_counts_for_nothing(world: World) -> None:
    purchase = world.signed()
    number = world.delivered(purchase, THREE)
    world.accepted(purchase, number, verdict=Verdict.REJECTED)
    assert world.session.exec(select(Asset)).all() == []
    assert world.dossier(purchase).purchase.step is Step.DELIVERED
    world.accepted(purchase, world.delivered(purchase, THREE))
    assert len(world.session.exec(select(Asset)).all()) == 3


def test_parts_come_one_after_the_other_and_never_more_than_ordered(world: World) -> None:
    purchase = world.signed()
    world.accepted(purchase, world.delivered(purchase, THREE[:1]))
    events = told_of(world.session, purchase.id or 0)
    assert held(events) == Held(committed_satang=2_500_000, disbursed_satang=1_250_000)
    with pytest.raises(RefusedError) as error:
        world.delivered(purchase, [{}, {}, {}])
    assert "2 are still to come" in refused(error)
    world.accepted(purchase, world.delivered(purchase, [{}, {}]))
    assert held(told_of(world.session, purchase.id or 0)) == Held(disbursed_satang=3_750_000)


def test_a_number_that_is_taken_makes_no_card_at_all(world: World) -> None:
    first = world.signed()
    world.accepted(first, world.delivered(first, THREE))
    second = world.signed()
    number = world.delivered(second, [{"serial": "SN-4"}, {"serial": "SN-5"}, {"serial": "SN-6"}])
    pieces = [piece.id for part in world.dossier(second).deliveries[0].parts for piece in part.pieces]
    with pytest.raises(RefusedError) as error, world.session.begin_nested():
        world.accepted(second, number, numbers={pieces[2]: "7440-016-0001/70"})
    assert [problem.field for problem in error.value.problems] == [f"number.{pieces[2]}"]
    assert len(world.session.exec(select(Asset)).all()) == 3


def test_more_than_the_entry_has_left_is_not_approved(world: World) -> None:
    entry = world.published(amount_satang=5 * SWITCH_SATANG)
    world.approved(world.begun(entry))
    second = world.begun(entry)
    with pytest.raises(RefusedError) as error:
        world.approved(second)
    assert "26,000.00 baht left" in refused(error)


def test_another_method_than_proposed_needs_a_reason(world: World) -> None:
    purchase = world.begun(method="e_bidding")
    with pytest.raises(RefusedError):
        world.approved(purchase)
    draft = world_draft(world, purchase, method_reason="มีผู้ขายหลายราย")
    purchases.change_purchase(world.buyer, purchase, draft)
    assert world.approved(purchase).approved_on == TODAY


def world_draft(world: World, purchase: Purchase, **values: object) -> purchases.PurchaseDraft:
    return purchases.draft_of(world.dossier(purchase)).with_changes(values)


def test_what_was_approved_does_not_change(world: World) -> None:
    purchase = world.approved()
    with pytest.raises(RefusedError):
        purchases.change_purchase(world.buyer, purchase, world_draft(world, purchase, method="selection"))
    changes = purchases.change_purchase(world.buyer, purchase, world_draft(world, purchase, note="แจ้งผู้ขายแล้ว"))
    assert set(changes) == {"note"}


def test_the_lowest_offer_wins_unless_there_is_a_reason(world: World) -> None:
    purchase = world.approved()
    low, high = world.offered(purchase, 1_200_000, "ร้านหนึ่ง"), world.offered(purchase, 1_290_000, "ร้านสอง")
    with pytest.raises(RefusedError):
        offers.award(world.buyer, purchase, offers.AwardDraft(bid_id=high, awarded_on=TODAY))
    assert offers.award(world.buyer, purchase, offers.AwardDraft(bid_id=low, awarded_on=TODAY)).supplier == "ร้านหนึ่ง"


def test_no_offer_above_what_was_approved_is_taken(world: World) -> None:
    purchase = world.approved()
    bid = world.offered(purchase, SWITCH_SATANG + 1)
    with pytest.raises(RefusedError):
        offers.award(world.buyer, purchase, offers.AwardDraft(bid_id=bid, awarded_on=TODAY))


def test_a_rate_of_fines_outside_the_usual_needs_its_source(world: World) -> None:
    with pytest.raises(RefusedError):
        world.signed(fine_ppm_day=5000)
    purchase = world.begun()
    signed = world.signed(purchase, fine_ppm_day=5000, fine_source="ข้อ 163 งานเทคโนโลยีสารสนเทศ")
    contract = world.dossier(signed).contract
    assert contract
    assert contract.fine_source == "ข้อ 163 งานเทคโนโลยีสารสนเทศ"


def test_cancelling_frees_what_was_held(world: World) -> None:
    purchase = world.signed()
    purchases.cancel(world.buyer, purchase, "ผู้ขายทิ้งงาน")
    events = told_of(world.session, purchase.id or 0)
    assert isinstance(events[-1], ProcurementCancelled)
    assert events[-1].amount_satang == 3_750_000
    assert held(events) == Held()
    assert purchase.is_over


def test_siblings_read_on_from_their_place(world: World) -> None:
    purchase, office = world.signed(), world.office.id or 0
    first = told_after(world.session, office, 0, limit=1)
    rest = told_after(world.session, office, first.cursor, limit=10, key=first.key)
    facts = [one.fact for one in (*first.items, *rest.items)]
    assert [type(one) for one in facts] == [ProcurementApproved, ContractSigned]
    assert {one.purchase_id for one in facts if isinstance(one, PurchaseFact)} == {purchase.id}
    nothing = told_after(world.session, office, rest.cursor, limit=10, key=rest.key)
    assert (nothing.items, nothing.cursor, nothing.key) == ((), rest.cursor, rest.key)
    assert told_after(world.session, make_world(world.session).office.id or 0, 0, limit=10).items == ()


def test_a_fact_keeps_its_key_and_a_place_before_a_restore_begins_anew(world: World) -> None:
    world.signed()
    office = world.office.id or 0
    told = told_after(world.session, office, 0, limit=10)
    assert [one.key for one in told_after(world.session, office, 0, limit=10).items] == [one.key for one in told.items]
    assert len({one.key for one in told.items}) == len(told.items)
    lost = told.items[-1]
    row = world.session.get_one(SiblingEvent, lost.id)
    row.at += timedelta(microseconds=1)  # after a backup was brought back another fact took its number
    world.session.flush()
    anew = told_after(world.session, office, lost.id, limit=10, key=lost.key)
    assert anew.is_replayed
    assert [one.id for one in anew.items] == [one.id for one in told.items]
    assert lost.key not in {one.key for one in anew.items}


def test_a_specification_says_what_is_bought_where_and_for_which_need(world: World) -> None:
    by = By("พัสดุ", factories.AT)
    other = factories.make_site(world.session, world.office)
    given = {"title": "สวิตช์ 24 ช่อง", "day": TODAY}
    spec = specs.create_spec(world.session, SpecDraft.read(given), office_id=world.office.id or 0, by=by)
    need = Need(
        office_id=world.office.id or 0, site_id=other.id, title="สวิตช์", reason=Reason.SHORTAGE, source=Source.HAND
    )
    need.state = NeedState.IN_SPECIFICATION
    world.session.add(need)
    world.session.flush()
    line = SpecLineRow(
        spec_id=spec.id or 0, position=0, name="สวิตช์ 24 ช่อง", quantity=5, unit_price_satang=1_300_000, unit_word="เครื่อง"
    )
    world.session.add(line)
    world.session.flush()
    world.session.add_all(
        [
            SpecDelivery(line_id=line.id or 0, site_id=world.school.id or 0, quantity=2),
            SpecDelivery(line_id=line.id or 0, site_id=other.id or 0, quantity=3),
            SpecNeed(line_id=line.id or 0, need_id=need.id or 0, site_id=other.id, quantity=2),
        ]
    )
    world.session.flush()
    with pytest.raises(RefusedError):
        world.begun(spec_id=spec.id)
    spec.state = SpecState.APPROVED
    world.session.add(spec)
    world.session.flush()
    purchase = world.begun(spec_id=spec.id)
    (bought,) = world.dossier(purchase).lines
    assert (bought.row.spec_line_id, bought.estimate_satang) == (line.id, 6_500_000)
    assert [(share.site_id, share.quantity, share.need_id) for share in bought.shares] == [
        (world.school.id, 2, None),
        (other.id, 2, need.id),
        (other.id, 1, None),
    ]
    with pytest.raises(RefusedError):
        world.begun(spec_id=spec.id)
    world.signed(purchase)
    states = [need.state]
    purchases.cancel(world.buyer, purchase, "ยกเลิก")
    assert [*states, need.state] == [NeedState.ORDERED, NeedState.APPROVED]


def test_what_is_in_the_criteria_of_computers_is_of_their_class(world: World) -> None:
    """Without a class a card is never depreciated, and a specification has no field for it."""
    office = world.office.id or 0
    computers = AssetClass(office_id=office, code="computer", name="ครุภัณฑ์คอมพิวเตอร์")
    given = {"title": "แท็บเล็ต", "day": TODAY}
    by = By("พัสดุ", factories.AT)
    spec = specs.create_spec(world.session, SpecDraft.read(given), office_id=office, by=by)
    criteria: tuple[dict[str, object] | None, ...] = ({"listing": "computer"}, {"listing": "equipment"}, None)
    priced: dict[str, Any] = {"quantity": 1, "unit_price_satang": 1_000_000}
    for at, criterion in enumerate(criteria):
        world.session.add(SpecLineRow(spec_id=spec.id or 0, position=at, name="ก", criterion=criterion, **priced))
    spec.state = SpecState.APPROVED
    world.session.add_all([computers, spec])
    world.session.flush()
    bought = world.dossier(world.begun(spec_id=spec.id)).lines
    assert [line.row.class_id for line in bought] == [computers.id, None, None]


def test_the_class_of_what_came_is_said_at_the_inspection(world: World) -> None:
    theirs = AssetClass(office_id=factories.make_office(world.session).id or 0, code="x", name="ของที่อื่น")
    ours = AssetClass(office_id=world.office.id or 0, code="network", name="ครุภัณฑ์เครือข่าย")
    world.session.add_all([theirs, ours])
    world.session.flush()
    purchase = world.signed()
    number = world.delivered(purchase, [{"serial": "SN-1"}])
    line = world.dossier(purchase).lines[0].row.id
    with pytest.raises(RefusedError), world.session.begin_nested():
        world.accepted(purchase, number, classes={line: theirs.id})
    world.accepted(purchase, number, classes={line: ours.id})
    assert {card.class_id for card in world.session.exec(select(Asset))} == {ours.id}


def test_no_line_names_another_specification_or_the_need_of_another_school(world: World) -> None:
    other = factories.make_site(world.session, world.office)
    need = Need(
        office_id=world.office.id or 0, site_id=other.id, title="สวิตช์", reason=Reason.SHORTAGE, source=Source.HAND
    )
    world.session.add(need)
    world.session.flush()
    share = {"site_id": world.school.id, "quantity": 1}
    line = {"name": "สวิตช์", "estimate_satang": 100, "shares": [share]}
    with pytest.raises(RefusedError) as error:
        world.begun(lines=[{**line, "spec_line_id": 12345}])
    assert error.value.problems[0].field == "lines.0.spec_line_id"
    entry = world.published(site_id=world.school.id)
    with pytest.raises(RefusedError) as error:
        world.begun(entry, lines=[{**line, "shares": [{**share, "need_id": need.id}]}])
    assert error.value.problems[0].field == "lines.0.site_id"
