"""Stock cards on both databases: first in first out to the satang, and never below nothing, whoever comes at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.site import Office, Site
from inventory.models.stock import StockItem, StockKind, StockMove
from inventory.queries.sight import Sight
from inventory.queries.stock import STOCK, on_hand, spares_for, stock_card
from inventory.queries.table import Asked
from inventory.store.acting import By
from inventory.store.stock import (
    IssueDraft,
    ReceiptDraft,
    StockDraft,
    archive_item,
    change_item,
    create_item,
    find_item,
    issue,
    receive,
    restore_item,
)
from service.database import reading, transaction
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_device, make_office, make_site

BY = By("พัสดุ", AT)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def a_card(session: Session, office: Office, site: Site | None = None, **given: Any) -> StockItem:
    values = {"code": "SP-1", "name": "สวิตช์สำรอง", "site_id": site.id if site else None}
    return create_item(session, StockDraft.read(values | given), sight=sight(office), by=BY)


def came(session: Session, item: StockItem, quantity: int, price: int, on: str = "2026-10-02") -> StockMove:
    draft = ReceiptDraft.read({"moved_on": on, "quantity": quantity, "price_satang": price})
    return receive(session, item, draft, by=BY)


def went(session: Session, item: StockItem, quantity: int, on: str = "2026-10-05", **given: Any) -> StockMove:
    draft = IssueDraft.read({"moved_on": on, "quantity": quantity, "counterpart": "ห้องประชุม"} | given)
    return issue(session, item, draft, sight=Sight(item.office_id), by=BY)


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def test_what_goes_out_costs_what_came_in_first(session: Session, office: Office) -> None:
    item = a_card(session, office)
    came(session, item, 3, 10_000)
    came(session, item, 2, 12_550)
    first = went(session, item, 4)
    assert (first.cost_satang, first.balance) == (3 * 10_000 + 12_550, 1)
    assert [pieces for _receipt, pieces in first.taken] == [3, 1]
    second = went(session, item, 1)
    assert (second.cost_satang, second.balance, item.balance) == (12_550, 0, 0)
    assert [line.move.left for line in stock_card(session, sight(office), item.id or 0).lines] == [0, 0, 0, 0]


def test_more_than_there_is_is_refused_and_changes_nothing(session: Session, office: Office) -> None:
    item = a_card(session, office)
    came(session, item, 3, 10_000)
    assert refused(lambda: went(session, item, 4)) == ("quantity",)
    assert (item.balance, stock_card(session, sight(office), item.id or 0).value_satang) == (3, 30_000)


def test_of_two_issues_at_once_one_is_refused(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        item = a_card(session, office)
        came(session, item, 10, 5_000)
        item_id, office_id = item.id or 0, office.id or 0
    ready = Barrier(2)

    def one(_number: int) -> bool:
        ready.wait(timeout=30)
        try:
            with transaction(database) as session:
                went(session, find_item(session, item_id, office_id=office_id), 6)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [False, True]
    with reading(database) as session:
        found = stock_card(session, Sight(office_id), item_id)
        assert (found.item.balance, found.value_satang, len(found.lines)) == (4, 20_000, 2)
        assert session.exec(select(StockMove.left).where(StockMove.quantity == 10)).one() == 4


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": "2026-10-01"}, "moved_on"),
        ({"counterpart": ""}, "counterpart"),
        ({"to_site_id": 999_999}, "to_site_id"),
        ({"device_id": 999_999}, "device_id"),
    ],
)
def test_an_issue_says_when_and_for_whom(session: Session, office: Office, given: dict[str, Any], field: str) -> None:
    item = a_card(session, office)
    came(session, item, 3, 10_000)
    assert refused(lambda: went(session, item, 1, **given)) == (field,)


def test_codes_are_of_a_unit_and_a_card_stays_with_it(session: Session, office: Office) -> None:
    school = make_site(session, office)
    item = a_card(session, office)
    a_card(session, office, school)
    assert refused(lambda: a_card(session, office)) == ("code",)
    moved = StockDraft.of(item).with_changes({"site_id": school.id})
    assert refused(lambda: change_item(session, item, moved, sight=sight(office))) == ("site_id",)
    named = StockDraft.of(item).with_changes({"name": "อื่น", "minimum": "๕"})
    assert set(change_item(session, item, named, sight=sight(office))) == {"name", "minimum"}


def test_only_an_empty_card_goes_to_the_archive(session: Session, office: Office) -> None:
    item = a_card(session, office)
    came(session, item, 1, 100)
    assert refused(lambda: archive_item(session, item, by=BY)) == ("",)
    went(session, item, 1)
    archive_item(session, item, by=BY)
    assert STOCK.find(session, sight(office), Asked()).total == 0
    assert STOCK.find(session, sight(office), Asked(filters={"archived": "yes"})).total == 1
    restore_item(session, item)
    assert STOCK.find(session, sight(office), Asked()).total == 1


def test_a_school_sees_its_own_cards(session: Session, office: Office) -> None:
    school, other = make_site(session, office), make_site(session, office)
    own, theirs = a_card(session, office, school), a_card(session, office, other)
    assert [row["id"] for row in STOCK.find(session, sight(office, school), Asked()).rows] == [own.id]
    with pytest.raises(MissingError):
        stock_card(session, sight(office, school), theirs.id or 0)
    came(session, own, 2, 100)
    device = make_device(session, other)
    draft = IssueDraft.read({"moved_on": "2026-10-05", "quantity": 1, "device_id": device.id})
    assert refused(lambda: issue(session, own, draft, sight=sight(office, school), by=BY)) == ("device_id",)


def test_the_balance_of_a_day_is_what_had_come_and_not_gone_by_then(session: Session, office: Office) -> None:
    school = make_site(session, office)
    item, of_school = a_card(session, office), a_card(session, office, school, code="C-1")
    came(session, item, 3, 10_000, "2026-09-20")
    went(session, item, 1, "2026-09-30")
    came(session, item, 5, 20_000, "2026-10-01")
    came(session, of_school, 1, 700, "2026-09-01")
    day = date(2026, 9, 30)
    found = {(one.item.code, one.balance, one.value_satang) for one in on_hand(session, sight(office), day)}
    assert found == {("SP-1", 2, 20_000), ("C-1", 1, 700)}
    assert [one.item.code for one in on_hand(session, sight(office), day, unit=0)] == ["SP-1"]
    assert [one.item.code for one in on_hand(session, sight(office, school), day)] == ["C-1"]
    assert on_hand(session, sight(office), date(2026, 8, 31)) == []


def test_spares_are_found_by_the_model_they_fit(session: Session, office: Office) -> None:
    spare = a_card(session, office, kind=StockKind.SPARE, fits="CRS326\nSW-24 Pro")
    empty = a_card(session, office, code="SP-2", kind=StockKind.SPARE, fits="RB4011")
    ink = a_card(session, office, code="C-9", fits="CRS326")
    for item in (spare, ink):
        came(session, item, 2, 100)
    seen = sight(office)
    assert spares_for(session, seen, "CRS326-24G-2S+RM") == [spare]
    assert spares_for(session, seen, "sw 24 pro") == [spare]
    assert spares_for(session, seen, "RB4011") == spares_for(session, seen, "") == spares_for(session, seen, "X") == []
    assert empty.balance == 0


def test_the_list_shows_what_is_short_first(session: Session, office: Office) -> None:
    a_card(session, office, code="A")
    short = a_card(session, office, code="B", minimum=2)
    came(session, short, 1, 100)

    def codes(**filters: str) -> list[str]:
        return [row["code"] for row in STOCK.find(session, sight(office), Asked(filters=filters)).rows]

    assert codes() == ["B", "A"]
    assert codes(level="short") == codes(level="some") == ["B"]
    assert codes(level="none") == ["A"]
    assert codes(level="x") == codes(unit="9") == codes(stock_kind="spare") == []
    row = STOCK.find(session, sight(office), Asked()).rows[0]
    assert (row["value_satang"], row["balance"]) == (100, 1)
