"""What devices say by themselves: traps and syslog; and which school keeps its traffic logs as the law asks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.log_sources import WANTED_DAYS, LogStanding, SourceLogs, site_logs
from inventory.queries.messages import CHANNEL_WORDS, MESSAGES, SEVERITY_WORDS, TRAP_WORDS, talkers
from netops.settings import Settings
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import N_, _
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/messages"
EXPORTED: Final = (
    *(N_("School code"), N_("School"), N_("District"), N_("Standing by law")),
    *(
        N_("Source"),
        N_("Days as stated"),
        N_("Days received on end"),
        N_("Last line"),
        N_("Kept where"),
        N_("Looked at"),
    ),
)
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
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("log_sources.read"))],
    standing: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    """Which school keeps its traffic logs long enough; a school's own people see their school."""
    settings: Settings = request.app.state.settings
    found = site_logs(db, visitor.sight, _today(request))
    return page(
        request,
        "log_sources.html",
        found=[each for each in found if standing in ("", each.standing)],
        asked=standing,
        counts={standing: sum(each.standing is standing for each in found) for standing in LogStanding},
        words=STANDING_WORDS,
        wanted=WANTED_DAYS,
        is_listening=bool(settings.syslog_port),
        days=settings.keep_messages_days,
    )


@router.get("/log-sources/export.{kind}")
def export_log_sources(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """One row for each source, and one for each school without any."""
    rows = [
        [each.site.code, each.site.name, each.site.district, _(STANDING_WORDS[each.standing]), *said]
        for each in site_logs(db, visitor.sight, _today(request))
        for said in [_said(source) for source in each.sources] or [[""] * 6]
    ]
    return as_file(Sheet("log-sources", [_(title) for title in EXPORTED], rows), kind)


def _said(one: SourceLogs) -> list[object]:
    source = one.source
    return [
        source.name,
        source.retention_days,
        one.measured,
        one.last_at.isoformat() if one.last_at else "",
        source.kept_where,
        source.checked_on.isoformat() if source.checked_on else "",
    ]


def _today(request: Request) -> date:
    return utc_now().astimezone(request.app.state.render.zone).date()
