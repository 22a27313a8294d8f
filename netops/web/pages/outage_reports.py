"""Forms to write down how an outage was reported to its provider, and what the provider did when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import ProviderReport
from inventory.models.outage import Outage, Subject
from inventory.store.reports import ORDER, ReportDraft, find_report, remove_report
from netops import audit
from netops.provider_reports import change, report
from netops.web.access import Visitor, allowed
from netops.web.outage_sections.report import WAY_WORDS
from netops.web.pages.outage import line_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/outages/{outage_id:int}/reports", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("reports.write"))]
LOCAL: Final = "%Y-%m-%dT%H:%M"


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, outage_id: int) -> Response:
    """An empty form; it was reported just now."""
    outage = _link_outage(db, visitor, outage_id)
    now = utc_now().astimezone(_zone(request)).strftime(LOCAL)
    return _show(request, outage, {"way": "phone", "reported_at": now})


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, outage_id: int, typed: Posted) -> Response:
    """Write it down."""
    outage = _link_outage(db, visitor, outage_id)
    try:
        with db.begin_nested():
            report(db, visitor.actor, outage, ReportDraft.read(_given(typed, _zone(request))), now=utc_now())
    except RefusedError as error:
        return _show(request, outage, typed, wrong=problems(error))
    return redirect(request, f"/outages/{outage_id}#provider", _("Saved."))


@router.get("/{report_id:int}")
def edit(request: Request, db: Db, visitor: MayWrite, outage_id: int, report_id: int) -> Response:
    """As it was written down."""
    outage = _link_outage(db, visitor, outage_id)
    row = find_report(db, outage, report_id)
    return _show(request, outage, _typed(row, _zone(request)), row)


@router.post("/{report_id:int}")
def save(request: Request, db: Db, visitor: MayWrite, outage_id: int, report_id: int, typed: Posted) -> Response:
    """Write down more of it, or put it right."""
    outage = _link_outage(db, visitor, outage_id)
    row = find_report(db, outage, report_id)
    try:
        with db.begin_nested():
            change(db, visitor.actor, outage, row, _given(typed, _zone(request)), now=utc_now())
    except RefusedError as error:
        db.refresh(row)
        return _show(request, outage, typed, row, problems(error))
    return redirect(request, f"/outages/{outage_id}#provider", _("Saved."))


@router.post("/{report_id:int}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, outage_id: int, report_id: int) -> Response:
    """Take away what was typed by mistake; the audit log keeps it."""
    outage = _link_outage(db, visitor, outage_id)
    said = remove_report(db, find_report(db, outage, report_id))
    audit.record(db, visitor.actor, "report.removed", subject="outage", subject_id=outage_id, detail=said)
    return redirect(request, f"/outages/{outage_id}#provider", _("Done."))


def _link_outage(db: Session, visitor: Visitor, outage_id: int) -> Outage:
    outage = line_of(db, visitor, outage_id).outage
    if outage.subject is not Subject.LINK:
        raise MissingError("link")
    return outage


def _zone(request: Request) -> ZoneInfo:
    zone: ZoneInfo = request.app.state.render.zone
    return zone


def _given(typed: Mapping[str, str], zone: ZoneInfo) -> dict[str, Any]:
    wanted: dict[str, Any] = dict(typed)
    for name in ORDER:
        text = typed.get(name, "").strip()
        try:
            wanted[name] = datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
        except ValueError:
            wanted[name] = text
    if wanted["reported_at"] is None:
        del wanted["reported_at"]
    return wanted


def _typed(row: ProviderReport, zone: ZoneInfo) -> dict[str, str]:
    shown = ReportDraft.of(row).model_dump()
    for name in ORDER:
        if shown[name] is not None:
            shown[name] = shown[name].astimezone(zone).strftime(LOCAL)
    return flat(shown)


def _show(
    request: Request,
    outage: Outage,
    typed: Mapping[str, str],
    row: ProviderReport | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    home = f"/outages/{outage.id}"
    one = f"{home}/reports/{row.id if row is not None else 'new'}"
    acts = (
        () if row is None else (Act(f"{one}/remove", _("Remove"), _("The audit log keeps what it was."), icon="trash"),)
    )
    form = Form(
        title=_("Report to the provider"),
        action=one,
        back=f"{home}#provider",
        sections=[Section("", _fields())],
        values=typed,
        problems=wrong or {},
        acts=acts,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


def _fields() -> tuple[Field, ...]:
    ways = [(way.value, _(words)) for way, words in WAY_WORDS.items()]
    return (
        Field("reported_at", _("Reported"), "datetime-local", required=True),
        Field("way", _("Told by way of"), "select", options=ways),
        Field("ticket_no", _("Ticket number"), hint=_("As the provider gives it"), maxlength=120),
        Field("told_whom", _("Who took it"), maxlength=120),
        Field("answered_at", _("Answered"), "datetime-local", hint=_("When somebody began to work on it")),
        Field("arrived_at", _("Arrived"), "datetime-local", hint=_("When a technician was at the school")),
        Field("repaired_at", _("Repaired"), "datetime-local", hint=_("When the provider said so")),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )
