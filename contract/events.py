"""Facts that sibling services may rely on: past tense, frozen, each with the version of its shape.

Within a version fields are only added, each with a default; a reader passes over those that it does not know. Money is
whole satang, a fiscal year its Buddhist-era number, days are ISO 8601.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.planning import PLANNING, PlanningFact

Satang = Annotated[int, Field(ge=0)]
Class = Annotated[int, Field(ge=1, le=5)]
Score = Annotated[int, Field(ge=1, le=25)]


class UnknownEventError(LookupError):
    """An event of a kind or version that this release does not know."""


class PurchaseFact(BaseModel):
    """What every fact of a purchase says. `unit_code` is the school that buys; empty: the office itself.

    `budget_line_id` is the line of the annual plan; None as long as nobody named one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    purchase_id: int
    office_code: str
    unit_code: str = ""
    fiscal_year: int
    plan_number: str
    budget_line_id: str | None = None
    amount_satang: Satang


class ProcurementApproved(PurchaseFact):
    """The request was approved: the amount is reserved."""

    approved_on: date


class ContractSigned(PurchaseFact):
    """A contract or order was signed: the amount is committed, and what was reserved beyond it is free again."""

    contract_number: str
    supplier: str
    signed_on: date
    due_on: date | None = None


class GoodsAccepted(PurchaseFact):
    """A delivery was inspected and accepted: the amount is to be paid, less the fine. `is_last`: nothing is missing."""

    contract_number: str
    delivery: int
    accepted_on: date
    fine_satang: Satang = 0
    is_last: bool


class PurchasePaid(PurchaseFact):
    """An accepted delivery was paid: `amount_satang` is what went out, less the fine. `is_last`: nothing more will be
    paid, and what is still bound is free again.
    """

    contract_number: str
    delivery: int
    paid_on: date
    voucher_number: str
    is_last: bool


class ProcurementCancelled(PurchaseFact):
    """The purchase ended without more: `amount_satang` is what was reserved or committed and is free again."""

    cancelled_on: date


class IndicatorMeasured(BaseModel):
    """What an indicator of a process of the office's manual was, when a report of it was made.

    `unit_code` is a school; empty: the whole office. `value` None: nothing was measured. `basis` counts what it was
    reckoned from. `is_met` None: there is no target, or nothing was measured.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    process: str
    indicator: str
    office_code: str
    unit_code: str = ""
    fiscal_year: int
    as_of: date
    unit: str
    value: float | None
    basis: Annotated[int, Field(ge=0)]
    baseline: float | None = None
    target: float | None = None
    is_met: bool | None = None


class RiskRated(BaseModel):
    """How grave a risk is, each time that its classes, its treatment or what remains of it changed.

    Classes are 1 to 5, a score is their product. `basis` says where the likelihood is from. `left_score` is what is
    expected to remain after treatment, None where nobody said so; while a treatment is put off it is the score itself,
    and `withheld_by` names the needs that were put off.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    risk_id: int
    number: int
    office_code: str
    unit_code: str = ""
    title: str
    rule: str = ""
    rated_on: date
    likelihood: Class
    impact: Class
    basis: Literal["measured", "judged"]
    score: Score
    level: Literal["low", "moderate", "high", "very_high"]
    left_score: Score | None = None
    withheld_by: tuple[int, ...] = ()
    state: Literal["open", "treating", "accepted", "closed"]


class NeedFact(BaseModel):
    """What every fact of a need says. `unit_code` is the school that lacks it; empty: the office itself. `risks` are
    ids of the risks that it treats; `fiscal_year` None: nobody said for which.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    need_id: int
    office_code: str
    unit_code: str = ""
    title: str
    quantity: Annotated[int, Field(ge=1)]
    fiscal_year: int | None = None
    risks: tuple[int, ...] = ()
    decided_on: date


class NeedApproved(NeedFact):
    """It may be specified and bought."""


class NeedDeferred(NeedFact):
    """Not now: it comes back on a day, and what it treats is not treated until then."""

    deferred_until: date
    reason: str = ""


class NeedRejected(NeedFact):
    """Not at all."""

    reason: str


class LinkDecommissioned(BaseModel):
    """A link of a school that a case ordered away has ended; the owner's number of it, and the day."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    office_code: str
    case_key: str
    school_code: str
    link_id: int
    ended_on: date


