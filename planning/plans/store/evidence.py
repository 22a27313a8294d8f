"""Evidence of steps: files handed in, withdrawn with a reason, and read again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlmodel import Session, select

from planning.kit import audit
from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.plans.models.walking import Evidence, Run
from planning.plans.store.keeping import Handed, stored, told, withdraw
from planning.plans.store.walking import SUBJECT, Reason, Word, may_walk, running, settle
from service.draft import Draft, Line
from service.filetypes import GivenFile
from service.i18n import N_
from service.refusal import MissingError, block, refuse
from service.uploads import Uploads


class EvidenceDraft(Draft):
    """What is said of a file: the kind of document, its title, and the day on which it was taken or signed."""

    kind: Annotated[Word, Field(min_length=1)]
    title: Line = ""
    taken_on: MayHaveHappened = None


def add_evidence(
    session: Session, visitor: Visitor, run: Run, draft: EvidenceDraft, file: GivenFile, uploads: Uploads
) -> Evidence:
    """Keep a file and count it as the newest of its kind."""
    _check(session, visitor, run, draft.kind)
    row = Evidence(run_id=run.id or 0, **draft.model_dump(), **stored(visitor, Handed(file, uploads)))
    session.add(row)
    settle(session, run)
    detail = {"kind": row.kind, **told(row)}
    audit.record(session, visitor, "run.evidence_added", subject=SUBJECT, subject_id=run.id, detail=detail)
    return row


def withdraw_evidence(session: Session, visitor: Visitor, run: Run, evidence_id: int, given: Reason) -> None:
    """It does not count any more; file and row stay. BlockedError when its step is done."""
    row = find_evidence(session, run, evidence_id)
    _check(session, visitor, run, row.kind)
    withdraw(row, given.reason)
    settle(session, run)
    detail = {"kind": row.kind, "sha256": row.sha256, "reason": given.reason}
    audit.record(session, visitor, "run.evidence_withdrawn", subject=SUBJECT, subject_id=run.id, detail=detail)


def find_evidence(session: Session, run: Run, evidence_id: int) -> Evidence:
    """Of this run; MissingError."""
    row = session.exec(select(Evidence).where(Evidence.id == evidence_id, Evidence.run_id == run.id)).one_or_none()
    if row is None:
        raise MissingError("evidence")
    return row


def _check(session: Session, visitor: Visitor, run: Run, kind: str) -> None:
    """RefusedError or BlockedError where this person may not hand in such a document now."""
    view = running(session, run)
    try:
        row = view.steps[view.definition.step_of(kind).key]
    except KeyError:
        raise refuse("kind", N_("There is no such entry")) from None
    if not may_walk(visitor, row):
        raise refuse("", N_("This step is for somebody of another role"))
    if row.done_at is not None:
        raise block(N_("The step is done: undo it first"))
