"""Sets of evidence are handed in here; the steps that they fulfil are done by it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from planning.development_plan.models.plan import EvidenceKind, EvidenceSet, Plan
from planning.development_plan.steps.order import EVIDENCE
from planning.development_plan.store.plans import SUBJECT, digest, evidence_of
from planning.development_plan.subject import DEVELOPMENT
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.store.versions import touch
from planning.plans.store.walking import done_by_system
from service.columns import utc_now


def hand_in(
    session: Session, visitor: Visitor, plan: Plan, kind: EvidenceKind, content: Mapping[str, object]
) -> EvidenceSet:
    """The set as it stands now; one that was handed in before is replaced, and the audit keeps its fingerprint."""
    touch(session, visitor, DEVELOPMENT, plan.key)
    before = evidence_of(session, plan).get(kind)
    assert plan.id is not None
    row = before or EvidenceSet(
        office_code=plan.office_code, plan_id=plan.id, kind=kind, sha256="", submitted_by=visitor.name[:120]
    )
    replaced = row.sha256
    row.content, row.sha256 = dict(content), digest(content)
    row.submitted_by, row.submitted_at = visitor.name[:120], utc_now()
    session.add(row)
    session.flush()
    audit.record(
        session,
        visitor,
        f"{kind}.handed_in",
        subject=SUBJECT,
        subject_id=plan.id,
        detail={"sha256": row.sha256, "replaced": replaced},
    )
    there = {one.value for one in evidence_of(session, plan)}
    for step, needed in EVIDENCE.items():
        if needed in there:
            done_by_system(session, visitor, DEVELOPMENT.kind, plan.key, step)
    return row
