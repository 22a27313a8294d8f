"""The exceptions of AMSS++: what a register of ฎีกา and the ledger say differently, and purchases that are not in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Oddity(StrEnum):
    """What is wrong with a ฎีกา or a request."""

    NOT_HERE = "not_here"
    NO_DIKA = "no_dika"
    WRONG_NOTICE = "wrong_notice"
    OTHER_AMOUNT = "other_amount"
    UNBOOKED = "unbooked"


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as one side says it. Satang."""

    number: str
    notice: str
    amount: int


@dataclass(frozen=True, slots=True)
class Odd:
    """One exception, with what both sides say."""

    kind: Oddity
    number: str
    here: str = ""
    there: str = ""


def odd(registered: Iterable[Paid], here: Sequence[Paid], unpaid: Iterable[str]) -> list[Odd]:
    """`unpaid` are numbers of requests without ฎีกา."""
    known = {one.number: one for one in here}
    found = []
    for one in registered:
        own = known.get(one.number)
        if own is None:
            found.append(Odd(Oddity.NOT_HERE, one.number, "", one.notice))
        elif own.notice != one.notice:
            found.append(Odd(Oddity.WRONG_NOTICE, one.number, own.notice, one.notice))
        elif own.amount != one.amount:
            found.append(Odd(Oddity.OTHER_AMOUNT, one.number, str(own.amount), str(one.amount)))
    return found + [Odd(Oddity.NO_DIKA, number) for number in unpaid]
