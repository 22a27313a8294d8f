"""The id of a row that is in the database."""

from __future__ import annotations

from typing import Protocol


class Stored(Protocol):
    """Any row with an id of its own."""

    id: int | None


def id_of(row: Stored) -> int:
    """It was flushed before: it has one."""
    assert row.id is not None
    return row.id
