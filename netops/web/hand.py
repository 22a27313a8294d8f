"""The hand with which a request acts: its transaction, its visitor, and the vault that seals what is secret."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request

from netops.editors import Hand
from netops.web.access import Visitor


def hand_of(request: Request, db: Session, visitor: Visitor) -> Hand:
    """For the editors."""
    return Hand(session=db, actor=visitor.actor, sight=visitor.sight, seal=request.app.state.vault.seal)
