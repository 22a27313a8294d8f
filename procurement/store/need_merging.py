"""Two needs that are one: one is merged into the other, and can be taken out again."""

from __future__ import annotations

from sqlmodel import Session, col, select

from inventory.store.acting import By
from procurement.models.need import Need, NeedEvent
from procurement.needs.need import CHANGEABLE, NeedState
from procurement.store.need_decisions import expect
from procurement.store.need_history import happened, put
from service.refusal import _, refuse

_TAKES_IN = frozenset({*CHANGEABLE, NeedState.APPROVED})


def merge(session: Session, need: Need, into: Need, *, quantity: int | None = None, by: By) -> None:
    """`need` is the same as `into`, which stands for both; `quantity` is what `into` then asks for, where it changes.

    RefusedError of needs of two owners, of one with itself, or of what was decided already.
    """
    if need.id == into.id:
        raise refuse("into", _("A need cannot be merged into itself"))
    if (need.office_id, need.site_id) != (into.office_id, into.site_id):
        raise refuse("into", _("Only needs of one owner can be merged"))
    expect(need, CHANGEABLE)
    expect(into, _TAKES_IN)
    if quantity is not None and not 1 <= quantity <= 100_000:
        raise refuse("quantity", _("At least %(ge)s"), ge=1)
    put(session, need, "merged", by, {"state": NeedState.MERGED, "merged_into_id": into.id})
    before = into.quantity
    into.quantity = before if quantity is None else quantity
    into.changed_at = by.at
    session.add(into)
    changes: dict[str, object] = {"took_in": [None, need.id]}
    if before != into.quantity:
        changes["quantity"] = [before, into.quantity]
    happened(session, into, "took_in", by, changes)
    session.flush()


def take_out(session: Session, need: Need, *, by: By) -> None:
    """Undo: it is open again, and the other asks for what it asked before, where nobody changed that since."""
    expect(need, {NeedState.MERGED})
    into = session.get_one(Need, need.merged_into_id)
    expect(into, _TAKES_IN)
    put(session, need, "taken_out", by, {"state": NeedState.OPEN, "merged_into_id": None})
    changes: dict[str, object] = {"took_in": [need.id, None]}
    pair = _quantity_of_merge(session, into, need)
    if pair is not None and into.quantity == pair[1]:
        changes["quantity"] = [pair[1], pair[0]]
        into.quantity = pair[0]
    into.changed_at = by.at
    session.add(into)
    happened(session, into, "gave_back", by, changes)
    session.flush()


def merged_into(session: Session, need: Need) -> list[Need]:
    """Those for which it stands."""
    wanted = select(Need).where(Need.merged_into_id == need.id, Need.state == NeedState.MERGED)
    return list(session.exec(wanted.order_by(col(Need.id))))


def _quantity_of_merge(session: Session, into: Need, need: Need) -> tuple[int, int] | None:
    events = select(NeedEvent).where(NeedEvent.need_id == into.id, NeedEvent.kind == "took_in")
    for event in session.exec(events.order_by(col(NeedEvent.id).desc())):
        if event.changes.get("took_in") == [None, need.id]:
            pair = event.changes.get("quantity")
            return (int(pair[0]), int(pair[1])) if pair else None
    return None
