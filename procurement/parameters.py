"""Figures of rules that change by decree, dated and with their source; none of them is a rule written into code."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from procurement.criteria.edition import Certainty

DATA: Final = Path(__file__).parent / "data" / "parameters.csv"


class ParameterError(Exception):
    """The data file cannot be used; the message names the row."""


class Name(StrEnum):
    """Which figure; the unit is in the name."""

    REPLACEMENT_YEARS = "replacement_years"
    MARKET_PRICES = "market_prices"
    SPECIFIC_METHOD_SATANG = "specific_method_satang"
    COMPETING_PRODUCTS = "competing_products"
    NO_CONTRACT_SATANG = "no_contract_satang"
    SINGLE_INSPECTOR_SATANG = "single_inspector_satang"
    FINE_LEAST_PPM = "fine_least_ppm"  # of the price a day: 100 is 0.01 %
    FINE_MOST_PPM = "fine_most_ppm"
    FINE_WORK_LEAST_PPM = "fine_work_least_ppm"
    FINE_WORK_MOST_PPM = "fine_work_most_ppm"
    FINE_WORK_LEAST_SATANG_DAY = "fine_work_least_satang_day"
    CONTRACT_COPY_SATANG = "contract_copy_satang"
    CONTRACT_COPY_DAYS = "contract_copy_days"
    GUARANTEE_PPM = "guarantee_ppm"
    WARRANTY_MONTHS = "warranty_months"
    INSPECTION_WORKING_DAYS = "inspection_working_days"
    VAT_PERCENT = "vat_percent"
    NEGOTIATED_SALE_SATANG = "negotiated_sale_satang"
    WRITE_OFF_SATANG = "write_off_satang"
    DISPOSAL_DAYS = "disposal_days"
    DISPOSAL_NOTICE_DAYS = "disposal_notice_days"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure that holds from a day on, and how that was learnt."""

    name: Name
    value: int
    valid_from: date
    certainty: Certainty
    source: str
    note: str = ""


class Parameters:
    """All figures over time."""

    def __init__(self, known: Iterable[Parameter]) -> None:
        self.known = tuple(sorted(known, key=lambda one: one.valid_from))

    def at(self, name: Name, day: date) -> Parameter | None:
        """The figure that holds on a day; None where none that is known holds yet."""
        fitting = [one for one in self.known if one.name is name and one.valid_from <= day]
        return fitting[-1] if fitting else None


@cache
def shipped_parameters() -> Parameters:
    """Those of this release; ParameterError names the row that is wrong."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return Parameters(_parameter(number, row) for number, row in enumerate(csv.DictReader(file), start=2))


def _parameter(number: int, row: dict[str, str]) -> Parameter:
    try:
        return Parameter(
            name=Name(row["name"]),
            value=int(row["value"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            certainty=Certainty(row["certainty"]),
            source=row["source"],
            note=row["note"],
        )
    except (KeyError, ValueError) as error:
        raise ParameterError(f"{DATA.name}, row {number}: {error}") from None
