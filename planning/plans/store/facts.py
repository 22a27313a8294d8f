"""What is known of a run, gathered from its rows, and how it stands on that ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from office.workflow.definition import Definition
from office.workflow.standing import Clock, Done, Facts, Standing, standing
from planning.kit.holidays import OfficeDays
from planning.kit.settings import get_settings
from planning.kit.visitor import Visitor
from planning.plans.models.version import IN_FORCE, Version
from planning.plans.models.walking import Evidence, Run, RunStep
from planning.plans.workflows import kept
from service.refusal import MissingError


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with everything by which it is judged. `documents` are those that count, by kind."""

    run: Run
    definition: Definition
    steps: Mapping[str, RunStep]
    documents: Mapping[str, Evidence]
    facts: Facts
    standing: Standing
    clock: Clock


def seen(visitor: Visitor) -> ColumnElement[bool]:
    """The runs that may be seen: the office's."""
    return col(Run.office_code) == visitor.office_code


def find_run(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> Run:
    """MissingError where it may not be seen. Who changes it keeps others from changing it until the end."""
    wanted = select(Run).where(col(Run.key) == key, seen(visitor))
    found = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if found is None:
        raise MissingError("run")
    return found


def run_of(session: Session, visitor: Visitor, kind: str, key: str, *, to_change: bool = False) -> Run | None:
    """The newest run about a thing of the service."""
    wanted = select(Run).where(seen(visitor), Run.subject_kind == kind, Run.subject_key == key)
    wanted = wanted.order_by(col(Run.id).desc()).limit(1)
    return session.exec(wanted.with_for_update() if to_change else wanted).first()


def view_run(session: Session, run: Run, now: datetime) -> RunView:
    """The run as it stands at a moment."""
    definition = kept(run.definition)
    steps = {row.key: row for row in session.exec(select(RunStep).where(RunStep.run_id == run.id))}
    documents = {row.kind: row for row in reversed(evidence_of(session, run)) if row.withdrawn_at is None}
    facts = Facts(
        started_at=run.started_at,
        done={key: Done(row.done_at, row.choice) for key, row in steps.items() if row.done_at is not None},
        due={key: row.set_due_on for key, row in steps.items() if row.set_due_on is not None},
        documents={kind: row.sha256 for kind, row in documents.items()},
        waived=frozenset(key for key, row in steps.items() if row.waived_at is not None),
        open_gates=_open_gates(session, run, definition),
    )
    clock = Clock(now, ZoneInfo(get_settings().timezone), OfficeDays.of(session, run.office_code).holidays)
    return RunView(run, definition, steps, documents, facts, standing(definition, facts, clock), clock)


def evidence_of(session: Session, run: Run) -> Sequence[Evidence]:
    """All that was ever handed in, the newest first, what was withdrawn included."""
    return session.exec(select(Evidence).where(Evidence.run_id == run.id).order_by(col(Evidence.id).desc())).all()


def _open_gates(session: Session, run: Run, definition: Definition) -> frozenset[str]:
    """A gate is open while a version of what it asks about is in force."""
    asked = {step.key: (step.gate, run.gates.get(step.gate, run.subject_key)) for step in definition.steps if step.gate}
    if not asked:
        return frozenset()
    wanted = select(Version.decision, Version.subject_key).where(
        Version.office_code == run.office_code,
        col(Version.decision).in_({decision for decision, _key in asked.values()}),
        col(Version.state).in_(IN_FORCE),
    )
    there = {(decision, key) for decision, key in session.exec(wanted)}
    return frozenset(step for step, gate in asked.items() if gate in there)
