"""What becomes of a need: proposed, approved, deferred, rejected, opened again. Each says who, when and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlmodel import Session

from inventory.store.acting import By
from procurement.models.need import Need
from procurement.needs.need import CHANGEABLE, NeedState
from procurement.store.need_history import put
from procurement.store.needs import ALREADY, live_of
from service.draft import said
from service.refusal import _, refuse

_NOT_SO: Final = {
    NeedState.OPEN: _("It is open: this cannot be done yet"),
    NeedState.APPROVED: _("It is approved: this cannot be done any more"),
    NeedState.DEFERRED: _("It is deferred: this cannot be done now"),
    NeedState.REJECTED: _("It was rejected: open it again first"),
    NeedState.MERGED: _("It was merged into another: take it out first"),
    NeedState.IN_SPECIFICATION: _("It is in a specification: take it out there first"),
    NeedState.ORDERED: _("It is ordered: this cannot be done any more"),
    NeedState.MET: _("It is met: this cannot be done any more"),
}
SAY_WHY: Final = _("Say why")
LOOKED_AT: Final = (
    *("title", "kind", "criteria_item", "quantity", "reason", "reason_text", "urgency", "fiscal_year"),
    *("level", "is_supported", "state", "proposal"),
)
"""What a decision rests on: another one than that which was on the page is not decided about."""


def expect(need: Need, allowed: Collection[NeedState]) -> None:
    """RefusedError where the need stands otherwise."""
    if need.state not in allowed:
        raise refuse("", _NOT_SO[need.state])


def propose(session: Session, need: Need, proposal: str, *, by: By) -> None:
    """What the IT officers suggest to the director; RefusedError without words."""
    expect(need, CHANGEABLE)
    told = said("proposal", proposal, unsaid=SAY_WHY)
    values = {"proposal": told, "proposed_by": by.actor[:120], "proposed_at": by.at}
    put(session, need, "proposed", by, values)


def approve(session: Session, need: Need, *, note: str = "", by: By) -> None:
    """It may be specified and bought. Of an open or deferred one."""
    expect(need, CHANGEABLE)
    _decide(session, need, NeedState.APPROVED, by, said("decision", note))


def defer(session: Session, need: Need, until: date | None, *, note: str = "", by: By) -> None:
    """Not now: it comes back by itself on the day. RefusedError without a day to come."""
    expect(need, {*CHANGEABLE, NeedState.APPROVED})
    if until is None or until <= by.at.date():
        raise refuse("deferred_until", _("Say until which day to come"))
    _decide(session, need, NeedState.DEFERRED, by, said("decision", note), until=until)


def reject(session: Session, need: Need, reason: str, *, by: By) -> None:
    """Not at all; the reason is shown to who asked. RefusedError without one."""
    expect(need, {*CHANGEABLE, NeedState.APPROVED})
    _decide(session, need, NeedState.REJECTED, by, said("decision", reason, unsaid=SAY_WHY))


def reopen(session: Session, need: Need, *, note: str = "", by: By) -> None:
    """Take a decision back; RefusedError when another need has taken its place meanwhile."""
    expect(need, {NeedState.APPROVED, NeedState.DEFERRED, NeedState.REJECTED})
    other = live_of(session, need.key) if need.key is not None else None
    if other is not None and other.id != need.id:
        raise refuse("", ALREADY, number=other.id, title=other.title)
    put(session, need, "reopened", by, {"state": NeedState.OPEN, "deferred_until": None}, note=said("decision", note))


def _decide(
    session: Session, need: Need, state: NeedState, by: By, decision: str, *, until: date | None = None
) -> None:
    values: dict[str, Any] = {
        "state": state,
        "decision": decision,
        "decided_by": by.actor[:120],
        "decided_at": by.at,
        "decided_level": need.level,
        "deferred_until": until,
    }
    put(session, need, state.value, by, values, note=decision)
