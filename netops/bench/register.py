"""A register of risks for measuring pages: what a look at the large district finds, decided about here and there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.store.acting import By
from risk.models.register import Risk
from risk.store import register, tasks
from risk.store.scoring import rescore
from risk.terms import Treatment

OFFICE_ID: Final = 1
TREATED: Final = 60


def add_register(session: Session, now: datetime) -> None:
    """First one that a person wrote down, with a task, then those of the rules, some of them treated."""
    by = By("bench", now)
    draft = register.RiskDraft.read({"title": "bench", "threat": "bench", "likelihood": 4, "impact": 5})
    written = register.create_risk(session, draft, office_id=OFFICE_ID, by=by)
    due = now.date() - timedelta(days=1)
    tasks.add_task(session, written, tasks.TaskDraft.read({"what": "bench", "due_on": due}), by=by)
    rescore(session, OFFICE_ID, now)
    found = select(Risk).where(Risk.office_id == OFFICE_ID).order_by(col(Risk.id)).limit(TREATED)
    wish = register.TreatmentDraft(treatment=Treatment.REDUCE, plan="bench", residual_likelihood=1, residual_impact=1)
    for risk in session.exec(found).all():
        register.treat(session, risk, wish, by=by)
        tasks.add_task(session, risk, tasks.TaskDraft.read({"what": "bench", "percent": 40, "due_on": due}), by=by)
