"""Which risks a need treats by itself, and when putting a need off leaves a risk as grave as it was. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from procurement.needs.need import NeedState, Reason

REPLACES: Final = frozenset(
    {Reason.END_OF_LIFE, Reason.AGE, Reason.REPAIRS, Reason.OUTAGES, Reason.RISK, Reason.BROKEN}
)
"""Reasons of a need of another device in the place of one: what the old one is a risk by goes with it."""
GIVES_ROOM: Final[Mapping[Reason, str]] = {Reason.PORTS: "capacity", Reason.BANDWIDTH: "capacity"}
"""Reasons that take away a risk of one rule, at the device or the lines of the school."""
PUT_OFF: Final = frozenset({NeedState.DEFERRED, NeedState.REJECTED})
TAKEN_UP: Final = frozenset({NeedState.APPROVED, NeedState.IN_SPECIFICATION, NeedState.ORDERED, NeedState.MET})


@dataclass(frozen=True, slots=True)
class Threat:
    """A live risk as far as it matters here. `by_replacing`: another device would take it away."""

    risk_id: int
    rule: str
    by_replacing: bool
    site_id: int | None = None
    device_id: int | None = None
    link_id: int | None = None


def treats(reason: Reason, *, site_id: int | None, device_id: int | None, threat: Threat) -> bool:
    """Whether a need of this reason takes the risk away without anybody saying so."""
    if GIVES_ROOM.get(reason) == threat.rule:
        at_device = device_id is not None and threat.device_id == device_id
        return at_device or (device_id is None and threat.link_id is not None and threat.site_id == site_id)
    return reason in REPLACES and threat.by_replacing and device_id is not None and threat.device_id == device_id


@dataclass(frozen=True, slots=True)
class Treating:
    """A need that treats a risk; one that was merged stands as the need that it was merged into."""

    need_id: int
    state: NeedState
    device_id: int | None = None


def rivals(need: Treating, others: Iterable[Treating]) -> list[Treating]:
    """Needs that treat the risk in the same way: of the same device, so that one of them is enough."""
    return [
        one
        for one in others
        if one.need_id == need.need_id or (need.device_id is not None and one.device_id == need.device_id)
    ]


def is_put_off(need: Treating, others: Iterable[Treating]) -> bool:
    """Whether putting the need off leaves the risk untreated: nothing that does the same is taken up."""
    return need.state in PUT_OFF and not any(one.state in TAKEN_UP for one in rivals(need, others))
