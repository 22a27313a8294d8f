"""The figures of a demand, told apart from figures that are none."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.criteria.edition import Listing
from procurement.criteria.shipped import shipped
from procurement.criteria.spec_line import Bound, Sense, SpecLine, spec_lines

LEAST, MOST = Sense.AT_LEAST, Sense.AT_MOST


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("CPU >=4 core และ >=8 thread", [(LEAST, "4", "core"), (LEAST, "8", "thread")]),
        ("จอแสดงภาพขนาดไม่น้อยกว่า 23 นิ้ว", [(LEAST, "23", "นิ้ว")]),
        (">=1,200x1,200 dpi", [(LEAST, "1,200x1,200", "dpi")]),
        ("ละเอียด <=0.1 มม./ชั้น", [(MOST, "0.1", "มม./ชั้น")]),
        ("Output >=1.5 kVA (600 W)", [(LEAST, "1.5", "kVA")]),
        ("หน่วยความจำหลัก>=2GB", [(LEAST, "2", "GB")]),
        ("พัดลม >=2", [(LEAST, "2", "")]),
        ("ถาด >=250 Universal", [(LEAST, "250", "")]),  # U is a unit, Universal is none
        ("Network 10/100/1000 Base-T", []),
        ("IPv6", []),
    ],
)
def test_a_figure_has_a_side_and_a_unit(text: str, bounds: list[tuple[Sense, str, str]]) -> None:
    assert SpecLine(text).bounds == tuple(Bound(*bound) for bound in bounds)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" ; ;", []),
        ("a; b", ["a", "b"]),
        ("a; b\nc\n", ["a; b", "c"]),  # lines are lines already, whatever stands in them
    ],
)
def test_a_text_is_cut_into_lines(text: str, lines: list[str]) -> None:
    assert [line.text for line in spec_lines(text)] == lines


def test_most_shipped_demands_of_machines_can_be_measured() -> None:
    held = shipped().items_at(date(2026, 6, 1), Listing.COMPUTER)
    lines = [line for each in held if each.item.category == "desktop" for line in each.item.spec]
    assert sum(bool(line.bounds) for line in lines) > len(lines) * 0.8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10/100/1000 Base-T >=24 ช่อง", "10/100/1000 Base-T ไม่น้อยกว่า 24 ช่อง"),
        (">=2.2 GHz >=1 หน่วย", "ไม่น้อยกว่า 2.2 GHz ไม่น้อยกว่า 1 หน่วย"),
        ("น้ำหนัก<=2 กก.", "น้ำหนัก ไม่เกิน 2 กก."),
        ("ไฟแสดงสถานะทุกช่อง", "ไฟแสดงสถานะทุกช่อง"),
    ],
)
def test_a_paper_says_words_in_the_place_of_signs(text: str, said: str) -> None:
    assert SpecLine(text).worded == said
    assert SpecLine(said).bounds == SpecLine(text).bounds
