"""Age, warranty and end of support of devices, and which versions run where."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from inventory.lifecycle.firmware import Firmware
from inventory.queries.ages import Support
from inventory.queries.lifecycle import ENDS, spreads
from inventory.queries.table import Asked
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging
from netops.web.api.shapes import Listed, Shape
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/lifecycle", tags=["lifecycle"])
MayRead = Annotated[Visitor, Depends(allowed("lifecycle.read"))]


class EndOut(Shape):
    """Dates of a device. `in_use_since` is the day it was first seen where `acquired_on` is null; `certainty` is
    seen, quoted or unverified, and empty where no end of support is known."""

    id: int
    device: str
    site_code: str
    vendor: str
    model: str
    serial: str
    version: str
    in_use_since: date
    acquired_on: date | None
    warranty_until: date | None
    end_of_sale: date | None
    end_of_support: date | None
    certainty: str | None
    source: str | None
    url: str | None
    software_end: date | None
    newest_version: str | None


class RunningOut(Shape):
    """A version, and how it stands to the newest of its family in this office."""

    version: str
    count: int
    firmware: Firmware


class SpreadOut(Shape):
    """The versions of one family, the newest first."""

    family: str
    newest: str
    devices: int
    behind: int
    running: list[RunningOut]


class EndSearch(Paging):
    """Devices by where they stand before an end."""

    support: Support | Literal[""] = ""
    software: Support | Literal[""] = ""
    warranty: Support | Literal[""] = ""
    firmware: Firmware | Literal[""] = ""
    family: Annotated[str, Field(max_length=255)] = ""

    def asked(self) -> Asked:
        """For the table."""
        names = ("support", "software", "warranty", "firmware", "family")
        filters = {name: str(getattr(self, name)) for name in names if getattr(self, name)}
        return Asked(filters=filters, limit=self.limit, offset=self.offset)


@router.get("/devices", summary="When support and warranty of devices end")
def list_ends(db: Db, visitor: MayRead, wanted: Annotated[EndSearch, Query()]) -> Listed[EndOut]:
    """What has ended or ends first, first."""
    found = ENDS.find(db, visitor.sight, wanted.asked())
    items = [EndOut.model_validate(dict(row)) for row in found.rows]
    return Listed[EndOut](items=items, total=found.total, limit=wanted.limit, offset=wanted.offset)


@router.get("/firmware", summary="Versions that run, by family")
def list_firmware(db: Db, visitor: MayRead) -> list[SpreadOut]:
    """Families with most devices behind first."""
    return [SpreadOut.model_validate(spread) for spread in spreads(db, visitor.sight)]
