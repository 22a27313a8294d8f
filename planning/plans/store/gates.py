"""Gates: whether a committee has approved exactly what is submitted, and which committee it has to be (INV-A1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from contract.events import Fact
from contract.planning import ResolutionRecorded
from planning.kit import audit
from planning.kit.parts import Handler
from planning.kit.visitor import Visitor
from planning.plans.declared import Shared, Subject
from planning.plans.models.version import FROZEN, ApprovingBody, Resolution, Version
from service.draft import Draft
from service.i18n import N_
from service.refusal import Problem, refuse

APPROVING: Final = frozenset({"approve", "approve_with_changes"})


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether it is open, by which resolution, and otherwise why not. `committee` is who decides today."""

    committee: str
    resolution: Resolution | None
    reasons: tuple[Problem, ...]

    @property
    def is_open(self) -> bool:
        """The version may be approved."""
        return self.resolution is not None and not self.reasons


class BodyDraft(Draft):
    """Which kind of committee decides from a day on, and on which ground."""

    decision: Annotated[str, Field(min_length=1, max_length=48)]
    committee_kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
    valid_from: date
    basis: Annotated[str, Field(min_length=3, max_length=500)]


def gate_of(session: Session, subject: Subject, version: Version, today: date) -> Gate:
    """Judged anew at each look: a resolution that comes later opens it by itself."""
    needed = committee_for(session, version.office_code, subject, today)
    if version.state not in FROZEN:
        return Gate(needed, None, (Problem("", N_("It was not submitted yet: there is nothing to decide on")),))
    here = [one for one in resolutions_of(session, version) if one.sha256 == version.sha256]
    if not here:
        return Gate(needed, None, (_nothing(session, version),))
    counting = [one for one in here if not _faults(session, subject, one)]
    if counting:
        return Gate(needed, counting[0], () if counting[0].verdict in APPROVING else (_rejected(counting[0]),))
    return Gate(needed, here[0], tuple(_faults(session, subject, here[0])))


def resolutions_of(session: Session, version: Version) -> Sequence[Resolution]:
    """All about its subject, the newest first, those about other versions too."""
    wanted = select(Resolution).where(
        Resolution.office_code == version.office_code,
        Resolution.subject_kind == version.subject_kind,
        Resolution.subject_key == version.subject_key,
    )
    return session.exec(wanted.order_by(col(Resolution.held_on).desc(), col(Resolution.id).desc())).all()


def committee_for(session: Session, office_code: str, subject: Subject, day: date) -> str:
    """The kind of committee that takes this decision on a day: as the office says, else as the service does."""
    found = session.exec(
        select(ApprovingBody.committee_kind)
        .where(
            ApprovingBody.office_code == office_code,
            ApprovingBody.decision == subject.decision,
            ApprovingBody.valid_from <= day,
        )
        .order_by(col(ApprovingBody.valid_from).desc())
    ).first()
    return found or subject.committee


def bodies_of(session: Session, visitor: Visitor) -> Sequence[ApprovingBody]:
    """What the office has said, decision by decision, the newest first."""
    wanted = select(ApprovingBody).where(ApprovingBody.office_code == visitor.office_code)
    return session.exec(wanted.order_by(ApprovingBody.decision, col(ApprovingBody.valid_from).desc())).all()


def set_body(session: Session, visitor: Visitor, shared: Shared, draft: BodyDraft) -> ApprovingBody:
    """From a day on. RefusedError for a decision that the service does not know, or a day that has one already."""
    if draft.decision not in {one.decision for one in shared.subjects}:
        raise refuse("decision", N_("There is no such entry"))
    taken = select(ApprovingBody.id).where(
        ApprovingBody.office_code == visitor.office_code,
        ApprovingBody.decision == draft.decision,
        ApprovingBody.valid_from == draft.valid_from,
    )
    if session.exec(taken).first() is not None:
        raise refuse("valid_from", N_("For this day it was said already"))
    row = ApprovingBody(office_code=visitor.office_code, set_by=visitor.name[:120], **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(
        session,
        visitor,
        "approving_body.set",
        subject="approving_body",
        subject_id=row.id,
        detail=draft.model_dump(mode="json"),
    )
    return row


def hearing_resolutions(service: str) -> Handler:
    """Keeps what committees decided about things of this service; what is about others is passed over."""

    def hear(session: Session, fact: Fact, at: datetime) -> str:
        assert isinstance(fact, ResolutionRecorded)
        if fact.service != service:
            return "about another service"
        if session.exec(select(Resolution.id).where(Resolution.key == fact.resolution_key)).first() is not None:
            return "known already"
        session.add(
            Resolution(
                key=fact.resolution_key,
                told_at=at,
                committee_name=fact.committee_name[:255],
                meeting=fact.meeting[:255],
                text=fact.text[:4000],
                **fact.model_dump(
                    include={
                        "office_code",
                        "committee_kind",
                        "held_on",
                        "is_quorate",
                        "subject_kind",
                        "subject_key",
                        "sha256",
                        "verdict",
                    }
                ),
            )
        )
        return f"{fact.verdict}: {fact.subject_kind} {fact.subject_key}"

    return hear


def _faults(session: Session, subject: Subject, one: Resolution) -> list[Problem]:
    """Why a resolution does not count."""
    faults = []
    needed = committee_for(session, one.office_code, subject, one.held_on)
    if one.committee_kind != needed:
        faults.append(
            Problem("", N_("%(committee)s does not decide this: it is for another committee"), {"committee": _who(one)})
        )
    if not one.is_quorate:
        faults.append(Problem("", N_("The meeting had no quorum: %(meeting)s"), {"meeting": one.meeting}))
    return faults


def _rejected(one: Resolution) -> Problem:
    return Problem("", N_("%(committee)s did not approve it"), {"committee": _who(one)})


def _who(one: Resolution) -> str:
    return one.committee_name or one.committee_kind


def _nothing(session: Session, version: Version) -> Problem:
    others = resolutions_of(session, version)
    if not others:
        return Problem("", N_("There is no resolution about it yet"))
    return Problem("", N_("The resolution of %(meeting)s is about another version"), {"meeting": others[0].meeting})
