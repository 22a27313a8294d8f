"""Pages of netops: its templates, the shapes and words of states, and its own filters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment

from inventory.models.outage import State
from netops.settings import Settings
from netops.web.formats import own_filters
from netops.web.nav import GROUPS
from service.i18n import N_, _
from service.web.nav import siblings_of
from service.web.render import Renderer, environment
from service.web.security import Cookies

TEMPLATES: Final = Path(__file__).parent / "templates"

# Shape and word of each state: shape, colour and word always come together.
SHAPES: Final[dict[State, tuple[str, str]]] = {
    State.DOWN: ("down", N_("down")),
    State.DEGRADED: ("degraded", N_("degraded")),
    State.UNREACHABLE: ("unknown", N_("unreachable")),
    State.UNKNOWN: ("unknown", N_("unknown")),
    State.MAINTENANCE: ("maintenance", N_("maintenance")),
    State.CLOSED: ("closed", N_("closed")),
    State.UP: ("up", N_("up")),
    State.NOT_MONITORED: ("unknown", N_("not monitored")),
}


@lru_cache
def _environment(timezone: str, *, demo: bool) -> Environment:
    """Compiled once for all apps of a process."""
    made = environment([TEMPLATES], ZoneInfo(timezone), demo=demo)
    made.filters.update(own_filters())
    made.globals.update(
        shape=lambda state: SHAPES[State(state)][0],
        word=lambda state: _(SHAPES[State(state)][1]),
    )
    return made


def renderer(settings: Settings, cookies: Cookies) -> Renderer:
    """Made once per app. AssetsMissingError before `make setup`."""
    made = _environment(settings.timezone, demo=settings.demo)
    return Renderer(
        made,
        cookies,
        ZoneInfo(settings.timezone),
        settings.language,
        GROUPS,
        {"siblings": siblings_of(settings.sibling_urls)},
    )
