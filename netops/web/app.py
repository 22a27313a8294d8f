"""The web process: one FastAPI app from settings, engine and vault, everything built here and passed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI
from sqlalchemy import Engine

from netops.exchange.packing import MOST_PACKED_BYTES
from netops.models.posted import PostedForm
from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.vault import Vault, VaultError
from netops.web.pages import stories
from netops.web.port_history import PortHistory
from netops.web.render import renderer
from netops.web.routers import ROUTERS
from netops.web.session import NETOPS, VisitorMiddleware
from netops.work.jobs import Jobs, fail_unfinished
from service.i18n import N_
from service.identity import Key, Peers
from service.web import errors
from service.web.render import DIST
from service.web.security import BodyLimit, Cookies, SecurityHeaders, headers_of
from service.web.serving import Compressed, HashedFiles

AGENTS_DELIVER: Final = "/api/v1/agents/exchange"
ERRORS: Final = ((VaultError, HTTPStatus.CONFLICT, N_("The stored password cannot be opened: type it anew.")),)


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
    app.state.engine, app.state.posted = engine, PostedForm
    app.state.vault = vault
    app.state.poller = PollerClient(settings.data_dir)
    app.state.port_history = PortHistory(settings.prometheus_url)
    app.state.cookies = cookies
    app.state.headers = headers_of(https=https, siblings=settings.sibling_urls.values())
    app.state.jobs = Jobs(engine)
    app.state.key = Key.at(settings.data_dir / "identity.pem", NETOPS)
    app.state.render = renderer(settings, cookies)
    # Taken as they are: to include a router would analyse each of its routes anew, a second for each app.
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    if settings.demo:
        app.router.routes.extend(stories.router.routes)
    app.mount("/static", HashedFiles(directory=DIST), name="static")
    errors.install(app, ERRORS)
    app.add_middleware(BodyLimit, most_of={AGENTS_DELIVER: MOST_PACKED_BYTES})
    peers = Peers(settings.sibling_calls, settings.data_dir / "peers")
    app.add_middleware(VisitorMiddleware, engine=engine, settings=settings, cookie=cookies.session, peers=peers)
    app.add_middleware(Compressed, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders, headers=app.state.headers)
    return app
