"""What a spreadsheet does to codes and numbers is either undone or told."""

from __future__ import annotations

from datetime import date

import pytest

from service.importing import cells
from service.refusal import RefusedError


@pytest.mark.parametrize(("text", "satang"), [("1,290.50", 129_050), ("๖๔๙", 64_900), ("0", 0), (" ", None)])
def test_prices(text: str, satang: int | None) -> None:
    assert cells.price_satang("price_thb_month", text) == satang


def test_dates() -> None:
    assert cells.day("contract_end", "๒๐๒๗-๐๙-๓๐") == date(2027, 9, 30)
    assert cells.day("contract_end", "") is None
    for text in ("30/09/2570", "๓๐/๙/๒๕๗๐", "30 ก.ย. 2570", "30 กันยายน 2570", "30-09-2027", "30 Sep 2027"):
        assert cells.day("contract_end", text) == date(2027, 9, 30), text


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: cells.code("site_code", "5.7E+07"), "1.2E"),
        (lambda: cells.code("site_code", "1010001", digits=8), "leading zeros"),
        (lambda: cells.price_satang("price", "1.005"), "two decimals"),
        (lambda: cells.price_satang("price", "1e999999"), "two decimals"),
        (lambda: cells.number("latitude", "NaN"), "number"),
        (lambda: cells.number("latitude", "เก้า"), "number"),
        (lambda: cells.day("end", "30/09/70"), "1/10/2569"),
        (lambda: cells.day("end", "2570-09-30"), "Buddhist era: files use 2027"),
    ],
)
def test_refusals_say_how_to_mend_it(call: object, reason: str) -> None:
    assert callable(call)
    with pytest.raises(RefusedError, match=reason):
        call()
