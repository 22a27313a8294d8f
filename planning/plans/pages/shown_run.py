"""Everything that the page of a run shows, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from contract.data.netops import HolidayRow
from office.workflow.definition import Step
from office.workflow.standing import Lack, StepStanding, StepState
from planning.kit.copies import CopyView
from planning.kit.holidays import holidays
from planning.kit.tables import AuditEntry
from planning.kit.visitor import Visitor
from planning.plans.models.walking import Evidence, Run, RunStep
from planning.plans.store.facts import RunView, evidence_of, view_run
from planning.plans.store.walking import SUBJECT, may_walk
from planning.plans.words import ROLES
from service.columns import utc_now
from service.i18n import N_, _, spoken
from service.lacking import problem_of
from service.web.flow import SHAPES, Flow, flow_of, when_of

MOST_ACTS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of document of a step: the one that counts, and all that were handed in, the newest first."""

    kind: str
    title: str
    current: Evidence | None
    all: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with what can be done with it."""

    step: Step
    here: StepStanding
    row: RunStep
    number: int
    title: str
    owner: str
    when: str
    word: str
    state: str
    lacks: Sequence[str]
    wanted: Sequence[Wanted]
    may_walk: bool
    is_ready: bool
    ended_in: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownRun:
    """What the template gets."""

    view: RunView
    title: str
    flow: Flow
    steps: Sequence[ShownStep]
    acts: Sequence[AuditEntry]
    holidays: CopyView[HolidayRow]

    def name_of(self, key: str) -> str:
        """What a step or a kind of document is called; itself where the workflow has none of it."""
        definition = self.view.definition
        titles = {one.key: one.title for one in definition.evidence} | {one.key: one.title for one in definition.steps}
        return titles[key].said(spoken()) if key in titles else key


def shown_run(session: Session, visitor: Visitor, run: Run) -> ShownRun:
    """The run now, as this person may see it."""
    view = view_run(session, run, utc_now())
    evidence = evidence_of(session, run)
    wanted = select(AuditEntry).where(
        AuditEntry.office_code == run.office_code, AuditEntry.subject == SUBJECT, AuditEntry.subject_id == run.id
    )
    return ShownRun(
        view=view,
        title=view.definition.title.said(spoken()),
        flow=flow_of(view.definition, view.standing, owners(view)),
        steps=[_step(visitor, view, one, evidence) for one in view.definition.steps],
        acts=session.exec(wanted.order_by(col(AuditEntry.id).desc()).limit(MOST_ACTS)).all(),
        holidays=holidays(session, run.office_code),
    )


def owners(view: RunView) -> Mapping[str, str]:
    """By step: who did it or works on it, or the role whose people do it."""
    found = {}
    for key, row in view.steps.items():
        role, name = _(ROLES[row.owner]), row.done_by or row.begun_by
        found[key] = f"{name} ({role})" if name else role
    return found


def _step(visitor: Visitor, view: RunView, step: Step, evidence: Sequence[Evidence]) -> ShownStep:
    here, row = view.standing.of(step.key), view.steps[step.key]
    state, word = said_of(here, row)
    choices = [(one.key, one.title.said(spoken())) for one in step.choices]
    return ShownStep(
        step=step,
        here=here,
        row=row,
        number=view.definition.number(step.key),
        title=step.title.said(spoken()),
        owner=owners(view)[step.key],
        when=when_of(here),
        word=word,
        state=state,
        lacks=[problem_of(view.definition, reason).text(_) for reason in here.reasons],
        wanted=[
            Wanted(
                kind,
                view.definition.evidence_title(kind).said(spoken()),
                view.documents.get(kind),
                [one for one in evidence if one.kind == kind],
            )
            for kind in step.evidence
        ],
        may_walk=may_walk(visitor, row),
        is_ready=here.is_open and not any(reason.lack is not Lack.STEP for reason in here.reasons),
        ended_in=dict(choices).get(row.choice, ""),
        choices=choices,
    )


def said_of(here: StepStanding, row: RunStep) -> tuple[str, str]:
    """Shape and word: begun and sent back are told beside what the facts say."""
    if here.state is StepState.OPEN and row.begun_at is not None:
        return "maintenance", _(N_("being done"))
    if here.state is StepState.OPEN and row.return_reason:
        return "degraded", _(N_("sent back"))
    shape, word = SHAPES[here.state]
    return shape, _(word)
