"""When the report is mailed, and to whom."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.reports.schedule import ReportSchedule, load_schedule, store_schedule
from netops.web.access import Visitor, allowed
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/settings/reports"


@router.get(HOME)
def show(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("settings.read"))]) -> Response:
    """As it is set."""
    schedule = load_schedule(db, visitor.office_id).schedule
    return page(request, "form.html", form=_form(flat(schedule.model_dump()), {}))


@router.post(HOME)
def keep(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("settings.write"))], typed: Posted
) -> Response:
    """From now on."""
    try:
        wanted = ReportSchedule.read(dict(typed))
    except RefusedError as error:
        form = _form(typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    keep_schedule(request, db, visitor, wanted)
    return redirect(request, "/reports", _("Saved."))


def keep_schedule(request: Request, db: Session, visitor: Visitor, wanted: ReportSchedule) -> None:
    """From now on, written down."""
    before = load_schedule(db, visitor.office_id).schedule
    store_schedule(db, visitor.office_id, wanted, now=utc_now(), zone=request.app.state.render.zone)
    detail = {"before": before.model_dump(), "after": wanted.model_dump()}
    record(db, visitor.actor, "settings.report_schedule_changed", detail=detail)


def _form(values: Typed, wrong: Typed) -> Form:
    when = (
        Field("enabled", _("Mail the report every month"), "checkbox"),
        Field("day", _("Day of the month"), hint=_("1-28: the report is of the month before"), maxlength=2),
        Field("hour", _("Hour"), hint=_("0-23, local time"), maxlength=2),
    )
    whom = (
        Field("to_directors", _("Directors"), "checkbox"),
        Field("to_planners", _("Planners"), "checkbox"),
        Field("to_supply", _("Supply officers"), "checkbox"),
        Field("to_it", _("IT officers and administrators"), "checkbox"),
    )
    sections = (Section(_("When"), when), Section(_("To everybody of these roles who has an e-mail address"), whom))
    return Form(_("Report by mail"), HOME, "/reports", sections, values, wrong)
