"""Committees of a case: appointed by an order, their meetings, and what these resolved about a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlalchemy import func
from sqlmodel import Session, col, select

from netops.cases.facts import CaseView
from netops.cases.walking import Doer, running, settle
from netops.models.case import Committee, CommitteeMember, Meeting, Resolution, WorkCase
from office.workflow.committee import Attendance, Quorum, Seat, Votes, attendance
from service.draft import Digits, Draft, Empty, Line, Note
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

MOST_MEMBERS = 40
Count = Annotated[int, Field(ge=0, le=MOST_MEMBERS), Digits]
Part = Annotated[int, Field(ge=1, le=100), Digits]


class MemberDraft(Draft):
    """One seat."""

    name: Annotated[Line, Field(min_length=1)]
    position: Line = ""
    seat: Seat = Seat.MEMBER


class CommitteeDraft(Draft):
    """A committee as its order appoints it."""

    kind: Annotated[str, Field(min_length=1, max_length=48)]
    order_no: Annotated[str, Field(min_length=1, max_length=120)]
    appointed_on: date
    quorum_numerator: Part = 1
    quorum_denominator: Part = 2
    chair_needed: bool = True
    secretary_counts: bool = True
    members: Annotated[tuple[MemberDraft, ...], Field(min_length=1, max_length=MOST_MEMBERS)]

    @model_validator(mode="after")
    def _has_one_chair(self) -> Self:
        if sum(one.seat is Seat.CHAIR for one in self.members) != 1:
            raise NotTakenError(N_("A committee has exactly one chair"), "members")
        if self.quorum_numerator > self.quorum_denominator:
            raise NotTakenError(N_("A quorum is a part of the committee"), "quorum_numerator")
        return self


class MeetingDraft(Draft):
    """A meeting as it was held; `present` are ids of members."""

    held_on: date
    place: Line = ""
    present: Annotated[tuple[int, ...], Field(max_length=MOST_MEMBERS)] = ()


class ResolutionDraft(Draft):
    """What a meeting decided. `sha256` is of the document that lay before it, as the page showed it."""

    step: Annotated[str, Field(min_length=1, max_length=48)]
    sha256: Annotated[str, Field(min_length=64, max_length=64)]
    in_favour: Annotated[Count, Empty]
    against: Annotated[Count, Empty]
    chair_decides_for: bool = False
    text: Note = ""


def appoint(doer: Doer, case: WorkCase, draft: CommitteeDraft) -> Committee:
    """The committee of its kind from now on; one that was appointed before is replaced, and stays to be read."""
    view = running(doer, case)
    if draft.kind not in {one.key for one in view.definition.committees}:
        raise refuse("kind", N_("There is no such entry"))
    for earlier in committees_of(doer.session, case):
        if earlier.kind == draft.kind and earlier.replaced_at is None:
            earlier.replaced_at = doer.now
    made = Committee(case_id=case.id or 0, **draft.model_dump(exclude={"members"}))
    doer.session.add(made)
    doer.session.flush()
    doer.session.add_all(
        [
            CommitteeMember(committee_id=made.id or 0, position_no=at, **one.model_dump())
            for at, one in enumerate(draft.members)
        ]
    )
    doer.session.flush()
    doer.write_down(
        "case.committee_appointed", case, kind=made.kind, order_no=made.order_no, members=len(draft.members)
    )
    return made


def meet(doer: Doer, case: WorkCase, committee: Committee, draft: MeetingDraft) -> Meeting:
    """Write a meeting down, with the quorum as it was that day."""
    view = running(doer, case)
    if committee.replaced_at is not None:
        raise refuse("", N_("This committee was replaced"))
    if not committee.appointed_on <= draft.held_on <= view.clock.day(doer.now):
        raise refuse("held_on", N_("A meeting is held after the appointment and not in the future"))
    members = members_of(doer.session, committee)
    strangers = set(draft.present) - {one.id for one in members}
    if strangers:
        raise refuse("present", N_("There is no such entry"))
    came = attending(committee, members, draft.present)
    last = doer.session.exec(select(func.max(Meeting.number)).where(Meeting.committee_id == committee.id)).one()
    made = Meeting(
        committee_id=committee.id or 0,
        number=(last or 0) + 1,
        held_on=draft.held_on,
        place=draft.place,
        present=sorted(set(draft.present)),
        total=came.total,
        needed=came.needed,
        counted=came.present,
        is_quorate=came.is_quorate,
        written_at=doer.now,
        written_by=doer.person_id,
    )
    doer.session.add(made)
    doer.session.flush()
    doer.write_down(
        "case.meeting_held", case, kind=committee.kind, number=made.number, counted=came.present, needed=came.needed
    )
    return made


def attending(committee: Committee, members: Sequence[CommitteeMember], present: Sequence[int]) -> Attendance:
    """Who came, by the committee's own parameters."""
    quorum = Quorum(
        committee.quorum_numerator,
        committee.quorum_denominator,
        chair_needed=committee.chair_needed,
        secretary_counts=committee.secretary_counts,
    )
    return attendance([(one.id or 0, one.seat) for one in members], set(present), quorum)


