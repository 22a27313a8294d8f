"""Which item holds on a day: replaced one by one, or a whole list at once; what nobody knows is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import Announced, Certainty, Edition, InForce, Item, Listing, Scope
from procurement.criteria.fingerprint import fingerprint


def edition(
    key: str, day: date, scope: Scope = Scope.WHOLE, *, listing: Listing = Listing.COMPUTER, serial: int = 0
) -> Edition:
    return Edition(key, listing, key, Announced(day), day, scope, Certainty.READ, "a test", serial=serial)


def item(code: str, baht: int | None) -> Item:
    price = None if baht is None else baht * 100
    return Item(code=code, item_no=code, category="router", name_th=f"รายการ {code}", price_satang=price)


FIRST = edition("first", date(2025, 1, 1))
SOME = edition("some", date(2025, 6, 1), Scope.ITEMS)
SECOND = edition("second", date(2026, 1, 1))


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(
        {
            SECOND: [item("1", 30), item("3", 99)],
            FIRST: [item("1", 10), item("2", 20)],
            SOME: [item("1", 11), item("4", 40)],
        }
    )


def prices(found: tuple[InForce, ...]) -> dict[str, tuple[int | None, str]]:
    return {each.item.code: (each.item.price_satang, each.edition.key) for each in found}


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2024, 12, 31), {}),
        (date(2025, 1, 1), {"1": (1000, "first"), "2": (2000, "first")}),
        (date(2025, 5, 31), {"1": (1000, "first"), "2": (2000, "first")}),
        (date(2025, 6, 1), {"1": (1100, "some"), "2": (2000, "first"), "4": (4000, "some")}),
        (date(2025, 12, 31), {"1": (1100, "some"), "2": (2000, "first"), "4": (4000, "some")}),
        (date(2026, 1, 1), {"1": (3000, "second"), "3": (9900, "second")}),
    ],
)
def test_an_edition_holds_from_its_day_on_and_replaces_what_it_says(
    catalogue: Catalogue, day: date, wanted: dict[str, tuple[int | None, str]]
) -> None:
    assert prices(catalogue.items_at(day)) == wanted


def test_a_whole_edition_of_which_nothing_is_known_ends_what_was_before(catalogue: Catalogue) -> None:
    unknown = edition("unknown", date(2027, 1, 1))
    later = catalogue.with_editions({unknown: []})
    assert later.items_at(date(2027, 1, 1)) == ()
    assert later.basis_at(date(2027, 1, 1), Listing.COMPUTER) == (unknown,)
    assert prices(later.items_at(date(2026, 12, 31))) == prices(catalogue.items_at(date(2026, 12, 31)))


def test_lists_do_not_touch_each_other(catalogue: Catalogue) -> None:
    cameras = edition("cameras", date(2026, 6, 1), listing=Listing.CCTV)
    both = catalogue.with_editions({cameras: [item("1", None)]})
    day = date(2026, 6, 1)
    assert prices(both.items_at(day, Listing.COMPUTER)) == prices(catalogue.items_at(day))
    assert prices(both.items_at(day, Listing.CCTV)) == {"1": (None, "cameras")}
    assert [each.edition.key for each in both.history(Listing.CCTV, "1")] == ["cameras"]


def test_of_two_from_one_day_on_the_later_import_holds(catalogue: Catalogue) -> None:
    mended = edition("own-7", SECOND.effective_from, serial=7)
    found = catalogue.with_editions({mended: [item("1", 31)]})
    assert prices(found.items_at(date(2026, 1, 1))) == {"1": (3100, "own-7")}


def test_the_history_of_an_item_is_newest_first(catalogue: Catalogue) -> None:
    assert [each.edition.key for each in catalogue.history(Listing.COMPUTER, "1")] == ["second", "some", "first"]
    assert catalogue.history(Listing.COMPUTER, "77") == ()


def test_an_edition_as_it_came_into_force_shows_what_it_left_alone(catalogue: Catalogue) -> None:
    assert prices(catalogue.as_of("some")) == prices(catalogue.items_at(date(2025, 6, 1)))
    assert catalogue.as_of("nothing of the kind") == ()


def test_an_item_is_checked_as_long_as_it_says_what_was_compared(catalogue: Catalogue) -> None:
    compared = {("first", "2"): fingerprint(item("2", 20)), ("first", "1"): fingerprint(item("1", 12345))}
    sure = {one.code: one.certainty for one in catalogue.with_confirmed(compared).items_of("first")}
    assert sure == {"1": Certainty.READ, "2": Certainty.CHECKED}
    # Our own words are not the announcement's.
    assert fingerprint(replace(item("2", 20), category="switch", note="a note")) == compared["first", "2"]
    assert fingerprint(replace(item("2", 20), price_unit="ชุด")) != compared["first", "2"]


@pytest.mark.parametrize(
    ("code", "used_on", "now", "newer"),
    [
        ("2", date(2025, 1, 1), date(2025, 6, 1), None),  # a newer edition, which leaves this item alone
        ("1", date(2025, 1, 1), date(2025, 5, 31), None),
        ("1", date(2025, 1, 1), date(2025, 6, 1), "some"),
        ("1", date(2025, 1, 1), date(2026, 1, 1), "second"),
        ("2", date(2025, 1, 1), date(2026, 1, 1), "second"),  # ended, not replaced
        ("1", date(2026, 1, 1), date(2025, 6, 1), None),  # an older one is no warning
    ],
)
def test_a_newer_edition_is_told_only_of_an_item_that_it_touches(
    catalogue: Catalogue, code: str, used_on: date, now: date, newer: str | None
) -> None:
    used = catalogue.item_at(used_on, Listing.COMPUTER, code)
    assert used is not None
    found = catalogue.newer_than(used, now)
    assert (found.key if found else None) == newer
