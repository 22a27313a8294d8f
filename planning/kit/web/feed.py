"""What other services read of this one: its public key and the facts that it told; and whether it lives."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from contract.feed import FEED, Feed
from planning.kit.events import told_after
from planning.kit.visitor import Visitor
from planning.kit.web.session import EVENTS_READ
from service.hearing import PAGE
from service.identity import KEYS_PATH
from service.web.access import Allowed, Open
from service.web.transaction import Db

router = APIRouter()
Anybody = Annotated[Visitor | None, Depends(Open())]


@router.get(KEYS_PATH, tags=["identity"], summary="The public key of this service")
def key(request: Request, _visitor: Anybody) -> dict[str, str]:
    """By which others verify what it signed."""
    public: dict[str, str] = request.app.state.key.public
    return public


@router.get(FEED, tags=["events"], summary="What siblings are told")
def feed(
    db: Db,
    _visitor: Annotated[Visitor, Depends(Allowed(EVENTS_READ))],
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    key: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = PAGE,
) -> Feed:
    """Facts of `contract` after a place, in the order of their transactions (docs/contract.md)."""
    return told_after(db, after, key, limit=limit)


@router.get("/healthz", include_in_schema=False)
def health(_visitor: Anybody) -> dict[str, str]:
    """For a supervisor."""
    return {"status": "ok"}
