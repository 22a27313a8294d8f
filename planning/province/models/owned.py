"""What every row of the province has: whose it is, the key that others know it by, and how often it was changed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlmodel import Field

from planning.province.core import Province
from service.columns import Utc, utc_now


class Owned(Province):
    """Parent of these rows. `changes` counts on: a form that was opened before the last change is refused."""

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    changes: int = 0
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
