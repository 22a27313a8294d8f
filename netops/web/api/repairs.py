"""The repair log over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlmodel import col, select

from inventory.models.repair import AssetRepair, RepairResult
from inventory.queries.repairs import REPAIRS
from inventory.queries.table import Asked
from inventory.store.repairs import RepairDraft
from netops.asset_editors import Repairs
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")


class RepairOut(Shape):
    """One fault; `back_on` none: it is not back yet. Satang in all; `device_id` is what the asset was at that time."""

    id: int
    asset_id: int
    device_id: int | None
    reported_on: date
    reported_by: str
    fault: str
    sent_to: str
    sent_on: date | None
    cost_satang: int | None
    is_warranty_claim: bool
    back_on: date | None
    result: RepairResult | None
    note: str
    created_at: datetime
    changed_at: datetime


class RepairSearch(Paging):
    """By asset, owner (0: the office), stage (`open`, or a result), and fiscal year of the report."""

    q: Annotated[str, Field(max_length=100)] = ""
    asset_id: int | None = None
    unit: int | None = None
    repair: Annotated[str, Field(max_length=32)] = ""
    year: int | None = None


@router.get("/repairs", tags=["repairs"], summary="The repair log")
def list_repairs(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("repairs.read"))], wanted: Annotated[RepairSearch, Query()]
) -> Listed[RepairOut]:
    """What is not back yet first; a school sees its own unit's."""
    given = wanted.model_dump(exclude={"q", "limit", "offset"})
    filters = {name: str(value) for name, value in given.items() if value not in ("", None)}
    asked = Asked(q=wanted.q.replace("\x00", ""), filters=filters, limit=wanted.limit, offset=wanted.offset)
    ids, total = REPAIRS.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(AssetRepair).where(col(AssetRepair.id).in_(ids)))}
    return listed(RepairOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


ROUTERS: Final = (router, routes_of(Noun("repairs", Repairs, RepairDraft, RepairOut, "repairs", removable=False)))
