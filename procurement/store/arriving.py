"""When the network first knows a bought piece, its card becomes that device; measured working, it meets its need.

The rule a reader must know: one serial on one card and one device only joins them, or one MAC where no serial
contradicts. Anything else is left to the worklist of book and network, where a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, or_, select

from inventory.assets.reconcile import bare, differ
from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.device import Device
from inventory.models.site import Site
from procurement.models.purchase import PurchaseLine, PurchaseShare
from procurement.models.receipt import DeliveredPiece, DeliveredShare

ACTOR: Final = "netops"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Plain columns: whenever a device tells of itself, all that waits is looked through, and hardly ever is it one."""

    piece_id: int
    mac: str
    asset_id: int
    serial: str


def met(session: Session, device: Device, at: datetime) -> Asset | None:
    """A device told its serial or MAC: the card of a bought piece that waited for it, joined now; None without one."""
    if not bare(device.serial) and not device.chassis_mac:
        return None
    office_id = session.exec(select(Site.office_id).where(Site.id == device.site_id)).one()
    found = [one for one in _waiting(session, office_id, device) if _same(one, device)]
    if len(found) != 1 or not _is_only_one(session, device, office_id):
        return None
    piece, asset = session.get_one(DeliveredPiece, found[0].piece_id), session.get_one(Asset, found[0].asset_id)
    return _join(session, piece, asset, device, at)


def recognise(session: Session, piece: DeliveredPiece, asset: Asset, at: datetime) -> Asset | None:
    """The other way round: a card was just made, and the network may know the thing already."""
    if not bare(asset.serial) and not piece.mac:
        return None
    known = select(Device).join(Site, col(Site.id) == Device.site_id).where(Site.office_id == asset.office_id)
    words = [col(Device.serial) == asset.serial] if asset.serial else []
    words += [col(Device.chassis_mac) == piece.mac] if piece.mac else []
    devices = session.exec(known.where(col(Device.archived_at).is_(None), or_(*words))).all()
    return met(session, devices[0], at) if len(devices) == 1 else None


def _waiting(session: Session, office_id: int, device: Device) -> list[_Waiting]:
    """Bought pieces whose card is no device yet and that may be this one."""
    words = [col(Asset.serial) != ""] if bare(device.serial) else []
    words += [col(DeliveredPiece.mac) == device.chassis_mac] if device.chassis_mac else []
    wanted = (
        columns(col(DeliveredPiece.id), col(DeliveredPiece.mac), col(Asset.id), col(Asset.serial))
        .join(Asset, col(Asset.id) == col(DeliveredPiece.asset_id))
        .where(
            col(Asset.office_id) == office_id,
            col(Asset.device_id).is_(None),
            col(DeliveredPiece.device_at).is_(None),
            col(Asset.standing) != Standing.DISPOSED,
            or_(*words),
        )
    )
    return [_Waiting(*row) for row in session.execute(wanted)]


def _same(one: _Waiting, device: Device) -> bool:
    if differ(one.serial, device.serial):
        return False
    by_serial = bool(bare(one.serial)) and bare(one.serial) == bare(device.serial)
    return by_serial or (bool(one.mac) and one.mac == device.chassis_mac)


def _is_only_one(session: Session, device: Device, office_id: int) -> bool:
    """No other card and no other device of the office has this serial or MAC, and no card is this device already."""
    ours = select(Device.serial, Device.chassis_mac).join(Site, col(Site.id) == Device.site_id)
    others = ours.where(Site.office_id == office_id, col(Device.archived_at).is_(None), Device.id != device.id)
    serial, mac = bare(device.serial), device.chassis_mac
    for other_serial, other_mac in session.exec(others):
        if (serial and bare(other_serial) == serial) or (mac and other_mac == mac):
            return False
    cards = session.exec(select(Asset.serial, Asset.device_id).where(Asset.office_id == office_id, _kept())).all()
    if any(device_id == device.id for _serial, device_id in cards):
        return False
    return not serial or sum(bare(said) == serial for said, _device in cards) <= 1


def _kept() -> ColumnElement[bool]:
    return col(Asset.standing) != Standing.DISPOSED


def _join(session: Session, piece: DeliveredPiece, asset: Asset, device: Device, at: datetime) -> Asset:
    asset.device_id, asset.changed_at, piece.device_at = device.id, at, at
    by = "serial" if bare(asset.serial) and bare(asset.serial) == bare(device.serial) else "mac"
    evidence = device.serial if by == "serial" else device.chassis_mac
    session.add_all([asset, piece])
    session.flush()
    session.add(
        AssetEvent(
            asset_id=asset.id or 0,
            at=at,
            kind=f"seen_by_{by}",
            actor=ACTOR,
            changes={"device_id": [None, device.id]},
            note=evidence[:2000],
        )
    )
    return asset


def awaited(session: Session) -> Sequence[tuple[DeliveredPiece, int]]:
    """Pieces that are devices and were not measured working yet, each with its device."""
    wanted = select(DeliveredPiece, Asset.device_id).join(Asset, col(Asset.id) == DeliveredPiece.asset_id)
    rows = session.exec(wanted.where(col(DeliveredPiece.working_at).is_(None), col(Asset.device_id).is_not(None)))
    return [(piece, device_id) for piece, device_id in rows if device_id is not None]


def works(session: Session, piece: DeliveredPiece, at: datetime) -> PurchaseShare:
    """It was measured working: written down once. Returns its share, whose need may be met by that."""
    piece.working_at = at
    session.add(piece)
    session.flush()
    wanted = select(PurchaseShare).join(DeliveredShare, col(DeliveredShare.share_id) == PurchaseShare.id)
    return session.exec(wanted.where(DeliveredShare.id == piece.delivered_id)).one()


def all_work(session: Session, share: PurchaseShare) -> bool:
    """Every piece of the share that was ordered works."""
    working = (
        select(func.count())
        .select_from(DeliveredPiece)
        .join(DeliveredShare, col(DeliveredShare.id) == DeliveredPiece.delivered_id)
        .where(DeliveredShare.share_id == share.id, col(DeliveredPiece.working_at).is_not(None))
    )
    return session.exec(working).one() >= share.quantity


def purchase_of(session: Session, share: PurchaseShare) -> int:
    """The purchase that a share belongs to."""
    return session.exec(select(PurchaseLine.purchase_id).where(PurchaseLine.id == share.line_id)).one()
