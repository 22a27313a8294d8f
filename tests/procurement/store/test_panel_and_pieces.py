"""Who inspects; serial numbers corrected before the inspection; another day of delivery; keys that hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from procurement.models.purchase import Purchase, PurchaseEvent
from procurement.store.amending import AmendDraft, amend
from procurement.store.panel import PanelDraft, appoint_panel
from procurement.store.pieces import CorrectDraft, correct_pieces
from service.database import transaction
from service.refusal import MissingError, RefusedError
from tests.procurement.store.buying import TODAY, World, make_world

THREE = [{"serial": "SN-1"}, {"serial": "SN-2"}, {"serial": "SN-3"}]
MEMBERS = [
    {"name": "นางกรรมการ สองคน"},
    {"name": "นายประธาน คนแรก", "position": "ครู", "seat": "chair"},
    {"name": "นางสาวเลขา คนท้าย", "seat": "secretary"},
]


@pytest.fixture
def world(database: Engine) -> Iterator[World]:
    with transaction(database) as session:
        yield make_world(session)


def said(error: pytest.ExceptionInfo[RefusedError]) -> tuple[str, str]:
    (problem,) = error.value.problems
    return problem.field, problem.text()


def correct(
    world: World, purchase: Purchase, delivery: int, pieces: dict[int, dict[str, str]], reason: str = "พิมพ์ผิด"
) -> int:
    draft = CorrectDraft.read({"delivery": delivery, "reason": reason, "pieces": pieces})
    return correct_pieces(world.buyer, purchase, draft)


def test_a_mistyped_serial_is_corrected_before_the_inspection_and_written_down(world: World) -> None:
    purchase = world.signed()
    number = world.delivered(purchase, THREE)
    first = world.dossier(purchase).deliveries[0].parts[0].pieces[0]
    assert correct(world, purchase, number, {first.id or 0: {"serial": "SN-9", "mac": "aa-bb-cc-00-11-22"}}) == 1
    assert (first.serial, first.mac) == ("SN-9", "aa:bb:cc:00:11:22")
    wanted = select(PurchaseEvent).where(PurchaseEvent.purchase_id == purchase.id, PurchaseEvent.kind == "corrected")
    event = world.session.exec(wanted).one()
    assert event.note == "พิมพ์ผิด"
    assert event.detail["corrected"] == [{"row": 1, "serial": ["SN-1", "SN-9"], "mac": ["", "aa:bb:cc:00:11:22"]}]
    with pytest.raises(RefusedError):
        correct(world, purchase, number, {first.id or 0: {"serial": "SN-8"}}, reason="")
    world.accepted(purchase, number)
    with pytest.raises(RefusedError):
        correct(world, purchase, number, {first.id or 0: {"serial": "SN-8"}})
    assert first.serial == "SN-9"


def test_two_pieces_change_their_serials_with_each_other(world: World) -> None:
    purchase = world.signed()
    number = world.delivered(purchase, THREE)
    one, two, _three = world.dossier(purchase).deliveries[0].parts[0].pieces
    assert correct(world, purchase, number, {one.id or 0: {"serial": "SN-2"}, two.id or 0: {"serial": "SN-1"}}) == 2
    assert (one.serial, two.serial) == ("SN-2", "SN-1")


def test_a_serial_that_is_there_already_is_refused_by_its_row(world: World) -> None:
    purchase = world.signed()
    with pytest.raises(RefusedError) as twice:
        world.delivered(purchase, [{"serial": "SN-1"}, {"serial": "sn-1"}])
    share = world.dossier(purchase).lines[0].shares[0]
    assert said(twice) == (f"pieces.{share.id}", "Row 2: sn-1 stands in row 1 too")
    number = world.delivered(purchase, THREE[:2])
    with pytest.raises(RefusedError) as before:
        world.delivered(purchase, [{"serial": "SN-2"}])
    assert said(before)[1] == "Row 1: SN-2 came with delivery 1 already"
    first = world.dossier(purchase).deliveries[0].parts[0].pieces[0]
    with pytest.raises(RefusedError) as other:
        correct(world, purchase, number, {first.id or 0: {"serial": "SN-2"}})
    assert said(other) == (f"serial.{first.id}", "Row 1: SN-2 came with delivery 1 already")


def test_a_serial_of_an_asset_is_refused_with_its_number(world: World) -> None:
    first = world.signed(world.begun(quantity=1))
    world.accepted(first, world.delivered(first, [{"serial": "SN-1"}]))
    second = world.signed(world.begun(quantity=1))
    with pytest.raises(RefusedError) as taken:
        world.delivered(second, [{"serial": "sn-1"}])
    assert said(taken)[1] == "Row 1: sn-1 is the serial number of asset 7440-016-0001/70"


def test_what_was_sent_back_may_come_again(world: World) -> None:
    purchase = world.signed()
    number = world.delivered(purchase, THREE)
    world.accepted(purchase, number, verdict="rejected")
    assert world.delivered(purchase, THREE) == 2


def test_a_piece_of_another_delivery_is_not_corrected(world: World) -> None:
    purchase = world.signed()
    world.delivered(purchase, THREE[:1])
    other = world.delivered(purchase, THREE[1:])
    first = world.dossier(purchase).deliveries[0].parts[0].pieces[0]
    with pytest.raises(MissingError):
        correct(world, purchase, other, {first.id or 0: {"serial": "SN-8"}})


def test_inspectors_stand_in_the_order_of_their_seats_and_only_they_inspect(world: World) -> None:
    purchase = world.signed()
    appoint_panel(world.buyer, purchase, PanelDraft.read({"order_no": "๙/๒๕๗๐", "members": MEMBERS}))
    assert [one["seat"] for one in purchase.panel] == ["chair", "member", "secretary"]
    assert (purchase.panel_order_no, purchase.panel_on) == ("9/2570", TODAY)
    number = world.delivered(purchase, THREE)
    with pytest.raises(RefusedError) as stranger:
        world.accepted(purchase, number, inspectors=["นายประธาน คนแรก", "นายคนอื่น"])
    assert said(stranger) == ("inspectors", "นายคนอื่น was not appointed to inspect this purchase")
    world.accepted(purchase, number, inspectors=["นางกรรมการ สองคน", "นายประธาน คนแรก"])
    assert world.dossier(purchase).deliveries[0].row.inspectors == ["นายประธาน คนแรก", "นางกรรมการ สองคน"]


def test_one_person_alone_inspects_only_a_small_amount(world: World) -> None:
    alone = PanelDraft.read({"members": MEMBERS[:1]})
    appoint_panel(world.buyer, world.begun(quantity=7), alone)  # 91,000 baht
    with pytest.raises(RefusedError) as large:
        appoint_panel(world.buyer, world.begun(quantity=8), alone)  # 104,000 baht
    assert said(large)[0] == "committee_id"


def test_a_contract_that_was_changed_is_fined_from_its_new_day(world: World) -> None:
    purchase = world.signed()  # due in ten days
    given = {"amended_on": TODAY, "amendment_no": "1", "due_on": TODAY + timedelta(days=14), "reason": "น้ำท่วม"}
    amend(world.buyer, purchase, AmendDraft.read(given))
    day = TODAY + timedelta(days=16)
    world.accepted(purchase, world.delivered(purchase, THREE, day), day)
    assert world.dossier(purchase).deliveries[0].row.fine_satang == 15_000  # 0.20 % of 37,500.00 for two days
    with pytest.raises(RefusedError):
        amend(world.on(day).buyer, purchase, AmendDraft.read(given | {"due_on": day}))


def test_a_purchase_names_only_specifications_that_are_there(world: World) -> None:
    purchase = world.begun()
    for table, column in (("purchase", "spec_id"), ("purchase_line", "spec_line_id"), ("purchase", "committee_id")):
        with pytest.raises(IntegrityError), world.session.begin_nested():
            world.session.execute(text(f"UPDATE {table} SET {column} = 987654"))
    assert purchase.spec_id is None
