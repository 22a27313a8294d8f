"""Pages of lists: `limit` and `offset` with the total, the same in every list of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func
from sqlmodel import Session, SQLModel, select

from netops.web.api.shapes import Listed, Shape

Out = TypeVar("Out", bound=Shape)
Row = TypeVar("Row", bound=SQLModel)


class Paging(BaseModel):
    """Which part of a list is wanted. Unknown parameters are refused, so that a misspelt filter never passes unseen."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**31 - 1)


Pages = Annotated[Paging, Query()]


def listed(shape: type[Out], rows: Sequence[Any], *, total: int, pages: Paging) -> Listed[Out]:
    """Rows as one page."""
    items = [shape.model_validate(row) for row in rows]
    return Listed[Out](items=items, total=total, limit=pages.limit, offset=pages.offset)


def select_page(
    db: Session, table: type[Row], shape: type[Out], *, where: Sequence[Any], order: Sequence[Any], pages: Paging
) -> Listed[Out]:
    """One page of a table under conditions."""
    total = db.exec(select(func.count()).select_from(table).where(*where)).one()
    rows = db.exec(select(table).where(*where).order_by(*order).limit(pages.limit).offset(pages.offset)).all()
    return listed(shape, rows, total=total, pages=pages)
