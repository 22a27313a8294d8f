"""What an act of a purchase is: what its form is made of, its draft, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from inventory.queries.sight import Sight
from procurement.parameters import Parameters, shipped_parameters
from procurement.queries.dossier import Delivery, Dossier, delivery_numbered
from procurement.store.buyer import Buyer
from service.draft import Draft
from service.web.form import Section, Typed


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is made of: the purchase, today, for which delivery (0: none), and what can be chosen."""

    session: Session
    sight: Sight
    dossier: Dossier
    today: date
    delivery: int = 0

    @property
    def parameters(self) -> Parameters:
        """Those of the release."""
        return shipped_parameters()

    def delivered(self) -> Delivery:
        """The delivery that is asked for; MissingError."""
        return delivery_numbered(self.dossier, self.delivery)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `key` ends its address; `noted` is its name in the audit log; `of_delivery`: it is of one delivery."""

    key: str
    title: str
    noted: str
    draft: type[Draft]
    do: Callable[[Buyer, Any, Any], object]
    sections: Callable[[Asked], Sequence[Section]]
    values: Callable[[Asked], Typed]
    given: Callable[[Typed, Asked], dict[str, Any]]
    permission: str = "purchases.write"
    of_delivery: bool = False
    rename: Callable[[str], str] = str

    def named(self, name: str) -> str:
        """What the form calls a field of the draft."""
        return self.rename(name)


def ids_of(typed: Typed, name: str) -> Iterator[tuple[int, str]]:
    """`price.7` to (7, its text)."""
    for key, text in typed.items():
        head, _dot, row = key.partition(".")
        if head == name and row.isascii() and row.isdigit() and len(row) < 10:
            yield int(row), text
