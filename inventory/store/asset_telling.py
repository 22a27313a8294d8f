"""What siblings are told of an asset: that it belongs to another unit now."""

from __future__ import annotations

from sqlmodel import Session

from contract.events import AssetMoved
from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from inventory.models.transfer import Transfer, TransferItem
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings


def tell_moved(session: Session, transfer: Transfer, item: TransferItem, asset: Asset, by: By) -> None:
    """In the transaction of the acceptance, for each asset of the transfer."""
    assert transfer.moved_on is not None
    there = session.get(Site, transfer.from_site_id) if transfer.from_site_id is not None else None
    here = session.get(Site, transfer.to_site_id) if transfer.to_site_id is not None else None
    office = session.get_one(Office, transfer.office_id)
    fact = AssetMoved(
        asset_id=item.asset_id,
        office_code=office.code,
        unit_code=there.code if there is not None else "",
        number=item.old_number,
        to_code=here.code if here is not None else "",
        to_name=here.name if here is not None else office.name,
        to_number=asset.number,
        name=asset.name,
        quantity=asset.quantity,
        value_satang=(asset.price_satang or 0) * asset.quantity,
        paper_number=transfer.order_no,
        moved_on=transfer.moved_on,
    )
    tell_siblings(session, fact, office_id=transfer.office_id, at=by.at, subject_id=item.asset_id)
