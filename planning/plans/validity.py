"""Whether a reference holds in the years of a plan, and what came after it. Years are of the Buddhist era."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from contract.data.registry import ReferenceRow


class Validity(StrEnum):
    """How a reference stands to the years of a plan."""

    HOLDS = "holds"
    ENDS = "ends"  # within them
    EXPIRED = "expired"  # before them
    LATER = "later"  # it begins after them
    UNKNOWN = "unknown"  # its years are not said
    SUPERSEDED = "superseded"  # its years may fit, but another has taken its place


def validity(row: ReferenceRow, first_year: int, last_year: int) -> Validity:
    """In the years from the first to the last."""
    if row.valid_to is not None and row.valid_to < first_year:
        return Validity.EXPIRED
    if row.valid_from is not None and row.valid_from > last_year:
        return Validity.LATER
    if row.superseded_by_key:
        return Validity.SUPERSEDED
    if row.valid_from is None and row.valid_to is None:
        return Validity.UNKNOWN
    if row.valid_to is not None and row.valid_to < last_year:
        return Validity.ENDS
    return Validity.HOLDS


def successors(row: ReferenceRow, by_key: Mapping[str, ReferenceRow]) -> Sequence[ReferenceRow]:
    """What came after it, one after the other; a circle is walked once."""
    found: list[ReferenceRow] = []
    seen = {row.key}
    after = row.superseded_by_key
    while after in by_key and after not in seen:
        seen.add(after)
        found.append(by_key[after])
        after = by_key[after].superseded_by_key
    return found


def in_force(rows: Sequence[ReferenceRow], year: int) -> Sequence[ReferenceRow]:
    """Those that hold in a year: what to point to."""
    return [row for row in rows if validity(row, year, year) in {Validity.HOLDS, Validity.ENDS, Validity.UNKNOWN}]
