"""Reports to providers, written down with their audit entry: the same for pages and API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from inventory.models.contract import ProviderReport
from inventory.models.outage import Outage
from inventory.store.reports import ReportDraft, add_report, change_report
from netops.audit import Actor, record


def report(session: Session, actor: Actor, outage: Outage, draft: ReportDraft, *, now: datetime) -> ProviderReport:
    """An outage was reported; RefusedError names the field at fault."""
    row = add_report(session, outage, draft, person_id=actor.person_id, now=now)
    detail = {"report": row.id, **draft.model_dump(mode="json", exclude_defaults=True)}
    record(session, actor, "report.created", subject="outage", subject_id=outage.id, detail=detail)
    return row


def change(
    session: Session,
    actor: Actor,
    outage: Outage,
    row: ProviderReport,
    given: Mapping[str, object],
    *,
    now: datetime,
) -> ProviderReport:
    """More is known of it, or it was wrong; RefusedError names the field at fault."""
    changes = change_report(session, outage, row, ReportDraft.of(row).with_changes(given), now=now)
    if changes:
        detail = {"report": row.id, **changes}
        record(session, actor, "report.changed", subject="outage", subject_id=outage.id, detail=detail)
    return row
