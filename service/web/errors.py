"""Errors to HTTP in one table: problem details (RFC 9457) for the API, a page or a toast for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from secrets import token_hex
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DatabaseError, DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from service.database import DeadlockError, TakenError
from service.i18n import N_, _, speaking, supported
from service.posted import PostedTwiceError
from service.refusal import BlockedError, MissingError, Problem, RefusedError, problems_of
from service.web.security import protect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

log = logging.getLogger(__name__)


class WebError(Exception):
    """Something a request may not have or do."""


class SignInNeededError(WebError):
    """No session, or it ended."""


class NotAllowedError(WebError):
    """The role or the token lacks the permission named in the text."""


class BadTokenError(WebError):
    """The CSRF token is missing or belongs to another session."""


class TooManyTriesError(WebError):
    """Throttled; the text says for how long."""


AT_ONCE: Final = N_("Somebody else changed this at the same moment. Load the page again and repeat")
# (status, title shown to people). The first class that matches wins.
Row = tuple[type[Exception], HTTPStatus, str]
TABLE: Final[tuple[Row, ...]] = (
    (SignInNeededError, HTTPStatus.UNAUTHORIZED, N_("Please sign in")),
    (NotAllowedError, HTTPStatus.FORBIDDEN, N_("Your role does not allow this")),
    (BadTokenError, HTTPStatus.FORBIDDEN, N_("This page is too old. Load it again and repeat")),
    (MissingError, HTTPStatus.NOT_FOUND, N_("There is no such page")),
    (TooManyTriesError, HTTPStatus.TOO_MANY_REQUESTS, N_("Too many tries. Wait a little")),
    (BlockedError, HTTPStatus.CONFLICT, N_("Something else has to come first")),
    (RefusedError, HTTPStatus.UNPROCESSABLE_ENTITY, N_("Something needs to be corrected")),
    (RequestValidationError, HTTPStatus.UNPROCESSABLE_ENTITY, N_("Something needs to be corrected")),
    # An id too large for any row, or a NUL in a text: the database refuses what no form of ours sends.
    (DataError, HTTPStatus.UNPROCESSABLE_ENTITY, N_("Something needs to be corrected")),
    # What was just read is gone, or what was just free is taken: another did so at this moment.
    (TakenError, HTTPStatus.CONFLICT, AT_ONCE),
    (DeadlockError, HTTPStatus.CONFLICT, AT_ONCE),
    (ObjectDeletedError, HTTPStatus.CONFLICT, AT_ONCE),
    (StaleDataError, HTTPStatus.CONFLICT, AT_ONCE),
)


FAULT: Final = (HTTPStatus.INTERNAL_SERVER_ERROR, N_("Something went wrong here. It was written to the log"))
UNREACHED: Final = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    N_("The database does not answer. Nothing of this was saved. Try again in a few minutes"),
)
RETRY_AFTER_S: Final = "60"
GIT: Final = "/configs.git/"


def _twice(request: Request, error: Exception) -> Response:
    assert isinstance(error, PostedTwiceError)
    told = _("This was saved before; it was not done twice.")
    answer: Response = request.app.state.render.redirect(error.location, told, kind="warning")
    return answer


def install(app: FastAPI, more: Iterable[Row] = ()) -> None:
    """Every error of a request passes here; the text of an unknown one is never shown. `more` are the app's own."""
    for kind, status, title in (*TABLE, *more):
        app.add_exception_handler(kind, _handler(status, title))
    app.add_exception_handler(PostedTwiceError, _twice)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)


def is_api(request: Request) -> bool:
    """Programs get problem details."""
    return request.url.path.startswith(("/api/", GIT))


def problem(request: Request, status: HTTPStatus, title: str, more: Mapping[str, object] | None = None) -> JSONResponse:
    """RFC 9457. Titles stay English in the API."""
    body = {"type": "about:blank", "title": title, "status": int(status), "instance": request.url.path, **(more or {})}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _handler(status: HTTPStatus, title: str) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        if is_api(request):
            told = problem(request, status, title, _details(error))
            if status is HTTPStatus.UNAUTHORIZED:
                # git sends its token only after it was asked in this way.
                kind = "Basic" if request.url.path.startswith(GIT) else "Bearer"
                told.headers["WWW-Authenticate"] = f'{kind} realm="NetOps"'
            return told
        if isinstance(error, SignInNeededError):
            return _to_sign_in(request)
        return _page(request, status, _(title))

    return answer


def _details(error: Exception) -> dict[str, object]:
    if isinstance(error, RequestValidationError):
        return _reasons(problems_of(error.errors(), skip=1))  # without "body" or "query"
    if isinstance(error, RefusedError):
        return _reasons(error.problems)
    return {"detail": str(error)} if isinstance(error, WebError | MissingError) and str(error) else {}


def _reasons(problems: Iterable[Problem]) -> dict[str, object]:
    return {"errors": [{"field": item.field, "reason": item.text()} for item in problems]}


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": "/sign-in"})
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = "/sign-in" if request.method != "GET" or wanted == "/" else f"/sign-in?next={quote(wanted)}"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if is_api(request):
        return problem(request, status, status.phrase)
    title = _("There is no such page") if status is HTTPStatus.NOT_FOUND else status.phrase
    return _page(request, status, title)


def _unknown(request: Request, error: Exception) -> Response:
    """A fault of ours or of the database. The reference tells whoever is asked for help which lines of the log."""
    reference = token_hex(4).upper()
    log.error("%s %s failed, reference %s", request.method, request.url.path, reference, exc_info=error)
    status, title = UNREACHED if _is_unreached(error) else FAULT
    answer: Response
    if is_api(request):
        answer = problem(request, status, status.phrase, {"reference": reference})
    else:
        # Outside of all middleware: nobody has said yet which language is spoken here.
        with speaking(_language(request)):
            answer = _page(request, status, _(title), reference)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = RETRY_AFTER_S
    # Starlette answers unknown errors outside of all middleware.
    protect(answer.headers, request.app.state.headers)
    return answer


def _is_unreached(error: Exception) -> bool:
    """The database is down, locked, full, read-only or broken, as far as its driver tells that from a wrong query."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeoutError) or type(error) is DatabaseError


def _language(request: Request) -> str:
    """As far as the request got: the reader's own, else what the browser was told, else that of the app."""
    render = request.app.state.render
    chosen: str = getattr(request.state, "language", "") or request.cookies.get("language") or render.language
    request.state.language = supported(chosen)
    return chosen


def _page(request: Request, status: HTTPStatus, title: str, reference: str = "") -> Response:
    render = request.app.state.render
    if request.headers.get("hx-request"):
        # app.js shows the text as a toast and leaves the page as it is.
        told = " ".join((title, _("Reference number"), reference)) if reference else title
        return Response(told, status_code=status, media_type="text/plain")
    answer: Response = render.page(
        request, "error.html", status=status, title=title, code=int(status), reference=reference
    )
    return answer
