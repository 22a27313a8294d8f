"""What pages say of needs: shapes before states, the history in words, figures of the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, SQLModel

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from office.thai_date import short_date
from procurement.models.need import Need, NeedEvent
from procurement.needs.need import NeedState
from procurement.queries.needs import EVENT_WORDS, KIND_WORDS, REASON_WORDS, SOURCE_WORDS, STATE_WORDS, URGENCY_WORDS
from service.i18n import N_, _, spoken
from service.web.nav import SIBLINGS

# Which shape stands before a state: those of things of the network that are as good or bad.
STATE_SHAPES: Final = {
    NeedState.OPEN: "degraded",
    NeedState.APPROVED: "maintenance",
    NeedState.DEFERRED: "closed",
    NeedState.REJECTED: "down",
    NeedState.MERGED: "unknown",
    NeedState.IN_SPECIFICATION: "maintenance",
    NeedState.ORDERED: "maintenance",
    NeedState.MET: "up",
}
WORDS: Final[dict[str, Any]] = {
    "states": STATE_WORDS,
    "state_shapes": STATE_SHAPES,
    "reasons": REASON_WORDS,
    "sources": SOURCE_WORDS,
    "urgencies": URGENCY_WORDS,
}
FIELD_WORDS: Final = {
    "site_id": N_("For"),
    "title": N_("What is needed"),
    "kind": N_("Kind of equipment"),
    "criteria_item": N_("Item of price criteria"),
    "quantity": N_("Quantity"),
    "reason": N_("Why it is needed"),
    "reason_text": N_("Reason in words"),
    "urgency": N_("How pressing"),
    "device_id": N_("Device of the network"),
    "asset_id": N_("Asset"),
    "fiscal_year": N_("Fiscal year"),
    "state": N_("State"),
    "deferred_until": N_("Deferred until"),
    "proposal": N_("What is suggested, and why"),
    "took_in": N_("Merged need"),
    "merged_into_id": N_("Is the same as"),
    "spec_id": N_("Specification"),
    "case_id": N_("Procurement case"),
    "level": N_("Level of the evidence"),
    "is_supported": N_("Evidence still there"),
    "met_by_device_id": N_("Device of the network"),
}
NOTHING: Final = "–"
_ROWS: Final[dict[str, type[SQLModel]]] = {
    "site_id": Site,
    "asset_id": Asset,
    "device_id": Device,
    "met_by_device_id": Device,
    "took_in": Need,
    "merged_into_id": Need,
}
_WORDED: Final[dict[str, dict[str, str]]] = {
    "reason": {key.value: said for key, said in REASON_WORDS.items()},
    "state": {key.value: said for key, said in STATE_WORDS.items()},
    "urgency": {key.value: said for key, said in URGENCY_WORDS.items()},
    "kind": KIND_WORDS,
    "is_supported": {"True": N_("yes"), "False": N_("no")},
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what, by whom, and each changed field with both values as words."""

    at: datetime
    what: str
    actor: str
    note: str
    changes: tuple[tuple[str, str, str], ...]


def told_by(actor: str) -> str:
    """Who did it, as people call them: planning services act under the names by which programs know them."""
    return _(SIBLINGS[actor][0]) if actor in SIBLINGS else actor or _("the system")


def told(session: Session, sight: Sight, events: Sequence[NeedEvent]) -> list[Happened]:
    """Newest first, as they come. Fields without a word of their own say nothing that the entry does not."""
    return [
        Happened(
            event.at,
            _(EVENT_WORDS[event.kind]) if event.kind in EVENT_WORDS else event.kind,
            told_by(event.actor),
            event.note,
            tuple(
                (_(FIELD_WORDS[name]), _said(session, sight, name, pair[0]), _said(session, sight, name, pair[1]))
                for name, pair in event.changes.items()
                if name in FIELD_WORDS and isinstance(pair, list) and len(pair) == 2
            ),
        )
        for event in events
    ]


def _said(session: Session, sight: Sight, name: str, value: object) -> str:
    if name == "site_id" and value is None:
        return _("the office")
    if value is None or value == "":
        return NOTHING
    if name in _ROWS:
        return _named(session, sight, name, value)
    if name in _WORDED:
        return _(_WORDED[name].get(str(value), str(value)))
    if name == "deferred_until":
        return short_date(date.fromisoformat(str(value)), spoken())
    return str(value)


def _named(session: Session, sight: Sight, name: str, row_id: object) -> str:
    """The row's name; to a school, nothing of another school."""
    row = session.get(_ROWS[name], row_id)
    site_id = getattr(row, "site_id", row_id if name == "site_id" else None)
    if row is None or sight.site_id not in (None, site_id):
        return NOTHING
    match row:
        case Need():
            return f"{row.id}: {row.title}"
        case Asset():
            return row.number
    return str(getattr(row, "name", NOTHING))
