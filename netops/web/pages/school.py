"""One school: links with availability and round trips, devices, outages, contacts, and what happened."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Annotated

import segno
from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inventory.models.link import Link
from inventory.models.site import Site
from inventory.queries.agents import STANDING_WORDS, agents_of, standing_of
from inventory.queries.availability import Period, availability, points
from inventory.queries.outages import OutageFilter, outages
from inventory.queries.school import find_site, school
from inventory.queries.sight import Sight
from inventory.store.power import reports_of
from inventory.store.pupils import counts_of
from netops.notify.cause.beyond import limits_at
from netops.notify.cause.listed import AlertFilter, alerts
from netops.notify.cause.taking import taken_outages
from netops.reports.period import of_month
from netops.web.access import Visitor, allowed
from netops.web.alert_words import ALERT_WORDS
from netops.web.charts import quality
from netops.web.claiming import claiming
from netops.web.risk_words import risk_section
from netops.web.timeline import tell
from service.columns import utc_now
from service.refusal import MissingError
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
_PAST_OUTAGES = 10


@router.get("/schools/{code}")
def one_school(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("sites.read"))],
    code: str,
    period: Period = Period.DAY,
) -> Response:
    """The page; charts fetch their figures themselves."""
    found = school(db, visitor.sight, code)
    if found is None:
        raise MissingError
    zone = request.app.state.render.zone
    now = utc_now()
    link_ids = [line.link.id for line in found.links if line.link.id is not None]
    return page(
        request,
        "school.html",
        school=found,
        period=period,
        month=availability(db, link_ids, since=Period.MONTH.start(now, zone), zone=zone),
        claiming=claiming(db, visitor, [line.link for line in found.links], _last_month(now, zone)),
        pupils=next(iter(counts_of(db, found.site)), None),
        power=reports_of(db, found.site.id or 0),
        outages=outages(db, visitor.sight, OutageFilter(site_id=found.site.id), limit=_PAST_OUTAGES),
        taken=taken_outages(db),
        agents=[(agent, standing_of(agent)) for agent in agents_of(db, found.site.id or 0)],
        agent_words=STANDING_WORDS,
        timeline=tell(found.events, found.names),
        limits=limits_at(db, found.site),
        beyond=alerts(db, visitor.sight, AlertFilter(standing="open", site_id=found.site.id, of_figures=True)),
        **risk_section(db, visitor, site_id=found.site.id),
        **ALERT_WORDS,
    )


def _last_month(now: datetime, zone: tzinfo) -> date:
    """The last one that is over."""
    return of_month(now.astimezone(zone).date()).preceding.months[0]


@router.get("/schools/{code}/label")
def label(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("sites.read"))], code: str) -> Response:
    """A label for the rack: its QR code opens the school's public page on a phone."""
    site = find_site(db, visitor.sight, code)
    if site is None:
        raise MissingError
    address = f"{request.app.state.settings.base_url}/s/{site.code}"
    drawing = segno.make(address, error="m").svg_data_uri(scale=6)
    return page(request, "label.html", site=site, address=address, drawing=drawing)


@router.get("/links/{link_id}/quality.json")
def link_quality(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("links.read"))],
    link_id: int,
    period: Period = Period.DAY,
) -> Response:
    """Figures of the chart."""
    link = _link(db, visitor.sight, link_id)
    figures = quality(db, link, period, now=utc_now(), zone=request.app.state.render.zone)
    return JSONResponse(figures, headers={"Cache-Control": "private, max-age=20"})


@router.get("/links/{link_id}/quality")
def link_table(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("links.read"))],
    link_id: int,
    period: Period = Period.DAY,
) -> Response:
    """The table behind the chart, newest first."""
    link = _link(db, visitor.sight, link_id)
    zone = request.app.state.render.zone
    start = period.start(utc_now(), zone)
    own = points(db, [link_id], since=start, coarsest=period.coarsest, zone=zone).get(link_id, ())
    return page(request, "link_quality.html", link=link, points=own[::-1], period=period)


def _link(db: Session, sight: Sight, link_id: int) -> Link:
    wanted = select(Link).join(Site, col(Site.id) == Link.site_id).where(sight.sites(), Link.id == link_id)
    link = db.exec(wanted).first()
    if link is None:
        raise MissingError
    return link
