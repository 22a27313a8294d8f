"""What the papers of a disposal say as official papers do: the order's day and signature, the notice's entries."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from netops.book.disposal_papers import KINDS
from office.template.filling import fill
from service.papers.kind import About

ABOUT = About(office="สำนักงานเขตตัวอย่าง", number="12/2569", made_on=date(2026, 11, 22))


def words_of(part: Any) -> str:
    """All texts within, in their order, with nothing between the runs of one text."""
    if isinstance(part, dict):
        return part["text"] if isinstance(part.get("text"), str) else "".join(words_of(one) for one in part.values())
    if isinstance(part, list):
        return "".join(words_of(one) for one in part)
    return ""


def filled(key: str, *, done: tuple[bool, ...] = (True,)) -> str:
    """The words of the shipped template with so many entries of the sample, gone or not."""
    kind = KINDS[key]
    data = kind.sample()
    first = data.items[0]
    items = tuple(
        first.model_copy(update={"number": f"7440-016-{at:04d}/60", "done_on": first.done_on if gone else None})
        for at, gone in enumerate(done, start=1)
    )
    document = fill(kind.shipped(), kind.fill(data.model_copy(update={"items": items}), ABOUT))
    return words_of(json.loads(document.model_dump_json()))


def test_an_order_names_the_era_of_its_day_and_is_signed_by_the_director() -> None:
    said = filled("disposal_order")

    assert "สั่ง ณ วันที่ 22 พฤศจิกายน พ.ศ. 2569" in said
    assert "คำสั่งสำนักงานเขตพื้นที่การศึกษาตัวอย่าง" in said
    assert "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาตัวอย่าง" in said
    assert "ลงชื่อ" not in said  # an order bears one day, in its last line, and not another beside the hand


def test_a_memo_is_dated_without_the_era_and_written_to_the_director() -> None:
    said = filled("disposal_request")

    assert "22 พฤศจิกายน 2569" in said
    assert "พ.ศ. 2569" not in said
    assert "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาตัวอย่าง" in said


def test_the_audit_office_is_told_only_of_what_went() -> None:
    said = filled("disposal_notice", done=(True, False, True))

    assert "จำนวน 2 รายการ" in said
    assert "7440-016-0001/60" in said
    assert "7440-016-0003/60" in said
    assert "7440-016-0002/60" not in said
