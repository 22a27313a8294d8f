"""Two editions side by side: what came, went and changed, and that nothing is said where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procurement.criteria.catalogue import Catalogue
from procurement.criteria.comparing import Change, DifferentListsError, compare
from procurement.criteria.edition import Announced, Certainty, Edition, Item, Listing, Scope
from procurement.criteria.spec_line import SpecLine

DAY = date(2026, 1, 1)
OLD = Edition("old", Listing.COMPUTER, "old", Announced(DAY), DAY, Scope.WHOLE, Certainty.READ, "a test")
NEW = replace(OLD, key="new", effective_from=date(2026, 2, 1))
ITEM = Item("1", "1", "router", "เราเตอร์", price_satang=1000, price_unit="เครื่อง", spec=(SpecLine("RAM >=1 GB"),))


def change(**values: object) -> Change:
    return Change(ITEM, replace(ITEM, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "differs"),
    [
        ({}, False),
        ({"page": 7, "certainty": Certainty.CHECKED, "note": "compared"}, False),
        ({"price_satang": 1001}, True),
        ({"price_satang": None}, True),
        ({"price_unit": "ชุด"}, True),
        ({"name_th": "สวิตช์"}, True),
        ({"spec": ()}, True),
        ({"spec": (SpecLine("RAM >=2 GB"),)}, True),
    ],
)
def test_what_concerns_a_purchase_is_a_change(values: dict[str, object], differs: bool) -> None:
    assert change(**values).is_one is differs


def test_lines_are_told_on_their_side() -> None:
    found = change(spec=(SpecLine("RAM >=2 GB"), SpecLine("IPv6")))
    assert [line.text for line in found.lines_gone] == ["RAM >=1 GB"]
    assert [line.text for line in found.lines_new] == ["RAM >=2 GB", "IPv6"]


def test_a_difference_is_told_only_of_two_prices_that_are_known() -> None:
    assert change(price_satang=900).difference_satang == -100
    assert change(price_satang=None).difference_satang is None
    assert change().difference_satang is None


def test_items_come_go_change_and_stay() -> None:
    other, gone, come = (replace(ITEM, code=code, item_no=code) for code in "234")
    catalogue = Catalogue({OLD: [ITEM, other, gone], NEW: [replace(ITEM, price_satang=5), other, come]})
    found = compare(catalogue, "old", "new")
    assert [one.code for one in found.added] == ["4"]
    assert [one.code for one in found.removed] == ["3"]
    assert [one.new.code for one in found.changed] == ["1"]
    assert found.same == 1


def test_a_partial_edition_removes_nothing() -> None:
    catalogue = Catalogue({OLD: [ITEM], replace(NEW, scope=Scope.ITEMS): [replace(ITEM, code="9", item_no="9")]})
    found = compare(catalogue, "old", "new")
    assert (len(found.added), found.removed, found.same) == (1, (), 1)


def test_nothing_is_compared_with_what_nobody_knows() -> None:
    found = compare(Catalogue({OLD: [], NEW: [ITEM]}), "old", "new")
    assert found.unknown == ("old",)
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_two_lists_and_a_missing_edition_are_refused() -> None:
    catalogue = Catalogue({OLD: [ITEM], replace(NEW, listing=Listing.CCTV): [ITEM]})
    with pytest.raises(DifferentListsError):
        compare(catalogue, "old", "new")
    with pytest.raises(KeyError, match="nowhere"):
        compare(catalogue, "old", "nowhere")
