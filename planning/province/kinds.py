"""Kinds of plans of process 3, and which of them carries out which."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class PlanKind(StrEnum):
    """As `contract.planning.PlanKind` names them."""

    DEVELOPMENT = "province_development"
    CLUSTER = "cluster_development"
    FOUR_YEAR = "four_year"
    ANNUAL = "province_annual"


PARENT: Final = {PlanKind.FOUR_YEAR: PlanKind.DEVELOPMENT, PlanKind.ANNUAL: PlanKind.FOUR_YEAR}
"""Of which kind the plan above is."""
YEARS: Final = {PlanKind.FOUR_YEAR: 4, PlanKind.ANNUAL: 1}
"""How many fiscal years a plan of the kind has, where that is fixed."""


def fits_years(kind: PlanKind, first: int, last: int) -> bool:
    """Whether so many years are of this kind."""
    length = last - first + 1
    return length >= 1 and length == YEARS.get(kind, length)


def lies_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    """Whether the years of a plan are of the plan above it."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]
