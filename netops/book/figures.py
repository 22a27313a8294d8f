"""The data of the papers of the asset book: all that a register card or a register is made from. Money in satang."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory.models.asset import Fund, Standing
from service.papers.kind import PaperData


class CardLine(PaperData):
    """One 30 September of a register card."""

    day: date
    year_satang: int
    accumulated_satang: int
    net_satang: int


class RegisterCard(PaperData):
    """ทะเบียนคุมทรัพย์สิน of one asset. `untold` says in Thai why it is not written down; `lines` end at `until`."""

    office: str
    owner: str
    number: str
    gfmis_no: str = ""
    name: str
    class_name: str = ""
    described: str = ""
    place: str = ""
    custodian: str = ""
    supplier: str = ""
    supplier_address: str = ""
    supplier_phone: str = ""
    contract_no: str = ""
    fund: Fund
    method: str = ""
    acquired_on: date | None = None
    document_no: str = ""
    quantity: int
    unit_word: str = ""
    price_satang: int | None = None
    life_years: int | None = None
    rate_percent: Decimal | None = None
    untold: str = ""
    standing: Standing
    disposed_on: date | None = None
    note: str = ""
    until: date
    lines: tuple[CardLine, ...] = ()
    thai_numerals: bool = True


class Entry(PaperData):
    """One card in a register. Accumulated and net are None where it is not written down."""

    number: str
    name: str
    owner: str
    acquired_on: date | None = None
    quantity: int
    price_satang: int | None = None
    accumulated_satang: int | None = None
    net_satang: int | None = None
    standing: Standing
    disposed_on: date | None = None

    def is_gone(self, day: date) -> bool:
        """Disposed of by a day: then it is named, and counts in no sum."""
        return self.disposed_on is not None and self.disposed_on <= day

    @property
    def total_satang(self) -> int | None:
        """มูลค่ารวม."""
        return None if self.price_satang is None else self.price_satang * self.quantity


class Register(PaperData):
    """The cards of an owner, or of all, as they stood on `as_of`, a 30 September."""

    office: str
    owner: str
    as_of: date
    entries: tuple[Entry, ...]
    thai_numerals: bool = True
