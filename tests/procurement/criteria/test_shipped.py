"""The shipped catalogue: May 2569 changes items 1-11 and nothing else, and what is not known is said to be so."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from procurement.criteria.comparing import compare
from procurement.criteria.edition import Certainty, Listing, Precision, Scope
from procurement.criteria.shipped import DATA, CriteriaError, load, shipped

DECEMBER, MAY = "computer-2568-12", "computer-2569-05"
MAY_HOLDS = date(2026, 5, 11)
REPLACED = {str(number) for number in range(1, 12)}


def test_december_and_may_differ_only_in_items_1_to_11() -> None:
    found = compare(shipped(), DECEMBER, MAY)
    assert (found.added, found.removed, found.unknown) == ((), (), ())
    changed = {one.new.code for one in found.changed}
    assert changed
    assert changed <= REPLACED
    assert found.same + len(changed) == 70


def test_on_the_day_may_sets_exactly_its_own_items() -> None:
    held = shipped().items_at(MAY_HOLDS, Listing.COMPUTER)
    assert {each.item.code for each in held if each.edition.key == MAY} == REPLACED
    assert {each.item.code for each in held if each.edition.key == DECEMBER} == {str(n) for n in range(12, 71)}


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [("4", 2_000_000, 2_300_000), ("2", 33_000_000, 62_000_000), ("37", 3_300_000, 3_300_000)],
)
def test_a_day_either_side_gives_its_own_ceiling(code: str, before: int, after: int) -> None:
    days = (MAY_HOLDS - timedelta(days=1), MAY_HOLDS)
    held = [shipped().item_at(day, Listing.COMPUTER, code) for day in days]
    assert [each.item.price_satang for each in held if each] == [before, after]


def test_editions_whose_prices_are_not_known_carry_none() -> None:
    catalogue = shipped()
    silent = [one for one in catalogue.editions if not catalogue.items_of(one.key)]
    assert {"computer-2566-03", "computer-2563-05", "cctv-2562-09"} <= {one.key for one in silent}
    # On a day of theirs nothing is in force, and no later or earlier ceiling is lent to it.
    day = date(2024, 6, 1)
    assert [one.key for one in catalogue.basis_at(day, Listing.COMPUTER)] == ["computer-2566-03"]
    assert catalogue.items_at(day, Listing.COMPUTER) == ()
    assert all(item.price_satang is None for item in catalogue.items_of("cctv-2564"))


def test_what_is_unsure_stays_marked() -> None:
    catalogue = shipped()
    by_key = {one.key: one for one in catalogue.editions}
    assert by_key["computer-2563-05"].certainty is Certainty.UNVERIFIED
    assert by_key["computer-2563-05"].announced.precision is Precision.MONTH
    assert by_key[MAY].scope is Scope.ITEMS
    assert {item.certainty for item in catalogue.items_of("cctv-2564")} == {Certainty.SECONDARY}
    # No person has compared the figures with the announcement: none may say so.
    assert all(
        item.certainty is not Certainty.CHECKED for one in catalogue.editions for item in catalogue.items_of(one.key)
    )
    rack = next(item for item in catalogue.items_of(DECEMBER) if item.code == "64")
    assert rack.price_unit == ""
    assert "ยังไม่ได้อ่านยืนยัน" in rack.note


def test_every_edition_names_its_source_and_every_item_can_be_told_apart() -> None:
    catalogue = shipped()
    for edition in catalogue.editions:
        assert edition.source, edition.key
        codes = [item.code for item in catalogue.items_of(edition.key)]
        assert len(codes) == len(set(codes))
    assert [len(catalogue.items_of(key)) for key in (DECEMBER, MAY)] == [70, 11]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("editions.csv", ",items,", ",some,", "editions.csv, row 13: 'some' is not a valid Scope"),
        ("editions.csv", "2026-05-11,2026-05-11", "May,2026-05-11", "editions.csv, row 13: announced"),
        (f"{MAY}.csv", ",150000,", ",150000.001,", f"{MAY}.csv, row 2: price_baht"),
        (f"{MAY}.csv", "price_unit", "price_unot", f"{MAY}.csv, row 1: price_unot"),
    ],
)
def test_a_wrong_data_file_is_told_with_its_row(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    copy = shutil.copytree(DATA, tmp_path / "data")
    text = (copy / file).read_text(encoding="utf-8")
    at = text.index(old)
    (copy / file).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    with pytest.raises(CriteriaError, match=told):
        load(copy)


def test_items_of_no_edition_are_refused(tmp_path: Path) -> None:
    copy = shutil.copytree(DATA, tmp_path / "data")
    shutil.copy(copy / f"{MAY}.csv", copy / "computer-2599-01.csv")
    with pytest.raises(CriteriaError, match="computer-2599-01"):
        load(copy)


def test_the_columns_of_the_data_are_those_that_their_page_explains() -> None:
    explained = (DATA / "README.md").read_text(encoding="utf-8")
    with (DATA / "editions.csv").open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    assert [
        name for name in ("listing", "announced", "effective_from", "scope", "certainty") if name not in heading
    ] == []
    assert [one.value for one in Certainty if f"`{one.value}`" not in explained] == []
