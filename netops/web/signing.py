"""A signed scan as pages and API take it: its paper found by the code that it bears, and locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import UploadFile
from sqlmodel import Session
from starlette.requests import Request

from netops.models.paper import Paper
from netops.models.signing import SignedScan
from netops.papers.signing import Scan, Signer, lock, paper_of
from netops.web.access import Visitor
from netops.web.casework import uploads_of
from netops.web.pages.papers import remade
from netops.web.papers_listed import seen
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, refuse
from service.web.files import given_file


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person sent. `paper_id` is the paper that it is said to be of; none: whose code it bears."""

    file: UploadFile | None
    code: str = ""
    signed_on: date | None = None
    paper_id: int | None = None


def sign(request: Request, db: Session, visitor: Visitor, sent: Sent) -> tuple[Paper, SignedScan]:
    """Lock the paper; RefusedError says why not."""
    if sent.file is None:
        raise refuse("file", N_("Choose a file"))
    now = utc_now()
    today = now.astimezone(request.app.state.render.zone).date()
    signer = Signer(db, visitor.actor, seen(visitor.sight), uploads_of(request), today, now)
    scan = Scan(given_file(sent.file), sent.code, sent.signed_on)
    paper, learnt = paper_of(signer, scan)
    if sent.paper_id is not None and paper.id != sent.paper_id:
        raise refuse("code", N_("The scan bears the code of another paper: %(title)s"), title=paper.title)
    return paper, lock(signer, scan, _approved(db, paper), paper=paper, learnt=learnt)


def _approved(db: Session, paper: Paper) -> bytes | None:
    """The PDF as it was handed out; None where this release makes another one of it."""
    try:
        again = remade(db, paper)
    except MissingError:
        return None
    return again.files.pdf if again.is_same else None
