"""What is on the network and not in the inventory: met, and then accepted, merged or ignored by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col

from inventory.events import Fact, StrangerAppeared
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Basis, Decision, Stranger
from inventory.store.devices import DeviceDraft, create_device, find_device
from inventory.store.sightings import REFRESH
from inventory.topology import Heard, Learnt
from service.draft import Draft, OptionalId
from service.refusal import MissingError, _, refuse

DECISIONS = {
    "accept": Decision.ACCEPTED,
    "merge": Decision.MERGED,
    "ignore": Decision.IGNORED,
    "open": Decision.OPEN,
}
MOST_OF_A_SITE = 200  # a switch that is lied to must not fill the table


@dataclass(frozen=True, slots=True)
class Met:
    """A neighbour that no device of the inventory is."""

    heard: Heard
    descr: str = ""


def note_strangers(
    session: Session, site_id: int, met: Sequence[Met], on_the_way: Sequence[Learnt], *, at: datetime
) -> list[Fact]:
    """Write whom the site's devices met; the facts of those that are new. A decision that was taken stands."""
    rows = {row.key: row for row in session.execute(select(Stranger).where(col(Stranger.site_id) == site_id)).scalars()}
    fields = {_key(each): _of_neighbour(each) for each in met if _key(each)}
    for each in on_the_way:
        fields.setdefault(
            each.mac, {"device_id": each.device_id, "port": each.port, "mac": each.mac, "basis": Basis.FORWARDING}
        )
    new: list[Stranger] = []
    for key, said in sorted(fields.items()):
        row = rows.get(key)
        if row is not None:
            if at - row.seen_at >= REFRESH or any(getattr(row, name) != value for name, value in said.items()):
                row.sqlmodel_update(said | {"seen_at": at})
        elif len(rows) + len(new) < MOST_OF_A_SITE:
            new.append(
                Stranger.model_validate(said | {"site_id": site_id, "key": key, "first_seen_at": at, "seen_at": at})
            )
    session.add_all(new)
    session.flush()
    return [
        StrangerAppeared(
            site_id=site_id,
            device_id=row.device_id,
            stranger_id=row.id,
            name=row.name,
            mac=row.mac,
            port=row.port,
        )
        for row in new
    ]


def _key(met: Met) -> str:
    return met.heard.mac or met.heard.name.strip().lower()[:255]


def _of_neighbour(met: Met) -> dict[str, object]:
    heard = met.heard
    return {
        "device_id": heard.device_id,
        "port": heard.port,
        "basis": Basis.LLDP if heard.protocol == "lldp" else Basis.CDP,
        "mac": heard.mac[:17],
        "address": heard.address[:64],
        "name": heard.name,
        "descr": met.descr,
    }


def find_stranger(session: Session, stranger_id: int, *, office_id: int) -> Stranger:
    """The stranger of this office; MissingError when there is none."""
    row = session.get(Stranger, stranger_id)
    site = session.get(Site, row.site_id) if row is not None else None
    if row is None or site is None or site.office_id != office_id:
        raise MissingError("stranger")
    return row


class Settling(Draft):
    """What a person decides: that it is a new device, that it is a known one, that it matters not; or to ask again."""

    act: Literal["accept", "merge", "ignore", "open"]
    name: Annotated[str, Field(max_length=255)] = ""
    device_id: OptionalId = None
    note: Annotated[str, Field(max_length=500)] = ""


def settle(
    session: Session, stranger: Stranger, wish: Settling, *, office_id: int, person_id: int | None, at: datetime
) -> Device | None:
    """Do what was decided; the device that was made, if one was.

    RefusedError for a name that is taken, or for a known device that is missing or stands at another school.
    """
    made: Device | None = None
    known: Device | None = None
    if wish.act == "accept":
        given = {"site_id": stranger.site_id, "name": wish.name, "address": stranger.address, "monitored": False}
        made = create_device(session, DeviceDraft.read(given), office_id=office_id)
    elif wish.act == "merge":
        if wish.device_id is None:
            raise refuse("device_id", _("Choose the device that it is"))
        known = find_device(session, wish.device_id, office_id=office_id)
        if known.site_id != stranger.site_id:
            raise refuse("device_id", _("%(name)s stands at another school"), name=known.name)
    stranger.decision = DECISIONS[wish.act]
    stranger.decided_by, stranger.decided_at = person_id, at
    stranger.note = wish.note or (stranger.note if made or known else "")
    device = made or known
    stranger.made_id = device.id if device else None
    session.add(stranger)
    session.flush()
    return made
