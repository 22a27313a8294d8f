"""Plans of an office, and the sets of evidence that are handed in for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from planning.development_plan.models.duty import Duty
from planning.development_plan.models.plan import EvidenceKind, EvidenceSet, Plan
from planning.development_plan.steps.missions import seed_duties
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import Digits, Draft, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError

SUBJECT = "plan"
MOST_YEARS = 20
Title = Annotated[str, Field(min_length=1, max_length=255)]
FiscalYear = Annotated[int, Field(ge=2500, le=2700), Digits]


class PlanDraft(Draft):
    """A plan as a person gives it: fiscal years of the Buddhist era, five of them as a rule."""

    title: Title
    first_year: FiscalYear
    last_year: FiscalYear

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.first_year <= self.last_year < self.first_year + MOST_YEARS:
            raise NotTakenError(
                N_("The last year is not before the first, and a plan has at most 20 years"), "last_year"
            )
        return self


def find_plans(session: Session, visitor: Visitor) -> Sequence[Plan]:
    """All of the office, the newest first."""
    wanted = select(Plan).where(col(Plan.office_code) == visitor.office_code)
    return session.exec(wanted.order_by(col(Plan.first_year).desc(), col(Plan.id).desc())).all()


def plan_of_key(session: Session, office_code: str, key: str, *, to_change: bool = False) -> Plan:
    """By the key that other services know; MissingError. Who changes it keeps others from changing it until the end."""
    wanted = select(Plan).where(col(Plan.key) == key, col(Plan.office_code) == office_code)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("plan")
    return row


def find_plan(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> Plan:
    """Of the visitor's office; MissingError."""
    return plan_of_key(session, visitor.office_code, key, to_change=to_change)


def add_plan(session: Session, visitor: Visitor, draft: PlanDraft) -> Plan:
    """A new one, with the duties of the manual to be reviewed."""
    row = Plan(office_code=visitor.office_code, **draft.model_dump())
    session.add(row)
    session.flush()
    assert row.id is not None
    for place, duty in enumerate(seed_duties()):
        session.add(
            Duty(
                office_code=row.office_code,
                plan_id=row.id,
                place=place,
                code=duty.code,
                group_name=duty.group,
                name=duty.name,
            )
        )
    session.flush()
    audit.record(session, visitor, "plan.added", subject=SUBJECT, subject_id=row.id, detail={"title": row.title})
    return row


def change_plan(session: Session, visitor: Visitor, row: Plan, draft: PlanDraft) -> None:
    """Nothing is written down when nothing changed."""
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "plan.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def digest(content: Mapping[str, object]) -> str:
    """Of the content as canonical JSON: equal content has one fingerprint."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def evidence_of(session: Session, plan: Plan) -> dict[EvidenceKind, EvidenceSet]:
    """What was handed in."""
    rows = session.exec(
        select(EvidenceSet).where(EvidenceSet.plan_id == plan.id, EvidenceSet.office_code == plan.office_code)
    ).all()
    return {row.kind: row for row in rows}
