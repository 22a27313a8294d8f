"""The web process: one FastAPI app from settings, engine and vault, everything built here and passed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.vault import Vault
from netops.web.port_history import PortHistory
from netops.web.routers import ROUTERS
from netops.web.session import VisitorMiddleware
from netops.work.jobs import Jobs, fail_unfinished
from service.web import errors
from service.web.render import DIST, Renderer
from service.web.security import BodyLimit, Cookies, SecurityHeaders, headers_of


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


@asynccontextmanager
async def _until_the_end(app: FastAPI) -> AsyncIterator[None]:
    """What a dead process left unfinished is told as failed; what runs at the end is let finish."""
    fail_unfinished(app.state.engine)
    yield
    app.state.jobs.close()
    app.state.poller.close()
    app.state.port_history.close()


def create_app(settings: Settings, engine: Engine, vault: Vault) -> FastAPI:
    """The pages and the API. Raises AssetsMissingError or CatalogueMissingError before `make setup`."""
    https = settings.base_url.startswith("https://")
    cookies = Cookies(https=https)
    app = FastAPI(
        title="NetOps", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None, lifespan=_until_the_end
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.vault = vault
    app.state.poller = PollerClient(settings.data_dir)
    app.state.port_history = PortHistory(settings.prometheus_url)
    app.state.cookies = cookies
    app.state.headers = headers_of(https=https)
    app.state.jobs = Jobs(engine)
    app.state.render = Renderer(settings, cookies)
    # Taken as they are: to include a router would analyse each of its routes anew, a second for each app.
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.mount("/static", HashedFiles(directory=DIST), name="static")
    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(VisitorMiddleware, engine=engine, settings=settings, cookie=cookies.session)
    app.add_middleware(Compressed, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders, headers=app.state.headers)
    return app
