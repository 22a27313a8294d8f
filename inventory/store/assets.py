"""Cards of the asset book: put in, changed, moved to another unit, and said to stand otherwise; each with its history.

Nothing is deleted. A school's people write only in their own unit, which `Sight` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from sqlalchemy import true
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, AssetClass, AssetEvent, Fund, Standing
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.transfer import Transfer, TransferItem, TransferState
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.belonging import in_office
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, plain, said, take
from service.refusal import MissingError, NotTakenError, _, refuse

MOST_SATANG: Final = 10**13

Day = Annotated[date | None, Empty]
Short = Annotated[Line, Field(max_length=50), Digits]


class AssetDraft(Draft):
    """A card as a person fills it in. `site_id` none: the office owns it. `price_satang` is for one piece."""

    site_id: OptionalId = None
    number: Annotated[Line, Field(min_length=1, max_length=50), Digits]
    gfmis_no: Short = ""
    name: Annotated[Line, Field(min_length=1)]
    class_id: OptionalId = None
    brand: Annotated[Line, Field(max_length=120)] = ""
    model: Line = ""
    serial: Line = ""
    quantity: Annotated[int, Field(ge=1, le=1_000_000), Digits] = 1
    unit_word: Annotated[Line, Field(max_length=32)] = ""
    price_satang: Annotated[int | None, Field(ge=0, le=MOST_SATANG), Empty] = None
    acquired_on: Day = None
    document_no: Annotated[Line, Field(max_length=120)] = ""
    fund: Fund = Fund.BUDGET
    method: Annotated[Line, Field(max_length=120)] = ""
    supplier: Line = ""
    supplier_address: Annotated[Note, Field(max_length=500)] = ""
    supplier_phone: Annotated[Line, Field(max_length=64)] = ""
    contract_no: Annotated[Line, Field(max_length=120)] = ""
    warranty_until: Day = None
    life_years: Annotated[int | None, Field(ge=1, le=100), Empty] = None
    custodian: Line = ""
    place: Line = ""
    device_id: OptionalId = None
    note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.acquired_on and self.warranty_until and self.warranty_until < self.acquired_on:
            raise NotTakenError(_("The warranty cannot end before the asset was acquired"), "warranty_until")
        if self.device_id is not None and self.quantity != 1:
            raise NotTakenError(_("Only a card of one piece can be a device of the network"), "device_id")
        return self


def find_asset(session: Session, asset_id: int, *, office_id: int) -> Asset:
    """The card of this office; MissingError when there is none."""
    asset = session.get(Asset, asset_id)
    if asset is None or asset.office_id != office_id:
        raise MissingError("asset")
    return asset


def owned_asset(session: Session, asset_id: int, *, sight: Sight) -> Asset:
    """The card that a draft names as `asset_id`; RefusedError where this person does not keep its book."""
    asset = in_office(session, Asset, asset_id, office_id=sight.office_id, field="asset_id")
    if asset is None or sight.site_id not in (None, asset.site_id):
        raise refuse("asset_id", _("There is no such entry"))
    return asset


def numbered(session: Session, office_id: int, site_id: int | None, number: str) -> Asset | None:
    """By its unit and number."""
    return session.exec(
        select(Asset).where(Asset.office_id == office_id, Asset.unit == (site_id or 0), Asset.number == number)
    ).first()


def number_taken(session: Session, office_id: int, site_id: int | None, number: str, *, but: int | None) -> bool:
    """Whether another card than `but` has the number in its unit, or had it there until it was given to another."""
    held = numbered(session, office_id, site_id, number)
    if held is not None:
        return held.id != but
    given = (
        select(TransferItem.id)
        .join(Transfer, col(Transfer.id) == TransferItem.transfer_id)
        .where(
            Transfer.office_id == office_id,
            col(Transfer.from_site_id).is_(None) if site_id is None else Transfer.from_site_id == site_id,
            Transfer.state == TransferState.ACCEPTED,
            TransferItem.old_number == number,
            col(TransferItem.asset_id) != but if but is not None else true(),
        )
    )
    return session.exec(given.limit(1)).first() is not None


def create_asset(session: Session, draft: AssetDraft, *, sight: Sight, by: By) -> Asset:
    """A new card; RefusedError when its number is taken in its unit, by a disposed one too."""
    _check(session, draft, sight=sight, asset=None)
    asset = Asset(**columns_of(draft, sight.office_id), created_at=by.at, changed_at=by.at)
    session.add(asset)
    session.flush()
    happened(session, asset, "created", by)
    return asset


def change_asset(session: Session, asset: Asset, draft: AssetDraft, *, sight: Sight, by: By) -> dict[str, object]:
    """Make the card as drafted; returns {field: [before, after]}. RefusedError of one that was disposed of."""
    if asset.standing is Standing.DISPOSED:
        raise refuse("", _("It was disposed of: its card is not changed any more"))
    _check(session, draft, sight=sight, asset=asset)
    changes = take(asset, columns_of(draft, asset.office_id))
    changes.pop("unit", None)  # says the same as site_id
    if changes:
        asset.changed_at = by.at
        session.add(asset)
        session.flush()
        happened(session, asset, "moved" if "site_id" in changes else "changed", by, changes)
    return changes


def set_standing(session: Session, asset: Asset, standing: Standing, *, note: str, on: date, by: By) -> bool:
    """Say how it stands from now on; False when it stood so before. A disposed thing is no device any more.

    RefusedError without a note where the book must say why: lost, to be disposed of, disposed of, and back from it.
    """
    before = asset.standing
    if before is standing:
        return False
    unsaid = _("Say why, and by which order or paper") if {before, standing} & NEEDS_REASON else ""
    note = said("note", note, unsaid=unsaid)
    disposed = standing is Standing.DISPOSED
    values: dict[str, Any] = {"standing": standing, "disposed_on": on if disposed else None}
    if disposed:
        values["device_id"] = None
    changes = take(asset, values)
    asset.changed_at = by.at
    session.add(asset)
    session.flush()
    happened(session, asset, "standing", by, changes, note=note)
    return True


NEEDS_REASON: Final = frozenset({Standing.LOST, Standing.TO_DISPOSE, Standing.DISPOSED})


def columns_of(draft: AssetDraft, office_id: int) -> dict[str, Any]:
    """The columns of the row; the unit as a number beside the school."""
    return draft.model_dump() | {"office_id": office_id, "unit": draft.site_id or 0}


def note_import(session: Session, asset: Asset, changes: Mapping[str, object], by: By) -> None:
    """The history of a card that a file made or changed."""
    happened(session, asset, "imported", by, changes)


def happened(
    session: Session, asset: Asset, kind: str, by: By, changes: Mapping[str, object] | None = None, *, note: str = ""
) -> None:
    """One entry of the card's history; `kind` has its words in `inventory.queries.assets.EVENT_WORDS`."""
    assert asset.id is not None
    session.add(
        AssetEvent(
            asset_id=asset.id,
            at=by.at,
            kind=kind,
            person_id=by.person_id,
            actor=by.actor[:120],
            changes={name: _told(pair) for name, pair in (changes or {}).items()},
            note=note,
        )
    )


