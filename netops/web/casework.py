"""The hand with which a request walks a case, and where its files lie."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request

from netops.cases.walking import Doer
from netops.web.access import Visitor
from service.columns import utc_now
from service.uploads import Uploads


def doer_of(db: Session, visitor: Visitor) -> Doer:
    """Who acts, now."""
    return Doer(db, visitor.actor, visitor.sight, visitor.role, visitor.person_id, utc_now())


def uploads_of(request: Request) -> Uploads:
    """The folder of files of this installation."""
    return Uploads(request.app.state.settings.data_dir)
