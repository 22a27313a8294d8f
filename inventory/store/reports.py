"""An outage as it was reported to its provider: when, to whom, and when the provider did what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Self

from pydantic import AwareDatetime, Field, model_validator
from sqlmodel import Session

from inventory.models.contract import ProviderReport, ReportWay
from inventory.models.outage import Outage, Subject
from service.draft import Draft, Empty, Note, take
from service.refusal import MissingError, NotTakenError, _, refuse

ORDER: Final = ("reported_at", "answered_at", "arrived_at", "repaired_at")
# Clocks of people differ, and an outage begins with the first silent probe, which is later than the cut itself.
EARLY: Final = timedelta(hours=1)
Moment = Annotated[AwareDatetime | None, Empty]


class ReportDraft(Draft):
    """A report; the moments stand in the order in which such things happen."""

    way: ReportWay = ReportWay.PHONE
    ticket_no: Annotated[str, Field(max_length=120)] = ""
    told_whom: Annotated[str, Field(max_length=120)] = ""
    reported_at: AwareDatetime
    answered_at: Moment = None
    arrived_at: Moment = None
    repaired_at: Moment = None
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        before: datetime | None = None
        for name in ORDER:
            at: datetime | None = getattr(self, name)
            if at is None:
                continue
            if before is not None and at < before:
                raise NotTakenError(_("This is before what happened earlier"), name)
            before = at
        return self


def find_report(session: Session, outage: Outage, report_id: int) -> ProviderReport:
    """The report of this outage; MissingError when there is none."""
    report = session.get(ProviderReport, report_id)
    if report is None or report.outage_id != outage.id:
        raise MissingError("report")
    return report


def add_report(
    session: Session, outage: Outage, draft: ReportDraft, *, person_id: int | None, now: datetime
) -> ProviderReport:
    """A new report. RefusedError for moments to come, or before the outage; only links have a provider."""
    if outage.subject is not Subject.LINK or outage.id is None:
        raise MissingError("link")
    _check(outage, draft, now)
    report = ProviderReport(outage_id=outage.id, person_id=person_id, **draft.model_dump())
    session.add(report)
    session.flush()
    return report


def change_report(
    session: Session, outage: Outage, report: ProviderReport, draft: ReportDraft, *, now: datetime
) -> dict[str, object]:
    """Make the report as drafted; returns {field: [before, after]}."""
    _check(outage, draft, now)
    changes = take(report, draft.model_dump())
    session.add(report)
    session.flush()
    return changes


def remove_report(session: Session, report: ProviderReport) -> dict[str, Any]:
    """Take away what was typed by mistake; returns what it said, for the audit log."""
    said = ReportDraft.of(report).model_dump(mode="json")
    session.delete(report)
    session.flush()
    return said


def _check(outage: Outage, draft: ReportDraft, now: datetime) -> None:
    for name in ORDER:
        at: datetime | None = getattr(draft, name)
        if at is not None and at > now:
            raise refuse(name, _("This is in the future"))
    if draft.reported_at < outage.started_at - EARLY:
        raise refuse("reported_at", _("This is before the outage began"))