def _told(pair: object) -> object:
    return [plain(value) for value in pair] if isinstance(pair, list | tuple) else plain(pair)


def _check(session: Session, draft: AssetDraft, *, sight: Sight, asset: Asset | None) -> None:
    if sight.site_id is not None and draft.site_id != sight.site_id:
        raise refuse("site_id", _("A school keeps the book of its own unit only"))
    in_office(session, Site, draft.site_id, office_id=sight.office_id, field="site_id")
    in_office(session, AssetClass, draft.class_id, office_id=sight.office_id, field="class_id")
    if number_taken(session, sight.office_id, draft.site_id, draft.number, but=asset.id if asset else None):
        said = _("The unit has an asset numbered %(number)s already; numbers of disposed ones stay taken")
        raise refuse("number", said, number=draft.number)
    _device(session, draft, sight=sight, asset=asset)


def _device(session: Session, draft: AssetDraft, *, sight: Sight, asset: Asset | None) -> None:
    """A device is one asset at most; a school links its own devices only."""
    device = in_office(session, Device, draft.device_id, office_id=sight.office_id, field="device_id")
    if device is None:
        return
    if sight.site_id is not None and device.site_id != sight.site_id:
        raise refuse("device_id", _("There is no such entry"))
    own_id = asset.id if asset is not None else None
    linked = session.exec(select(Asset.number).where(Asset.device_id == device.id, col(Asset.id) != own_id)).first()
    if linked is not None:
        raise refuse("device_id", _("This device is the asset %(number)s already"), number=linked)
