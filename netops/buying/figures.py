"""The data of the papers of a purchase: all that each is made from. Money in satang."""

from __future__ import annotations

from datetime import date

from office.workflow.committee import Seat
from procurement.models.purchase import PurchaseKind
from service.papers.kind import PaperData


class SheetRow(PaperData):
    """One field of e-GP: its label there, and what is to be entered."""

    label: str
    value: str


class SheetGroup(PaperData):
    """The fields of one screen, in their order."""

    title: str
    rows: tuple[SheetRow, ...]


class EntrySheet(PaperData):
    """All that e-GP asks of a purchase, as far as it is known."""

    office: str
    buyer: str
    name: str
    groups: tuple[SheetGroup, ...]
    thai_numerals: bool = False  # it is typed off into a form that takes 0-9


class Goods(PaperData):
    """One line of what was bought or came."""

    name: str
    place: str = ""
    quantity: int
    unit_word: str = ""
    unit_satang: int
    serials: tuple[str, ...] = ()

    @property
    def total_satang(self) -> int:
        """For all pieces."""
        return self.unit_satang * self.quantity


class Acceptance(PaperData):
    """A delivery and what its inspection found. `is_blank`: a form to be filled in by hand; then nothing else is said.

    `accepted` None: not inspected yet, the result is ticked by hand. `titles` are what the inspectors are, one each,
    where they were appointed; else the first of several is the chair.
    """

    office: str
    buyer: str
    is_blank: bool = False
    name: str = ""
    form: str = ""
    contract_number: str = ""
    signed_on: date | None = None
    due_on: date | None = None
    supplier: str = ""
    delivery: int | None = None
    note_no: str = ""
    delivered_on: date | None = None
    inspected_on: date | None = None
    accepted: bool | None = None
    inspectors: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    note: str = ""
    goods: tuple[Goods, ...] = ()
    amount_satang: int = 0
    days_late: int = 0
    day_satang: int = 0
    fine_satang: int = 0
    thai_numerals: bool = True


class ContractSummary(PaperData):
    """What was agreed, on one page."""

    office: str
    buyer: str
    name: str
    method: str
    fiscal_year: int
    plan_number: str
    project_number: str
    form: str
    contract_number: str
    egp_contract_no: str = ""
    supplier: str
    tax_no: str = ""
    address: str = ""
    phone: str = ""
    signed_on: date
    due_on: date
    amount_satang: int
    guarantee_satang: int = 0
    fine: str = ""
    warranty: str = ""
    goods: tuple[Goods, ...]
    thai_numerals: bool = True


class Offered(PaperData):
    """What one seller wanted in all."""

    supplier: str
    amount_satang: int
    is_winner: bool = False


class Award(PaperData):
    """Who offered what, and who was chosen. Without a supplier it is a form to be filled in by hand."""

    buyer: str
    unit: str = ""
    name: str = ""
    kind: PurchaseKind = PurchaseKind.GOODS
    method: str = ""
    project_number: str = ""
    approval_no: str = ""
    approved_on: date | None = None
    approved_satang: int = 0
    items: tuple[Goods, ...] = ()
    offers: tuple[Offered, ...] = ()
    supplier: str = ""
    amount_satang: int = 0
    reason: str = ""
    awarded_on: date | None = None
    head: str = ""
    head_position: str = ""
    officer: str = ""
    thai_numerals: bool = True


class PurchaseOrder(PaperData):
    """What is ordered of a seller. Without goods and number it is a form to be filled in by hand."""

    buyer: str
    name: str = ""
    kind: PurchaseKind = PurchaseKind.GOODS
    number: str = ""
    signed_on: date | None = None
    supplier: str = ""
    address: str = ""
    phone: str = ""
    tax_no: str = ""
    quotation_no: str = ""
    offered_on: date | None = None
    goods: tuple[Goods, ...] = ()
    deliver_days: int | None = None
    due_on: date | None = None
    place: str = ""
    warranty_months: int = 0
    repair_days: int | None = None
    fine_ppm_day: int = 0
    fine_least_satang_day: int = 0
    fine_of_whole: bool = False
    guarantee_satang: int = 0
    head: str = ""
    head_position: str = ""
    thai_numerals: bool = True


class Inspector(PaperData):
    """One who was appointed."""

    name: str
    position: str = ""
    seat: Seat = Seat.MEMBER


class PanelOrder(PaperData):
    """The order that appoints who inspects. Without members it is a form to be filled in by hand."""

    buyer: str
    name: str = ""
    kind: PurchaseKind = PurchaseKind.GOODS
    method: str = ""
    number: str = ""
    day: date | None = None
    members: tuple[Inspector, ...] = ()
    head: str = ""
    head_position: str = ""
    thai_numerals: bool = True
