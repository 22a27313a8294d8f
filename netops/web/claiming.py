"""Whether a visitor may draft the claim of a link and month by one click, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from inventory.models.contract import ClaimState
from inventory.models.link import Link
from inventory.queries.claims import claimable
from inventory.store.claims import latest_claim
from netops.web.access import Visitor
from service.i18n import N_, _

NO_CONTRACT: Final = N_("The link has no contract yet")
# After these a claim is drafted, anew or as the next revision.
_OPEN: Final = frozenset({ClaimState.DRAFTED, ClaimState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Claiming:
    """The claim of a link and `month` (its first day): one click away, unless `why_not` says otherwise or it was sent
    already (`claim_id`).
    """

    link_id: int
    month: date
    why_not: str = ""
    claim_id: int | None = None


def claiming(db: Session, visitor: Visitor, links: Iterable[Link], month: date) -> Mapping[int, Claiming]:
    """By link. Who drafts no claims at all finds none, and a school none of links that it does not pay for itself."""
    if not visitor.may("claims.write"):
        return {}
    ours = set(claimable(db, visitor.sight))
    shown = [link for link in links if link.id in ours or (link.contract_id is None and visitor.site_id is None)]
    return {link.id: _of(db, link.id, month, has_contract=link.id in ours) for link in shown if link.id is not None}


def _of(db: Session, link_id: int, month: date, *, has_contract: bool) -> Claiming:
    if not has_contract:
        return Claiming(link_id, month, _(NO_CONTRACT))
    latest = latest_claim(db, link_id, month)
    if latest is not None and latest.state not in _OPEN:
        return Claiming(link_id, month, claim_id=latest.id)
    return Claiming(link_id, month)
