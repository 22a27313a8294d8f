"""Response headers that hold for every answer, and cookies that scripts and other sites cannot use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No inline script or style anywhere. uPlot and Leaflet set styles through the CSSOM, which this allows.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Six pictures of 12 MB are the largest thing that anybody sends; who is not signed in sends a name and a password.
MOST_BYTES: Final = 80 * 1024 * 1024
MOST_BYTES_OF_STRANGERS: Final = 64 * 1024
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
}


def headers_of(*, https: bool, siblings: Iterable[str] = ()) -> dict[str, str]:
    """What every answer of this deployment carries. The answer to a form may lead to `siblings`, addresses of other
    services of ours: browsers hold the redirects after signing in and out, too, against this policy.
    """
    origins = sorted({f"{one.scheme}://{one.netloc}" for one in map(urlsplit, siblings) if one.scheme and one.netloc})
    policy = POLICY.replace("form-action 'self'", " ".join(("form-action 'self'", *origins)))
    headers = {**HEADERS, "Content-Security-Policy": policy}
    return {**headers, "Strict-Transport-Security": "max-age=31536000"} if https else headers


def protect(headers: MutableHeaders, wanted: Mapping[str, str]) -> None:
    """Add them, and forbid caches to keep what a person saw unless the route says otherwise."""
    for name, value in {**wanted, "Cache-Control": "no-store"}.items():
        headers.setdefault(name, value)


class SecurityHeaders:
    """Pure ASGI middleware. An unknown error passes it by: its answer is protected in errors.py."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str]) -> None:
        self.app, self.headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Protects the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), self.headers)
            await send(message)

        await self.app(scope, receive, with_headers)


class BodyLimit:
    """Pure ASGI middleware within the one that knows the visitor: a stranger's upload must not fill the disk."""

    def __init__(self, app: ASGIApp, *, most_of: Mapping[str, int] | None = None) -> None:
        """`most_of` are limits in bytes of paths whose route itself recognises who sends, before it reads the body."""
        self.app, self.most_of = app, dict(most_of or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ends a body that grows past the limit with 413."""
        known = scope["type"] == "http" and scope.get("state", {}).get("visitor") is not None
        left = MOST_BYTES if known else MOST_BYTES_OF_STRANGERS
        if scope["type"] == "http":
            left = self.most_of.get(scope["path"], left)

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, counted, send)


class Cookies:
    """Sets cookies with the flags this deployment allows. `__Host-` binds the session to this very host."""

    def __init__(self, *, https: bool, name: str = "netops") -> None:
        """`name` is the session's: services on one host are told apart by it, since cookies do not know ports."""
        self.https = https
        self.session = f"__Host-{name}" if https else name

    def put(self, response: Response, name: str, value: str, *, max_age_s: int | None = None) -> None:
        """A cookie that scripts cannot read and other sites' forms do not carry."""
        response.set_cookie(name, value, max_age=max_age_s, path="/", secure=self.https, httponly=True, samesite="lax")

    def drop(self, response: Response, name: str) -> None:
        """Forget it in the browser."""
        response.delete_cookie(name, path="/", secure=self.https, httponly=True, samesite="lax")
