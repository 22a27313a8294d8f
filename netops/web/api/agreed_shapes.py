"""What the API shows of what was agreed with providers and told to them."""

from __future__ import annotations

from datetime import date, datetime

from inventory.models.contract import ClockStart, ReportWay
from inventory.models.outage import Cause
from inventory.sla.formula import Formula
from netops.web.api.shapes import Shape


class ContractOut(Shape):
    """Terms of links, as a person copied them from the paper; money in satang. No rate is there by itself."""

    id: int
    number: str
    name: str
    provider_id: int
    payer_site_id: int | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    price_satang_month: int | None
    amount_satang: int | None
    remind_days: list[int]
    calendar_id: int | None
    response_minutes: int | None
    repair_minutes: int | None
    clock_start: ClockStart
    excluded: list[Cause]
    least_seconds: int
    formula: Formula | None = None
    note: str
    created_at: datetime
    archived_at: datetime | None


class ReportOut(Shape):
    """An outage as it was reported to its provider."""

    id: int
    outage_id: int
    way: ReportWay
    ticket_no: str
    told_whom: str
    reported_at: datetime
    answered_at: datetime | None
    arrived_at: datetime | None
    repaired_at: datetime | None
    note: str
    person_id: int | None
    created_at: datetime
