"""Where each MAC and IP address was seen, and until when. Only what changed is written; nothing here commits.

An address that moves to another port ends its old row and begins a new one: that is the history people search. One
that merely falls silent stays for a day, since switches forget a quiet machine within minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from collectors.observation import ArpSeen, MacSeen
from inventory.models.topology import AddressSighting, MacSighting

FORGET = timedelta(days=1)
REFRESH = timedelta(hours=1)  # how old `seen_at` of what is still there may grow
FEW = 5  # strangers on a port that leads to other devices: so many may stand between, more are behind

Place = tuple[str, int | None, str]  # port, VLAN, MAC


@dataclass(frozen=True, slots=True)
class Teller:
    """The device that tells what it sees, and what must be known of it: its ports by ifIndex, those that lead to other
    devices of the inventory, and the addresses of the inventory's own.
    """

    device_id: int
    ports: Mapping[int, str] = field(default_factory=dict)
    uplinks: Collection[str] = ()
    members: Collection[str] = ()


def note_macs(session: Session, teller: Teller, seen: Sequence[MacSeen], *, at: datetime, complete: bool) -> int:
    """Write what a forwarding table shows; the number of rows written.

    On uplinks only the addresses of members are kept, and of others so few that they can stand on the way: whatever
    is behind another switch is that switch's to tell.
    """
    wanted = _kept(seen, teller)
    rows = session.execute(
        select(MacSighting).where(col(MacSighting.device_id) == teller.device_id, col(MacSighting.gone_at).is_(None))
    ).scalars()
    known = {(row.port, row.vlan, row.mac): row for row in rows}
    elsewhere = {mac for _, _, mac in wanted}
    ended = [
        row.id
        for place, row in known.items()
        if place not in wanted and (row.mac in elsewhere or (complete and at - row.seen_at >= FORGET))
    ]
    still = [row.id for place, row in known.items() if place in wanted and at - row.seen_at >= REFRESH]
    begun: list[dict[str, Any]] = [
        {"device_id": teller.device_id, "port": port, "vlan": vlan, "mac": mac, "first_seen_at": at, "seen_at": at}
        for port, vlan, mac in sorted(wanted - known.keys(), key=str)
    ]
    _write(session, MacSighting, begun=begun, still=still, ended=ended, at=at)
    return len(begun) + len(still) + len(ended)


def _kept(seen: Sequence[MacSeen], teller: Teller) -> set[Place]:
    ports = teller.ports
    named = [(ports[each.local_if_index], each.vlan, each.mac) for each in seen if each.local_if_index in ports]
    strange = Counter(port for port, mac in {(port, mac) for port, _, mac in named if mac not in teller.members})
    return {
        (port, vlan, mac)
        for port, vlan, mac in named
        if port not in teller.uplinks or mac in teller.members or strange[port] <= FEW
    }


def note_addresses(session: Session, device_id: int, seen: Sequence[ArpSeen], *, at: datetime, complete: bool) -> int:
    """Write what a device resolves by ARP; the number of rows written. An address with a new MAC begins a new row."""
    wanted = {(each.address, each.mac) for each in seen}
    rows = session.execute(
        select(AddressSighting).where(
            col(AddressSighting.device_id) == device_id, col(AddressSighting.gone_at).is_(None)
        )
    ).scalars()
    known = {(row.address, row.mac): row for row in rows}
    resolved = {address for address, _ in wanted}
    ended = [
        row.id
        for pair, row in known.items()
        if pair not in wanted and (row.address in resolved or (complete and at - row.seen_at >= FORGET))
    ]
    still = [row.id for pair, row in known.items() if pair in wanted and at - row.seen_at >= REFRESH]
    begun: list[dict[str, Any]] = [
        {"device_id": device_id, "address": address, "mac": mac, "first_seen_at": at, "seen_at": at}
        for address, mac in sorted(wanted - known.keys())
    ]
    _write(session, AddressSighting, begun=begun, still=still, ended=ended, at=at)
    return len(begun) + len(still) + len(ended)


def _write(
    session: Session,
    table: type[MacSighting | AddressSighting],
    *,
    begun: list[dict[str, Any]],
    still: list[int | None],
    ended: list[int | None],
    at: datetime,
) -> None:
    if begun:
        session.execute(insert(table), begun)
    if still:
        session.execute(update(table), [{"id": row_id, "seen_at": at} for row_id in still])
    if ended:
        session.execute(update(table), [{"id": row_id, "gone_at": at} for row_id in ended])
