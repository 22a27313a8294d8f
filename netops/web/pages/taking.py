"""Taking a matter on and putting it off, from the page of its outage or of its alert."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries import outages as queries
from netops import audit
from netops.models.alert import Alert
from netops.notify.cause import taking
from netops.notify.cause.listed import AlertLine, one_alert
from netops.web.access import Visitor, allowed
from netops.web.alert_words import ALERT_WORDS
from netops.web.knowing import articles_of
from netops.web.outage_sections.alert import shown
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayTake = Annotated[Visitor, Depends(allowed("outages.acknowledge"))]
Note = Annotated[str, Form(max_length=taking.NOTE_LENGTH)]
Hours = Annotated[int, Form(ge=0, le=168)]
OF_OUTAGE: Final = "/outages/{outage_id:int}"
OF_ALERT: Final = "/alerts/{alert_id:int}"


@router.get(OF_ALERT)
def one(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("alerts.read"))], alert_id: int
) -> Response:
    """An alert: who has taken it on, who was told."""
    line = line_of(db, visitor, alert_id)
    alert = shown(db, line.alert, act=f"/alerts/{alert_id}")
    fits = articles_of(db, visitor, [line], request.app.state.render.zone).get(alert_id, ())
    return page(request, "alert.html", line=line, alert=alert, fits=fits, **ALERT_WORDS)


@router.post(f"{OF_OUTAGE}/acknowledge")
def take_outage(request: Request, db: Db, visitor: MayTake, outage_id: int, note: Note = "") -> Response:
    """Somebody has taken it on."""
    acknowledge(db, visitor, of_outage(db, visitor, outage_id), note)
    return redirect(request, f"/outages/{outage_id}", _("You have taken it on."))


@router.post(f"{OF_ALERT}/acknowledge")
def take_alert(request: Request, db: Db, visitor: MayTake, alert_id: int, note: Note = "") -> Response:
    """Somebody has taken it on."""
    acknowledge(db, visitor, line_of(db, visitor, alert_id).alert, note)
    return redirect(request, f"/alerts/{alert_id}", _("You have taken it on."))


@router.post(f"{OF_OUTAGE}/snooze")
def snooze_outage(request: Request, db: Db, visitor: MayTake, outage_id: int, hours: Hours) -> Response:
    """Say nothing for so many hours; 0 ends it."""
    return _put_off(request, db, visitor, of_outage(db, visitor, outage_id), hours, f"/outages/{outage_id}")


@router.post(f"{OF_ALERT}/snooze")
def snooze_alert(request: Request, db: Db, visitor: MayTake, alert_id: int, hours: Hours) -> Response:
    """Say nothing for so many hours; 0 ends it."""
    return _put_off(request, db, visitor, line_of(db, visitor, alert_id).alert, hours, f"/alerts/{alert_id}")


def acknowledge(db: Session, visitor: Visitor, alert: Alert, note: str) -> None:
    """Take an alert on and write it down. RefusedError."""
    taking.take_on(alert, person_id=visitor.person_id, note=note, at=utc_now())
    _record(db, visitor, "alert.acknowledged", alert, {"note": note.strip()})


def put_off(db: Session, visitor: Visitor, alert: Alert, until: datetime | None) -> None:
    """Snooze an alert until then, or wake it, and write it down. RefusedError."""
    now = utc_now()
    if until is None:
        taking.wake(alert, at=now)
    else:
        taking.snooze(alert, until=until, at=now)
    _record(db, visitor, "alert.snoozed", alert, {"until": until.isoformat() if until is not None else None})


def line_of(db: Session, visitor: Visitor, alert_id: int) -> AlertLine:
    """The alert when this visitor may see it; MissingError otherwise."""
    line = one_alert(db, visitor.sight, alert_id)
    if line is None:
        raise MissingError("alert")
    return line


def of_outage(db: Session, visitor: Visitor, outage_id: int) -> Alert:
    """The alert of an outage that this visitor may see; MissingError otherwise."""
    line = queries.outage(db, visitor.sight, outage_id)
    if line is None:
        raise MissingError("outage")
    return taking.alert_of(db, line.outage)


def _put_off(request: Request, db: Session, visitor: Visitor, alert: Alert, hours: int, back: str) -> Response:
    try:
        put_off(db, visitor, alert, utc_now() + timedelta(hours=hours) if hours else None)
    except RefusedError as error:
        return redirect(request, back, "; ".join(problems(error).values()), kind="warning")
    return redirect(request, back, _("Saved."))


def _record(db: Session, visitor: Visitor, act: str, alert: Alert, detail: dict[str, object]) -> None:
    db.add(alert)
    audit.record(db, visitor.actor, act, subject="alert", subject_id=alert.id, detail=detail)
