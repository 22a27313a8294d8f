"""Rows of a file to items: headings in Thai too, and every wrong cell with its row and reason."""

from __future__ import annotations

import pytest

from procurement.criteria.edition import Certainty
from procurement.criteria.rows import ReadItems, read_items
from service.importing.decode import decode

HEADING = "item_no,name_th,price_baht,price_unit,spec\n"


def read(text: str, certainty: Certainty = Certainty.SECONDARY) -> ReadItems:
    return read_items(decode(text.encode()), certainty=certainty)


def test_an_item_is_read_with_money_in_satang_and_demands_as_lines() -> None:
    found = read(f'{HEADING}๔,คอมพิวเตอร์,"23,000.50",เครื่อง,"CPU >=4 core; RAM >=16 GB"\n')
    assert found.ok
    (item,) = found.items
    assert (item.item_no, item.code, item.price_satang) == ("4", "4", 2_300_050)
    assert [line.text for line in item.spec] == ["CPU >=4 core", "RAM >=16 GB"]
    assert item.certainty is Certainty.SECONDARY


def test_headings_may_be_thai() -> None:
    found = read("ลำดับ,รายการ,ราคากลาง (บาท),คุณลักษณะพื้นฐาน\n4,คอมพิวเตอร์,23000,RAM >=16 GB\n")
    assert (found.problems, found.items[0].price_satang) == ((), 2_300_000)


def test_an_empty_price_is_not_known_and_a_row_may_say_how_sure_it_is() -> None:
    found = read("item_no,name_th,price_baht,certainty\n1,กล้อง,,unverified\n")
    assert (found.items[0].price_satang, found.items[0].certainty) == (None, Certainty.UNVERIFIED)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",คอมพิวเตอร์,1,,", "item_no", "This is needed"),
        ("4,,1,,", "name_th", "This is needed"),
        ("4,คอมพิวเตอร์,แพง,,", "price_baht", "A number is needed"),
        ("4,คอมพิวเตอร์,0,,", "price_baht", "A price above zero is needed"),
        ("4,คอมพิวเตอร์,-5,,", "price_baht", "A price above zero is needed"),
        ("4,คอมพิวเตอร์,1.234,,", "price_baht", "Baht with at most two decimals are needed"),
        ("a/b,คอมพิวเตอร์,1,,", "item_no", "A number such as 4, 5.4.1 or 10.1.1-20 is needed"),
        ("1.2E+08,คอมพิวเตอร์,1,,", "item_no", "A spreadsheet made the code a number"),
    ],
)
def test_a_wrong_cell_is_told_with_row_column_and_reason(row: str, column: str, reason: str) -> None:
    found = read(f"{HEADING}1,ดี,1,,\n{row}\n")
    assert not found.ok
    told = [(one.row, one.column, one.text()) for one in found.problems]
    assert [(each[0], each[1]) for each in told] == [(3, column)]
    assert told[0][2].startswith(reason)


def test_every_wrong_cell_of_every_row_is_told_at_once() -> None:
    found = read(f"{HEADING},,แพง,,\n2,,1,,\n")
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "price_baht"),
        (2, "item_no"),
        (2, "name_th"),
        (3, "name_th"),
    ]


def test_one_number_twice_needs_codes() -> None:
    twice = read(f"{HEADING}10.1.1,เครื่องถ่าย 20 แผ่น,1,,\n10.1.1,เครื่องถ่าย 30 แผ่น,2,,\n")
    assert [(one.row, one.column) for one in twice.problems] == [(3, "item_no")]
    told_apart = read("item_no,code,name_th,price_baht\n10.1.1,10.1.1-20,ก,1\n10.1.1,10.1.1-30,ข,2\n")
    assert [item.code for item in told_apart.items] == ["10.1.1-20", "10.1.1-30"]


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("item_no,name_th\n1,a\n", "price_baht", "This column is missing"),
        ("item_no,name_th,price_baht,colour\n1,a,1,red\n", "colour", "There is no such column in a file of this kind"),
        ("item_no,name_th,price_baht,ราคา\n1,a,1,1\n", "price_baht", "This column stands twice"),
    ],
)
def test_wrong_headings_are_told_at_row_1(text: str, column: str, reason: str) -> None:
    problems = {(one.row, one.column, one.text()) for one in read(text).problems}
    assert problems == {(1, column, reason)}


def test_a_file_of_headings_alone_is_refused() -> None:
    assert [(one.row, one.text()) for one in read(HEADING).problems] == [(0, "There is no row under the headings")]
