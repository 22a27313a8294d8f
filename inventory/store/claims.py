"""Claims: drafted from what happened and what was agreed, sent, answered, credited or withdrawn.

A drafted claim can be made anew as often as is liked. One that was sent never changes: what is claimed
otherwise is a new revision beside it.
"""

from __future__ import annotations

import gzip
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.models.contract import Claim, ClaimState
from inventory.queries.agreed import Agreed, agreed
from inventory.queries.evidence import whole_second
from inventory.sla.figures import ClaimFigures
from inventory.store.acting import ForOffice
from inventory.store.claim_figures import figures_of
from service.refusal import MissingError, _, refuse


def draft_claim(session: Session, link_id: int, month: date, by: ForOffice, *, revise: bool = False) -> Claim:
    """The claim of a link and month, drafted or made anew, for the caller to store. RefusedError when one was sent
    already, unless `revise`.
    """
    one = _agreed(session, link_id, office_id=by.office_id)
    contract, month = one.contract, month.replace(day=1)
    assert contract is not None
    assert contract.id is not None
    if month > by.at.astimezone(one.zone).date():
        raise refuse("month", _("This month has not begun yet"))
    latest = latest_claim(session, link_id, month)
    if latest is None or latest.state is not ClaimState.DRAFTED:
        if latest is not None and not revise and latest.state is not ClaimState.WITHDRAWN:
            raise refuse("month", _("The claim of this month was sent already; make a new revision"))
        revision = 1 if latest is None else latest.revision + 1
        latest = Claim(
            office_id=by.office_id,
            link_id=link_id,
            contract_id=contract.id,
            month=month,
            revision=revision,
            made_at=by.at,
        )
    figures, packed = figures_of(session, one, month, at=by.at)
    if not _same(latest, figures):
        latest.contract_id = contract.id
        latest.figures = figures.model_dump(mode="json")
        latest.due_satang = figures.due_satang
        latest.samples_csv, latest.samples_sha256 = packed, figures.samples.sha256
        latest.made_at, latest.made_by = by.at, by.person_id
    return latest


def latest_claim(session: Session, link_id: int, month: date) -> Claim | None:
    """The last revision."""
    query = select(Claim).where(col(Claim.link_id) == link_id, col(Claim.month) == month)
    return session.scalars(query.order_by(col(Claim.revision).desc()).limit(1)).first()


def _agreed(session: Session, link_id: int, *, office_id: int) -> Agreed:
    one = agreed(session, [link_id]).get(link_id)
    if one is None or one.site.office_id != office_id:
        raise MissingError("link")
    if one.contract is None:
        raise refuse("link_id", _("The link has no contract yet"))
    return one


def _same(claim: Claim, figures: ClaimFigures) -> bool:
    """Whether making it anew would change nothing but the moment of making."""
    if not claim.figures:
        return False
    before = ClaimFigures.model_validate(claim.figures)
    return before == figures.model_copy(update={"made_at": before.made_at})


# -- what becomes of it

AFTER: Final[dict[ClaimState, frozenset[ClaimState]]] = {
    ClaimState.DRAFTED: frozenset({ClaimState.SENT, ClaimState.WITHDRAWN}),
    ClaimState.SENT: frozenset({ClaimState.ANSWERED, ClaimState.CREDITED, ClaimState.WITHDRAWN}),
    ClaimState.ANSWERED: frozenset({ClaimState.CREDITED, ClaimState.WITHDRAWN}),
    ClaimState.CREDITED: frozenset(),
    ClaimState.WITHDRAWN: frozenset(),
}


def move_claim(
    claim: Claim,
    state: ClaimState,
    *,
    at: datetime,
    now: datetime,
    credited_satang: int | None = None,
    note: str | None = None,
) -> None:
    """Say what became of a claim at a moment. RefusedError when that cannot follow, or the moment cannot be."""
    if state not in AFTER[claim.state]:
        raise refuse("state", _("A claim that is %(now)s cannot become %(then)s"), now=claim.state, then=state)
    earlier = max(moment for moment in (claim.made_at, claim.sent_at, claim.answered_at) if moment is not None)
    if at > now:
        raise refuse("at", _("This is in the future"))
    if whole_second(at) < whole_second(earlier):
        raise refuse("at", _("This is before what happened earlier"))
    if state is ClaimState.CREDITED and (credited_satang is None or credited_satang < 0):
        raise refuse("credited_satang", _("How much was credited is needed"))
    if state is ClaimState.SENT:
        claim.sent_at = at
    elif state is ClaimState.ANSWERED:
        claim.answered_at = at
    elif state is ClaimState.CREDITED:
        claim.answered_at = claim.answered_at or at
        claim.credited_at, claim.credited_satang = at, credited_satang
    claim.state = state
    if note is not None:
        claim.note = note


def unpacked(claim: Claim) -> bytes:
    """The CSV of raw samples as its SHA-256 was taken of."""
    return gzip.decompress(claim.samples_csv)
