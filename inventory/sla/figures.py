"""The shape of `Claim.figures`: everything that a claim was computed from, so that its papers need nothing else.

`ClaimFigures.model_validate(claim.figures)` reads it; it is written by `model_dump(mode="json")`. Times are aware UTC,
ISO 8601 in JSON, money is whole satang, spans are in seconds. Names are as they stood when the claim was made: a claim
that was sent does not change when a school is renamed. `inventory.sla.telling` puts steps and reasons into words.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from pydantic import BaseModel, ConfigDict

from inventory.models.contract import ClockStart, ReportWay
from inventory.models.outage import Cause
from inventory.sla.counting import Reason
from inventory.sla.formula import Formula
from inventory.sla.reckoning import WhyNot
from inventory.sla.spans import Span
from inventory.sla.steps import Step

SHAPE: Final = 1


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sender(_Figures):
    """Who claims: the office, or the school that pays (`site_id`)."""

    name: str
    site_id: int | None = None
    site_code: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""


class ProviderSaid(_Figures):
    """From whom it is claimed."""

    id: int
    name: str
    phone: str = ""
    email: str = ""


class LinkSaid(_Figures):
    """The line. `price_of` says whose price it is: the link's own, or the contract's where the link has none."""

    id: int
    name: str
    circuit_no: str = ""
    speed_bps: int | None = None
    site_id: int
    site_code: str
    site_name: str
    district: str = ""
    price_satang_month: int | None = None
    price_of: str = ""  # "link", "contract" or "" when there is none


class ContractSaid(_Figures):
    """The terms that were in force. Days are those that hold for this link (its own over the contract's)."""

    id: int
    number: str
    name: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    calendar: str = ""  # the name of its hours; empty: all 24 of every day
    response_minutes: int | None = None
    repair_minutes: int | None = None
    clock_start: ClockStart = ClockStart.OUTAGE
    excluded: tuple[Cause, ...] = ()
    least_seconds: int = 0
    amount_satang: int | None = None
    formula: Formula = Formula()


class ProbeSaid(_Figures):
    """One question that the outage rests on."""

    at: datetime
    method: str
    answered: bool
    sent: int = 1
    received: int = 0
    rtt_ms: float | None = None
    detail: str = ""
    until_at: datetime | None = None
    rounds: int | None = None


class ReportSaid(_Figures):
    """The outage as it was reported to the provider."""

    way: ReportWay
    ticket_no: str = ""
    told_whom: str = ""
    reported_at: datetime
    answered_at: datetime | None = None
    arrived_at: datetime | None = None
    repaired_at: datetime | None = None


class PieceSaid(_Figures):
    """A part of an outage within the month; `excluded` None: it counts."""

    start: datetime
    end: datetime
    seconds: int
    excluded: Reason | None = None


class OutageSaid(_Figures):
    """One outage that touches the month. `pieces`, `counted_s` and `excluded_s` are of the month only; `whole_s` is of
    the outage. `ended_at` None: it lasted when the claim was made. Response and repair are by the contract's clock and
    of the whole outage; `..._over_s` is what of them lies in the month and is beyond the limit.
    """

    id: int
    started_at: datetime
    ended_at: datetime | None
    method: str = ""
    detail: str = ""
    cause: Cause
    cause_by_person: bool = False
    cause_note: str = ""
    whole_s: int
    counted_s: int
    excluded_s: dict[Reason, int] = {}
    pieces: tuple[PieceSaid, ...] = ()
    probes: tuple[ProbeSaid, ...] = ()
    reports: tuple[ReportSaid, ...] = ()
    response_s: int | None = None  # None: never reported
    response_over_s: int = 0
    repair_from: datetime | None = None
    repair_s: int | None = None  # None: the repair time never began to run
    repair_over_s: int = 0


class TotalsSaid(_Figures):
    """Seconds of the month: `whole_s` = outside + unknown + closed + maintenance + caused + measured. Availability is
    (measured − counted) ÷ measured, cut off (not rounded) after four decimals.
    """

    whole_s: int
    outside_s: int
    unknown_s: int
    closed_s: int
    maintenance_s: int
    caused_s: dict[Reason, int]
    measured_s: int
    counted_s: int
    outages: int
    outages_counted: int
    outages_excluded_s: dict[Reason, int]
    availability_percent: Decimal | None

    @property
    def apart(self) -> dict[Reason, int]:
        """What of the month stands apart, by reason; with the measured time it is the whole."""
        found = {
            Reason.OUTSIDE: self.outside_s,
            Reason.UNKNOWN: self.unknown_s,
            Reason.CLOSED: self.closed_s,
            Reason.MAINTENANCE: self.maintenance_s,
            **self.caused_s,
        }
        return {reason: length for reason, length in found.items() if length}


class QualitySaid(_Figures):
    """The line over the month, from five-minute samples."""

    rtt_p50_ms: float | None = None
    rtt_p95_ms: float | None = None
    loss_percent: float | None = None
    jitter_ms: float | None = None
    samples: int = 0


class ClockSaid(_Figures):
    """How right our own clock was in the month; `worst_ms` is the largest offset, without its sign."""

    checks: int = 0
    failed: int = 0
    servers: tuple[str, ...] = ()
    worst_ms: float | None = None
    last_at: datetime | None = None
    last_ms: float | None = None


class SamplesSaid(_Figures):
    """The file of raw samples; `sha256` is of the CSV itself, before it is packed."""

    file_name: str
    rows: int
    bytes: int
    sha256: str


class ClaimFigures(_Figures):
    """A claim, whole. `until` is the end of the month, or the moment of making when the month is not over."""

    shape: int = SHAPE
    made_at: datetime
    zone: str
    month: date
    start: datetime
    end: datetime
    until: datetime
    sender: Sender
    provider: ProviderSaid
    link: LinkSaid
    contract: ContractSaid
    totals: TotalsSaid
    outages: tuple[OutageSaid, ...] = ()
    unknown: tuple[Span, ...] = ()
    maintenance: tuple[Span, ...] = ()
    quality: QualitySaid = QualitySaid()
    clock: ClockSaid = ClockSaid()
    samples: SamplesSaid
    days_held: int
    days_in_month: int
    steps: tuple[Step, ...] = ()
    due_satang: int
    why_not: WhyNot | None = None
