"""Acts that keep an innovation in use: what shows its use, counts from a file, upkeep done. Each is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import select

from innovation.models.innovation import Innovation
from innovation.models.rollout import Measured, Rollout, Upkeep
from innovation.store import upkeep as calendar
from innovation.store.innovations import Said
from innovation.store.use_counts import ReadCounts, store_counts
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.store.acting import By
from netops.audit import record
from netops.editors import Hand
from service.columns import utc_now
from service.draft import Draft, OptionalId
from service.i18n import N_
from service.refusal import MissingError, refuse


class MeasuredDraft(Draft):
    """A device or a link of the school; one of them."""

    device_id: OptionalId = None
    link_id: OptionalId = None


def link_measured(hand: Hand, innovation: Innovation, rollout: Rollout, given: Mapping[str, object]) -> Measured:
    """RefusedError of a thing of another school, of one that is linked already, and of none or two at once."""
    draft = MeasuredDraft.read(given)
    if (draft.device_id is None) == (draft.link_id is None):
        raise refuse("device_id", N_("Choose a device or a link"))
    thing = hand.session.get(Device, draft.device_id) if draft.device_id else hand.session.get(Link, draft.link_id)
    if thing is None or thing.site_id != rollout.site_id:
        raise refuse("device_id", N_("There is no such entry"))
    same = select(Measured).where(Measured.rollout_id == rollout.id)
    if any((one.device_id, one.link_id) == (draft.device_id, draft.link_id) for one in hand.session.exec(same)):
        raise refuse("device_id", N_("It is linked already"))
    row = Measured(rollout_id=rollout.id or 0, **draft.model_dump())
    hand.session.add(row)
    hand.session.flush()
    _write_down(hand, "rollout.measured", innovation, {"site_id": rollout.site_id, **draft.model_dump()})
    return row


def unlink_measured(hand: Hand, innovation: Innovation, rollout: Rollout, measured_id: int) -> None:
    """MissingError when it is another school's."""
    row = hand.session.get(Measured, measured_id)
    if row is None or row.rollout_id != rollout.id:
        raise MissingError("measured")
    hand.session.delete(row)
    hand.session.flush()
    detail = {"site_id": rollout.site_id, "device_id": row.device_id, "link_id": row.link_id}
    _write_down(hand, "rollout.not_measured", innovation, detail)


def import_counts(hand: Hand, innovation: Innovation, read: ReadCounts, *, source: str) -> int:
    """All of a file; returns how many rows are new or changed."""
    by = By(hand.actor.name, utc_now(), hand.actor.person_id)
    source = "".join(char for char in source if char.isprintable())
    changed = store_counts(hand.session, innovation, read, source=source, by=by)
    detail = {"file": source[:255], "rows": len(read.counts), "changed": changed}
    _write_down(hand, "innovation.use_imported", innovation, detail)
    return changed


def upkeep_done(hand: Hand, innovation: Innovation, upkeep: Upkeep, *, on: date, note: str) -> None:
    """It was done on a day."""
    said = Said.read({"note": note}).note
    row = calendar.done(hand.session, upkeep, on=on, note=said, actor=hand.actor.name)
    detail = {"title": upkeep.title, "due_on": row.due_on.isoformat(), "done_on": on.isoformat()}
    _write_down(hand, "upkeep.done", innovation, detail)


def _write_down(hand: Hand, act: str, innovation: Innovation, detail: Mapping[str, object]) -> None:
    record(hand.session, hand.actor, act, subject="innovation", subject_id=innovation.id, detail=detail)
