"""The day on the office's own clock."""

from __future__ import annotations

from datetime import date, datetime

from starlette.requests import Request


def today_of(request: Request) -> date:
    """Of the zone in which the pages show times."""
    return datetime.now(request.app.state.render.zone).date()
