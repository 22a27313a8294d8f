"""Lending: assets go out on a slip and come back one by one, each with the condition in which it came.

Only what is in use is lent, and a thing is out once at a time: the database holds that too, so that of two who lend
the same at one moment one is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.lending import Lending, LendingItem
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_lists import Numbers, assets_numbered, owner_of
from inventory.store.assets import happened, set_standing
from service.draft import Digits, Draft, Line, Note, OptionalId, take
from service.refusal import MissingError, NotTakenError, _, refuse

RETURNED_AS: Final = (Standing.IN_USE, Standing.BROKEN, Standing.WORN, Standing.LOST)


class LendingTerms(Draft):
    """What of a slip may still be changed while it is out: who has it, and until when."""

    borrower: Annotated[Line, Field(min_length=1)]
    borrower_position: Line = ""
    borrower_unit: Line = ""
    borrower_phone: Annotated[Line, Field(max_length=64)] = ""
    purpose: Annotated[Line, Field(max_length=500)] = ""
    lent_on: Annotated[date, Digits]
    due_on: Annotated[date, Digits]
    note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.due_on < self.lent_on:
            raise NotTakenError(_("It cannot be due before it is lent"), "due_on")
        return self


class LendingDraft(LendingTerms):
    """A new slip. `numbers` are of assets of the unit `site_id` (none: the office)."""

    site_id: OptionalId = None
    numbers: Numbers


class ReturnDraft(Draft):
    """How one asset came back."""

    returned_on: Annotated[date, Digits]
    returned_standing: Standing = Standing.IN_USE
    returned_note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.returned_standing not in RETURNED_AS:
            raise NotTakenError(_("Say whether it works, is broken, worn out or lost"), "returned_standing")
        if self.returned_standing is not Standing.IN_USE and not self.returned_note:
            raise NotTakenError(_("Say what is wrong with it"), "returned_note")
        return self


def find_lending(session: Session, lending_id: int, *, office_id: int) -> Lending:
    """The slip of this office; MissingError when there is none."""
    lending = session.get(Lending, lending_id)
    if lending is None or lending.office_id != office_id:
        raise MissingError("lending")
    return lending


def lend(session: Session, draft: LendingDraft, *, sight: Sight, by: By) -> Lending:
    """A new slip; RefusedError names assets that are not there to be lent."""
    owner_of(session, draft.site_id, sight=sight)
    assets = assets_numbered(session, draft.site_id, draft.numbers, office_id=sight.office_id)
    busy = [asset.number for asset in assets if asset.standing is not Standing.IN_USE]
    if busy:
        raise refuse("numbers", _("Not in use, so not to be lent: %(numbers)s"), numbers=", ".join(busy[:10]))
    lending = Lending(
        **draft.model_dump(exclude={"numbers"}), office_id=sight.office_id, person_id=by.person_id, created_at=by.at
    )
    session.add(lending)
    session.flush()
    for asset in assets:
        _out(session, lending, asset, by)
    return lending


def _out(session: Session, lending: Lending, asset: Asset, by: By) -> None:
    assert lending.id is not None
    assert asset.id is not None
    try:
        with session.begin_nested():
            session.add(LendingItem(lending_id=lending.id, asset_id=asset.id))
    except IntegrityError:
        raise refuse("numbers", _("Lent to somebody else already: %(numbers)s"), numbers=asset.number) from None
    set_standing(session, asset, Standing.LENT, note=lending.borrower, on=lending.lent_on, by=by)


def change_lending(session: Session, lending: Lending, terms: LendingTerms) -> dict[str, object]:
    """Another due day, another telephone; returns {field: [before, after]}. RefusedError when all is back."""
    if not items_out(session, lending):
        raise refuse("", _("Everything on this slip is back: it is not changed any more"))
    changes = take(lending, terms.model_dump())
    session.add(lending)
    session.flush()
    return changes


def give_back(session: Session, lending: Lending, item_id: int, draft: ReturnDraft, *, by: By) -> LendingItem:
    """One asset is back; MissingError where the slip has no such item, RefusedError where it is back already."""
    item = session.get(LendingItem, item_id)
    if item is None or item.lending_id != lending.id:
        raise MissingError("item of a lending")
    if item.returned_on is not None:
        raise refuse("", _("It is back already"))
    if draft.returned_on < lending.lent_on:
        raise refuse("returned_on", _("It cannot be back before it was lent"))
    take(item, draft.model_dump())
    session.add(item)
    asset = session.get_one(Asset, item.asset_id)
    note = draft.returned_note or lending.borrower
    happened(session, asset, "returned", by, note=note)
    # Another condition was said by a person meanwhile (lost, to be disposed of): that stays.
    if asset.standing is Standing.LENT:
        set_standing(session, asset, draft.returned_standing, note=note, on=draft.returned_on, by=by)
    session.flush()
    return item


def items_out(session: Session, lending: Lending) -> list[LendingItem]:
    """What is not back yet."""
    wanted = select(LendingItem).where(LendingItem.lending_id == lending.id, col(LendingItem.returned_on).is_(None))
    return list(session.exec(wanted.order_by(col(LendingItem.id))))
