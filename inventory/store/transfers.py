"""Transfers between units: proposed by one, accepted or refused by the other, with the number it has from then on.

Who proposed a transfer does not accept it. The number that an asset had stays taken in the unit that gave it, as that
of a disposed one does: its register names what went under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.site import Site
from inventory.models.transfer import Transfer, TransferItem, TransferState
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_lists import Numbers, assets_numbered, owner_of
from inventory.store.asset_telling import tell_moved
from inventory.store.assets import happened, number_taken
from inventory.store.belonging import in_office
from service.draft import Digits, Draft, Line, Note, OptionalId, said, take
from service.refusal import MissingError, Problem, RefusedError, _, refuse

MOVABLE = frozenset({Standing.IN_USE, Standing.BROKEN, Standing.WORN})


class TransferDraft(Draft):
    """What is proposed. Units are schools by their id; none: the office."""

    from_site_id: OptionalId = None
    to_site_id: OptionalId = None
    numbers: Numbers
    reason: Annotated[Note, Field(min_length=1)]
    order_no: Annotated[Line, Field(max_length=120)] = ""


class AcceptDraft(Draft):
    """`numbers` is {id of the item: new number}; an item that is not in it keeps its number."""

    moved_on: Annotated[date, Digits]
    numbers: Mapping[int, Annotated[Line, Field(max_length=50), Digits]] = {}
    decision_note: Note = ""


def find_transfer(session: Session, transfer_id: int, *, office_id: int) -> Transfer:
    """The transfer of this office; MissingError when there is none."""
    transfer = session.get(Transfer, transfer_id)
    if transfer is None or transfer.office_id != office_id:
        raise MissingError("transfer")
    return transfer


def propose(session: Session, draft: TransferDraft, *, sight: Sight, by: By) -> Transfer:
    """A new proposal; RefusedError names assets that cannot go."""
    owner_of(session, draft.from_site_id, sight=sight, field="from_site_id")
    in_office(session, Site, draft.to_site_id, office_id=sight.office_id, field="to_site_id")
    if draft.from_site_id == draft.to_site_id:
        raise refuse("to_site_id", _("It belongs to this unit already"))
    assets = assets_numbered(session, draft.from_site_id, draft.numbers, office_id=sight.office_id)
    stuck = [asset.number for asset in assets if asset.standing not in MOVABLE]
    if stuck:
        raise refuse(
            "numbers",
            _("Lent, lost or to be disposed of, so not to be given: %(numbers)s"),
            numbers=", ".join(stuck[:10]),
        )
    transfer = Transfer(
        **draft.model_dump(exclude={"numbers"}),
        office_id=sight.office_id,
        proposed_at=by.at,
        proposed_by=by.person_id,
        proposer=by.actor[:120],
    )
    session.add(transfer)
    session.flush()
    for asset in assets:
        _propose_one(session, transfer, asset, by)
    return transfer


def _propose_one(session: Session, transfer: Transfer, asset: Asset, by: By) -> None:
    assert transfer.id is not None
    assert asset.id is not None
    try:
        with session.begin_nested():
            session.add(TransferItem(transfer_id=transfer.id, asset_id=asset.id, old_number=asset.number))
    except IntegrityError:
        raise refuse("numbers", _("Proposed to somebody already: %(numbers)s"), numbers=asset.number) from None
    happened(session, asset, "transfer_proposed", by, note=transfer.reason)


def accept(session: Session, transfer: Transfer, draft: AcceptDraft, *, sight: Sight, by: By) -> None:
    """The assets belong to the other unit from now on. RefusedError where a number is taken there, where the one who
    proposed it accepts, or where it is decided already.
    """
    _decide(session, transfer, sight=sight, by=by)
    if by.person_id is not None and by.person_id == transfer.proposed_by:
        raise refuse("", _("Somebody else than the one who proposed it has to accept it"))
    items = items_of(session, transfer)
    wanted = {item.id or 0: draft.numbers.get(item.id or 0, "") or item.old_number for item in items}
    _check_numbers(session, transfer, items, wanted)
    for item in items:
        asset = session.get_one(Asset, item.asset_id)
        if asset.standing not in MOVABLE:
            raise refuse(
                "", _("Lent, lost or to be disposed of, so not to be given: %(numbers)s"), numbers=asset.number
            )
        item.new_number, item.is_open = wanted[item.id or 0], False
        moved: dict[str, Any] = {"site_id": transfer.to_site_id, "number": item.new_number}
        changes = take(asset, moved)
        asset.unit, asset.changed_at = transfer.to_site_id or 0, by.at
        session.add_all([asset, item])
        session.flush()
        happened(session, asset, "transferred", by, changes, note=transfer.reason)
    _decided(session, transfer, TransferState.ACCEPTED, draft.decision_note, by)
    transfer.moved_on = draft.moved_on
    session.flush()
    for item in items:
        tell_moved(session, transfer, item, session.get_one(Asset, item.asset_id), by)


def refuse_transfer(session: Session, transfer: Transfer, note: str, *, sight: Sight, by: By) -> None:
    """The other unit does not want it, and says why; RefusedError without a reason."""
    _decide(session, transfer, sight=sight, by=by)
    note = said("decision_note", note, unsaid=_("Say why"))
    _close(session, transfer, TransferState.REFUSED, note, by)


def withdraw(session: Session, transfer: Transfer, *, sight: Sight, by: By) -> None:
    """The unit that proposed it takes it back."""
    if sight.site_id is not None and transfer.from_site_id != sight.site_id:
        raise MissingError("transfer")
    _open(transfer)
    _close(session, transfer, TransferState.WITHDRAWN, "", by)


def _decide(session: Session, transfer: Transfer, *, sight: Sight, by: By) -> None:
    if sight.site_id is not None and transfer.to_site_id != sight.site_id:
        raise MissingError("transfer")
    _open(transfer)


def _open(transfer: Transfer) -> None:
    if transfer.state is not TransferState.PROPOSED:
        raise refuse("", _("It is decided already"))


def _close(session: Session, transfer: Transfer, state: TransferState, note: str, by: By) -> None:
    for item in items_of(session, transfer):
        item.is_open = False
        session.add(item)
        happened(session, session.get_one(Asset, item.asset_id), f"transfer_{state.value}", by, note=note)
    _decided(session, transfer, state, note, by)


def _decided(session: Session, transfer: Transfer, state: TransferState, note: str, by: By) -> None:
    transfer.state, transfer.decision_note = state, note
    transfer.decided_at, transfer.decided_by, transfer.decider = by.at, by.person_id, by.actor[:120]
    session.add(transfer)
    session.flush()


def _check_numbers(session: Session, transfer: Transfer, items: list[TransferItem], wanted: Mapping[int, str]) -> None:
    """Each is free in the unit that takes it, and none is given twice."""
    problems = []
    given: set[str] = set()
    for item in items:
        number = wanted[item.id or 0]
        if number in given or number_taken(session, transfer.office_id, transfer.to_site_id, number, but=item.asset_id):
            said = _("The unit has an asset numbered %(number)s already; numbers of disposed ones stay taken")
            problems.append(Problem(f"number.{item.id}", said, {"number": number}))
        given.add(number)
    if problems:
        raise RefusedError(problems)


def items_of(session: Session, transfer: Transfer) -> list[TransferItem]:
    """In the order in which they were proposed."""
    wanted = select(TransferItem).where(TransferItem.transfer_id == transfer.id)
    return list(session.exec(wanted.order_by(col(TransferItem.id))))
