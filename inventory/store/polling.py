"""What the poller writes: in batches, and only what changed. Plain dictionaries, since thousands of rows pass here.

Nothing commits here; a round of polling is one transaction of netops/db.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from inventory.core import Core
from inventory.events import Fact
from inventory.models.device import (
    Device,
    DeviceAddress,
    FactSource,
    Health,
    Interface,
    Neighbour,
    Part,
    Radio,
    SnmpMemory,
)
from inventory.models.link import LinkSample
from inventory.models.outage import CurrentState, Event, Outage, Probe, Subject
from inventory.reconcile import Change, Known, RowAdded, RowChanged
from inventory.state import Mark, Round
from inventory.store.outage_telling import tell_ended

Row = dict[str, Any]


def upsert(session: Session, table: type[Core], rows: Sequence[Row]) -> None:
    """Insert rows, or replace the named columns of those whose primary key is there. All rows name the same columns."""
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    model: Any = table
    keys = [column.name for column in model.__table__.primary_key]
    statement = dialect.insert(model.__table__)
    rest = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), list(rows))


def change_rows(session: Session, table: type[Core], rows: Sequence[tuple[int, Row]]) -> None:
    """Set columns of rows by id; rows with the same columns go in one statement each kind."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row_id, fields in rows:
        groups.setdefault(tuple(sorted(fields)), []).append({"id": row_id} | fields)
    for same in groups.values():
        session.execute(update(table), same)


def save_states(session: Session, rows: Sequence[Row]) -> None:
    """Rows of `current_state`, each with all its columns."""
    upsert(session, CurrentState, rows)


def save_samples(session: Session, rows: Sequence[Row]) -> None:
    """Rows of `link_sample`; the one under way is written again and again until its five minutes are over."""
    upsert(session, LinkSample, rows)


def begin_outages(session: Session, begun: Sequence[tuple[Row, Sequence[Round]]]) -> list[int]:
    """Store new outages, rows of `outage`, with their probes; their ids in the same order."""
    if not begun:
        return []
    statement = insert(Outage).returning(col(Outage.id), sort_by_parameter_order=True)
    ids = list(session.execute(statement, [row for row, _ in begun]).scalars())
    add_probes(session, [(outage_id, evidence) for outage_id, (_, evidence) in zip(ids, begun, strict=True)])
    return ids


def end_outages(session: Session, ends: Sequence[tuple[int, datetime, Sequence[Round]]]) -> None:
    """End outages, each at its moment and with the probes that were answered."""
    change_rows(session, Outage, [(outage_id, {"ended_at": ended_at}) for outage_id, ended_at, _ in ends])
    add_probes(session, [(outage_id, evidence) for outage_id, _, evidence in ends])
    if ends:
        tell_ended(session, [outage_id for outage_id, _, _ in ends], max(ended_at for _, ended_at, _ in ends))


def add_probes(session: Session, found: Iterable[tuple[int, Sequence[Round]]]) -> None:
    """The probes that each of some outages rests on."""
    rows = [
        {
            "outage_id": outage_id,
            "at": each.seen.at,
            "method": each.seen.method,
            "answered": each.mark is not Mark.SILENT,
            "sent": each.seen.sent,
            "received": each.seen.received,
            "rtt_ms": each.seen.rtt_ms,
            "detail": each.seen.detail[:255],
        }
        for outage_id, evidence in found
        for each in evidence
    ]
    if rows:
        session.execute(insert(Probe), rows)


def open_outages(session: Session) -> dict[tuple[Subject, int], Outage]:
    """The outages that have not ended."""
    rows = session.execute(select(Outage).where(col(Outage.ended_at).is_(None)).order_by(col(Outage.id))).scalars()
    return {(row.subject, row.subject_id): row for row in rows}


def add_events(session: Session, facts: Sequence[Fact], at: datetime) -> None:
    """One row per fact."""
    rows = [
        {
            "at": at,
            "kind": type(fact).__name__,
            "site_id": fact.site_id,
            "device_id": fact.device_id,
            "link_id": fact.link_id,
            "data": fact.model_dump(mode="json", exclude=set(Fact.about)),
        }
        for fact in facts
    ]
    if rows:
        session.execute(insert(Event), rows)


def known_device(session: Session, device_id: int) -> Known | None:
    """A device with all its rows; None when it is gone."""
    device = session.get(Device, device_id)
    if device is None:
        return None
    return Known(
        device=device,
        ports=_rows_of(session, Interface, device_id),
        parts=_rows_of(session, Part, device_id),
        health=_rows_of(session, Health, device_id),
        addresses=_rows_of(session, DeviceAddress, device_id),
        neighbours=_rows_of(session, Neighbour, device_id),
        radios=_rows_of(session, Radio, device_id),
    )


def _rows_of(session: Session, table: Any, device_id: int) -> list[Any]:
    return list(session.execute(select(table).where(table.device_id == device_id).order_by(table.id)).scalars())


def apply(session: Session, device_id: int, changes: Sequence[Change]) -> None:
    """Write what reconciling found."""
    added: dict[type[Core], list[Row]] = {}
    changed: dict[type[Core], list[tuple[int, Row]]] = {}
    for change in changes:
        if isinstance(change, RowAdded):
            added.setdefault(change.table, []).append({"device_id": device_id} | change.fields)
        elif isinstance(change, RowChanged):
            changed.setdefault(change.table, []).append((change.row_id, change.fields))
        else:
            model: Any = change.table
            session.execute(delete(model).where(model.id == change.row_id))
    for table, rows in changed.items():
        change_rows(session, table, rows)
    for table, new_rows in added.items():
        _insert_alike(session, table, new_rows)


def _insert_alike(session: Session, table: type[Core], rows: Sequence[Row]) -> None:
    """A port of which a cell did not come names fewer columns; each kind of row is one statement."""
    for same in _alike(rows):
        session.execute(insert(table), same)


def _alike(rows: Sequence[Row]) -> Iterable[list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    return groups.values()


def save_memories(session: Session, rows: Sequence[Row]) -> None:
    """What was learnt about asking devices; columns that a row does not name stay as they are."""
    for same in _alike(rows):
        upsert(session, SnmpMemory, same)


def note_sources(session: Session, device_id: int, rows: Sequence[Row]) -> None:
    """Where facts of a device were read: `name`, `value`, `source`, `read_at` each. A newer reading replaces."""
    upsert(session, FactSource, [{"device_id": device_id} | row for row in rows])
