"""Pages from templates: one Jinja environment, the person's language, navigation, flash messages and asset URLs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.i18n import _, ngettext
from service.web.access import leads
from service.web.formats import filters
from service.web.nav import Group, current, groups_for
from service.web.security import Cookies

FLASH: Final = "flash"
ROOT: Final = Path(__file__).parents[2]
DIST: Final = ROOT / "ui" / "static" / "dist"


class AssetsMissingError(RuntimeError):
    """The web assets were not built."""


def asset_hashes() -> dict[str, str]:
    """Hashes of the built files; raises AssetsMissingError before `make setup`."""
    try:
        hashes: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    except OSError as error:
        raise AssetsMissingError("the web assets are not built: run `make setup`") from error
    return hashes


def environment(folders: Iterable[Path], zone: ZoneInfo, *, demo: bool) -> Environment:
    """Templates of a service and, behind them, those of the shell, with our filters and words."""
    hashes = asset_hashes()
    made = Environment(
        loader=FileSystemLoader([*folders, ROOT / "ui" / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(filters(zone))
    made.globals.update(
        asset=lambda name: f"/static/{name}?v={hashes[name]}",
        demo=demo,
        zone=zone.key,
        once=lambda: token_urlsafe(12),
        shape=str,
    )
    return made


@dataclass(frozen=True, slots=True)
class Renderer:
    """Made once per app. `language` is that of a reader who chose none; `shell` goes into every template."""

    environment: Environment
    cookies: Cookies
    zone: ZoneInfo
    language: str
    groups: tuple[Group, ...]
    shell: Mapping[str, Any] = field(default_factory=dict)

    def text(self, template: str, **context: Any) -> str:
        """A template without a request, e.g. a fragment whose hash is wanted."""
        return self.environment.get_template(template).render(**{**self.shell, **context})

    def page(self, request: Request, template: str, *, status: int = HTTPStatus.OK, **context: Any) -> HTMLResponse:
        """A page in the reader's language. Flash messages are shown once."""
        visitor = getattr(request.state, "visitor", None)
        groups = groups_for(self.groups, visitor)
        flash = _read_flash(request.cookies.get(FLASH, ""))
        html = self.text(
            template,
            request=request,
            visitor=visitor,
            language=getattr(request.state, "language", self.language),
            nav=groups,
            here=current(groups, request.url.path),
            flash=flash,
            now=datetime.now(UTC),
            leads=partial(leads, request.app.routes, visitor),
            **context,
        )
        response = HTMLResponse(html, status_code=status)
        if flash:
            self.cookies.drop(response, FLASH)
        return response

    def redirect(self, url: str, message: str = "", *, kind: str = "success") -> Response:
        """Go there after an act, with a message shown on arrival (`kind`: success, warning or danger)."""
        response = RedirectResponse(url, HTTPStatus.SEE_OTHER)
        if message:
            packed = base64.urlsafe_b64encode(json.dumps([kind, message[:300]]).encode()).decode()
            self.cookies.put(response, FLASH, packed, max_age_s=60)
        return response


def page(request: Request, template: str, *, status: int = HTTPStatus.OK, **context: Any) -> HTMLResponse:
    """`Renderer.page` of this app."""
    renderer: Renderer = request.app.state.render
    return renderer.page(request, template, status=status, **context)


def redirect(request: Request, url: str, message: str = "", *, kind: str = "success") -> Response:
    """`Renderer.redirect` of this app; for htmx the whole page goes there."""
    renderer: Renderer = request.app.state.render
    response = renderer.redirect(url, message, kind=kind)
    if request.headers.get("hx-request"):
        response.status_code = HTTPStatus.NO_CONTENT
        response.headers["HX-Redirect"] = url
    if kind != "danger":  # what was refused may be tried again as it was
        request.state.went_to = url
    return response


def _read_flash(packed: str) -> tuple[str, str] | None:
    """What a browser sends is not trusted to be what was set."""
    try:
        kind, message = json.loads(base64.urlsafe_b64decode(packed))
    except (ValueError, TypeError):
        return None
    return (kind, str(message)) if kind in ("success", "warning", "danger") else None
