"""What people do with an outage: take it on, with a note. Its beginning and end belong to the pipeline."""

from __future__ import annotations

from datetime import datetime

from inventory.models.outage import Outage
from inventory.store.refusal import _, refuse

NOTE_LENGTH = 2000


def acknowledge(outage: Outage, *, person_id: int, note: str, at: datetime) -> None:
    """Somebody has taken it on. Again: the note is replaced, the first moment kept. RefusedError if too long."""
    if len(note) > NOTE_LENGTH:
        raise refuse("note", _("At most %(max_length)s characters"), max_length=NOTE_LENGTH)
    if outage.acknowledged_at is None:
        outage.acknowledged_at, outage.acknowledged_by = at, person_id
    outage.note = note.strip()
