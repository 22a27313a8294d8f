"""The plan of a year as it is opened, named and edited."""

from __future__ import annotations

from sqlmodel import Session, select

from planning.annual_plan.declared import ANNUAL
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.store.ledger import year_is_open
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.store.versions import touch
from service.draft import Draft, Line, Note
from service.i18n import _


class PlanDraft(Draft):
    """Its title and the text of its first part."""

    title: Line
    preface: Note = ""


def plan_for(session: Session, visitor: Visitor, year: int) -> Plan:
    """The plan of a year, begun with its first project."""
    wanted = select(Plan).where(Plan.office_code == visitor.office_code, Plan.fiscal_year == year)
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        row = Plan(office_code=visitor.office_code, fiscal_year=year, title=_("Annual action plan") + f" {year}")
        session.add(row)
        session.flush()
        audit.record(session, visitor, "plan.begun", subject="plan", subject_id=row.id, detail={"year": year})
    return row


def edited(session: Session, visitor: Visitor, year: int) -> Plan:
    """Call it before anything that the book says is changed: opens the next version, or refuses while the plan lies
    before the committee (BlockedError), or when its year is closed (RefusedError).
    """
    year_is_open(session, visitor, year)
    row = plan_for(session, visitor, year)
    touch(session, visitor, ANNUAL, row.key)
    return row


def change_plan(session: Session, visitor: Visitor, row: Plan, draft: PlanDraft) -> None:
    """Title and first part."""
    year_is_open(session, visitor, row.fiscal_year)
    touch(session, visitor, ANNUAL, row.key)
    row.title, row.preface = draft.title or row.title, draft.preface
    session.flush()
    audit.record(session, visitor, "plan.changed", subject="plan", subject_id=row.id, detail={"title": row.title})
