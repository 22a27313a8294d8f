"""Fills the services of a demonstration, one after the other, each with copies of what those before it hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from planning.kit import copies, running
from planning.kit.parts import Demo, Part
from planning.kit.settings import PlanningSettings
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.invented import OFFICE_CODE

NETOPS: Final = "netops"


def fill(
    parts: Sequence[Part], settings: PlanningSettings, demo: Demo, netops_data: Path | None = None
) -> Iterator[str]:
    """What was put into each service that has invented data. `netops_data` is a folder in which each dataset of netops
    lies as NAME.json, in the shape in which netops gives it; None: nothing of netops is known.
    """
    known = {part.name: part for part in parts}
    for part in parts:
        running.begin(part, settings)
    for part in parts:
        if part.fill_demo is not None:
            _copy(part, known, settings, netops_data, utc_now())
            yield f"{part.name}: {part.fill_demo(settings, demo)}"


def _copy(
    part: Part, known: Mapping[str, Part], settings: PlanningSettings, netops_data: Path | None, at: datetime
) -> None:
    """What it would read from the others if they ran already."""
    engine = make_engine(settings.database_of(part.name))
    try:
        with transaction(engine) as session:
            for copied in part.copies:
                if copied.peer == NETOPS:
                    file = (netops_data or Path()) / f"{copied.name}.json"
                    body = file.read_bytes() if netops_data is not None and file.exists() else b""
                else:
                    body = _given(known[copied.peer], copied.name, settings)
                if body:
                    copies.put(session, copied, OFFICE_CODE, body, at=at)
    finally:
        engine.dispose()


def _given(owner: Part, name: str, settings: PlanningSettings) -> bytes:
    """The dataset as its owner would answer it."""
    engine = make_engine(settings.database_of(owner.name))
    try:
        with reading(engine) as session:
            return owner.datasets[name](session, OFFICE_CODE).body(name, OFFICE_CODE)
    finally:
        engine.dispose()
