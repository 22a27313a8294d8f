"""A claim with its papers: drafted, made anew while it is a draft, and sent with its number.

A draft's letter has room for number and date; only the letter that is sent takes a number, so that none is lost to a
draft. What was sent never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from inventory.models.contract import Claim, ClaimState
from inventory.sla.figures import ClaimFigures
from inventory.store.acting import ForOffice
from inventory.store.claims import draft_claim, move_claim
from netops.claims.kinds import CLAIM_ANNEX, CLAIM_LETTER, ClaimAnnex, ClaimLetter, Letterhead
from netops.claims.letterheads import load_letterhead, store_letterhead
from netops.models.paper import Paper
from netops.papers.making import Order, draw_paper, make_paper
from service.refusal import _, refuse

DRAFT_LETTER: Final = replace(CLAIM_LETTER, series="draft")  # a series that nobody numbers


@dataclass(frozen=True, slots=True)
class Sending:
    """What a person says of a letter that leaves. `number` is empty where the office lets us count."""

    head: Letterhead
    number: str = ""
    dated: date | None = None
    to: str = ""


def make_claim(session: Session, link_id: int, month: date, by: ForOffice, *, revise: bool = False) -> Claim:
    """The claim of a link and month with its papers. Where nothing is due there is no letter and no annex. RefusedError
    says why it cannot be made. The caller commits.
    """
    papers: list[Paper] = []
    # All is computed and drawn before anything is written: the poller does not wait for a claim.
    with session.no_autoflush:
        claim = draft_claim(session, link_id, month, by, revise=revise)
        if claim.due_satang and _has_old_papers(session, claim):
            papers = _draw_papers(session, claim, by)
    session.add_all([claim, *papers])
    session.flush()
    if papers:
        claim.paper_id, claim.annex_id = (paper.id for paper in papers)
    elif not claim.due_satang:
        claim.paper_id = claim.annex_id = None
    session.flush()
    return claim


def send_claim(session: Session, claim: Claim, sending: Sending, by: ForOffice) -> None:
    """The letter with its number, as it leaves; the claim is sent. RefusedError when it cannot be."""
    if not claim.due_satang:
        raise refuse("", _("Nothing is due for this month, so there is nothing to send"))
    figures = figures_of(claim)
    move_claim(claim, ClaimState.SENT, at=by.at, now=by.at)
    store_letterhead(session, by.office_id, figures.sender.site_id, sending.head)
    data = ClaimLetter(figures=figures, head=sending.head, to=sending.to, dated=sending.dated)
    letter = make_paper(session, CLAIM_LETTER, data, replace(_order(figures, by), number=sending.number))
    claim.paper_id, claim.number = letter.id, letter.number
    session.flush()


def figures_of(claim: Claim) -> ClaimFigures:
    """What it was computed from."""
    return ClaimFigures.model_validate(claim.figures)


def _has_old_papers(session: Session, claim: Claim) -> bool:
    """Whether its papers are missing, or of figures that were made anew since."""
    annex = session.get(Paper, claim.annex_id) if claim.annex_id is not None else None
    return annex is None or annex.made_at < _whole(claim.made_at)


def _draw_papers(session: Session, claim: Claim, by: ForOffice) -> list[Paper]:
    """Letter and annex."""
    figures = figures_of(claim)
    head = load_letterhead(session, by.office_id, figures.sender.site_id)
    order = _order(figures, by)
    return [
        draw_paper(session, DRAFT_LETTER, ClaimLetter(figures=figures, head=head), order),
        draw_paper(session, CLAIM_ANNEX, ClaimAnnex(figures=figures), order),
    ]


def _order(figures: ClaimFigures, by: ForOffice) -> Order:
    return Order(office_id=by.office_id, at=by.at, site_id=figures.sender.site_id, made_by=by.person_id)


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
