"""Whether what an id names is of the office that names it."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from inventory.models.site import Site
from service.refusal import _, refuse

Row = TypeVar("Row", bound=SQLModel)


def in_office(session: Session, kind: type[Row], row_id: int | None, *, office_id: int, field: str) -> Row | None:
    """The row that an id of a draft names; refused when it is not of this office. None stays None."""
    if row_id is None:
        return None
    row = session.get(kind, row_id)
    if row is None or _office_of(session, row) != office_id:
        raise refuse(field, _("There is no such entry"))
    return row


def _office_of(session: Session, row: SQLModel) -> int | None:
    own: int | None = getattr(row, "office_id", None)
    if own is not None:
        return own
    site_id: int | None = getattr(row, "site_id", None)
    return session.exec(select(Site.office_id).where(Site.id == site_id)).first()
