"""Ticking steps, the same for pages and API: checked, stored and written down."""

from __future__ import annotations

from sqlmodel import Session

from inventory.models.outage import Outage
from netops import audit
from netops.runbook.filling import plain_step
from netops.runbook.matter import matter_of
from netops.runbook.page import Runbook, RunbookMissingError, find_runbook
from netops.runbook.ticking import take_back, tick
from netops.web.access import Visitor
from service.columns import utc_now
from service.refusal import MissingError


def tick_step(db: Session, visitor: Visitor, outage: Outage, runbook: str, step: str, *, note: str) -> None:
    """MissingError for a runbook or step that there is none of; RefusedError for a note that is too long."""
    page = _page(runbook)
    found = page.step(step)
    if found is None:
        raise MissingError("step")
    text = plain_step(found, matter_of(db, outage).values)
    done = tick(db, outage, page, step, text=text, note=note, person_id=visitor.person_id, at=utc_now())
    if done is not None:
        detail = {"runbook": runbook, "step": step, "note": note.strip()}
        audit.record(db, visitor.actor, "step.ticked", subject="outage", subject_id=outage.id, detail=detail)


def take_back_step(db: Session, visitor: Visitor, outage: Outage, runbook: str, step: str) -> None:
    """MissingError for a runbook that there is none of; a step that is not ticked stays so."""
    page = _page(runbook)
    if take_back(db, outage, page.name, step, person_id=visitor.person_id, at=utc_now()) is not None:
        detail = {"runbook": runbook, "step": step}
        audit.record(db, visitor.actor, "step.taken_back", subject="outage", subject_id=outage.id, detail=detail)


def _page(name: str) -> Runbook:
    try:
        return find_runbook(name)
    except RunbookMissingError:
        raise MissingError("runbook") from None
