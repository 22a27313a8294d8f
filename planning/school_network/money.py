"""Baht as people type it, whole satang as it is kept."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from service.draft import THAI_DIGITS
from service.i18n import N_
from service.refusal import NotTakenError

MOST: Final = 10**13


def _satang(value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = value.translate(THAI_DIGITS).replace(",", "").strip() or "0"
    try:
        satang = Decimal(plain) * 100
    except InvalidOperation:
        raise NotTakenError(N_("A number is needed")) from None
    if not satang.is_finite() or satang != satang.to_integral_value():
        raise NotTakenError(N_("A number is needed"))
    return int(satang)


Baht = Annotated[int, Field(ge=0, le=MOST), BeforeValidator(_satang)]
"""Typed as 1,234.50; kept as 123450."""


def typed(satang: int) -> str:
    """As a form shows it."""
    return f"{satang // 100}.{satang % 100:02}" if satang % 100 else str(satang // 100)
