"""The figures of equity that other services own, from the dated copies of their data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import Session

from planning.kit import copies
from planning.province.copied import ACCESS, COUNTS, SCHOOLS, VILLAGES
from planning.province.equity import Found, from_map, from_registry


def figures_of(session: Session, office_code: str) -> Sequence[Found]:
    """All that is known of this office; each with the day of its source."""
    villages = copies.rows(session, office_code, VILLAGES)
    as_of = (villages.as_of or datetime.now(UTC)).date()
    schools = copies.rows(session, office_code, SCHOOLS).rows
    counts = copies.rows(session, office_code, COUNTS).rows
    access = copies.rows(session, office_code, ACCESS)
    run_on = (access.as_of or datetime.now(UTC)).date()
    return [*from_registry(schools, counts, villages.rows, as_of=as_of), *from_map(access.rows, as_of=run_on)]
