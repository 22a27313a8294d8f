"""The status board: what is wrong now in one sentence, the schools that need a person, then all by district."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import State
from inventory.queries.board import Board, board
from netops.models.person import Role
from netops.notify.cause.listed import AlertFilter, alerts, count_alerts
from netops.notify.cause.taking import taken_outages
from netops.web.access import Visitor, allowed
from netops.web.alert_words import ALERT_WORDS
from netops.web.notices import notices
from service.columns import utc_now
from service.i18n import _, ngettext
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MOST_BEYOND: Final = 6  # shown; the list of alerts has all
MayRead = Annotated[Visitor, Depends(allowed("board.read"))]


@router.get("/")
def overview(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))]) -> Response:
    """The board within the shell; a school's person has one school and goes there."""
    if visitor.role is Role.SCHOOL:
        return redirect(request, "/schools")
    return _board(request, db, visitor, "overview.html", wall=False)


@router.get("/wall")
def wall(request: Request, db: Db, visitor: MayRead) -> Response:
    """The board for a screen that is read from three metres: dark, large, without a mouse."""
    return _board(request, db, visitor, "overview.html", wall=True, theme="dark")


@router.get("/board")
def fragment(request: Request, db: Db, visitor: MayRead, wall: Annotated[bool, Query()] = False) -> Response:
    """The inner part, polled by the page: 304 while nothing on it has changed."""
    return unless_unchanged(request, _board(request, db, visitor, "board.html", wall=wall))


def _board(request: Request, db: Session, visitor: Visitor, template: str, *, wall: bool, theme: str = "") -> Response:
    found = board(db, visitor.sight, taken=taken_outages(db))
    of_figures = AlertFilter(standing="open", of_figures=True)
    return page(
        request,
        template,
        board=found,
        sentence=sentence(found),
        wall=wall,
        theme=theme,
        beyond=alerts(db, visitor.sight, of_figures, sort="severity", descending=False, limit=MOST_BEYOND),
        beyond_count=count_alerts(db, visitor.sight, of_figures),
        **ALERT_WORDS,
    )


@router.get("/notices")
def standing_notices(request: Request, db: Db, visitor: MayRead) -> Response:
    """Banners of every page, polled."""
    found = notices(db, visitor, request.app.state.settings, now=utc_now())
    return page(request, "notices.html", notices=found)


def unless_unchanged(request: Request, response: Response) -> Response:
    """304 without a body when the browser shows this already."""
    etag = f'"{sha256(bytes(response.body)).hexdigest()[:24]}"'
    if request.headers.get("if-none-match", "").removeprefix("W/") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return response


def sentence(found: Board) -> str:
    """What is wrong now, in one sentence; a calm one when nothing is."""
    count = found.count
    down, degraded = count[State.DOWN], count[State.DEGRADED]
    if not found.schools:
        return _("There are no schools yet.")
    if down:
        text = ngettext("%(count)d school is cut off", "%(count)d schools are cut off", down) % {"count": down}
        shared = found.common_provider
        if shared:
            text += _(": %(count)d through the same provider (%(provider)s)") % {
                "count": shared[1],
                "provider": shared[0],
            }
        if degraded:
            text += " · " + ngettext("%(count)d school has a problem", "%(count)d schools have a problem", degraded) % {
                "count": degraded
            }
        return text
    if degraded:
        return ngettext("%(count)d school has a problem", "%(count)d schools have a problem", degraded) % {
            "count": degraded
        } + _("; no school is cut off")
    unseen = count[State.UNKNOWN] + count[State.UNREACHABLE]
    if unseen:
        return ngettext(
            "The state of %(count)d school is not known", "The state of %(count)d schools is not known", unseen
        ) % {"count": unseen}
    return ngettext("All is well at %(count)d school", "All is well at all %(count)d schools", len(found.schools)) % {
        "count": len(found.schools)
    }
