"""The FastAPI app of a planning service, everything built here and passed in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from jinja2 import Environment
from sqlalchemy import Engine

from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from planning.kit.tables import PostedForm
from planning.kit.web import data, exposition, feed, signing_in
from planning.kit.web.session import VisitorMiddleware
from service.identity import Key, Peers
from service.web import errors
from service.web.nav import siblings_of
from service.web.render import DIST, Renderer, environment
from service.web.security import BodyLimit, Cookies, SecurityHeaders, headers_of
from service.web.serving import Compressed, HashedFiles

TEMPLATES: Final = Path(__file__).parents[1] / "templates"


@lru_cache
def _environment(folders: tuple[Path, ...], zone: ZoneInfo, *, demo: bool) -> Environment:
    """Templates are compiled once for all apps of a process."""
    return environment((*folders, TEMPLATES), zone, demo=demo)


def create_app(part: Part, settings: PlanningSettings, engine: Engine, key: Key, peers: Peers) -> FastAPI:
    """Pages and API of one service. AssetsMissingError or CatalogueMissingError before `make setup`."""
    https = settings.url_of(part.name, settings.port_of(part.name)).startswith("https://")
    cookies = Cookies(https=https, name=f"netops-{part.name}")
    zone = ZoneInfo(settings.timezone)
    app = FastAPI(title=part.name, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    app.state.part, app.state.settings, app.state.engine, app.state.posted = part, settings, engine, PostedForm
    app.state.key, app.state.peers, app.state.cookies = key, peers, cookies
    app.state.headers = headers_of(https=https, siblings=peers.links.values())
    app.state.render = Renderer(
        _environment((part.templates, *part.more_templates), zone, demo=settings.demo),
        cookies,
        zone,
        settings.language,
        (*part.groups, data.GROUP),
        {
            "service": part.title,
            "service_icon": part.icon,
            "netops_url": peers.links["netops"].rstrip("/"),
            "own_url": settings.url_of(part.name, settings.port_of(part.name)),
            "siblings": siblings_of(peers.links),
        },
    )
    for router in (signing_in.router, feed.router, data.router, exposition.router, *part.routers):
        app.router.routes.extend(router.routes)
    app.mount("/static", HashedFiles(directory=DIST), name="static")
    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(
        VisitorMiddleware, part=part, engine=engine, settings=settings, peers=peers, cookie=cookies.session
    )
    app.add_middleware(Compressed, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders, headers=app.state.headers)
    return app
