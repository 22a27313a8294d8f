"""The data of the papers of an annual inspection: all that each is made from. Money in satang."""

from __future__ import annotations

from datetime import date

from inventory.models.inspection import Condition, Whereabouts
from service.papers.kind import PaperData


class Member(PaperData):
    """Who is appointed, as the order says it."""

    name: str
    position: str = ""
    is_chair: bool = False


class Seen(PaperData):
    """One asset as it stood on 30 September, and what counts of its records; no `whereabouts`: nobody looked yet."""

    number: str
    name: str
    quantity: int
    unit_word: str = ""
    cost_satang: int | None = None
    whereabouts: Whereabouts | None = None
    condition: Condition | None = None
    note: str = ""


class Inspection(PaperData):
    """A round. `unit` is the owner, `parent` the office above it. `acquired` and `disposed` count cards of the fiscal
    year that ended on `as_of`.
    """

    office: str
    unit: str
    parent: str
    year: int
    as_of: date
    starts_on: date
    due_on: date
    order_no: str = ""
    order_on: date | None = None
    members: tuple[Member, ...] = ()
    total: int = 0
    acquired: int = 0
    disposed: int = 0
    assets: tuple[Seen, ...] = ()
    thai_numerals: bool = True
