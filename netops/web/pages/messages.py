"""What devices say by themselves: traps and syslog; and which school keeps its traffic logs as the law asks."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.columns import utc_now
from inventory.queries.log_sources import WANTED_DAYS, LogStanding, site_logs
from inventory.queries.messages import CHANNEL_WORDS, MESSAGES, SEVERITY_WORDS, TRAP_WORDS, talkers
from netops.i18n import N_
from netops.settings import Settings
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from netops.web.render import page
from netops.web.session import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/messages"
STANDING_WORDS: Final = {
    LogStanding.KEPT: N_("keeps 90 days"),
    LogStanding.UNCHECKED: N_("said to keep 90 days; nobody looked within a year"),
    LogStanding.SHORT: N_("kept too short"),
    LogStanding.NONE: N_("no traffic log is known"),
}


@router.get("/messages")
def listed(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("messages.read"))]) -> Response:
    """The latest first."""
    settings: Settings = request.app.state.settings
    return page(
        request,
        "messages.html",
        view=view_of(request, db, visitor, MESSAGES, path=HOME),
        kinds=kinds_of(MESSAGES),
        channels=CHANNEL_WORDS,
        severities=SEVERITY_WORDS,
        traps=TRAP_WORDS,
        talkers=talkers(db, visitor.sight, utc_now()),
        is_listening=bool(settings.trap_port or settings.syslog_port),
        days=settings.keep_messages_days,
    )


@router.get("/messages/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("messages.read"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, MESSAGES, kind)


@router.get("/log-sources")
def log_sources(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("log_sources.read"))]
) -> Response:
    """Which school keeps its traffic logs long enough; a school's own people see their school."""
    settings: Settings = request.app.state.settings
    today = utc_now().astimezone(request.app.state.render.zone).date()
    found = site_logs(db, visitor.sight, today)
    return page(
        request,
        "log_sources.html",
        found=found,
        counts={standing: sum(each.standing is standing for each in found) for standing in LogStanding},
        words=STANDING_WORDS,
        wanted=WANTED_DAYS,
        is_listening=bool(settings.syslog_port),
        days=settings.keep_messages_days,
    )
