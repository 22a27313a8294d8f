"""The assets that a purchase brought, and what the network says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.outage import CurrentState, Subject
from procurement.queries.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Entered:
    """The card of a piece, its device and how that stands."""

    asset: Asset
    device: Device | None
    state: CurrentState | None


def devices_of(session: Session, dossier: Dossier) -> Mapping[int, Entered]:
    """By piece."""
    pieces = [piece for delivery in dossier.deliveries for part in delivery.parts for piece in part.pieces]
    cards = select(Asset).where(col(Asset.id).in_([piece.asset_id for piece in pieces]))
    assets = {asset.id: asset for asset in session.exec(cards)}
    known = select(Device).where(col(Device.id).in_([asset.device_id for asset in assets.values()]))
    devices = {device.id: device for device in session.exec(known)}
    wanted = select(CurrentState).where(
        CurrentState.subject == Subject.DEVICE, col(CurrentState.subject_id).in_(list(devices))
    )
    states = {state.subject_id: state for state in session.exec(wanted)}
    found = {}
    for piece in pieces:
        asset = assets.get(piece.asset_id)
        if asset is not None:
            device = devices.get(asset.device_id)
            found[piece.id or 0] = Entered(asset, device, states.get(asset.device_id or 0))
    return found
