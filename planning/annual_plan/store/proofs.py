"""Files that prove a quarterly report or an evaluation: handed in, found again, withdrawn with a reason."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session, col, select

from planning.annual_plan.models.following import Evaluation, Proof, QuarterReport
from planning.annual_plan.store.scope import rows_of
from planning.annual_plan.terms import Progress
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.store.keeping import Handed, stored, told, withdraw
from service.i18n import N_
from service.refusal import MissingError, refuse

Proved = QuarterReport | Evaluation


def proofs(session: Session, of: Proved, *, withdrawn: bool = False) -> list[Proof]:
    """Those that count, the newest first; `withdrawn`: the others too."""
    if of.id is None:
        return []
    where = Proof.report_id if isinstance(of, QuarterReport) else Proof.evaluation_id
    wanted = select(Proof).where(where == of.id, Proof.office_code == of.office_code)
    found = session.exec(wanted.order_by(col(Proof.id).desc())).all()
    return [one for one in found if withdrawn or one.withdrawn_at is None]


def proofs_of_evaluations(session: Session, visitor: Visitor) -> dict[int, list[Proof]]:
    """Those that count, by evaluation."""
    found: dict[int, list[Proof]] = defaultdict(list)
    for one in rows_of(session, visitor, Proof, col(Proof.evaluation_id).is_not(None)):
        if one.withdrawn_at is None:
            found[one.evaluation_id or 0].append(one)
    return found


def find_proof(session: Session, of: Proved, proof_id: int) -> Proof:
    """Of this report or evaluation; MissingError."""
    found = next((one for one in proofs(session, of, withdrawn=True) if one.id == proof_id), None)
    if found is None:
        raise MissingError("proof")
    return found


def prove(session: Session, visitor: Visitor, of: Proved, handed: Handed) -> Proof:
    """One more file."""
    row = Proof(office_code=of.office_code, **stored(visitor, handed))
    row.report_id, row.evaluation_id = (of.id, None) if isinstance(of, QuarterReport) else (None, of.id)
    session.add(row)
    session.flush()
    audit.record(session, visitor, "proof.added", subject=of.__tablename__, subject_id=of.id, detail=told(row))
    return row


def withdraw_proof(session: Session, visitor: Visitor, of: Proved, proof_id: int, reason: str) -> Proof:
    """It does not count any more. RefusedError where nothing would be left of what needs evidence."""
    row = find_proof(session, of, proof_id)
    needs_one = isinstance(of, Evaluation) or of.progress is Progress.DONE
    if needs_one and not of.evidence and [one.id for one in proofs(session, of)] == [row.id]:
        raise refuse("reason", N_("This is the only evidence: hand in another one first"))
    withdraw(row, reason)
    session.add(row)
    session.flush()
    detail = {**told(row), "reason": reason}
    audit.record(session, visitor, "proof.withdrawn", subject=of.__tablename__, subject_id=of.id, detail=detail)
    return row
