"""What a risk is, in words that everything else uses: how it stands, is treated, and what its figures rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LEAST, MOST = 1, 5
"""Classes of likelihood and impact."""


class Group(StrEnum):
    """Which kind of risk it is, as Thai offices group them."""

    STRATEGIC = "strategic"
    OPERATIONAL = "operational"
    COMPLIANCE = "compliance"
    OTHER = "other"


class Treatment(StrEnum):
    """The four ways of dealing with a risk (the four Ts: treat, transfer, tolerate, terminate)."""

    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    AVOID = "avoid"


class Basis(StrEnum):
    """Where a class comes from: reckoned from what was measured, or judged by a person."""

    MEASURED = "measured"
    JUDGED = "judged"


class RiskState(StrEnum):
    """How it stands. A closed one stays in the register; it is opened again when its cause returns."""

    OPEN = "open"
    TREATING = "treating"
    ACCEPTED = "accepted"
    CLOSED = "closed"


LIVE: Final = frozenset({RiskState.OPEN, RiskState.TREATING, RiskState.ACCEPTED})


class Subject(StrEnum):
    """What a risk is about. A model is all devices of a make and model that the office has."""

    OFFICE = "office"
    SITE = "site"
    LINK = "link"
    DEVICE = "device"
    MODEL = "model"


class Movement(StrEnum):
    """Why an assessment was made: the word of a sentence that pages and papers say."""

    FOUND = "found"  # the cause was seen for the first time
    ROSE = "rose"
    FELL = "fell"
    RETURNED = "returned"  # it had been closed, and its cause is there again
    QUIET = "quiet"  # the thing is still there, and nothing more happened to it
    GONE = "gone"  # the cause was removed: a second line, another firmware, a device that is no more
    WEIGHED = "weighed"  # what hangs on it has changed, and with it the impact
    JUDGED = "judged"  # a person said so


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure that a class rests on, and the row that it was read from. `unit` is part of the name of `figure`."""

    figure: str
    value: str
    subject: str = ""  # device, link, site, outage, event, contract: what `subject_id` is a row of
    subject_id: int | None = None
    note: str = ""


def key_of(rule: str, subject: Subject, which: int | str) -> str:
    """What there is one risk of: a rule and a thing."""
    return f"{rule}:{subject.value}:{which}"


def between(value: int) -> int:
    """A class: 1 to 5."""
    return max(LEAST, min(MOST, value))
