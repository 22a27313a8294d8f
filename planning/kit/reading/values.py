"""What a cell of a file may hold: how it is read, how it is written, and what it is called when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from office.document.text import one_line
from office.fiscal import FiscalYear
from service.importing import cells, register_cells
from service.refusal import _, refuse

LONGEST_TEXT: Final = 255
LONGEST_CODE: Final = 60
MOST_COUNTED: Final = 10_000_000
MOST_DEGREES: Final = 180
OLDEST: Final = 120
_DASHES: Final = frozenset({"-", "–", "—", "−", "ไม่มี"})
_SCHOOL_DIGITS: Final = (6, 8, 10)
_UNDER_ONE: Final = "น้อยกว่า"
_OVER: Final = "มากกว่า"


@dataclass(frozen=True, slots=True)
class ValueKind:
    """`word` is a catalogue word; `read` takes the column and the text, gives None of nothing, RefusedError otherwise.

    `sums` are kinds whose total rows are checked.
    """

    word: str
    read: Callable[[str, str], Any]
    write: Callable[[Any], str] = str
    sums: bool = False


def is_none(text: str) -> bool:
    """Whether nothing stands there, or what offices write for it."""
    return not text.strip() or text.strip() in _DASHES


def _text(column: str, text: str) -> str:
    line = "" if is_none(text) else one_line(text)
    if len(line) > LONGEST_TEXT:
        raise refuse(column, _("At most %(max_length)s characters"), max_length=LONGEST_TEXT)
    return line


def _code(column: str, text: str) -> str:
    line = "" if is_none(text) else one_line(cells.code(column, text))
    if len(line) > LONGEST_CODE:
        raise refuse(column, _("At most %(max_length)s characters"), max_length=LONGEST_CODE)
    return line


def _digits(*lengths: int) -> Callable[[str, str], str]:
    def read(column: str, text: str) -> str:
        found = "" if is_none(text) else cells.code(column, text).replace(" ", "")
        if found and not (found.isascii() and found.isdigit() and len(found) in lengths):
            expected = "/".join(str(length) for length in lengths)
            raise refuse(column, _("A code of %(digits)s digits is needed"), digits=expected)
        return found

    return read


def _count(column: str, text: str) -> int | None:
    if not text.strip():
        return None
    value = Decimal(0) if is_none(text) else cells.number(column, text.replace(" ", "")) or Decimal(0)
    if value < 0:
        raise refuse(column, _("At least %(ge)s"), ge=0)
    if value > MOST_COUNTED:
        raise refuse(column, _("At most %(le)s"), le=MOST_COUNTED)
    if value != value.to_integral_value():
        raise refuse(column, _("A whole number is needed"))
    return int(value)


def _money(column: str, text: str) -> int | None:
    return None if is_none(text) else register_cells.price_satang(column, text.replace(" ", ""))


def _degrees(column: str, text: str) -> float | None:
    """Any degrees: where a school then lies, and whether the two are swapped, is judged with the map."""
    value = None if is_none(text) else cells.number(column, text)
    if value is not None and abs(value) > MOST_DEGREES:
        raise refuse(column, _("Degrees from -180 to 180 are needed"))
    return None if value is None else float(value)


def _hundredths(column: str, text: str) -> Decimal | None:
    """At most two decimals, from 0 on."""
    value = None if is_none(text) else cells.number(column, text.replace(" ", ""))
    if value is None:
        return None
    if value < 0:
        raise refuse(column, _("At least %(ge)s"), ge=0)
    if value > MOST_COUNTED or value != round(value, 2):
        raise refuse(column, _("A number with fewer digits is needed"))
    return round(value, 2)


def _day(column: str, text: str) -> date | None:
    return None if is_none(text) else register_cells.day(column, text)


def _era(column: str, text: str) -> int | None:
    said = cells.western(text)
    for word in ("ปีงบประมาณ", "ปี", "พ.ศ."):
        said = said.removeprefix(word).strip()
    value = _count(column, said)
    if value is not None and not 2400 <= value < 2800:
        raise refuse(column, _("A year of the Buddhist era such as 2569 is needed"))
    return value


def _fiscal(column: str, text: str) -> FiscalYear | None:
    era = _era(column, text)
    return None if era is None else FiscalYear(era)


def _age(column: str, text: str) -> int | None:
    """0 of less than a year; 101 of more than 100, as registers of the population sum them."""
    said = cells.western(text).removesuffix("ปี").strip()
    if said.startswith(_UNDER_ONE):
        return 0 if _count(column, said.removeprefix(_UNDER_ONE)) == 1 else _not_an_age(column)
    value = _count(column, said.removeprefix(_OVER))
    if value is not None and said.startswith(_OVER):
        value += 1
    return value if value is None or value <= OLDEST else _not_an_age(column)


def _not_an_age(column: str) -> int:
    raise refuse(column, _("At most %(le)s"), le=OLDEST)


def baht(satang: int) -> str:
    """150050 as 1500.50."""
    return f"{Decimal(satang).scaleb(-2):.2f}"


TEXT: Final = ValueKind(_("text"), _text)
CODE: Final = ValueKind(_("a code"), _code)
SCHOOL: Final = ValueKind(_("the code of a school"), _digits(*_SCHOOL_DIGITS))
SMIS: Final = ValueKind(_("a code of 8 digits"), _digits(8))
MOE: Final = ValueKind(_("a code of 10 digits"), _digits(10))
PERCODE: Final = ValueKind(_("a code of 6 digits"), _digits(6))
VILLAGE: Final = ValueKind(_("a code of 8 digits"), _digits(8))
COUNT: Final = ValueKind(_("a whole number from 0 on"), _count, sums=True)
NUMBER: Final = ValueKind(_("a whole number from 0 on"), _count)
MONEY: Final = ValueKind(_("an amount in baht"), _money, baht, sums=True)
DEGREES: Final = ValueKind(_("degrees"), _degrees, repr)
HUNDREDTHS: Final = ValueKind(_("a number with at most two decimals"), _hundredths)
DAY: Final = ValueKind(_("a date"), _day, date.isoformat)
FISCAL: Final = ValueKind(_("a fiscal year"), _fiscal, lambda year: str(year.era))
ERA: Final = ValueKind(_("a year of the Buddhist era"), _era)
AGE: Final = ValueKind(_("an age in years"), _age)