def resolve(doer: Doer, case: WorkCase, meeting: Meeting, draft: ResolutionDraft) -> Resolution:
    """Bind the decision to the document. RefusedError without a quorum, with more votes than people, or when the
    document changed while it was being typed.
    """
    view = running(doer, case)
    committee = doer.session.get_one(Committee, meeting.committee_id)
    step = _resolvable(view, draft.step, committee)
    if not meeting.is_quorate:
        raise refuse("", N_("Without a quorum a meeting resolves nothing"))
    document = view.documents.get(step)
    if document is None:
        raise refuse("", N_("The document to be decided on is not there yet"))
    if document.sha256 != draft.sha256:
        raise refuse("", N_("The document has changed meanwhile. Look at it again"))
    if draft.in_favour + draft.against > meeting.counted:
        raise refuse("in_favour", N_("There were %(count)s who vote"), count=meeting.counted)
    votes = Votes(draft.in_favour, draft.against, draft.chair_decides_for)
    made = Resolution(
        meeting_id=meeting.id or 0,
        case_id=case.id or 0,
        evidence_id=document.row.id or 0,
        is_approved=votes.is_approved,
        written_at=doer.now,
        written_by=doer.person_id,
        **draft.model_dump(),
    )
    doer.session.add(made)
    settle(doer, case)
    doer.write_down(
        "case.resolved", case, step=made.step, sha256=made.sha256, is_approved=made.is_approved, votes=_said(votes)
    )
    return made


def _said(votes: Votes) -> str:
    return f"{votes.in_favour}:{votes.against}"


def _resolvable(view: CaseView, key: str, committee: Committee) -> str:
    """The kind of document that this committee decides on for a step."""
    step = view.definition.by_key.get(key)
    if step is None or step.resolution is None or step.resolution.committee != committee.kind:
        raise refuse("step", N_("This committee does not decide on that step"))
    if view.steps[key].done_at is not None:
        raise refuse("step", N_("The step is done: undo it first"))
    return step.resolution.of


def committees_of(session: Session, case: WorkCase) -> Sequence[Committee]:
    """All that were appointed, the newest first."""
    return session.exec(select(Committee).where(Committee.case_id == case.id).order_by(col(Committee.id).desc())).all()


def members_of(session: Session, committee: Committee) -> Sequence[CommitteeMember]:
    """In the order of the appointment."""
    wanted = select(CommitteeMember).where(CommitteeMember.committee_id == committee.id)
    return session.exec(wanted.order_by(col(CommitteeMember.position_no))).all()


def meetings_of(session: Session, committee: Committee) -> Sequence[Meeting]:
    """In the order of their numbers."""
    return session.exec(select(Meeting).where(Meeting.committee_id == committee.id).order_by(col(Meeting.number))).all()


def resolutions_of(session: Session, case: WorkCase) -> Sequence[Resolution]:
    """All, the oldest first."""
    return session.exec(select(Resolution).where(Resolution.case_id == case.id).order_by(col(Resolution.id))).all()


def find_committee(session: Session, case: WorkCase, committee_id: int) -> Committee:
    """Of this case; MissingError."""
    wanted = select(Committee).where(Committee.id == committee_id, Committee.case_id == case.id)
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise MissingError("committee")
    return found


def find_meeting(session: Session, case: WorkCase, meeting_id: int) -> Meeting:
    """Of this case; MissingError."""
    found = session.exec(
        select(Meeting)
        .join(Committee, col(Committee.id) == Meeting.committee_id)
        .where(Meeting.id == meeting_id, Committee.case_id == case.id)
    ).one_or_none()
    if found is None:
        raise MissingError("meeting")
    return found
