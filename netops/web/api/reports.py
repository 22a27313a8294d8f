"""How outages were reported to their providers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from sqlmodel import Session

from inventory.models.outage import Outage
from inventory.queries.evidence import reports_of
from inventory.queries.outages import outage as find_outage
from inventory.store.reports import ReportDraft, find_report, remove_report
from netops import audit, provider_reports
from netops.web.access import Visitor, allowed
from netops.web.api.agreed_shapes import ReportOut
from service.columns import utc_now
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/outages/{outage_id}/reports", tags=["reports"])
MayWrite = Annotated[Visitor, Depends(allowed("reports.write"))]


def _outage(db: Session, visitor: Visitor, outage_id: int) -> Outage:
    line = find_outage(db, visitor.sight, outage_id)
    if line is None:
        raise MissingError("outage")
    return line.outage


@router.get("", summary="How an outage was reported to its provider")
def list_reports(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], outage_id: int
) -> list[ReportOut]:
    """Oldest first."""
    outage = _outage(db, visitor, outage_id)
    return [ReportOut.model_validate(row) for row in reports_of(db, [outage.id]).get(outage_id, ())]


@router.post("", summary="Write down a report", status_code=HTTPStatus.CREATED)
def create_report(db: Db, visitor: MayWrite, outage_id: int, draft: ReportDraft) -> ReportOut:
    """The moments stand in their order and not in the future."""
    row = provider_reports.report(db, visitor.actor, _outage(db, visitor, outage_id), draft, now=utc_now())
    return ReportOut.model_validate(row)


@router.patch("/{report_id}", summary="Change a report")
def change_report(
    db: Db, visitor: MayWrite, outage_id: int, report_id: int, given: Annotated[dict[str, Any], Body()]
) -> ReportOut:
    """Any of its fields."""
    outage = _outage(db, visitor, outage_id)
    row = find_report(db, outage, report_id)
    return ReportOut.model_validate(provider_reports.change(db, visitor.actor, outage, row, given, now=utc_now()))


@router.delete("/{report_id}", summary="Remove a report", status_code=HTTPStatus.NO_CONTENT)
def delete_report(db: Db, visitor: MayWrite, outage_id: int, report_id: int) -> None:
    """What was typed by mistake; the audit log keeps it."""
    outage = _outage(db, visitor, outage_id)
    said = remove_report(db, find_report(db, outage, report_id))
    audit.record(db, visitor.actor, "report.removed", subject="outage", subject_id=outage_id, detail=said)
