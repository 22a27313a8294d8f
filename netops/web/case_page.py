"""Everything that the page of one case shows, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from inventory.models.site import Site
from netops.cases.committees import committees_of, meetings_of, members_of, resolutions_of
from netops.cases.facts import CaseView, evidence_of, view_case
from netops.cases.walking import SUBJECT, Doer, may_walk
from netops.models.case import Committee, CommitteeMember, Evidence, Meeting, Resolution, WorkCase
from netops.models.person import AuditEntry, Person
from netops.web.flow import case_flow, owner_of
from office.workflow.definition import Step
from office.workflow.standing import Reason, StepStanding
from service.i18n import _, spoken
from service.lacking import problem_of
from service.web.flow import SHAPES, Flow, when_of

MOST_ACTS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of document of a step: the one that counts, and all that were handed in, the newest first."""

    kind: str
    title: str
    current: Evidence | None
    sha256: str
    is_signed: bool
    all: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with what can be done with it."""

    step: Step
    here: StepStanding
    row: Any
    title: str
    owner: str
    when: str
    word: str
    state: Any
    lacks: Sequence[str]
    wanted: Sequence[Wanted]
    may_walk: bool
    ended_in: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownCommittee:
    """A committee with its people, meetings and what these resolved."""

    row: Committee
    title: str
    members: Sequence[CommitteeMember]
    meetings: Sequence[tuple[Meeting, Sequence[tuple[Resolution, bool]]]]
    steps: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the template gets."""

    view: CaseView
    title: str
    flow: Flow
    steps: Sequence[ShownStep]
    committees: Sequence[ShownCommittee]
    lacking_committees: Sequence[tuple[str, str]]
    site: Site | None
    people: Mapping[int, str]
    acts: Sequence[AuditEntry]

    def name_of(self, key: str) -> str:
        """What a step, a kind of document or a committee is called; itself where the workflow has none of it."""
        definition = self.view.definition
        titles = {one.key: one.title for one in (*definition.committees, *definition.evidence)}
        titles |= {one.key: one.title for one in definition.steps}
        return titles[key].said(spoken()) if key in titles else key


def case_page(doer: Doer, case: WorkCase) -> CasePage:
    """The case now, as this person may see it."""
    view = view_case(doer.session, case, doer.now)
    evidence = evidence_of(doer.session, case)
    acts = _acts(doer.session, case)
    people = _people(doer.session, view, evidence)
    appointed = committees_of(doer.session, case)
    here = {row.kind for row in appointed if row.replaced_at is None}
    return CasePage(
        view=view,
        title=view.definition.title.said(spoken()),
        flow=case_flow(view, people),
        steps=[_step(doer, view, one, evidence, people) for one in view.definition.steps],
        committees=[_committee(doer.session, view, row) for row in appointed],
        lacking_committees=[(c.key, c.title.said(spoken())) for c in view.definition.committees if c.key not in here],
        site=doer.session.get(Site, case.site_id) if case.site_id is not None else None,
        people=people,
        acts=acts,
    )


def _acts(session: Session, case: WorkCase) -> Sequence[AuditEntry]:
    wanted = select(AuditEntry).where(
        AuditEntry.office_id == case.office_id, AuditEntry.subject == SUBJECT, AuditEntry.subject_id == case.id
    )
    return session.exec(wanted.order_by(col(AuditEntry.id).desc()).limit(MOST_ACTS)).all()


def _people(session: Session, view: CaseView, evidence: Sequence[Evidence]) -> dict[int, str]:
    rows = view.steps.values()
    ids = {row.done_by for row in rows} | {row.person_id for row in rows} | {one.added_by for one in evidence}
    ids.add(view.case.started_by)
    found = session.exec(select(Person).where(col(Person.id).in_(ids - {None})))
    return {person.id or 0: person.name or person.username for person in found}


def _step(doer: Doer, view: CaseView, step: Step, evidence: Sequence[Evidence], people: Mapping[int, str]) -> ShownStep:
    here, row = view.standing.of(step.key), view.steps[step.key]
    state, word = SHAPES[here.state]
    choices = [(one.key, one.title.said(spoken())) for one in step.choices]
    return ShownStep(
        step=step,
        here=here,
        row=row,
        title=step.title.said(spoken()),
        owner=owner_of(view, step.key, people),
        when=when_of(here),
        word=_(word),
        state=state,
        lacks=[_said(view, reason) for reason in here.reasons],
        wanted=[_wanted(view, kind, evidence) for kind in step.evidence],
        may_walk=may_walk(doer, row) and doer.role.value != "viewer",
        ended_in=dict(choices).get(row.choice, ""),
        choices=choices,
    )


def _said(view: CaseView, reason: Reason) -> str:
    return problem_of(view.definition, reason).text(_)


def _wanted(view: CaseView, kind: str, evidence: Sequence[Evidence]) -> Wanted:
    document = view.documents.get(kind)
    return Wanted(
        kind=kind,
        title=view.definition.evidence_title(kind).said(spoken()),
        current=document.row if document is not None else None,
        sha256=document.sha256 if document is not None else "",
        is_signed=document is not None and document.is_signed,
        all=[row for row in evidence if row.kind == kind],
    )


def _committee(session: Session, view: CaseView, row: Committee) -> ShownCommittee:
    resolved: dict[int, list[tuple[Resolution, bool]]] = {}
    for one in resolutions_of(session, view.case):
        wanted = view.definition.by_key[one.step].resolution
        document = view.documents.get(wanted.of) if wanted is not None else None
        resolved.setdefault(one.meeting_id, []).append((one, document is not None and document.sha256 == one.sha256))
    return ShownCommittee(
        row=row,
        title=view.definition.committee_title(row.kind).said(spoken()),
        members=members_of(session, row),
        meetings=[(meeting, resolved.get(meeting.id or 0, [])) for meeting in meetings_of(session, row)],
        steps=[
            (step.key, step.title.said(spoken()))
            for step in view.definition.steps
            if step.resolution is not None
            and step.resolution.committee == row.kind
            and view.steps[step.key].done_at is None
            and step.resolution.of in view.documents
        ],
    )
