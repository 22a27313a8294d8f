"""Files that were given: kept under their SHA-256, looked at again before they are taken in, and never half taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.registry.importing.plan import carry_out, plan_of
from planning.registry.importing.step import Act, Plan, Taking
from planning.registry.models.batch import BatchState, Dataset, ImportBatch
from planning.registry.models.count import CountRevision, PupilCount
from service.draft import Draft, Line
from service.i18n import N_
from service.importing.row_problem import RowProblem
from service.refusal import MissingError, Problem, refuse
from service.uploads import Uploads

SUBJECT = "import_batch"
MOST_KEPT = 1000


class BatchDraft(Draft):
    """What a person says of a file: what it holds, of which day, from where."""

    dataset: Dataset
    as_of: Happened
    source: Line = ""


@dataclass(frozen=True, slots=True)
class GivenBatch:
    """A file as it was sent."""

    name: str
    data: bytes


def give(
    session: Session, visitor: Visitor, uploads: Uploads, draft: BatchDraft, file: GivenBatch, *, now: datetime
) -> ImportBatch:
    """Keep it until it is taken in or put away. The same file that waits already is not given twice."""
    digest = sha256(file.data).hexdigest()
    wanted = select(ImportBatch).where(
        ImportBatch.office_code == visitor.office_code,
        ImportBatch.state == BatchState.WAITING,
        ImportBatch.sha256 == digest,
        ImportBatch.dataset == draft.dataset,
        ImportBatch.as_of == draft.as_of,
    )
    waiting = session.exec(wanted.with_for_update()).first()
    if waiting is not None:
        return waiting
    uploads.keep(file.data)
    batch = ImportBatch(
        office_code=visitor.office_code,
        dataset=draft.dataset,
        file_name=file.name[:255],
        sha256=digest,
        source=draft.source,
        as_of=draft.as_of,
        given_at=now,
        given_by=visitor.name[:120],
    )
    session.add(batch)
    session.flush()
    plan = look_at(session, visitor, uploads, batch, now=now)
    _write_down(batch, plan)
    detail = {"dataset": draft.dataset.value, "sha256": digest, "rows": plan.total, "refused": plan.refused}
    audit.record(session, visitor, "batch.given", subject=SUBJECT, subject_id=batch.id, detail=detail)
    return batch


def look_at(session: Session, visitor: Visitor, uploads: Uploads, batch: ImportBatch, *, now: datetime) -> Plan:
    """What it would do to the data as they are now."""
    taking = Taking(session, visitor, batch.as_of, batch.source, now)
    return plan_of(taking, batch.dataset, uploads.read(batch.sha256))


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person saw (`digest` of the plan) and whether the refused rows may be left out."""

    digest: str
    leaves_out: bool = False


def take_in(
    session: Session, visitor: Visitor, uploads: Uploads, batch: ImportBatch, consent: Consent, *, now: datetime
) -> Plan:
    """All of it, or nothing. RefusedError when rows are refused and nobody said to leave them out, when the data
    changed since the plan was shown, or when it was taken in or put away already.
    """
    if batch.state is not BatchState.WAITING:
        raise refuse("file", N_("This file does not wait any more"))
    plan = look_at(session, visitor, uploads, batch, now=now)
    if plan.digest != consent.digest:
        raise refuse("file", N_("The data changed since you looked: look again"))
    if not plan.steps:
        raise refuse("file", N_("There is no row that can be taken in"))
    if plan.problems and not (consent.leaves_out and plan.total):
        raise refuse("file", N_("Nothing was taken in: some rows are refused"))
    carry_out(plan)
    session.flush()
    _write_down(batch, plan)
    batch.state, batch.taken_at, batch.taken_by = BatchState.TAKEN, now, visitor.name[:120]
    batch.revision_id = _revision(session, visitor, batch)
    detail = {"dataset": batch.dataset.value, "sha256": batch.sha256, "left_out": plan.refused} | {
        act.value: plan.count(act) for act in Act
    }
    audit.record(session, visitor, "batch.taken", subject=SUBJECT, subject_id=batch.id, detail=detail)
    return plan


def put_away(session: Session, visitor: Visitor, batch: ImportBatch) -> None:
    """Nothing of it is taken; what was wrong with it stays on record."""
    if batch.state is not BatchState.WAITING:
        raise refuse("file", N_("This file does not wait any more"))
    batch.state = BatchState.PUT_AWAY
    audit.record(session, visitor, "batch.put_away", subject=SUBJECT, subject_id=batch.id)


def find_batch(session: Session, visitor: Visitor, batch_id: int, *, to_change: bool = False) -> ImportBatch:
    """MissingError outside the office. Who changes it keeps others from taking in any file of the office until the end:
    else two files could each be taken by what the data were before the other.
    """
    ours = ImportBatch.office_code == visitor.office_code
    if to_change:
        waiting = select(ImportBatch.id).where(ours, ImportBatch.state == BatchState.WAITING)
        session.exec(waiting.order_by(col(ImportBatch.id)).with_for_update()).all()
    row = session.exec(select(ImportBatch).where(ours, ImportBatch.id == batch_id)).one_or_none()
    if row is None:
        raise MissingError("file")
    return row


def find_batches(session: Session, visitor: Visitor, *, limit: int = 100) -> Sequence[ImportBatch]:
    """The newest first."""
    ours = ImportBatch.office_code == visitor.office_code
    return session.exec(select(ImportBatch).where(ours).order_by(col(ImportBatch.id).desc()).limit(limit)).all()


def last_taken(session: Session, visitor: Visitor) -> dict[Dataset, ImportBatch]:
    """The file of each dataset that was taken in last."""
    taken = (ImportBatch.office_code == visitor.office_code, ImportBatch.state == BatchState.TAKEN)
    rows = session.exec(select(ImportBatch).where(*taken).order_by(col(ImportBatch.taken_at))).all()
    return {one.dataset: one for one in rows}


def problems_of(batch: ImportBatch) -> list[RowProblem]:
    """What was wrong with it, as it was when it was looked at."""
    return [_told(one) for one in batch.problems]


def _told(kept: dict[str, object]) -> RowProblem:
    values = kept["values"]
    problem = Problem(str(kept["field"]), str(kept["message"]), values if isinstance(values, dict) else {})
    text = {name: str(kept[name]) for name in ("column", "value", "sheet", "expected")}
    return RowProblem(int(str(kept["row"])), text["column"], text["value"], problem, text["sheet"], text["expected"])


def _write_down(batch: ImportBatch, plan: Plan) -> None:
    batch.encoding, batch.rows, batch.refused, batch.quality = plan.encoding, plan.total, plan.refused, plan.quality
    batch.new, batch.changed, batch.same = (plan.count(act) for act in Act)
    batch.problems = [
        {
            "row": one.row,
            "sheet": one.sheet,
            "column": one.column,
            "value": one.value[:255],
            "expected": one.expected,
            "field": one.problem.field,
            "message": one.problem.message,
            "values": {name: str(value) for name, value in one.problem.values.items()},
        }
        for one in plan.problems[:MOST_KEPT]
    ]


def _revision(session: Session, visitor: Visitor, batch: ImportBatch) -> int | None:
    """The revision that a file of pupils, or of their homes, went into."""
    if batch.dataset not in (Dataset.PUPILS, Dataset.HOMES):
        return None
    wanted = (
        select(CountRevision.id)
        .join(PupilCount, col(PupilCount.id) == CountRevision.count_id)
        .where(PupilCount.office_code == visitor.office_code, PupilCount.day == batch.as_of)
    )
    return session.exec(wanted.order_by(col(CountRevision.number).desc())).first()
