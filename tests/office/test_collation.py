"""Thai dictionary order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.collation import thai_key

IN_ORDER = [
    [
        "ก",
        "กา",
        "ก่า",
        "ก้า",
        "กาง",
        "กำ",
        "กิน",
        "กี่",
        "กุ้ง",
        "เก",
        "เก่ง",
        "เก็บ",
        "แก",
        "แก้ว",
        "โก",
        "ใกล้",
        "ไก่",
        "ขวด",
        "ข่าว",
        "เขา",
        "แขก",
        "ไข่",
        "ฃ",
        "ฤดู",
        "ลา",
    ],
    ["บ้านกล้วย", "บ้านเก่า", "บ้านไก่", "บ้านขาม", "บ้านเขา", "บ้านห้วย"],
    ["โรงเรียน 2", "โรงเรียน ๙", "โรงเรียน 10", "โรงเรียน ๑๐ ก", "โรงเรียน 100"],
    ["(ก)", "1", "2", "10", "Abc", "abd", "Zoo", "กา"],
    ["เรือ", "เรือน", "โรง", "โรงเรียน", "ฤทธิ์", "ลม"],
    ["หนองน้ำ", "หน้า", "หมอ", "หมา", "ห้วย", "เห็น", "เหนือ", "แหลม", "ไหว้", "อาจ", "ฮา"],
]


@pytest.mark.parametrize("words", IN_ORDER, ids=lambda words: words[0])
def test_dictionary_order(words: list[str]) -> None:
    mixed = words[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=thai_key) == words


def test_tone_marks_count_only_when_all_else_is_equal() -> None:
    assert sorted(["ก้าน", "กานดา", "กาน", "ก่านา"], key=thai_key) == ["กาน", "ก้าน", "กานดา", "ก่านา"]


@given(st.lists(st.text()))
def test_any_texts_have_an_order(texts: list[str]) -> None:
    ordered = sorted(texts, key=thai_key)
    backwards = ordered[::-1]
    assert sorted(backwards, key=thai_key) == ordered


@given(st.text(), st.text())
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    assert (thai_key(one) == thai_key(other)) == (one == other)
