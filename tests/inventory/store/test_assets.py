"""Cards of the asset book on both databases: unique within their unit, kept for ever, with their history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.site import Office, Site
from inventory.queries.assets import card
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_classes import (
    ClassDraft,
    RuleDraft,
    begin_book,
    book_of,
    change_class,
    class_draft_of,
    create_class,
    store_rule,
)
from inventory.store.assets import AssetDraft, change_asset, create_asset, find_asset, set_standing
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_device, make_office, make_site

BY = By("พัสดุ", AT)
TODAY = date(2026, 11, 22)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def school(session: Session, office: Office) -> Site:
    return make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def put_in(session: Session, office: Office, site: Site | None = None, **given: Any) -> Asset:
    values = {"number": "7440-001-0001/65", "name": "เราเตอร์", "site_id": site.id if site is not None else None}
    return create_asset(session, AssetDraft.read(values | given), sight=sight(office), by=BY)


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def events(session: Session, asset: Asset) -> list[AssetEvent]:
    return list(session.exec(select(AssetEvent).where(AssetEvent.asset_id == asset.id).order_by("id")))


def test_a_number_is_unique_within_its_unit_and_stays_taken(session: Session, office: Office, school: Site) -> None:
    first = put_in(session, office)
    put_in(session, office, school)  # the school's own book has the same number
    put_in(session, make_office(session))
    assert refused(lambda: put_in(session, office)) == ("number",)
    set_standing(session, first, Standing.DISPOSED, note="คำสั่งที่ 1/2569", on=TODAY, by=BY)
    assert refused(lambda: put_in(session, office)) == ("number",)
    # Thai digits are the same number.
    assert refused(lambda: put_in(session, office, number="๗๔๔๐-๐๐๑-๐๐๐๑/๖๕")) == ("number",)


def test_a_card_cannot_move_where_its_number_is_taken(session: Session, office: Office, school: Site) -> None:
    put_in(session, office)
    second = put_in(session, office, school)
    wish = AssetDraft.of(second).with_changes({"site_id": None})
    assert refused(lambda: change_asset(session, second, wish, sight=sight(office), by=BY)) == ("number",)
    moved = AssetDraft.of(second).with_changes({"site_id": None, "number": "7440-001-0002/65"})
    assert set(change_asset(session, second, moved, sight=sight(office), by=BY)) == {"site_id", "number"}
    assert (second.site_id, second.unit) == (None, 0)
    assert [event.kind for event in events(session, second)] == ["created", "moved"]


def test_a_school_writes_in_its_own_unit_only(session: Session, office: Office, school: Site) -> None:
    own = sight(office, school)
    other = make_site(session, office)
    draft = AssetDraft.read({"number": "1", "name": "ตู้", "site_id": school.id})
    asset = create_asset(session, draft, sight=own, by=BY)
    for elsewhere in (None, other.id):
        wish = draft.with_changes({"site_id": elsewhere, "number": "2"})
        assert refused(lambda wish=wish: create_asset(session, wish, sight=own, by=BY)) == ("site_id",)
        assert refused(lambda wish=wish: change_asset(session, asset, wish, sight=own, by=BY)) == ("site_id",)
    device = make_device(session, other)
    linked = draft.with_changes({"number": "3", "device_id": device.id})
    assert refused(lambda: create_asset(session, linked, sight=own, by=BY)) == ("device_id",)
    assert create_asset(session, linked, sight=sight(office), by=BY).device_id == device.id


def test_nothing_of_another_office_can_be_named(session: Session, office: Office) -> None:
    elsewhere = make_office(session)
    begin_book(session, elsewhere.id or 0)
    foreign = make_site(session, elsewhere)
    class_id = next(iter(book_of(session, elsewhere.id or 0).terms))
    device = make_device(session, foreign)
    for field, value in (("site_id", foreign.id), ("class_id", class_id), ("device_id", device.id)):
        assert refused(lambda field=field, value=value: put_in(session, office, **{field: value})) == (field,)
    theirs = put_in(session, elsewhere)
    with pytest.raises(MissingError):
        find_asset(session, theirs.id or 0, office_id=office.id or 0)
    with pytest.raises(MissingError):
        card(session, sight(office), theirs.id or 0)


def test_a_device_is_one_asset_at_most(session: Session, office: Office, school: Site) -> None:
    device = make_device(session, school)
    first = put_in(session, office, school, device_id=device.id)
    again = {"number": "2", "device_id": device.id}
    assert refused(lambda: put_in(session, office, school, **again)) == ("device_id",)
    assert refused(lambda: put_in(session, office, school, **again, quantity=2)) == ("device_id",)
    set_standing(session, first, Standing.DISPOSED, note="คำสั่งที่ 1/2569", on=TODAY, by=BY)
    assert put_in(session, office, school, **again).device_id == device.id


def test_every_change_keeps_who_when_and_what(session: Session, office: Office) -> None:
    asset = put_in(session, office, price_satang=100)
    wish = AssetDraft.of(asset).with_changes({"price_satang": 250, "acquired_on": "2022-10-01"})
    assert change_asset(session, asset, wish, sight=sight(office), by=By("สมศรี", AT)) == {
        "price_satang": [100, 250],
        "acquired_on": [None, "2022-10-01"],
    }
    assert change_asset(session, asset, wish, sight=sight(office), by=BY) == {}
    assert [(one.kind, one.actor, one.at, one.changes) for one in events(session, asset)] == [
        ("created", "พัสดุ", AT, {}),
        ("changed", "สมศรี", AT, {"price_satang": [100, 250], "acquired_on": [None, "2022-10-01"]}),
    ]


def test_a_condition_is_written_down_with_its_reason(session: Session, office: Office, school: Site) -> None:
    asset = put_in(session, office, school, device_id=make_device(session, school).id)
    assert set_standing(session, asset, Standing.BROKEN, note="", on=TODAY, by=BY)
    assert not set_standing(session, asset, Standing.BROKEN, note="", on=TODAY, by=BY)
    for wanted in (Standing.LOST, Standing.TO_DISPOSE, Standing.DISPOSED):
        assert refused(partial(set_standing, session, asset, wanted, note=" ", on=TODAY, by=BY)) == ("note",)
    set_standing(session, asset, Standing.DISPOSED, note="คำสั่งที่ 1/2569", on=TODAY, by=BY)
    assert (asset.disposed_on, asset.device_id) == (TODAY, None)
    wish = AssetDraft.of(asset).with_changes({"name": "อื่น"})
    assert refused(lambda: change_asset(session, asset, wish, sight=sight(office), by=BY)) == ("",)
    assert refused(lambda: set_standing(session, asset, Standing.IN_USE, note="", on=TODAY, by=BY)) == ("note",)
    set_standing(session, asset, Standing.IN_USE, note="ยกเลิกคำสั่ง", on=TODAY, by=BY)
    assert (asset.standing, asset.disposed_on) == (Standing.IN_USE, None)
    last = events(session, asset)[-1]
    assert (last.kind, last.note, last.changes["standing"]) == ("standing", "ยกเลิกคำสั่ง", ["disposed", "in_use"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "x" * 51}, "number"),
        ({"name": ""}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"quantity": 0}, "quantity"),
        ({"price_satang": -1}, "price_satang"),
        ({"acquired_on": "2569-10-01"}, "acquired_on"),
        ({"acquired_on": "2022-10-01", "warranty_until": "2022-09-30"}, "warranty_until"),
        ({"life_years": 0}, "life_years"),
        ({"fund": "gold"}, "fund"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given: dict[str, Any], field: str) -> None:
    whole = {"number": "1", "name": "ตู้"} | given
    assert refused(lambda: AssetDraft.read(whole)) == (field,)


def test_the_usual_classes_are_a_beginning_and_come_once(session: Session, office: Office) -> None:
    office_id = office.id or 0
    begin_book(session, office_id)
    begin_book(session, office_id)
    book = book_of(session, office_id)
    assert len(book.terms) == 5
    assert [(rule.threshold_satang, rule.replace_after_years) for rule in book.rules] == [(1_000_000, 5)]
    assert all(rule.source for rule in book.rules)
    store_rule(
        session, RuleDraft(valid_from=TODAY, threshold_satang=500_000, replace_after_years=4), office_id=office_id
    )
    changed = book_of(session, office_id)
    before, after = changed.rule_on(date(2026, 11, 21)), changed.rule_on(TODAY)
    assert before is not None
    assert after is not None
    assert (before.threshold_satang, after.threshold_satang) == (1_000_000, 500_000)


def test_a_class_changes_from_a_day_on(session: Session, office: Office) -> None:
    terms = [{"valid_from": "2000-01-01", "life_years": 5}]
    row = create_class(
        session, ClassDraft.read({"code": "pc", "name": "คอม", "terms": terms}), office_id=office.id or 0
    )
    wish = class_draft_of(session, row).with_changes({"terms": [*terms, {"valid_from": "2020-10-01", "life_years": 3}]})
    assert set(change_class(session, row, wish)) == {"terms"}
    assert change_class(session, row, wish) == {}
    book = book_of(session, office.id or 0)
    lives = [term.life_years for day in (date(2020, 9, 30), date(2020, 10, 1)) if (term := book.term_on(row.id, day))]
    assert lives == [5, 3]
    same = {"code": "pc", "name": "อื่น", "terms": terms}
    assert refused(lambda: create_class(session, ClassDraft.read(same), office_id=office.id or 0)) == ("code",)
    twice = {"code": "x", "name": "x", "terms": [*terms, *terms]}
    assert refused(lambda: ClassDraft.read(twice)) == ("terms",)
