"""Amounts in figures and words, against a table that was written by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import baht

WORDS = {
    0: "ศูนย์บาทถ้วน",
    1: "หนึ่งสตางค์",
    11: "สิบเอ็ดสตางค์",
    20: "ยี่สิบสตางค์",
    21: "ยี่สิบเอ็ดสตางค์",
    25: "ยี่สิบห้าสตางค์",
    50: "ห้าสิบสตางค์",
    99: "เก้าสิบเก้าสตางค์",
    1_00: "หนึ่งบาทถ้วน",
    1_01: "หนึ่งบาทหนึ่งสตางค์",
    10_00: "สิบบาทถ้วน",
    11_00: "สิบเอ็ดบาทถ้วน",
    12_00: "สิบสองบาทถ้วน",
    20_00: "ยี่สิบบาทถ้วน",
    21_00: "ยี่สิบเอ็ดบาทถ้วน",
    31_50: "สามสิบเอ็ดบาทห้าสิบสตางค์",
    100_00: "หนึ่งร้อยบาทถ้วน",
    101_00: "หนึ่งร้อยเอ็ดบาทถ้วน",
    110_00: "หนึ่งร้อยสิบบาทถ้วน",
    111_00: "หนึ่งร้อยสิบเอ็ดบาทถ้วน",
    201_00: "สองร้อยเอ็ดบาทถ้วน",
    1_000_00: "หนึ่งพันบาทถ้วน",
    1_001_00: "หนึ่งพันเอ็ดบาทถ้วน",
    10_000_00: "หนึ่งหมื่นบาทถ้วน",
    12_345_00: "หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน",
    100_000_00: "หนึ่งแสนบาทถ้วน",
    123_456_78: "หนึ่งแสนสองหมื่นสามพันสี่ร้อยห้าสิบหกบาทเจ็ดสิบแปดสตางค์",
    1_000_000_00: "หนึ่งล้านบาทถ้วน",
    1_000_001_00: "หนึ่งล้านเอ็ดบาทถ้วน",
    2_000_020_00: "สองล้านยี่สิบบาทถ้วน",
    10_000_000_00: "สิบล้านบาทถ้วน",
    11_000_000_00: "สิบเอ็ดล้านบาทถ้วน",
    21_000_021_21: "ยี่สิบเอ็ดล้านยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์",
    101_000_000_00: "หนึ่งร้อยเอ็ดล้านบาทถ้วน",
    1_000_000_000_000_00: "หนึ่งล้านล้านบาทถ้วน",
    1_000_001_000_000_00: "หนึ่งล้านเอ็ดล้านบาทถ้วน",
    3_000_000_500_000_00: "สามล้านล้านห้าแสนบาทถ้วน",
    -5_00: "ลบห้าบาทถ้วน",
}


@pytest.mark.parametrize(("satang", "words"), WORDS.items())
def test_words(satang: int, words: str) -> None:
    assert baht.words(satang) == words


@pytest.mark.parametrize(
    ("satang", "figures"),
    [(0, "0.00"), (5, "0.05"), (12_345_00, "12,345.00"), (1_234_567_89, "1,234,567.89"), (-150, "-1.50")],
)
def test_figures(satang: int, figures: str) -> None:
    assert baht.figures(satang) == figures
    assert baht.amount(satang) == f"{figures} บาท"


def test_both_together() -> None:
    assert baht.amount_and_words(1_234_500) == "12,345.00 บาท (หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน)"


@pytest.mark.parametrize("wrong", [1.5, "1", True, None])
def test_money_is_whole_satang(wrong: Any) -> None:
    with pytest.raises(TypeError):
        baht.words(wrong)


_DIGITS = {word: digit for digit, word in enumerate(["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"])}
_PLACES = {"": 1, "สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000}


def heard(said: str) -> int:
    """The number that a clerk writes down who hears the words: another way round than they were made."""
    above, million, below = said.rpartition("ล้าน")
    total = heard(above) * 1_000_000 if million else 0
    rest = below.replace("เอ็ด", "หนึ่ง").replace("ยี่", "สอง")
    while rest:
        match = re.match("(หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ศูนย์)?(สิบ|ร้อย|พัน|หมื่น|แสน)?", rest)
        assert match is not None
        assert match[0], rest
        total += _DIGITS[match[1] or "หนึ่ง"] * _PLACES[match[2] or ""]
        rest = rest[match.end() :]
    return total


@given(st.integers(0, 10**14))
def test_words_are_read_back_to_the_satang(satang: int) -> None:
    said = baht.words(satang)
    whole, _baht, rest = said.partition("บาท") if "บาท" in said else ("", "", said)
    below = "" if rest == "ถ้วน" else rest.removesuffix("สตางค์")
    assert heard(whole) * 100 + heard(below) == satang
