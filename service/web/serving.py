"""What stands around the routes of every app: built assets, and answers made small."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send


class HashedFiles(StaticFiles):
    """Built assets: their URLs carry a hash of the content, so browsers keep them for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, cacheable for a year when asked by its hash."""
        response = await super().get_response(path, scope)
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["Cache-Control"] = "public, max-age=300"
        return response


class Compressed(GZipMiddleware):
    """Pages and answers compressed, but not metrics: tens of megabytes would hold up every page for seconds."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Metrics pass as they are."""
        if scope["type"] == "http" and scope["path"].startswith("/metrics"):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
