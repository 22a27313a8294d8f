"""The asset book of the simulated district: most devices as they are, and the mistakes that real books have.

Pure, and the same for the same district. Some devices are missing, some have a wrong serial, some are in the book of
another school, and some cards name no device although they are one. Everything is made up and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from inventory.models.asset import Fund, Standing
from netops.simulation.district import District, Placed
from office.fiscal import FiscalYear

NOTE: Final = "ข้อมูลจำลอง ไม่ใช่ทรัพย์สินจริง (synthetic data)"
_MISSING_EVERY, _WRONG_SERIAL_EVERY, _ELSEWHERE_EVERY, _UNLINKED_EVERY = 17, 13, 29, 7
_PRICES_BAHT: Final = {"router": 33_000, "switch": 13_000, "ap": 4_000, "ups": 12_000, "nas": 35_000}
_WORDS: Final = {
    "router": "เครื่องเราเตอร์",
    "switch": "อุปกรณ์กระจายสัญญาณ",
    "ap": "อุปกรณ์กระจายสัญญาณไร้สาย",
    "ups": "เครื่องสำรองไฟฟ้า",
    "nas": "อุปกรณ์จัดเก็บข้อมูลแบบเครือข่าย",
}
_CODES: Final = {"router": "7440-001", "switch": "7440-016", "ap": "7440-017", "ups": "7440-009"}
_OTHERS: Final = (
    # item, code of its number, class, baht, pieces
    ("เครื่องคอมพิวเตอร์สำหรับงานสำนักงาน", "7440-002", "computer", 23_000, 1),
    ("เครื่องพิมพ์ Multifunction", "7440-005", "computer", 8_000, 1),
    ("โต๊ะทำงาน", "7110-006", "office", 4_500, 6),
)
_STANDINGS: Final = (Standing.BROKEN, Standing.WORN, Standing.TO_DISPOSE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One card. `site_code` none: the office's; `device` is (school code, name) of the device that the card names."""

    site_code: str | None
    number: str
    name: str
    class_code: str
    brand: str
    model: str
    serial: str
    quantity: int
    price_baht: int
    acquired_on: date | None
    fund: Fund
    standing: Standing
    device: tuple[str, str] | None


def entries(district: District) -> Iterator[Entry]:
    """Cards of devices first, then of things that no network sees."""
    codes = [school.code for school in district.schools]
    for at, placed in enumerate(district.devices):
        if at % _MISSING_EVERY != _MISSING_EVERY - 1:
            yield _of_device(at, placed, codes, district.today)
    for at, code in enumerate((None, *codes[: max(len(codes) // 3, 1)])):
        for which, (name, kind, class_code, baht, pieces) in enumerate(_OTHERS):
            bought = district.today - timedelta(days=200 + (at * 311 + which * 97) % 3600)
            yield Entry(
                site_code=code,
                number=_number(kind, at + 1, bought),
                name=name,
                class_code=class_code,
                brand="",
                model="",
                serial="",
                quantity=pieces,
                price_baht=baht,
                acquired_on=bought,
                fund=Fund.DONATION if (at + which) % 11 == 0 else Fund.BUDGET,
                standing=_STANDINGS[at % 3] if (at + which) % 9 == 4 else Standing.IN_USE,
                device=None,
            )


def _of_device(at: int, placed: Placed, codes: list[str], today: date) -> Entry:
    equipment, kind = placed.equipment, placed.equipment.kind
    wrong = at % _WRONG_SERIAL_EVERY == _WRONG_SERIAL_EVERY - 1
    elsewhere = at % _ELSEWHERE_EVERY == _ELSEWHERE_EVERY - 1
    home = codes.index(placed.site_code)
    unlinked = at % _UNLINKED_EVERY == _UNLINKED_EVERY - 1
    return Entry(
        site_code=codes[(home + 1) % len(codes)] if elsewhere else placed.site_code,
        number=_number(_CODES.get(kind.role, "7440-020"), at + 1, placed.acquired_on or today),
        name=_WORDS.get(kind.role, "อุปกรณ์เครือข่าย"),
        class_code="computer",
        brand=kind.maker,
        model=kind.model,
        serial=f"{equipment.serial[:-1]}X" if wrong else equipment.serial,
        quantity=1,
        price_baht=_PRICES_BAHT.get(kind.role, 15_000),
        acquired_on=placed.acquired_on,
        fund=Fund.BUDGET,
        standing=Standing.IN_USE,
        device=None if unlinked else (placed.site_code, placed.name),
    )


def _number(code: str, running: int, acquired_on: date) -> str:
    """As books write it: 7440-001-0001/65, with the fiscal year."""
    return f"{code}-{running:04}/{FiscalYear.of(acquired_on).era % 100:02}"
