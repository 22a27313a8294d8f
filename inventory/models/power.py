"""The link by which a school says that its power is off."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc


class PowerLink(Core, table=True):
    """One link of a school, in a mail or behind a QR code; `secret` signs it, and it ends when it is revoked."""

    __tablename__ = "power_link"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    secret: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)
