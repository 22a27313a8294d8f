"""What pages of this service take from the request: the folder of files, and today on the office's clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request

from service.uploads import Uploads


def uploads_of(request: Request) -> Uploads:
    """The files of this service."""
    return Uploads(request.app.state.settings.folder_of(request.app.state.part.name))


def today(request: Request) -> date:
    """On the office's own clock."""
    return datetime.now(ZoneInfo(request.app.state.settings.timezone)).date()
