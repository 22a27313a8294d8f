"""One after the other: who writes to the network file of a school while another does waits for the other's end."""

from __future__ import annotations

from sqlmodel import Session, select

from inventory.models.site import Office, Site


def take_turn(session: Session, whose: type[Site] | type[Office], row_id: int) -> None:
    """From here to the end of the transaction nobody else numbers a version, writes a part or plans an address of it.

    PostgreSQL holds the row, in the way that lets others refer to it: rounds of the poller do not wait. SQLite has one
    writer; a savepoint makes the transaction that one before anything is read (`netops/db.py`).
    """
    with session.begin_nested():
        session.exec(select(whose.id).where(whose.id == row_id).with_for_update(key_share=True)).one()
