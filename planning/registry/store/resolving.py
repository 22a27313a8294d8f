"""What a meeting resolved: written down once, told to every service (INV-A1), published by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, select

from contract.planning import ResolutionRecorded
from office.workflow.committee import Votes
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import APPROVING, AgendaItem, Meeting, Resolution, Verdict
from planning.registry.store.committees import is_valid
from planning.registry.store.meetings import named
from service.columns import utc_now
from service.draft import Draft, Empty
from service.i18n import N_
from service.refusal import refuse

SUBJECT: Final = "meeting"
Voices = Annotated[int | None, Field(ge=0, le=1000), Empty]


class ResolutionDraft(Draft):
    """A resolution. Without votes nobody was against it. `sha256` is the fingerprint that the page showed."""

    verdict: Verdict
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    in_favour: Voices = None
    against: Voices = None
    abstained: Voices = None
    chair_decides_for: bool = False
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


def resolutions_of(session: Session, row: Meeting) -> Mapping[int, Resolution]:
    """Of a meeting, by the id of the item."""
    return {one.item_id: one for one in session.exec(select(Resolution).where(Resolution.meeting_id == row.id))}


def resolve(
    session: Session, visitor: Visitor, meeting: Meeting, committee: Committee, item: AgendaItem, draft: ResolutionDraft
) -> Resolution:
    """RefusedError without a quorum (I-6), by a committee that is not in force that day, against its own votes, or for
    something else than what lay before it.
    """
    _can_decide(meeting, committee)
    if item.meeting_id != meeting.id:
        raise refuse("", N_("It does not lie before this meeting"))
    if session.exec(select(Resolution.id).where(Resolution.item_id == item.id)).first() is not None:
        raise refuse("", N_("It is resolved already"))
    if draft.sha256 != item.sha256:
        raise refuse("", N_("Another paper lies before the meeting than the page showed"))
    _check_votes(draft, meeting.present or 0)
    row = Resolution(
        office_code=visitor.office_code, item_id=item.id or 0, meeting_id=meeting.id or 0, **draft.model_dump()
    )
    session.add(row)
    item.waiting_for = None
    meeting.changed_at = row.recorded_at
    session.flush()
    detail = {"item": item.title, "verdict": row.verdict.value, "sha256": row.sha256}
    audit.record(session, visitor, "meeting.resolved", subject=SUBJECT, subject_id=meeting.id, detail=detail)
    if item.sha256:
        tell(session, _fact(row, item, meeting, committee), at=row.recorded_at)
    return row


def publish(session: Session, visitor: Visitor, meeting: Meeting) -> None:
    """Everybody may read its resolutions from now on."""
    if not resolutions_of(session, meeting):
        raise refuse("", N_("Nothing is resolved yet"))
    if meeting.published_at is None:
        meeting.published_at = meeting.changed_at = utc_now()
        audit.record(session, visitor, "meeting.published", subject=SUBJECT, subject_id=meeting.id)


def _can_decide(meeting: Meeting, committee: Committee) -> None:
    if meeting.is_quorate is None:
        raise refuse("", N_("The roll has not been called yet"))
    if not meeting.is_quorate:
        raise refuse("", N_("The meeting had no quorum: it can resolve nothing"))
    if not is_valid(committee, meeting.held_on):
        raise refuse("", N_("The committee is not in force on this day"))
    if meeting.published_at is not None:
        raise refuse("", N_("The resolutions of this meeting are published"))


def _check_votes(draft: ResolutionDraft, present: int) -> None:
    voices: Sequence[int | None] = (draft.in_favour, draft.against, draft.abstained)
    if all(one is None for one in voices):
        return
    if sum(one or 0 for one in voices) > present:
        raise refuse("in_favour", N_("More votes than members who were there: %(present)s"), present=present)
    votes = Votes(draft.in_favour or 0, draft.against or 0, draft.chair_decides_for)
    if draft.verdict in APPROVING and not votes.is_approved:
        raise refuse("verdict", N_("The votes do not approve it"))
    if draft.verdict is Verdict.REJECT and votes.is_approved:
        raise refuse("verdict", N_("The votes approve it"))


def _fact(row: Resolution, item: AgendaItem, meeting: Meeting, committee: Committee) -> ResolutionRecorded:
    return ResolutionRecorded(
        office_code=row.office_code,
        resolution_key=row.key,
        committee_kind=committee.kind.value,
        committee_name=committee.name,
        meeting=named(meeting),
        held_on=meeting.held_on,
        is_quorate=bool(meeting.is_quorate),
        service=item.service,
        subject_kind=item.subject_kind,
        subject_key=item.subject_key,
        sha256=item.sha256,
        verdict=row.verdict.value,
        text=row.text,
    )
