"""One sign-in for all services: who is signed in here is sent on to a planning service with a word that we sign."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from inventory.models.site import Office, Site
from netops.web.access import Visitor, allowed
from service.identity import KEYS_PATH
from service.refusal import MissingError
from service.web.access import Open
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)


@router.get("/enter/{service}")
def enter(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("self"))],
    service: str,
    nonce: Annotated[str, Query(min_length=8, max_length=64)],
    next: Annotated[str, Query(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """To a service of the settings and to no other address; `nonce` binds the word to the browser that asked for it."""
    url = request.app.state.settings.sibling_urls.get(service)
    if url is None or visitor.scopes is not None:
        raise MissingError("service")
    school = db.exec(select(Site.code).where(Site.id == visitor.site_id)).first() if visitor.site_id else None
    claims = {
        "sub": str(visitor.person_id),
        "username": visitor.username,
        "name": visitor.name,
        "role": visitor.role.value,
        "office_code": db.get_one(Office, visitor.office_id).code,
        "office_name": visitor.office_name,
        "school_code": school or "",
        "language": visitor.language,
        "nonce": nonce,
    }
    token = request.app.state.key.token(service, claims)
    return RedirectResponse(f"{url.rstrip('/')}/enter?{urlencode({'token': token, 'next': next})}", 303)


@router.get("/open/{service}")
def open_page(
    request: Request,
    _visitor: Annotated[Visitor, Depends(allowed("planning.read"))],
    service: str,
    next: Annotated[str, Query(pattern=r"^/([^/].*)?$", max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """To a page of a service of the settings, wherever that stands today."""
    url = request.app.state.settings.sibling_urls.get(service)
    if url is None:
        raise MissingError("service")
    return RedirectResponse(f"{url.rstrip('/')}{next}", 303)


@router.get(KEYS_PATH)
def key(request: Request, _visitor: Annotated[Visitor | None, Depends(Open())]) -> dict[str, str]:
    """The public key by which services verify what we signed."""
    public: dict[str, str] = request.app.state.key.public
    return public
