"""What is on the network and not in the inventory: met, and then accepted, merged or ignored by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.events import Fact, StrangerAppeared
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Basis, Decision, Stranger
from inventory.store.refusal import MissingError, _, refuse
from inventory.store.sightings import REFRESH
from inventory.topology import Heard, Learnt

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


def _of_address(each: Learnt) -> dict[str, object]:
    return {"device_id": each.device_id, "port": each.port, "mac": each.mac, "basis": Basis.FORWARDING}


def find_stranger(session: Session, stranger_id: int, *, office_id: int) -> Stranger:
    """The stranger of this office; MissingError when there is none."""
    row = session.get(Stranger, stranger_id)
    site = session.get(Site, row.site_id) if row is not None else None
    if row is None or site is None or site.office_id != office_id:
        raise MissingError("stranger")
    return row


def decide(
    session: Session, stranger: Stranger, decision: Decision, *, person_id: int | None, at: datetime, note: str = ""
) -> None:
    """Ignore it, or open it again. Accepting and merging name a device: see `name_device`."""
    stranger.decision = decision
    stranger.decided_by, stranger.decided_at = person_id, at
    stranger.note = note[:500]
    if decision in {Decision.OPEN, Decision.IGNORED}:
        stranger.made_id = None
    session.add(stranger)
    session.flush()


def name_device(
    session: Session, stranger: Stranger, device: Device, *, is_new: bool, person_id: int | None, at: datetime
) -> None:
    """This stranger is that device, whose address is known from now on. RefusedError for a device of another site."""
    if device.site_id != stranger.site_id:
        raise refuse("device_id", _("%(name)s stands at another school"), name=device.name)
    stranger.made_id = device.id
    decide(
        session,
        stranger,
        Decision.ACCEPTED if is_new else Decision.MERGED,
        person_id=person_id,
        at=at,
        note=stranger.note,
    )
