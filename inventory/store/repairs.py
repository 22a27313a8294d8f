"""The repair log: a fault is written down, sent away and comes back; the card of the asset follows.

What is in use counts as broken while a repair is open, and is in use again when the last one came back mended. Any
other condition (lost, lent, to be disposed of) was said by a person for another reason and stays.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.repair import AssetRepair, RepairResult
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.assets import MOST_SATANG, Day, happened, owned_asset, set_standing
from service.draft import Digits, Draft, Empty, Line, Note, take
from service.refusal import MissingError, NotTakenError, _, refuse

MENDED: Final = frozenset({RepairResult.REPAIRED, RepairResult.REPLACED})


class RepairDraft(Draft):
    """One fault as a person fills it in. `cost_satang` is what was paid in all."""

    asset_id: Annotated[int, Digits]
    reported_on: Annotated[date, Digits]
    reported_by: Line = ""
    fault: Annotated[Note, Field(min_length=1)]
    sent_to: Line = ""
    sent_on: Day = None
    cost_satang: Annotated[int | None, Field(ge=0, le=MOST_SATANG), Empty] = None
    is_warranty_claim: bool = False
    back_on: Day = None
    result: Annotated[RepairResult | None, Empty] = None
    note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.sent_on and self.sent_on < self.reported_on:
            raise NotTakenError(_("It cannot be sent away before the fault was reported"), "sent_on")
        if self.back_on and self.back_on < max(self.reported_on, self.sent_on or self.reported_on):
            raise NotTakenError(_("It cannot be back before it was reported and sent away"), "back_on")
        if self.back_on and self.result is None:
            raise NotTakenError(_("Say how it came back"), "result")
        if self.result and self.back_on is None:
            raise NotTakenError(_("Say when it came back"), "back_on")
        return self


def find_repair(session: Session, repair_id: int, *, office_id: int) -> AssetRepair:
    """The repair of an asset of this office; MissingError when there is none."""
    repair = session.get(AssetRepair, repair_id)
    if repair is None or session.get_one(Asset, repair.asset_id).office_id != office_id:
        raise MissingError("repair")
    return repair


def create_repair(session: Session, draft: RepairDraft, *, sight: Sight, by: By) -> AssetRepair:
    """A new fault of an asset; RefusedError of one that may not be seen or was disposed of."""
    asset = owned_asset(session, draft.asset_id, sight=sight)
    if asset.standing is Standing.DISPOSED:
        raise refuse("asset_id", _("It was disposed of: its card is not changed any more"))
    repair = AssetRepair(**draft.model_dump(), device_id=asset.device_id, created_at=by.at, changed_at=by.at)
    session.add(repair)
    session.flush()
    happened(session, asset, "repair_reported", by, note=draft.fault)
    _follow(session, asset, repair, by)
    return repair


def change_repair(
    session: Session, repair: AssetRepair, draft: RepairDraft, *, sight: Sight, by: By
) -> dict[str, object]:
    """Make the entry as drafted; returns {field: [before, after]}. RefusedError when it names another asset."""
    if draft.asset_id != repair.asset_id:
        raise refuse("asset_id", _("A repair stays with its asset"))
    asset = owned_asset(session, draft.asset_id, sight=sight)
    was_open = repair.back_on is None
    changes = take(repair, draft.model_dump())
    if not changes:
        return changes
    repair.changed_at = by.at
    session.add(repair)
    session.flush()
    if was_open and repair.back_on is not None:
        happened(session, asset, "repair_ended", by, note=repair.note)
    _follow(session, asset, repair, by)
    return changes


def _follow(session: Session, asset: Asset, repair: AssetRepair, by: By) -> None:
    """The condition of the asset, as the log says it."""
    if repair.back_on is None:
        if asset.standing is Standing.IN_USE:
            set_standing(session, asset, Standing.BROKEN, note=repair.fault, on=repair.reported_on, by=by)
    elif repair.result in MENDED and asset.standing is Standing.BROKEN and not _is_open(session, repair.asset_id):
        set_standing(session, asset, Standing.IN_USE, note=repair.note, on=repair.back_on, by=by)


def _is_open(session: Session, asset_id: int) -> bool:
    wanted = select(AssetRepair.id).where(AssetRepair.asset_id == asset_id, col(AssetRepair.back_on).is_(None))
    return session.exec(wanted.limit(1)).first() is not None
