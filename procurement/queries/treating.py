"""What answers a risk, from the need to the device that came; and which risks a need treats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.queries.sight import Sight
from procurement.models.need import Need, NeedRisk
from procurement.models.purchase import Purchase, PurchaseShare
from procurement.models.receipt import DeliveredPiece, DeliveredShare
from procurement.needs.need import NeedState
from procurement.queries.needs import seen
from procurement.queries.purchases import purchases_for
from risk.models.register import Risk
from risk.queries.register import seen as seen_risk


@dataclass(frozen=True, slots=True)
class Answer:
    """A need that treats a risk, what buys for it, and the devices that came."""

    need: Need
    purchases: Sequence[Purchase]
    devices: Sequence[Device]


@dataclass(frozen=True, slots=True)
class Treated:
    """A risk that a need treats, and what it was when the two were put together."""

    risk: Risk
    then: NeedRisk


def answers_of(session: Session, sight: Sight, risk_id: int) -> list[Answer]:
    """Needs that treat a risk, where they may be seen; one that was merged stands as the one it was merged into."""
    named = session.exec(
        select(Need.id, Need.merged_into_id)
        .join(NeedRisk, col(NeedRisk.need_id) == Need.id)
        .where(NeedRisk.risk_id == risk_id)
    )
    ids = {into if into is not None else need_id for need_id, into in named}
    needs = session.exec(select(Need).where(seen(sight), col(Need.id).in_(ids)).order_by(col(Need.id))).all()
    return [Answer(need, purchases_for(session, sight, need.id or 0), _came(session, sight, need)) for need in needs]


def _came(session: Session, sight: Sight, need: Need) -> list[Device]:
    """Of the pieces that were delivered for the need, and what a person said meets it; what stands elsewhere now is
    not shown to a school.
    """
    bought = (
        select(Asset.device_id)
        .join(DeliveredPiece, col(DeliveredPiece.asset_id) == Asset.id)
        .join(DeliveredShare, col(DeliveredShare.id) == DeliveredPiece.delivered_id)
        .join(PurchaseShare, col(PurchaseShare.id) == DeliveredShare.share_id)
        .where(PurchaseShare.need_id == need.id, col(Asset.device_id).is_not(None))
    )
    wanted = {*session.exec(bought), need.met_by_device_id} - {None}
    rows = session.exec(select(Device).where(col(Device.id).in_(wanted)).order_by(col(Device.name))).all()
    return [row for row in rows if sight.site_id in (None, row.site_id)]


def treated_by(session: Session, sight: Sight, need: Need) -> list[Treated]:
    """Risks that a need treats, also for those that were merged into it, the gravest first."""
    merged = select(Need.id).where(Need.merged_into_id == need.id, Need.state == NeedState.MERGED)
    rows = session.exec(
        select(Risk, NeedRisk)
        .join(NeedRisk, col(NeedRisk.risk_id) == Risk.id)
        .where(seen_risk(sight), (col(NeedRisk.need_id) == need.id) | col(NeedRisk.need_id).in_(merged))
        .order_by(col(Risk.score).desc(), col(Risk.id), col(NeedRisk.id))
    )
    found: dict[int, Treated] = {}
    for risk, then in rows:
        found.setdefault(risk.id or 0, Treated(risk, then))
    return list(found.values())
