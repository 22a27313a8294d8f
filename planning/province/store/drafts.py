"""Kinds of values that forms of the province take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from office.numerals import to_arabic
from planning.kit.happened import Happened
from service.draft import Digits, Empty
from service.i18n import N_
from service.importing.cells import SATANG_PER_BAHT, number, whole
from service.refusal import NotTakenError, RefusedError

MOST_SATANG: Final = 10**14
TWO_DECIMALS: Final = N_("Baht with at most two decimals are needed")


def _satang(value: Any) -> Any:
    """Baht as a person writes them, "1,290.50", to satang; nothing typed is nothing."""
    if not isinstance(value, str):
        return value
    try:
        return whole("", number("", value) or Decimal(0), SATANG_PER_BAHT, TWO_DECIMALS)
    except RefusedError as error:
        raise NotTakenError(error.problems[0].message) from None


def _figure(value: Any) -> Any:
    return to_arabic(value).replace(",", "").strip() if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=255)]
Long = Annotated[str, Field(max_length=4000)]
Needed = Annotated[str, Field(min_length=1, max_length=2000)]
Day = Annotated[date, Digits]
HappenedDay = Annotated[Happened, Digits]
OptionalDay = Annotated[date | None, Empty]
Baht = Annotated[int, Field(ge=0, le=MOST_SATANG), BeforeValidator(_satang)]
Era = Annotated[int, Field(ge=2500, le=2700), Digits]
Count = Annotated[int, Field(ge=0, le=10_000_000), BeforeValidator(_figure)]
Value = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_figure)]
OptionalValue = Annotated[float | None, Field(allow_inf_nan=False), Empty]
Id = Annotated[int, Field(ge=1), Digits]
