"""Words that asset registers of offices tick: where the money came from, and in which condition a thing is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from inventory.models.asset import Fund, Standing
from service.refusal import _, refuse

Word = TypeVar("Word", Fund, Standing)

FUNDS: Final[Mapping[str, Fund]] = {
    "งบประมาณ": Fund.BUDGET,
    "เงินงบประมาณ": Fund.BUDGET,
    "นอกงบ": Fund.OFF_BUDGET,
    "นอกงบประมาณ": Fund.OFF_BUDGET,
    "เงินนอกงบประมาณ": Fund.OFF_BUDGET,
    "เงินรายได้สถานศึกษา": Fund.OFF_BUDGET,
    "บริจาค": Fund.DONATION,
    "เงินบริจาค": Fund.DONATION,
    "รับบริจาค": Fund.DONATION,
    "อื่น": Fund.OTHER,
    "อื่นๆ": Fund.OTHER,
}
STANDINGS: Final[Mapping[str, Standing]] = {
    "ใช้งาน": Standing.IN_USE,
    "ใช้งานได้": Standing.IN_USE,
    "ใช้การได้": Standing.IN_USE,
    "ปกติ": Standing.IN_USE,
    "ดี": Standing.IN_USE,
    "ชำรุด": Standing.BROKEN,
    "เสื่อม": Standing.WORN,
    "เสื่อมสภาพ": Standing.WORN,
    "หาย": Standing.LOST,
    "สูญหาย": Standing.LOST,
    "สูญไป": Standing.LOST,
    "ยืม": Standing.LENT,
    "ให้ยืม": Standing.LENT,
    "รอจำหน่าย": Standing.TO_DISPOSE,
    "จำหน่าย": Standing.DISPOSED,
    "จำหน่ายแล้ว": Standing.DISPOSED,
}


def fund(column: str, text: str) -> Fund:
    """As registers tick it; an empty cell is budget money."""
    return _word(column, text, FUNDS, Fund) or Fund.BUDGET


def standing(column: str, text: str) -> Standing | None:
    """As inspections write it; None of an empty cell."""
    return _word(column, text, STANDINGS, Standing)


def _word(column: str, text: str, known: Mapping[str, Word], kind: type[Word]) -> Word | None:
    said = re.sub(r"[\s()]+", "", text)
    if not said:
        return None
    if said in set(kind):
        return kind(said)
    if said not in known:
        raise refuse(column, _("One of: %(expected)s"), expected=", ".join(known))
    return known[said]
