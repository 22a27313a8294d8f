"""The report for the director: the figures on screen, each with the way to its rows, and the papers made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import LinkMonth
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.sla.telling import REASONS
from netops.audit import record
from netops.models.paper import Paper
from netops.models.person import Person
from netops.reports.figures import Month, Spent, percent
from netops.reports.gathering import Moment, gather
from netops.reports.making import made, make_report
from netops.reports.period import Period, of_month, of_quarter, of_year, read_period
from netops.web.access import Visitor, allowed
from netops.web.pages.papers import MEDIA, file_of
from office import thai_date
from office.fiscal import Quarter
from service.columns import utc_now
from service.i18n import spoken
from service.refusal import MissingError
from service.web.form import Posted
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/reports", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("reports.read"))]
MayMake = Annotated[Visitor, Depends(allowed("reports.make"))]
MOST_MONTHS: Final = 36


@router.get("")
def show(request: Request, db: Db, visitor: MayRead) -> Response:
    """The report of a period, by default the last month that is over."""
    zone: ZoneInfo = request.app.state.render.zone
    now = utc_now()
    known = periods(db, visitor, now, zone)
    key = request.query_params.get("period", "")
    period = asked(key, Moment(now, zone)) if key else _latest(known, now, zone)
    figures = gather(db, visitor.sight, period, Moment(now, zone))
    return page(
        request,
        "reports.html",
        period=period,
        periods=known,
        figures=figures,
        spent=Spent.sum_of(figures.providers, ""),
        measured=figures.total.measured_s > 0,
        lowest=_lowest(figures.trend),
        months={line.month: thai_date.month(line.month, spoken()) for line in figures.trend},
        part=percent,
        reasons=REASONS,
        tz=zone,
        papers=(papers := made(db, visitor.office_id)),
        people=_people(db, papers),
    )


@router.post("/make")
def make(request: Request, db: Db, visitor: MayMake, typed: Posted) -> Response:
    """The paper of a period as a file; kept among those that were made."""
    moment = Moment(utc_now(), request.app.state.render.zone)
    key = typed.get("period", "")
    period = asked(key, moment) if key else _latest((), moment.now, moment.zone)
    paper = keep_report(db, visitor, period, moment)
    form = typed.get("form", "")
    return file_of(db, visitor, paper.id or 0, form if form in MEDIA else "pdf")


def keep_report(db: Session, visitor: Visitor, period: Period, moment: Moment) -> Paper:
    """The paper of a period, written down."""
    paper = make_report(db, visitor.office_id, period, moment, by=visitor.person_id)
    record(db, visitor.actor, "report.made", subject="paper", subject_id=paper.id, detail={"period": period.key})
    return paper


def _people(db: Session, papers: Sequence[Paper]) -> dict[int, str]:
    ids = {paper.made_by for paper in papers if paper.made_by is not None}
    rows = db.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else ()
    return {person.id: person.name or person.username for person in rows if person.id is not None}


def asked(key: str, moment: Moment) -> Period:
    """MissingError for a period that has not begun or is none."""
    try:
        period = read_period(key)
    except ValueError:
        raise MissingError("period") from None
    if not period.is_begun(moment.now, moment.zone):
        raise MissingError("period")
    return period


def _latest(known: Sequence[Period], now: datetime, zone: tzinfo) -> Period:
    """The last month that is over, or this one where nothing is known of that."""
    month = of_month(now.astimezone(zone).date())
    return month.preceding if month.preceding in known else month


def periods(db: Session, visitor: Visitor, now: datetime, zone: tzinfo) -> list[Period]:
    """What can be chosen: months of which something is kept, newest first, their quarters and their fiscal years."""
    first = db.exec(
        select(func.min(LinkMonth.month))
        .join(Link, col(Link.id) == LinkMonth.link_id)
        .join(Site, col(Site.id) == Link.site_id)
        .where(visitor.sight.sites())
    ).one()
    month = of_month(now.astimezone(zone).date())
    months = [month]
    while first is not None and months[-1].months[0] > first and len(months) < MOST_MONTHS:
        months.append(months[-1].preceding)
    quarters = sorted({Quarter.of(one.months[0]) for one in months}, reverse=True)
    years = sorted({quarter.year for quarter in quarters}, reverse=True)
    return [*months, *(of_quarter(quarter) for quarter in quarters), *(of_year(year) for year in years)]


def _lowest(trend: Sequence[Month]) -> float:
    """Where the bars of the trend begin: below the worst month, so that months can be told apart."""
    known = [float(line.available) for line in trend if line.available is not None]
    return max(0.0, min(known, default=100.0) - 1)
