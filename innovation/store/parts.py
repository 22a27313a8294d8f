"""What hangs on an entry of the register, one kind of row each, and the same acts for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, delete

from innovation.models.innovation import Innovation, Stage
from inventory.core import Core
from service.draft import Draft, plain, take
from service.refusal import MissingError, _, refuse

Check = Callable[[Session, Innovation, Any, Any], None]


def unchecked(_session: Session, _innovation: Innovation, _draft: Any, _row: Any) -> None:
    """The draft says it all."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind. `key` stands in addresses, `noun` in the audit log; `check` refuses what only the database can tell
    (the row is None while it is new). `is_kept`: it may still be written when the innovation was retired. `owned` are
        tables whose rows go with it, each with the column that names it.
    """

    key: str
    noun: str
    table: type[Core]
    draft: type[Draft]
    check: Check = unchecked
    is_kept: bool = False
    owned: tuple[tuple[type[Core], str], ...] = ()


def find_part(session: Session, part: Part, innovation: Innovation, row_id: int) -> Any:
    """The row of this innovation; MissingError."""
    row: Any = session.get(part.table, row_id)
    if row is None or row.innovation_id != innovation.id:
        raise MissingError(part.noun)
    return row


def add_part(session: Session, part: Part, innovation: Innovation, draft: Draft) -> Any:
    """A new row; RefusedError names what is wrong."""
    _is_open(part, innovation)
    part.check(session, innovation, draft, None)
    row: Any = part.table(innovation_id=innovation.id, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def change_part(session: Session, part: Part, innovation: Innovation, row: Any, draft: Draft) -> dict[str, object]:
    """Make it as drafted; returns {field: [before, after]}."""
    _is_open(part, innovation)
    part.check(session, innovation, draft, row)
    changes = take(row, draft.model_dump())
    session.add(row)
    session.flush()
    return changes


def remove_part(session: Session, part: Part, innovation: Innovation, row: Any) -> dict[str, object]:
    """It was a mistake: taken away; returns what it was, for the audit log."""
    _is_open(part, innovation)
    was = {name: plain(value) for name, value in row.model_dump().items()}
    for table, column in part.owned:
        session.exec(delete(table).where(getattr(table, column) == row.id))
    session.delete(row)
    session.flush()
    return was


def _is_open(part: Part, innovation: Innovation) -> None:
    if innovation.stage is Stage.RETIRED and not part.is_kept:
        raise refuse("", _("It was retired: its entry is not changed any more"))
