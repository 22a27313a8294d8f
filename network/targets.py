"""What the network of a school of some size is to have: dated figures as data, over which an office sets its own."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "targets.csv"


class TargetDataError(Exception):
    """The data file cannot be used; the message names the row."""


@dataclass(frozen=True, slots=True)
class TargetModel:
    """The figures for schools of at least so many pupils, from a day on. `is_verified`: an official paper was read;
    `is_own`: the office set them itself.
    """

    least_pupils: int
    valid_from: date
    links: int
    kbps_per_pupil: int
    switch_ports: int
    access_points: int
    ups: int
    source: str
    is_verified: bool = False
    is_own: bool = False

    def kbps(self, pupils: int) -> int:
        """Speed of all links together for so many pupils, in kbit/s."""
        return self.kbps_per_pupil * pupils


@cache
def shipped_targets() -> tuple[TargetModel, ...]:
    """Those of this release; TargetDataError names the row that is wrong."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_model(number, row) for number, row in enumerate(csv.DictReader(file), start=2))


def _model(number: int, row: dict[str, str]) -> TargetModel:
    try:
        return TargetModel(
            least_pupils=int(row["least_pupils"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            links=int(row["links"]),
            kbps_per_pupil=int(row["kbps_per_pupil"]),
            switch_ports=int(row["switch_ports"]),
            access_points=int(row["access_points"]),
            ups=int(row["ups"]),
            source=row["source"],
            is_verified=row["certainty"] == "read",
        )
    except (KeyError, ValueError) as error:
        raise TargetDataError(f"{DATA.name}, row {number}: {error}") from None


def in_force(models: Iterable[TargetModel], day: date) -> tuple[TargetModel, ...]:
    """Of each size the newest that holds on a day, what the office set before what ships; smallest schools first."""
    held: dict[int, TargetModel] = {}
    for model in sorted(models, key=lambda one: (one.is_own, one.valid_from)):
        if model.valid_from <= day:
            held[model.least_pupils] = model
    return tuple(held[size] for size in sorted(held))


def model_for(models: Iterable[TargetModel], pupils: int | None) -> TargetModel | None:
    """The one of a school's size, of models in force; None where nobody knows how many pupils it has."""
    if pupils is None:
        return None
    fitting = [model for model in models if model.least_pupils <= pupils]
    return max(fitting, key=lambda one: one.least_pupils, default=None)