class SchoolDecommissioned(BaseModel):
    """Nothing is left of the network of a school: the completion of `DecommissionOrdered`. Counts of what was there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    office_code: str
    case_key: str
    school_code: str
    links_ended: Annotated[int, Field(ge=0)]
    devices_moved: Annotated[int, Field(ge=0)]
    devices_retired: Annotated[int, Field(ge=0)]
    completed_on: date


class DecommissionRefused(BaseModel):
    """An order to take a school's network away cannot be followed: the school is not known here. Ordered again, it is
    looked at again.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    office_code: str
    case_key: str
    school_code: str
    reason: Literal["no_such_school"]
    refused_on: date


class InnovationEvaluated(BaseModel):
    """An innovation was judged: a candidate for the next development plan when it is to be kept or scaled."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    office_code: str
    innovation_id: int
    title: str
    decision: Literal["keep", "scale", "retire"]
    unit: str = ""
    before: float | None = None
    after: float | None = None
    persons: Annotated[int, Field(ge=0)] = 0
    evaluated_on: date


class SpecPrice(BaseModel):
    """What one piece for a need costs by a specification, with VAT, and for how many."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    need_id: int
    quantity: Annotated[int, Field(ge=1)]
    unit_satang: Satang


class SpecApproved(BaseModel):
    """A specification was approved and does not change any more: what pieces for each need cost by it. `first_id` is
    the number of its first version; of the same one the version that was told last holds.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    spec_id: int
    first_id: int
    number: Annotated[int, Field(ge=1)]
    office_code: str
    unit_code: str = ""
    title: str
    sha256: str
    prices: tuple[SpecPrice, ...] = ()
    approved_on: date


class DeviceEol(BaseModel):
    """The maker's support of a device has ended, by the source that is named. Told once for a device and day of end."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    device_id: int
    office_code: str
    unit_code: str = ""
    name: str
    model: str = ""
    ended_on: date
    source: str = ""


class OutageClosed(BaseModel):
    """A link or device that was cut off answers again, or is watched no more. Moments are UTC. `cause` is what the
    evidence said when it ended; a person may correct it later.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    outage_id: int
    office_code: str
    unit_code: str = ""
    subject: Literal["link", "device"]
    subject_id: int
    started_at: datetime
    ended_at: datetime
    cause: str = ""


class AssetMoved(BaseModel):
    """An asset belongs to another unit of the office from a day on; the unit that took it accepted it. Numbers are
    those of the asset book, before and after.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    asset_id: int
    office_code: str
    unit_code: str = ""
    number: str
    to_code: str = ""
    to_name: str = ""
    to_number: str
    name: str
    quantity: Annotated[int, Field(ge=1)] = 1
    value_satang: Satang = 0
    paper_number: str = ""
    moved_on: date


class AllocationReduced(BaseModel):
    """Told by the service of the annual plan: money for these needs of an office is not there any more.

    `key` is the teller's own and tells two facts apart; a fact told twice is one. `office_code` is needed in a feed;
    who tells by a call signs in as somebody of the office.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    key: Annotated[str, Field(min_length=1, max_length=64)]
    office_code: str = ""
    fiscal_year: int
    need_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=1000)]
    deferred_until: date
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


Fact = (
    PurchaseFact
    | IndicatorMeasured
    | RiskRated
    | NeedFact
    | LinkDecommissioned
    | SchoolDecommissioned
    | DecommissionRefused
    | InnovationEvaluated
    | SpecApproved
    | DeviceEol
    | OutageClosed
    | AssetMoved
    | AllocationReduced
    | PlanningFact
)
PURCHASES: Final[dict[str, type[PurchaseFact]]] = {
    kind.__name__: kind
    for kind in (ProcurementApproved, ContractSigned, GoodsAccepted, PurchasePaid, ProcurementCancelled)
}
NETOPS: Final[dict[str, type[Fact]]] = {
    **PURCHASES,
    **{
        kind.__name__: kind
        for kind in (
            IndicatorMeasured,
            RiskRated,
            NeedApproved,
            NeedDeferred,
            NeedRejected,
            LinkDecommissioned,
            SchoolDecommissioned,
            DecommissionRefused,
            InnovationEvaluated,
            SpecApproved,
            DeviceEol,
            OutageClosed,
            AssetMoved,
        )
    },
}
"""What netops tells."""
TOLD_HERE: Final[dict[str, type[AllocationReduced]]] = {AllocationReduced.__name__: AllocationReduced}
"""What siblings tell netops by a call."""
KINDS: Final[dict[str, type[Fact]]] = {**NETOPS, **TOLD_HERE, **PLANNING}
"""Everything that this release knows."""


def read_event(kind: str, data: object) -> Fact:
    """The fact as its producer wrote it; UnknownEventError, or pydantic's ValidationError for what is not its shape."""
    if kind not in KINDS:
        raise UnknownEventError(kind)
    return KINDS[kind].model_validate(data)
