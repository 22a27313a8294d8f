"""Disposals on both databases: what may go, by which way up to which price, and how it leaves the book for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.assets.reckoning import value_on, year_of
from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.disposal import Disposal, DisposalMethod
from inventory.models.site import Office, Site
from inventory.queries.disposals import DISPOSALS, disposal_seen, disposals_of
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book, book_of
from inventory.store.assets import AssetDraft, create_asset
from inventory.store.disposals import (
    DisposalDraft,
    GoneDraft,
    ItemDraft,
    Limits,
    change_item,
    check_draft,
    check_methods,
    give_up,
    items_of,
    needs_facts,
    open_disposal,
    strike_off,
)
from netops.models.case import WorkCase
from office.fiscal import FiscalYear
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_asset, make_office, make_site

BY = By("พัสดุ", AT)
APPROVED = date(2026, 11, 2)
LIMITS = Limits(negotiated_satang=50_000_000, write_off_satang=100_000_000)


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


def opened(session: Session, office: Office, *assets: Asset, **given: Any) -> Disposal:
    values: dict[str, Any] = {"title": "จำหน่ายปี 2570", "reason": "ชำรุด", "site_id": assets[0].site_id}
    draft = DisposalDraft.read(values | {"numbers": [asset.number for asset in assets]} | given)
    found = check_draft(session, draft, sight=sight(office))
    case = WorkCase(office_id=office.id or 0, workflow="disposal", title=draft.title)
    session.add(case)
    session.flush()
    return open_disposal(session, draft, found, case_id=case.id or 0, sight=sight(office), by=BY)


def gone(session: Session, disposal: Disposal, at: int = 0, **given: Any) -> None:
    draft = GoneDraft.read({"done_on": "2026-11-20", "proceeds_satang": 30_000, "document_no": "บร 1"} | given)
    item_id = items_of(session, disposal)[at][0].id or 0
    strike_off(session, disposal, item_id, draft, approved_on=APPROVED, today=AT.date(), by=BY)


def stands(asset: Asset) -> Standing:
    return asset.standing


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def test_what_is_listed_is_to_be_disposed_of_and_leaves_the_book_when_it_has_gone(
    session: Session, office: Office
) -> None:
    first, second = make_asset(session, office, standing=Standing.BROKEN), make_asset(session, office)
    disposal = opened(session, office, first, second)
    assert [stands(first), stands(second)] == [Standing.TO_DISPOSE, Standing.TO_DISPOSE]
    gone(session, disposal)
    assert (stands(first), first.disposed_on) == (Standing.DISPOSED, date(2026, 11, 20))
    assert stands(second) is Standing.TO_DISPOSE
    assert refused(lambda: gone(session, disposal)) == ("",)
    assert session.get(Asset, first.id) is first  # nothing is deleted
    taken = AssetDraft.read({"number": first.number, "name": "อื่น"})
    assert refused(lambda: create_asset(session, taken, sight=sight(office), by=BY)) == ("number",)
    last = session.exec(select(AssetEvent).where(AssetEvent.asset_id == first.id).order_by("id")).all()[-1]
    assert (last.kind, last.note) == ("standing", "จำหน่ายปี 2570 บร 1")


def test_depreciation_ends_on_the_day_on_which_it_went(session: Session, office: Office) -> None:
    begin_book(session, office.id or 0)
    asset = make_asset(session, office, price_satang=3_000_000, acquired_on=date(2024, 10, 1), life_years=3, quantity=1)
    disposal = opened(session, office, asset)
    gone(session, disposal, done_on="2026-11-09")
    book = book_of(session, office.id or 0)
    year = year_of([asset], book, FiscalYear(2570))[asset.id or 0]
    # 40 of 365 days of a third of 30,000: 1 October to 9 November, both counted; the life's last year began then.
    assert (year.year_satang, year.day) == (109_589, date(2026, 11, 9))
    assert year.net_satang == 1_000_000 - 109_589
    assert year_of([asset], book, FiscalYear(2571)) == {}
    assert value_on(asset, book, date(2026, 11, 9)) == year


def test_an_asset_is_in_one_disposal_at_a_time_and_not_while_it_is_lent(session: Session, office: Office) -> None:
    asset = make_asset(session, office)
    disposal = opened(session, office, asset)
    assert refused(lambda: opened(session, office, asset)) == ("numbers",)
    lent = make_asset(session, office, standing=Standing.LENT)
    assert refused(lambda: opened(session, office, lent)) == ("numbers",)
    assert refused(lambda: opened(session, office, make_asset(session, office), is_normal_wear=False)) == ("cause",)
    give_up(session, disposal, "ซ่อมได้", by=BY)
    opened(session, office, asset)


def test_giving_up_lets_what_has_not_gone_stand_as_before(session: Session, office: Office) -> None:
    went, worn = make_asset(session, office), make_asset(session, office, standing=Standing.WORN)
    disposal = opened(session, office, went, worn)
    gone(session, disposal)
    assert refused(lambda: give_up(session, disposal, " ", by=BY)) == ("reason",)
    give_up(session, disposal, "ซ่อมได้", by=BY)
    assert [stands(went), stands(worn)] == [Standing.DISPOSED, Standing.WORN]
    assert refused(lambda: give_up(session, disposal, "อีกครั้ง", by=BY)) == ("",)


@pytest.mark.parametrize(
    ("method", "satang", "is_open"),
    [
        (DisposalMethod.NEGOTIATED, 25_000_000, True),
        (DisposalMethod.NEGOTIATED, 25_000_001, False),
        (DisposalMethod.WRITE_OFF, 50_000_000, True),
        (DisposalMethod.WRITE_OFF, 50_000_001, False),
        (DisposalMethod.AUCTION, 90_000_000_000, True),
        (DisposalMethod.NEGOTIATED, None, False),
    ],
)
def test_a_way_is_open_up_to_its_price_of_all_together(
    session: Session, office: Office, method: DisposalMethod, satang: int | None, is_open: bool
) -> None:
    assets = [make_asset(session, office, price_satang=satang, quantity=1) for _ in range(2)]
    items = items_of(session, opened(session, office, *assets, method=method))
    if is_open:
        check_methods(items, LIMITS)
    else:
        assert refused(lambda: check_methods(items, LIMITS)) == ("method",)


def test_what_is_said_of_one_asset_decides_whether_facts_are_needed(session: Session, office: Office) -> None:
    disposal = opened(session, office, make_asset(session, office))
    item_id = items_of(session, disposal)[0][0].id or 0
    assert not needs_facts(items_of(session, disposal))
    said = ItemDraft.read({"method": "destroy", "is_normal_wear": False, "cause": "ฟ้าผ่า", "least_satang": 0})
    assert set(change_item(session, disposal, item_id, said)) == {"method", "is_normal_wear", "cause", "least_satang"}
    assert needs_facts(items_of(session, disposal))
    wrong = {"method": "destroy", "is_normal_wear": False}
    assert refused(lambda: ItemDraft.read(wrong)) == ("cause",)
    with pytest.raises(MissingError):
        change_item(session, disposal, 999_999, said)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"done_on": "2026-11-01"}, "done_on"),
        ({"done_on": "2026-11-23"}, "done_on"),
        ({"proceeds_satang": None}, "proceeds_satang"),
    ],
)
def test_it_goes_after_the_approval_and_with_what_it_brought(
    session: Session, office: Office, given: dict[str, Any], field: str
) -> None:
    disposal = opened(session, office, make_asset(session, office))
    assert refused(lambda: gone(session, disposal, **given)) == (field,)


def test_a_school_sees_its_own(session: Session, office: Office) -> None:
    school, other = make_site(session, office), make_site(session, office)
    own = opened(session, office, make_asset(session, office, school))
    theirs = opened(session, office, make_asset(session, office, other))
    assert [row["id"] for row in DISPOSALS.find(session, sight(office, school), Asked()).rows] == [own.id]
    with pytest.raises(MissingError):
        disposal_seen(session, sight(office, school), theirs.id or 0)


def test_the_list_filters_by_stage_and_sums(session: Session, office: Office) -> None:
    asset = make_asset(session, office, price_satang=1_000_000, quantity=3)
    done = opened(session, office, asset, title="เสร็จ")
    gone(session, done)
    opened(session, office, make_asset(session, office), title="ค้าง")
    give_up(session, opened(session, office, make_asset(session, office), title="เลิก"), "ซ่อมได้", by=BY)

    def titles(**filters: str) -> list[str]:
        return [row["title"] for row in DISPOSALS.find(session, sight(office), Asked(filters=filters)).rows]

    assert titles()[0] == "ค้าง"
    assert (titles(disposal="open"), titles(disposal="gone"), titles(disposal="given_up")) == (
        ["ค้าง"],
        ["เสร็จ"],
        ["เลิก"],
    )
    assert titles(disposal="x") == titles(unit="9") == []
    row = DISPOSALS.find(session, sight(office), Asked(filters={"disposal": "gone"})).rows[0]
    assert (row["cost_satang"], row["proceeds_satang"], row["open"]) == (3_000_000, 30_000, 0)
    assert [one.title for one, _item in disposals_of(session, sight(office), asset.id or 0)] == ["เสร็จ"]
