"""What becomes of risks when their evidence comes, moves or goes. Pure: known and found in, changes out.

What a person decided stands until the evidence moves: then the review is opened again. A cause that is gone closes its
risk; happenings that stopped lower it and leave it to be reviewed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from risk.looking import Found, all_rules
from risk.terms import LEAST, Basis, Movement, RiskState


@dataclass(frozen=True, slots=True)
class Known:
    """A risk of a rule as it is stored. `fingerprint` tells whether its evidence is what it was."""

    risk_id: int
    rule: str
    key: str
    state: RiskState
    likelihood: int
    impact: int
    impact_basis: Basis
    weighed_impact: int
    is_supported: bool
    accepted_until: date | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Nothing stands for it yet."""

    found: Found


@dataclass(frozen=True, slots=True)
class Moved:
    """Its classes have changed, and why; `reviews` where a person has to look again."""

    risk_id: int
    movement: Movement
    likelihood: int
    impact: int
    found: Found
    reviews: bool = True
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Its figures have changed, its classes have not."""

    risk_id: int
    found: Found


@dataclass(frozen=True, slots=True)
class Lowered:
    """Its cause is not seen any more: `closes` where it is gone, else it happened no more within the window."""

    risk_id: int
    movement: Movement
    closes: bool


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The day until which it was accepted is over."""

    risk_id: int


Change = Opened | Moved | Refreshed | Lowered | Lapsed


def match(
    found: Mapping[str, Found],
    known: Iterable[Known],
    today: date,
    *,
    fingerprints: Mapping[str, str],
    there: Collection[str] | None = None,
) -> list[Change]:
    """Changes of stored risks by their number, then new ones by their key: two runs at once take the same order.

    `fingerprints` are those of what was found, by key. `there` are keys that were not found and whose thing
    still exists: without it a risk of happenings closes too; None: everything is there.
    """
    changes: list[Change] = []
    stored = {one.key: one for one in known}
    for one in sorted(stored.values(), key=lambda each: each.risk_id):
        seen = found.get(one.key)
        if seen is None:
            changes += _without(one, today, is_there=there is None or one.key in there)
        else:
            changes += _with(one, seen, today, fingerprints[one.key])
    new = sorted(key for key, one in found.items() if key not in stored and one.likelihood >= one.opens_at)
    return [*changes, *(Opened(found[key]) for key in new)]


def _with(one: Known, found: Found, today: date, fingerprint: str) -> list[Change]:
    impact = found.impact if one.impact_basis is Basis.MEASURED else one.impact
    if one.state is RiskState.CLOSED:
        if found.likelihood < found.opens_at or (one.is_supported and found.likelihood <= one.likelihood):
            return []  # a person closed it, and the evidence has not gone further since
        return [Moved(one.risk_id, Movement.RETURNED, found.likelihood, impact, found, reopens=True)]
    changes: list[Change] = []
    # Accepted as something less grave than it is now: that was not accepted.
    is_more = one.state is RiskState.ACCEPTED and (found.likelihood > one.likelihood or impact > one.impact)
    if found.likelihood != one.likelihood:
        movement = Movement.ROSE if found.likelihood > one.likelihood else Movement.FELL
        changes.append(Moved(one.risk_id, movement, found.likelihood, impact, found, reopens=is_more))
    elif found.impact != one.weighed_impact:
        changes.append(Moved(one.risk_id, Movement.WEIGHED, one.likelihood, impact, found, reopens=is_more))
    elif fingerprint != one.fingerprint or not one.is_supported:
        changes.append(Refreshed(one.risk_id, found))
    if _is_over(one, today) and not any(isinstance(each, Moved) and each.reopens for each in changes):
        changes.append(Lapsed(one.risk_id))
    return changes


def _without(one: Known, today: date, *, is_there: bool) -> list[Change]:
    if one.state is RiskState.CLOSED:
        return []
    rule = all_rules().get(one.rule)
    if rule is None or not (rule.is_quiet and is_there):
        return [Lowered(one.risk_id, Movement.GONE, closes=True)]
    if one.likelihood > LEAST or one.is_supported:
        return [Lowered(one.risk_id, Movement.QUIET, closes=False)]
    return [Lapsed(one.risk_id)] if _is_over(one, today) else []


def _is_over(one: Known, today: date) -> bool:
    return one.state is RiskState.ACCEPTED and one.accepted_until is not None and one.accepted_until < today
