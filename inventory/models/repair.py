"""The repair log (ทะเบียนซ่อม): each fault of an asset, where it was sent, what it cost and how it came back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class RepairResult(StrEnum):
    """How it came back."""

    REPAIRED = "repaired"
    REPLACED = "replaced"  # the seller gave another in its place
    BEYOND_REPAIR = "beyond_repair"


class AssetRepair(Core, table=True):
    """One fault. It is open while `back_on` is none; `device_id` is the device that the asset was when it was reported.

    `cost_satang` none: nobody said what it cost.
    """

    __tablename__ = "asset_repair"

    id: int | None = Field(default=None, primary_key=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    reported_on: date = Field(index=True)
    reported_by: str = Field(default="", max_length=255)
    fault: str = Field(max_length=2000)
    sent_to: str = Field(default="", max_length=255)
    sent_on: date | None = None
    cost_satang: int | None = Field(default=None, sa_type=BigInteger)
    is_warranty_claim: bool = False
    back_on: date | None = None
    result: RepairResult | None = Field(default=None, sa_type=words(RepairResult))
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
