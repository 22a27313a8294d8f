"""Rows of an office: found, added and changed in one way, each act with its line in the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import Field
from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.province.models.owned import Owned
from service.columns import utc_now
from service.draft import Draft, Empty, take
from service.i18n import N_
from service.refusal import MissingError, RefusedError, refuse

Row = TypeVar("Row", bound=Owned)
TAKEN = N_("This is written down already")
MEANWHILE = N_("Somebody else changed this meanwhile: open it again")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Change(Draft):
    """Parent of what a form wants. `seen` is how often the row had been changed when the form was opened; None: it is
    a new one, or nobody else could have changed it.
    """

    seen: Annotated[int | None, Field(ge=0), Empty] = None

    def values(self) -> dict[str, Any]:
        """What goes into the row."""
        return {name: getattr(self, name) for name in type(self).model_fields if name not in ("seen", "opened")}


class Put(Change):
    """Parent of what a form wants that writes a row anew where it is there: which row that is, is typed with it, so the
    form cannot know how often it was changed. `opened` is the moment when the form was opened, in microseconds.
    """

    opened: Annotated[int | None, Field(ge=0, le=10**17), Empty] = None


def opened_now() -> str:
    """For the hidden field `opened`."""
    return str(_microseconds(utc_now()))


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def find(session: Session, visitor: Visitor, kind: type[Row], row_id: int, *, to_change: bool = False) -> Row:
    """MissingError where the office has none. Who changes it keeps others from changing it until the end."""
    wanted = select(kind).where(kind.id == row_id, kind.office_code == visitor.office_code)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError(kind.__name__)
    return row


def every(session: Session, visitor: Visitor, kind: type[Row], *conditions: Any, order: Any = None) -> Sequence[Row]:
    """All of the office that fit, the oldest first."""
    wanted = select(kind).where(kind.office_code == visitor.office_code, *conditions)
    ordered = (order, col(kind.id)) if order is not None else (col(kind.id),)
    return session.exec(wanted.order_by(*ordered)).all()


def is_one_of_ours(session: Session, visitor: Visitor, kind: type[Row], row_id: int | None, field: str) -> None:
    """RefusedError at the field where a form names a row that the office does not have."""
    if row_id is None:
        return
    wanted = select(kind.id).where(kind.id == row_id, kind.office_code == visitor.office_code)
    if session.exec(wanted).first() is None:
        raise refuse(field, N_("There is no such choice"))


def add(session: Session, visitor: Visitor, kind: type[Row], values: Mapping[str, Any], *, twice: str = "") -> Row:
    """A new row. RefusedError at the field `twice` where the same stands there already: a form that is sent twice makes
    one.
    """
    row = kind(office_code=visitor.office_code, **values)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise refuse(twice, TAKEN) from error
    note(session, visitor, "added", row)
    return row


def change(session: Session, visitor: Visitor, row: Row, draft: Change, *, twice: str = "") -> None:
    """As the draft wants. RefusedError when somebody else changed it meanwhile; nothing is written when nothing did."""
    check_seen(row, draft)
    set_values(session, visitor, row, draft.values(), twice=twice)


def check_seen(row: Owned, draft: Change) -> None:
    """RefusedError when somebody else changed it since the form was opened."""
    if draft.seen is not None and draft.seen != row.changes:
        raise refuse("", MEANWHILE)


def put(
    session: Session, visitor: Visitor, kind: type[Row], known: Mapping[str, Any], draft: Put, *, twice: str
) -> Row:
    """The row that has all the values `known`, written anew where it is there. RefusedError when somebody else wrote it
    since the form was opened.
    """
    wanted = select(kind).where(kind.office_code == visitor.office_code)
    for name, value in known.items():
        wanted = wanted.where(getattr(kind, name) == value)
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        return add(session, visitor, kind, {**known, **draft.values()}, twice=twice)
    if draft.opened is not None and draft.opened < _microseconds(row.changed_at):
        raise refuse("", MEANWHILE)
    set_values(session, visitor, row, draft.values())
    return row


def set_values(session: Session, visitor: Visitor, row: Row, values: dict[str, Any], *, twice: str = "") -> None:
    """The values into the row, with its count of changes and a line in the audit."""
    try:
        with session.begin_nested():
            changed = take(row, values)
            if not changed:
                return
            row.changes += 1
            row.changed_at = utc_now()
            session.flush()
    except IntegrityError as error:
        raise refuse(twice, TAKEN) from error
    note(session, visitor, "changed", row, changed)


def remove(session: Session, visitor: Visitor, row: Owned) -> None:
    """The row and nothing that hangs on it: RefusedError where something does."""
    note(session, visitor, "removed", row)
    try:
        with session.begin_nested():
            session.delete(row)
            session.flush()
    except IntegrityError as error:
        raise RefusedError(refuse("", N_("Other things hang on this")).problems) from error


def note(session: Session, visitor: Visitor, act: str, row: Owned, detail: dict[str, object] | None = None) -> None:
    """A line of the audit, e.g. `agency.added`."""
    subject = type(row).__name__.lower()
    audit.record(session, visitor, f"{subject}.{act}", subject=subject, subject_id=row.id, detail=detail)


def of_office(kind: type[Owned], visitor: Visitor) -> ColumnElement[bool]:
    """The condition by which a query sees this office only."""
    return col(kind.office_code) == visitor.office_code
