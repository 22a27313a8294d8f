"""What a need is, in words that everything else uses: why it is there, from whom, how it stands, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why something is needed. The first eight can be seen in the inventory, the others only people know."""

    END_OF_LIFE = "end_of_life"
    AGE = "age"
    REPAIRS = "repairs"
    PORTS = "ports"
    BANDWIDTH = "bandwidth"
    COMPUTERS = "computers"
    OUTAGES = "outages"
    RISK = "risk"
    BROKEN = "broken"
    SHORTAGE = "shortage"
    NEW_WORK = "new_work"
    OTHER = "other"


class Source(StrEnum):
    """From whom it came; `CASE`: a case of the school network, which sends children to the school."""

    SCHOOL = "school"
    AUTOMATIC = "automatic"
    HAND = "hand"
    CASE = "case"


class NeedState(StrEnum):
    """How it stands. Merged ones stand for nothing more: the need that they were merged into does."""

    OPEN = "open"
    APPROVED = "approved"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    MERGED = "merged"
    IN_SPECIFICATION = "in_specification"
    ORDERED = "ordered"
    MET = "met"


class Urgency(StrEnum):
    """How pressing a person says that it is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


CLOSED: Final = frozenset({NeedState.REJECTED, NeedState.MET})
"""In these it holds no place any more: the same thing may be needed again for the same reason."""
CHANGEABLE: Final = frozenset({NeedState.OPEN, NeedState.DEFERRED})
"""In these its words and quantity may still be changed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure that a need rests on, and the row that it was read from. `unit` is part of the name of `figure`."""

    figure: str
    value: str
    subject: str = ""  # device, asset, link, outage, site: what `subject_id` is a row of
    subject_id: int | None = None
    source: str = ""


def key_of(reason: Reason, *, device_id: int | None = None, site_id: int | None = None) -> str | None:
    """What there is one live need of: a device and a reason, or of a whole school what the inventory sees by itself."""
    if device_id is not None:
        return f"device:{device_id}:{reason.value}"
    return f"site:{site_id}:{reason.value}" if site_id is not None else None
