"""A risk of a school's device and all that hangs on it, marked, for the tests of two offices in one database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from inventory.models.site import Site
from inventory.store.acting import By
from risk.store import register, tasks
from risk.terms import Treatment
from service.columns import utc_now


def a_risk(session: Session, site: Site, mark: str, ids: Mapping[str, object]) -> dict[str, object]:
    """Written down, treated, with a task; ids by noun."""
    by = By(mark, utc_now())
    given = dict.fromkeys(("title", "threat", "vulnerability", "controls", "service", "owner"), mark)
    draft = register.RiskDraft.read(
        {**given, "site_id": site.id, "device_id": ids["devices"], "likelihood": 3, "impact": 4}
    )
    risk = register.create_risk(session, draft, office_id=site.office_id, by=by)
    wish = register.TreatmentDraft(treatment=Treatment.REDUCE, plan=mark, residual_likelihood=1, residual_impact=1)
    register.treat(session, risk, wish, by=by)
    due = utc_now().date() + timedelta(days=9)
    task = tasks.add_task(session, risk, tasks.TaskDraft(what=mark, owner=mark, note=mark, due_on=due), by=by)
    register.review(session, risk, mark, due, by=by)
    return {"risks": risk.id, "tasks": task.id}
