"""An edition as somebody gives it: dates of our era, an address that is one, and every field named."""

from __future__ import annotations

import pytest

from procurement.criteria.draft import EditionDraft, ItemDraft
from procurement.criteria.edition import Certainty
from service.refusal import RefusedError

GOOD = {
    "listing": "computer",
    "name": "ฉบับทดสอบ",
    "announced_on": "2026-12-01",
    "effective_from": "2026-12-01",
    "scope": "whole",
    "certainty": "checked",
    "source": "ประกาศจำลอง",
}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"announced_on": "2569-12-01"}, "announced_on"),
        ({"effective_from": ""}, "effective_from"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"listing": "cars"}, "listing"),
        ({"source": ""}, "source"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(given: dict[str, str], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        EditionDraft.read(GOOD | given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_an_edition_becomes_one_under_its_key() -> None:
    edition = EditionDraft.read(GOOD).edition("own-3", serial=3)
    assert (edition.key, edition.serial, edition.certainty) == ("own-3", 3, Certainty.CHECKED)


def test_an_item_without_a_code_goes_by_its_number() -> None:
    given = {"item_no": "๕.4", "name_th": "โทรทัศน์", "certainty": "read", "spec": ["a; b", "c"]}
    item = ItemDraft.read(given).item()
    assert item.code == item.item_no == "5.4"
    assert [line.text for line in item.spec] == ["a; b", "c"]
