"""Readings of steady polling as they travel: octets as hexadecimal text, and the name of the plan they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from collectors.reading import Cell, Column, Reading
from collectors.snmp.plan import PollPlan
from netops.exchange.messages import Cell as Said
from netops.exchange.messages import ReadingSeen

TEXTS: Final = frozenset({Column.NAME, Column.ALIAS})


def layout_of(plan: PollPlan) -> str:
    """Which ports and health instances the columns of a reading are about."""
    return sha256(repr((plan.ports, plan.health)).encode()).hexdigest()[:32]


def told(reading: Reading, plan: PollPlan) -> ReadingSeen:
    """A good reading, ready to travel."""
    return ReadingSeen(
        device_id=int(reading.key),
        at=datetime.fromtimestamp(reading.at, UTC),
        layout=layout_of(plan),
        uptime_ticks=reading.uptime_ticks,
        columns={column: _said(cells) for column, cells in reading.columns.items()},
        health=_said(reading.health),
    )


def heard(seen: ReadingSeen, *, at: datetime) -> Reading:
    """The other way round, at the office; `at` by its own clock. Raises ValueError for cells of another kind."""
    columns: Mapping[Column, Sequence[Cell]] = {column: _cells(said) for column, said in seen.columns.items()}
    for column, cells in columns.items():
        wrong = int if column in TEXTS else bytes
        if any(isinstance(cell, wrong) for cell in cells):
            raise ValueError(f"{column} holds values of another kind")
    return Reading(
        key=str(seen.device_id),
        at=at.timestamp(),
        uptime_ticks=seen.uptime_ticks,
        columns=columns,
        changed=frozenset(columns),
        health=_cells(seen.health),
        health_changed=True,
    )


def _said(cells: Sequence[Cell]) -> tuple[Said, ...]:
    return tuple(cell.hex() if isinstance(cell, bytes) else cell for cell in cells)


def _cells(said: Sequence[Said]) -> list[Cell]:
    return [bytes.fromhex(cell) if isinstance(cell, str) else cell for cell in said]
