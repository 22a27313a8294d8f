"""What the API shows of the procurement plan and of purchases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from contract.events import AllocationReduced
from inventory.models.asset import Fund
from netops.web.api.paging import Paging
from netops.web.api.shapes import Shape
from office.workflow.committee import Seat
from procurement.buying.method import Method
from procurement.buying.steps import Standing, Step
from procurement.models.purchase import PaperForm, PurchaseKind
from procurement.models.receipt import Verdict
from procurement.store.leases import TermsDraft


class PlanEntryOut(Shape):
    """An entry of the procurement plan; it can be bought from once `published_on` is there."""

    id: int
    site_id: int | None
    year: int
    number: int
    name: str
    category: str
    amount_satang: int
    fund: Fund
    budget_source: str
    budget_line_id: str | None
    budget_confirmed_at: datetime | None
    planned_on: date | None
    published_on: date | None
    egp_plan_no: str
    withdrawn_on: date | None
    withdraw_reason: str
    note: str


class PurchaseOut(Shape):
    """A purchase; `step` is where it stands. Money in satang with VAT."""

    id: int
    site_id: int | None
    entry_id: int
    spec_id: int | None
    kind: PurchaseKind
    name: str
    step: Step
    is_over: bool
    opened_on: date
    egp_project_no: str
    method: Method | None
    method_reason: str
    split_reason: str
    amount_satang: int
    approved_on: date | None
    approval_no: str
    awarded_on: date | None
    cancelled_on: date | None
    cancel_reason: str
    note: str


class StepOut(BaseModel):
    """One step of the course."""

    step: Step
    standing: Standing
    done_on: date | None
    due_on: date | None


class PartOut(BaseModel):
    """So many pieces of a line to one place; `site_id` none: the office."""

    share_id: int
    site_id: int | None
    need_id: int | None
    quantity: int
    delivered: int
    accepted: int


class LineOut(BaseModel):
    """A line; `unit_satang` is the winner's price for a piece."""

    id: int
    name: str
    unit_word: str
    estimate_satang: int
    unit_satang: int | None
    spec_line_id: int | None
    shares: list[PartOut]


class OfferOut(BaseModel):
    """What a seller offered."""

    id: int
    supplier: str
    received_on: date
    amount_satang: int
    is_winner: bool


class SignedOut(Shape):
    """What was signed; the rate of fines is parts per million of the price a day."""

    form: PaperForm
    number: str
    egp_contract_no: str
    signed_on: date
    due_on: date
    amount_satang: int
    fine_ppm_day: int
    fine_of_whole: bool
    fine_source: str
    warranty_months: int
    copy_sent_on: date | None
    provider_contract_id: int | None


class PieceOut(Shape):
    """One piece of a delivery; `asset_id` is the card that it became."""

    id: int
    serial: str
    mac: str
    asset_id: int | None


class InspectorOut(BaseModel):
    """One who was appointed to inspect."""

    name: str
    position: str = ""
    seat: Seat = Seat.MEMBER


class DeliveryOut(Shape):
    """A delivery by its number; `asset_ids` are the cards that its pieces became. `unlinked` is what they did not
    point to when they were accepted, and the reason.
    """

    number: int
    delivered_on: date
    note_no: str
    verdict: Verdict | None
    inspected_on: date | None
    inspectors: list[str]
    amount_satang: int
    fine_satang: int
    paid_on: date | None
    paid_satang: int
    voucher_no: str
    unlinked: list[str]
    unlinked_reason: str
    asset_ids: list[int]
    pieces: list[PieceOut]


class CourseOut(BaseModel):
    """A purchase whole: course, lines, offers, contract, deliveries, and what it holds of its budget line."""

    purchase: PurchaseOut
    budget_confirmed: bool
    reserved_satang: int
    committed_satang: int
    disbursed_satang: int
    steps: list[StepOut]
    lines: list[LineOut]
    offers: list[OfferOut]
    contract: SignedOut | None
    deliveries: list[DeliveryOut]
    inspectors: list[InspectorOut]
    inspectors_order: str
    terms: TermsDraft | None


class FactWish(BaseModel):
    """A fact that a sibling tells: its kind, and its data of that kind and version."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["AllocationReduced"]
    data: AllocationReduced


class TakenNeedOut(Shape):
    """What became of one need: deferred, or its state where it could not be; `unknown` where there is none."""

    need_id: int
    is_deferred: bool
    state: str


class TakenOut(BaseModel):
    """What became of a fact. `is_new` false: it was told before, and this is what became of it then."""

    is_new: bool
    needs: list[TakenNeedOut]


class ReasonWish(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class BudgetWish(BaseModel):
    """The line of the annual plan that is there for an entry."""

    model_config = ConfigDict(extra="forbid")

    budget_line_id: Annotated[str, Field(min_length=1, max_length=64)]


class PlanSearch(Paging):
    """By fiscal year (Buddhist era), unit (a site, 0 the office) and state."""

    year: str = ""
    unit: str = ""
    plan_state: str = ""


class PurchaseSearch(Paging):
    """By fiscal year, unit, step, method, and whether it is under way (`yes`, `done`, `cancelled`)."""

    q: Annotated[str, Field(max_length=100)] = ""
    year: str = ""
    unit: str = ""
    step: str = ""
    method: str = ""
    running: str = ""
