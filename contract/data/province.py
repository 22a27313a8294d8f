"""What the province gives: of each plan the version that its committee approved last, and the shared projects."""

from __future__ import annotations

from datetime import date
from typing import Literal

from contract.data.shape import Row
from contract.planning import PlanKind


class ProvincePlanRow(Row):
    """Dataset `province_plans`. Fiscal years of the Buddhist era; `number` and `sha256` of the approved version;
    `parent_title` is the plan above it, money is whole satang.
    """

    key: str
    kind: PlanKind
    title: str
    province: str
    first_year: int
    last_year: int
    number: int
    sha256: str
    is_published: bool = False
    parent_title: str = ""
    projects: int = 0
    total_satang: int = 0


class ProvinceElementRow(Row):
    """Dataset `province_elements`: nodes of the trees of approved plans, each before what hangs under it."""

    plan_key: str
    key: str
    kind: Literal["vision", "mission", "goal", "strategy", "measure"]
    code: str
    text: str
    depth: int


class PartnerTask(Row):
    """What a partner was asked for. `partner_code` is its office at netops; empty: it has none."""

    partner_code: str = ""
    partner: str
    title: str
    due_on: date
    state: Literal["offered", "accepted", "declined", "done"]


class PartnerShare(Row):
    """What a partner brings; whole satang. What is declined counts for nothing until it is offered again."""

    partner_code: str = ""
    partner: str
    kind: Literal["money", "staff", "in_kind"]
    satang: int = 0
    state: Literal["offered", "declined"] = "offered"


class ProjectIndicator(Row):
    """An indicator of a project: of the registry by its `key`, or in words; unit, direction, source and baseline are
    said either way, or the reason why there is no baseline.
    """

    key: str = ""
    name: str
    unit: str = ""
    direction: Literal["up", "down", "band"] | None = None
    source: str = ""
    baseline: float | None = None
    no_baseline: str = ""
    band_low: float | None = None
    band_high: float | None = None
    target: str = ""


class SharedProjectRow(Row):
    """Dataset `shared_projects`: as they stand now. `agreed_on` None: the partners did not all agree yet."""

    key: str
    plan_key: str
    fiscal_year: int
    title: str
    lead_code: str = ""
    lead: str
    total_satang: int
    agreed_on: date | None = None
    shares: tuple[PartnerShare, ...] = ()
    tasks: tuple[PartnerTask, ...] = ()
    indicators: tuple[ProjectIndicator, ...] = ()
