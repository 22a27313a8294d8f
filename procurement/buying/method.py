"""By which method a purchase of an amount may be made, and why: from dated figures, never from a rule in code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from office.baht import figures
from procurement.parameters import Name, Parameter, Parameters
from service.refusal import _


class Method(StrEnum):
    """How the seller is found."""

    SPECIFIC = "specific"  # วิธีเฉพาะเจาะจง
    SELECTION = "selection"  # วิธีคัดเลือก
    E_MARKET = "e_market"
    E_BIDDING = "e_bidding"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A method with the reason as a catalogue sentence; no method where the figure of that day is not known."""

    method: Method | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    parameter: Parameter | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The reason in the reader's language."""
        return translate(self.message) % self.values


def propose(amount_satang: int, day: date, parameters: Parameters) -> Proposal:
    """What the amount allows on that day. A person decides; another method needs a reason."""
    limit = parameters.at(Name.SPECIFIC_METHOD_SATANG, day)
    if limit is None:
        return Proposal(None, _("Which limit held for the specific method on that day is not known"))
    values = {"amount": figures(amount_satang), "limit": figures(limit.value)}
    if amount_satang <= limit.value:
        said = _("%(amount)s baht is within the limit of the specific method, %(limit)s baht")
        return Proposal(Method.SPECIFIC, said, values, limit)
    said = _(
        "%(amount)s baht is above the limit of the specific method, %(limit)s baht: e-bidding, or e-market where the "
        "goods are in the electronic catalogue"
    )
    return Proposal(Method.E_BIDDING, said, values, limit)
