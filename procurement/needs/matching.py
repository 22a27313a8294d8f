"""What becomes of needs when their evidence comes, changes or goes. Pure: known and found in, changes out.

A decision stands until the evidence has gone further than it had then, went away and came back, or a deferral is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from procurement.needs.found import Found
from procurement.needs.need import CLOSED, NeedState


@dataclass(frozen=True, slots=True)
class Known:
    """A need as it is stored. `rests_on_evidence` is false of one that nothing but a person's word supports."""

    need_id: int
    key: str
    state: NeedState
    level: int
    decided_level: int
    is_supported: bool
    rests_on_evidence: bool
    deferred_until: date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Nothing stands for it yet."""

    found: Found


@dataclass(frozen=True, slots=True)
class Refreshed:
    """It is there already; `reopens` where a decision does not hold any more, `returns` where the evidence was away."""

    need_id: int
    found: Found
    reopens: bool = False
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Its evidence went away. It stays: a person may know more."""

    need_id: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Its deferral is over, and no evidence says more."""

    need_id: int


Change = Opened | Refreshed | Unsupported | Resumed


def match(found: Mapping[str, Found], known: Iterable[Known], today: date) -> list[Change]:
    """Changes of stored needs by their number, then new ones by their key: two runs at once take the same order."""
    latest: dict[str, Known] = {}
    for one in sorted(known, key=lambda each: (each.state not in CLOSED, each.need_id)):
        latest[one.key] = one  # the live one, or the last that was closed
    changes: list[Change] = []
    for one in sorted(latest.values(), key=lambda each: each.need_id):
        changes += _of_known(one, found.get(one.key), today)
    new = [key for key in found if key not in latest or _is_needed_again(latest[key], found[key])]
    return [*changes, *(Opened(found[key]) for key in sorted(new))]


def _of_known(one: Known, found: Found | None, today: date) -> list[Change]:
    if found is None:
        return _without(one, today)
    if one.state is NeedState.MET:
        return []
    reopens = _reopens(one, found, today)
    if one.state is NeedState.REJECTED and not reopens:
        return []
    return [Refreshed(one.need_id, found, reopens=reopens, returns=not one.is_supported)]


def _without(one: Known, today: date) -> list[Change]:
    changes: list[Change] = []
    if one.is_supported and one.rests_on_evidence:
        changes.append(Unsupported(one.need_id))
    if _is_over(one, today):
        changes.append(Resumed(one.need_id))
    return changes


def _reopens(one: Known, found: Found, today: date) -> bool:
    if one.state not in {NeedState.REJECTED, NeedState.DEFERRED}:
        return False
    return _is_over(one, today) or _is_more(one, found)


def _is_over(one: Known, today: date) -> bool:
    return one.state is NeedState.DEFERRED and one.deferred_until is not None and one.deferred_until <= today


def _is_more(one: Known, found: Found) -> bool:
    return found.level > one.decided_level or not one.is_supported


def _is_needed_again(one: Known, found: Found) -> bool:
    """What was met and is lacking again, further gone than when it was met."""
    return one.state is NeedState.MET and _is_more(one, found)
