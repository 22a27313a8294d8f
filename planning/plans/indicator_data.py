"""An indicator of a project as papers, pages and open data take it: described here, or where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from planning.plans.described import IN_THAI, NOT_MEASURED, Banded, Described, Direction, ends_of
from service.papers.kind import PaperData

DESCRIBED = ("name", "unit", "direction", "source", "baseline", "no_baseline", "band_low", "band_high")


class Known(Described, Banded, Protocol):
    """An indicator that is kept elsewhere, by the name that it has there."""

    @property
    def name(self) -> str:
        """With its code."""
        ...


class IndicatorData(PaperData):
    """An indicator with its target of the year. Without a baseline `no_baseline` says why."""

    name: str
    unit: str = ""
    direction: Direction | None = None
    source: str = ""
    baseline: float | None = None
    no_baseline: str = ""
    target: str = ""
    key: str = ""
    band_low: float | None = None
    band_high: float | None = None

    @property
    def way(self) -> str:
        """Which way is better, of a band between which ends."""
        return f"{IN_THAI[self.direction]} {ends_of(self)}".strip() if self.direction else ""

    @property
    def begins(self) -> str:
        """The baseline, or why there is none."""
        if self.baseline is None:
            return f"{NOT_MEASURED}: {self.no_baseline}" if self.no_baseline else ""
        return f"{self.baseline:g}"


def data_of(kept: Mapping[str, Any], known: Mapping[str, Known], target: str) -> IndicatorData:
    """With the name and unit of whoever has it; one in words has its own."""
    there = known.get(kept["key"])
    if there is not None:
        said = {name: getattr(there, name) for name in DESCRIBED}
    else:
        said = {name: kept[name] for name in DESCRIBED if name in kept} | {"name": kept["name"] or kept["key"]}
    return IndicatorData(**said, target=target, key=kept["key"])
