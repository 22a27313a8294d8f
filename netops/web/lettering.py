"""Entering letters as pages and API do alike: who writes, and that what a letter names may be seen by that person."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request

from netops.cases.facts import find_case
from netops.letters.register import Clerk, LetterDraft, LetterTexts, correct, enter
from netops.models.letter import Letter
from netops.web.access import Visitor
from netops.web.papers_listed import find_paper
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, refuse


def clerk_of(request: Request, db: Session, visitor: Visitor) -> Clerk:
    """Who writes, now."""
    now = utc_now()
    today = now.astimezone(request.app.state.render.zone).date()
    return Clerk(db, visitor.actor, visitor.sight, now, today)


def entered(clerk: Clerk, draft: LetterDraft) -> Letter:
    """A new line; RefusedError for a case or paper that this person may not see."""
    _check_case(clerk, draft)
    if draft.paper_id is not None:
        try:
            find_paper(clerk.session, clerk.sight, draft.paper_id)
        except MissingError:
            raise refuse("paper_id", N_("There is no such entry")) from None
    return enter(clerk, draft)


def corrected(clerk: Clerk, letter: Letter, draft: LetterTexts) -> None:
    """Its texts anew."""
    if draft.case_id != letter.case_id:
        _check_case(clerk, draft)
    correct(clerk, letter, draft)


def _check_case(clerk: Clerk, draft: LetterTexts) -> None:
    if draft.case_id is None:
        return
    try:
        find_case(clerk.session, clerk.sight, draft.case_id)
    except MissingError:
        raise refuse("case_id", N_("There is no such entry")) from None
