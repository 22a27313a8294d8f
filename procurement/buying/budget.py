"""What a purchase holds of its budget line: reserved, then committed, then to be paid; each from its fact alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contract.events import ContractSigned, GoodsAccepted, ProcurementApproved, ProcurementCancelled, PurchaseFact


@dataclass(frozen=True, slots=True)
class Held:
    """Satang. What is committed is not reserved any more, and what is accepted not committed."""

    reserved_satang: int = 0
    committed_satang: int = 0
    disbursed_satang: int = 0

    @property
    def total_satang(self) -> int:
        """What nobody else can use of the line."""
        return self.reserved_satang + self.committed_satang + self.disbursed_satang


def held(facts: Iterable[PurchaseFact]) -> Held:
    """After these facts of one purchase, in their order."""
    now = Held()
    for fact in facts:
        match fact:
            case ProcurementApproved():
                now = Held(reserved_satang=fact.amount_satang)
            case ContractSigned():
                now = Held(committed_satang=fact.amount_satang)
            case GoodsAccepted():
                now = _accepted(now, fact)
            case ProcurementCancelled():
                now = Held(disbursed_satang=now.disbursed_satang)
    return now


def _accepted(now: Held, fact: GoodsAccepted) -> Held:
    """The whole price is taken from what was committed; what the fine takes off is not paid, and free again."""
    left = 0 if fact.is_last else max(now.committed_satang - fact.amount_satang, 0)
    paid = now.disbursed_satang + fact.amount_satang - fact.fine_satang
    return replace(now, reserved_satang=0, committed_satang=left, disbursed_satang=paid)
