"""Facts that sibling services may rely on: past tense, frozen, each with the version of its shape.

Within a version fields are only added, each with a default; a reader passes over those that it does not know. Money is
whole satang, a fiscal year its Buddhist-era number, days are ISO 8601.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Satang = Annotated[int, Field(ge=0)]


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


Event = ProcurementApproved | ContractSigned | GoodsAccepted | ProcurementCancelled | IndicatorMeasured
Fact = PurchaseFact | IndicatorMeasured
PURCHASES: Final[dict[str, type[PurchaseFact]]] = {
    kind.__name__: kind for kind in (ProcurementApproved, ContractSigned, GoodsAccepted, ProcurementCancelled)
}
KINDS: Final[dict[str, type[Fact]]] = {**PURCHASES, IndicatorMeasured.__name__: IndicatorMeasured}


def read_event(kind: str, data: object) -> Fact:
    """The fact as its producer wrote it; UnknownEventError, or pydantic's ValidationError for what is not its shape."""
    if kind not in KINDS:
        raise UnknownEventError(kind)
    return KINDS[kind].model_validate(data)
