"""How a school's network is to be: targets that an office set, subnets, and versions of its design."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class NetworkTarget(Core, table=True):
    """An office's own target for schools of at least so many pupils, from a day on; the earlier one stays."""

    __tablename__ = "network_target"
    __table_args__ = (UniqueConstraint("office_id", "least_pupils", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    least_pupils: int
    valid_from: date
    links: int
    kbps_per_pupil: int
    switch_ports: int
    access_points: int
    ups: int
    source: str = Field(max_length=255)


class NetworkSubnet(Core, table=True):
    """A subnet of the plan. `site_id` none: of the office. `is_routed`: the office reaches it."""

    __tablename__ = "network_subnet"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    cidr: str = Field(max_length=64)
    vlan: int | None = None
    gateway: str = Field(default="", max_length=64)
    purpose: str = Field(default="", max_length=255)
    is_routed: bool = True
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class NetworkDesign(Core, table=True):
    """One version of a school's design, never changed. `gap` is what was lacking that day; `options` are ways to fill
    it with their cost, `chosen` counts them from 0. `paper_id` is its paper: what is approved is that paper's SHA-256.
    """

    __tablename__ = "network_design"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    number: int
    owner: str = Field(max_length=255)
    reason: str = Field(default="", max_length=2000)
    gap: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    options: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    chosen: int = 0
    total_satang: int = Field(default=0, sa_type=BigInteger)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    actor: str = Field(default="", max_length=120)
    made_at: datetime = Field(sa_type=Utc)
