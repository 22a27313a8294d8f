"""The director's report: its periods, its figures, the paper made of them, and when it is mailed."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request

from netops.reports.figures import ReportFigures
from netops.reports.gathering import Moment, gather
from netops.reports.period import Period
from netops.reports.schedule import ReportSchedule, load_schedule
from netops.web.access import Visitor, allowed
from netops.web.api.papers import PaperOut
from netops.web.api.shapes import Shape
from netops.web.pages.report_schedule import keep_schedule
from netops.web.pages.reports import asked, keep_report, periods
from service.columns import utc_now
from service.i18n import spoken
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["director's report"])
MayRead = Annotated[Visitor, Depends(allowed("reports.read"))]
MayMake = Annotated[Visitor, Depends(allowed("reports.make"))]


class PeriodOut(Shape):
    """A month (2026-10), a quarter (fy2570q1) or a whole fiscal year of the Buddhist era (fy2570)."""

    key: str
    title: str
    is_over: bool


class ReportOut(Shape):
    """The figures of a period: counts, seconds, satang, bit per second. Shares are in percent, null of nothing."""

    connected_percent: Decimal | None
    available_percent: Decimal | None
    figures: ReportFigures


@router.get("/director-reports", summary="Periods of which there is a report")
def list_periods(request: Request, db: Db, visitor: MayRead) -> list[PeriodOut]:
    """Months, the newest first, then their quarters and fiscal years."""
    moment = _moment(request)
    return [_out(one, moment) for one in periods(db, visitor, moment.now, moment.zone)]


@router.get("/director-reports/{period}", summary="The report of a period in figures")
def get_report(request: Request, db: Db, visitor: MayRead, period: str) -> ReportOut:
    """As it stands at this moment; 404 for a period that has not begun."""
    moment = _moment(request)
    figures = gather(db, visitor.sight, asked(period, moment), moment)
    return ReportOut(
        connected_percent=figures.total.connected_percent, available_percent=figures.total.available, figures=figures
    )


@router.post("/director-reports/{period}", summary="Make the paper of a report", status_code=HTTPStatus.CREATED)
def make_paper(request: Request, db: Db, visitor: MayMake, period: str) -> PaperOut:
    """Kept among the papers, whose files are at /papers; the last one where nothing has changed since."""
    moment = _moment(request)
    return PaperOut.model_validate(keep_report(db, visitor, asked(period, moment), moment))


@router.get("/report-schedule", summary="When the report is mailed, and to whom")
def get_schedule(db: Db, visitor: Annotated[Visitor, Depends(allowed("settings.read"))]) -> ReportSchedule:
    """`hour` is local."""
    return load_schedule(db, visitor.office_id).schedule


@router.patch("/report-schedule", summary="Set when the report is mailed, and to whom")
def change_schedule(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("settings.write"))],
    given: Annotated[dict[str, Any], Body()],
) -> ReportSchedule:
    """What was due earlier is not mailed after the event."""
    wanted = load_schedule(db, visitor.office_id).schedule.with_changes(given)
    keep_schedule(request, db, visitor, wanted)
    return wanted


def _moment(request: Request) -> Moment:
    return Moment(utc_now(), request.app.state.render.zone)


def _out(one: Period, moment: Moment) -> PeriodOut:
    return PeriodOut(key=one.key, title=one.title(spoken()), is_over=one.is_over(moment.now, moment.zone))
