"""Needs as figures: how many of each reason stand how, and how many lost their evidence. No school is named."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import Session, col

from netops.metrics import Blocks, Family, labels, sample
from procurement.models.need import Need
from procurement.queries.needs import LIVE


def of_needs(session: Session) -> Blocks:
    """All offices together, as the other figures of the installation are."""
    counted = session.execute(
        select(col(Need.reason), col(Need.state), func.count()).group_by(col(Need.reason), col(Need.state))
    )
    unsupported = session.execute(
        select(func.count()).select_from(Need).where(col(Need.state).in_(LIVE), col(Need.is_supported).is_(False))
    ).scalar_one()
    lines = [
        sample(Family.NEEDS, labels(reason=reason.value, state=state.value), count)
        for reason, state, count in sorted(counted, key=lambda row: (row[0].value, row[1].value))
    ]
    return {Family.NEEDS: b"".join(lines), Family.NEEDS_UNSUPPORTED: sample(Family.NEEDS_UNSUPPORTED, "", unsupported)}
