"""What the API shows of cases: workflows, how a case stands, its documents, committees and what is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from netops.cases.committees import members_of
from netops.cases.facts import CaseView
from netops.models.case import Committee
from netops.web.api.shapes import Shape
from office.workflow.committee import Seat
from office.workflow.standing import Lack, StepState


class CaseOut(Shape):
    """A case without its steps; `site_id` null: the office's. `end_reason` is of one that was broken off."""

    id: int
    workflow: str
    title: str
    note: str
    site_id: int | None
    started_at: datetime
    started_by: int | None
    ended_at: datetime | None
    end_reason: str


class ReasonOut(Shape):
    """Why a step cannot begin, cannot be done or does not hold any more; `key` names the step, document, committee."""

    lack: Lack
    key: str


class StepOut(Shape):
    """One step as it stands today. `due_on` is planned while it is blocked."""

    key: str
    state: StepState
    owner: str
    person_id: int | None
    due_on: date
    done_on: date | None
    done_at: datetime | None
    done_by: int | None
    choice: str
    note: str
    is_today: bool
    reasons: list[ReasonOut]


class CaseWhole(CaseOut):
    """With its workflow as it was when it was opened, and how each step stands."""

    definition: dict[str, Any]
    today: str | None
    is_finished: bool
    steps: list[StepOut]


class EvidenceOut(Shape):
    """A document of a case; hashes are hexadecimal SHA-256."""

    id: int
    case_id: int
    kind: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    paper_id: int | None
    added_at: datetime
    added_by: int | None
    withdrawn_at: datetime | None
    withdraw_reason: str


class MemberOut(Shape):
    """One seat."""

    id: int
    name: str
    position: str
    seat: Seat


class CommitteeOut(Shape):
    """A committee and its quorum as a part of its members."""

    id: int
    kind: str
    order_no: str
    appointed_on: date
    quorum_numerator: int
    quorum_denominator: int
    chair_needed: bool
    secretary_counts: bool
    replaced_at: datetime | None
    members: list[MemberOut]


class MeetingOut(Shape):
    """A meeting; `counted` of `total` were there and count, `needed` make the quorum."""

    id: int
    committee_id: int
    number: int
    held_on: date
    place: str
    present: list[int]
    total: int
    needed: int
    counted: int
    is_quorate: bool


class ResolutionOut(Shape):
    """What was decided, of exactly the document with this SHA-256."""

    id: int
    meeting_id: int
    step: str
    evidence_id: int
    sha256: str
    in_favour: int
    against: int
    chair_decides_for: bool
    is_approved: bool
    text: str
    written_at: datetime
    written_by: int | None


def whole(view: CaseView) -> CaseWhole:
    """A case with everything that is reckoned of it."""
    steps = []
    for here in view.standing.steps:
        row = view.steps[here.key]
        steps.append(
            StepOut(
                key=here.key,
                state=here.state,
                owner=row.owner,
                person_id=row.person_id,
                due_on=here.due_on,
                done_on=here.done_on,
                done_at=row.done_at,
                done_by=row.done_by,
                choice=row.choice,
                note=row.note,
                is_today=here.is_today,
                reasons=[ReasonOut.model_validate(one) for one in here.reasons],
            )
        )
    return CaseWhole(
        **CaseOut.model_validate(view.case).model_dump(),
        definition=view.definition.model_dump(mode="json"),
        today=view.standing.today,
        is_finished=view.standing.is_finished,
        steps=steps,
    )


def committee_out(session: Session, row: Committee) -> CommitteeOut:
    """With its members."""
    members = [MemberOut.model_validate(one) for one in members_of(session, row)]
    return CommitteeOut(
        **{name: getattr(row, name) for name in CommitteeOut.model_fields if name != "members"}, members=members
    )
