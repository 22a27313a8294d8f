"""Brands in lines of a specification: which line, how much it weighs, and by which words."""

from __future__ import annotations

from procurement.brands import shipped_brands
from procurement.checks.brand_name import brand_names
from procurement.finding import Weight


def test_a_brand_must_go_and_a_part_number_is_for_a_person_to_look_at() -> None:
    lines = ["10/100/1000 Base-T >=24 ช่อง", "เทียบเท่า Cisco WS-C2960X-24TS-L", "รหัส XZ-4410GT"]
    found = brand_names(lines, shipped_brands())
    assert [(one.line, one.weight) for one in found] == [(1, Weight.MUST), (2, Weight.UNCLEAR)]
    assert "Cisco" in found[0].text()
    assert "xz-4410gt" in found[1].text()


def test_a_part_number_of_a_known_brand_is_told_once() -> None:
    found = brand_names(["WS-C2960X-24TS-L"], shipped_brands())
    assert [one.weight for one in found] == [Weight.MUST]


def test_a_clean_text_is_not_talked_about() -> None:
    assert brand_names(["RAM DDR5 >=16 GB", "จอ >=23 นิ้ว", ""], shipped_brands()) == ()
