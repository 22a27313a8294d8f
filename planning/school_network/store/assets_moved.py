"""What the asset book of netops tells of a school whose case is carried out: a thing that another unit took over is
disposed of in the case too, so that nobody writes it down twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from contract.events import AssetMoved, Fact
from planning.school_network.judging import HAS_NETWORK_ORDER
from planning.school_network.models.case import AssetKind, AssetLine, AssetWay, CaseState, ChangeCase

CARRIED_OUT: Final = (CaseState.RESOLVED, CaseState.ANNOUNCED, CaseState.EXECUTING)
"""From the resolution until the case is completed."""


def hear_moved(session: Session, fact: Fact, at: datetime) -> str:
    """Its line is done; a thing that nobody listed is listed as what became of it."""
    assert isinstance(fact, AssetMoved)
    if not fact.unit_code:
        return "it was of no school"
    wanted = select(ChangeCase).where(
        ChangeCase.office_code == fact.office_code,
        ChangeCase.school_code == fact.unit_code,
        col(ChangeCase.state).in_(CARRIED_OUT),
        col(ChangeCase.kind).in_(HAS_NETWORK_ORDER),
    )
    found = session.exec(wanted.order_by(col(ChangeCase.id)).with_for_update()).all()
    for row in found:
        _dispose(session, row, fact)
        row.changed_at = at
        session.add(row)
    return f"{len(found)} cases"


def _dispose(session: Session, row: ChangeCase, fact: AssetMoved) -> None:
    listed = select(AssetLine).where(AssetLine.case_id == row.id, AssetLine.asset_number == fact.number)
    lines = session.exec(listed.order_by(col(AssetLine.id))).all()
    if not lines:
        line = AssetLine(
            case_id=row.id or 0,
            kind=AssetKind.EQUIPMENT,
            item=fact.name[:255],
            quantity=fact.quantity,
            value_satang=fact.value_satang,
            asset_number=fact.number[:50],
        )
        lines = [line]
    for line in lines:
        if line.done_on is None:
            line.way, line.to_whom, line.done_on = AssetWay.TRANSFER, fact.to_name[:255], fact.moved_on
            line.paper_number = line.paper_number or fact.paper_number[:120]
        session.add(line)
    session.flush()
