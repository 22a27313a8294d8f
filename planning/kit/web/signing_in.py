"""Signing in through netops, and out; the language of who reads."""

from __future__ import annotations

import logging
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from planning.kit.visitor import Visitor
from planning.kit.web.paths import inside
from planning.kit.web.session import LANGUAGE_COOKIE, NETOPS, close_session, open_session
from service.columns import utc_now
from service.i18n import _, supported
from service.identity import IdentityError, Peers
from service.web.access import Open, same
from service.web.errors import BadTokenError, SignInNeededError
from service.web.render import page, redirect
from service.web.transaction import Db

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
Anybody = Annotated[Visitor | None, Depends(Open())]
NONCE_COOKIE: Final = "enter"
_NONCE_S: Final = 600
_YEAR_S: Final = 365 * 86400


@router.get("/sign-in")
def sign_in(request: Request, visitor: Anybody, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:  # noqa: A002
    """To netops, which knows people and their passwords; it comes back with its word, bound to this browser."""
    if visitor is not None:
        return redirect(request, inside(next))
    app = request.app.state
    if not app.peers.is_there(NETOPS):
        title = _("NetOps does not answer, and nobody can sign in until it does. What is published can be read")
        status, again = HTTPStatus.SERVICE_UNAVAILABLE, f"/sign-in?{urlencode({'next': inside(next)})}"
        return page(request, "error.html", status=status, title=title, code=int(status), again=again)
    nonce = token_urlsafe(16)
    target = f"{app.peers.links[NETOPS].rstrip('/')}/enter/{app.part.name}?{urlencode({'nonce': nonce, 'next': next})}"
    response = RedirectResponse(target, 303)
    app.cookies.put(response, f"{NONCE_COOKIE}-{app.part.name}", nonce, max_age_s=_NONCE_S)
    return response


@router.get("/enter")
def enter(
    request: Request,
    db: Db,
    _visitor: Anybody,
    token: Annotated[str, Query(max_length=4000)],
    next: Annotated[str, Query(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Opens a session for the person of the token. A token of another browser, or a second time, opens none."""
    app = request.app.state
    cookie = f"{NONCE_COOKIE}-{app.part.name}"
    try:
        claims = _claims(app.peers, token, app.part.name, nonce=request.cookies.get(cookie, ""))
        opened = open_session(db, claims, now=utc_now(), hours=app.settings.session_hours)
    except IntegrityError as error:
        raise SignInNeededError from error
    except IdentityError as error:
        log.warning("a sign-in was refused: %s", error)
        # Not sent on: to whoever is signed in at netops that would go round and round.
        title, status = _("Signing in did not work. Try again."), HTTPStatus.FORBIDDEN
        again = f"/sign-in?{urlencode({'next': inside(next)})}"
        return page(request, "error.html", status=status, title=title, code=int(status), again=again)
    response = redirect(request, inside(next))
    app.cookies.put(response, app.cookies.session, opened)
    app.cookies.drop(response, cookie)
    return response


def _claims(peers: Peers, token: str, audience: str, *, nonce: str) -> dict[str, Any]:
    claims = peers.verify(token, audience)
    if claims["iss"] != NETOPS or not same(str(claims.get("nonce", "")), nonce):
        raise IdentityError("a sign-in of another browser")
    return claims


@router.post("/sign-out")
def sign_out(request: Request, db: Db, visitor: Anybody, csrf: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Ends the session here; the one at netops stays."""
    app = request.app.state
    if visitor is not None and not same(csrf, visitor.csrf):
        raise BadTokenError
    close_session(db, request.cookies.get(app.cookies.session, ""))
    response = redirect(request, f"{app.peers.links[NETOPS].rstrip('/')}/")
    app.cookies.drop(response, app.cookies.session)
    return response


@router.post("/language")
def set_language(
    request: Request,
    _visitor: Anybody,
    language: Annotated[str, Form(max_length=2)],
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Kept in a cookie of this browser."""
    response = redirect(request, inside(back))
    request.app.state.cookies.put(response, LANGUAGE_COOKIE, supported(language), max_age_s=_YEAR_S)
    return response
