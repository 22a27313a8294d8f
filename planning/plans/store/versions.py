"""Versions are opened, frozen, taken back and approved here. Every act is written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, get_args

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from contract.planning import PlanApproved, PlanKind
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans.declared import Frozen, Subject
from planning.plans.fingerprint import canonical, fingerprint
from planning.plans.models.version import FROZEN, IN_FORCE, OPEN, Publication, Resolution, Version, VersionState
from planning.plans.store.facts import run_of
from planning.plans.store.gates import gate_of
from planning.plans.store.walking import Reason, done_by_system
from planning.plans.workflows import kept
from service.columns import utc_now
from service.i18n import N_
from service.refusal import BlockedError, MissingError, RefusedError, block

SUBJECT: Final = "version"
PLANS: Final = frozenset(get_args(PlanKind))


def versions_of(session: Session, visitor: Visitor, kind: str, key: str) -> Sequence[Version]:
    """Of one thing, the newest first."""
    return session.exec(_of(visitor.office_code, kind, key)).all()


def find_version(session: Session, visitor: Visitor, kind: str, key: str, number: int) -> Version:
    """MissingError where the office has none of that number."""
    found = session.exec(_of(visitor.office_code, kind, key).where(Version.number == number)).one_or_none()
    if found is None:
        raise MissingError("version")
    return found


def newest(session: Session, office_code: str, kind: str, key: str, *, to_change: bool = False) -> Version | None:
    """The one with the highest number. Who changes it keeps others from changing it until the end."""
    wanted = _of(office_code, kind, key).limit(1)
    return session.exec(wanted.with_for_update() if to_change else wanted).first()


def touch(session: Session, visitor: Visitor, subject: Subject, key: str) -> Version:
    """To be called before the content is edited: the draft that the edit belongs to. BlockedError while it lies before
    the committee.
    """
    head = subject.head(session, visitor.office_code, key)
    last = newest(session, visitor.office_code, subject.kind, key, to_change=True)
    if last is not None and last.state is VersionState.SUBMITTED:
        raise block(N_("Version %(number)s lies before the committee: take it back first"), number=last.number)
    if last is not None and last.state in OPEN:
        return last
    made = Version(
        office_code=visitor.office_code,
        subject_kind=subject.kind,
        subject_key=key,
        decision=subject.decision,
        number=last.number + 1 if last is not None else 1,
        title=head.title,
        first_year=head.first_year,
        last_year=head.last_year,
        opened_by=visitor.name[:120],
    )
    session.add(made)
    session.flush()
    _write_down(session, visitor, "version.opened", made)
    return made


def review(session: Session, visitor: Visitor, subject: Subject, key: str) -> Version:
    """Give the draft to those who look at it before it is submitted."""
    version = _in(session, visitor, subject, key, {VersionState.DRAFT})
    version.state, version.return_reason = VersionState.IN_REVIEW, ""
    _write_down(session, visitor, "version.reviewed", version)
    return version


def submit(session: Session, visitor: Visitor, subject: Subject, key: str) -> Version:
    """Freeze the content for the committee. RefusedError names everything that is lacking."""
    version = _in(session, visitor, subject, key, OPEN)
    problems = subject.problems(session, visitor.office_code, key)
    if problems:
        raise RefusedError(problems)
    head = subject.head(session, visitor.office_code, key)
    version.title, version.first_year, version.last_year = head.title[:255], head.first_year, head.last_year
    version.content = canonical(subject.content(session, visitor.office_code, key))
    version.sha256 = fingerprint(version.content)
    version.state, version.return_reason = VersionState.SUBMITTED, ""
    version.submitted_at, version.submitted_by = utc_now(), visitor.name[:120]
    version.asked_at, version.asked_of = None, ""
    session.flush()
    _write_down(session, visitor, "version.submitted", version, sha256=version.sha256)
    return version


def take_back(session: Session, visitor: Visitor, subject: Subject, key: str, given: Reason) -> Version:
    """A draft again; what lay before the committee counts no more."""
    version = _in(session, visitor, subject, key, {VersionState.SUBMITTED, VersionState.IN_REVIEW})
    before = version.sha256
    version.state, version.content, version.sha256 = VersionState.DRAFT, "", ""
    version.submitted_at, version.submitted_by, version.return_reason = None, "", given.reason
    session.flush()
    _write_down(session, visitor, "version.taken_back", version, reason=given.reason, sha256=before)
    return version


def approve(session: Session, visitor: Visitor, subject: Subject, key: str) -> Version:
    """On the strength of a resolution about exactly this version; BlockedError says why not."""
    version = _in(session, visitor, subject, key, {VersionState.SUBMITTED})
    gate = gate_of(session, subject, version, today())
    if gate.resolution is None or not gate.is_open:
        raise BlockedError(gate.reasons)
    for earlier in session.exec(
        _of(visitor.office_code, subject.kind, key).where(Version.state == VersionState.APPROVED)
    ):
        earlier.state = VersionState.SUPERSEDED
    version.state, version.resolution_key = VersionState.APPROVED, gate.resolution.key
    version.approved_at, version.approved_by = utc_now(), visitor.name[:120]
    session.flush()
    _write_down(session, visitor, "version.approved", version, resolution=gate.resolution.meeting)
    if subject.kind in PLANS:
        tell(session, PlanApproved(**plan_fact(version)), at=version.approved_at)
    if subject.on_approved is not None:
        subject.on_approved(session, visitor, frozen_of(session, version))
    _gates_done(session, visitor, version)
    return version


def plan_fact(version: Version) -> dict[str, object]:
    """What `PlanApproved` and `PlanPublished` say of it."""
    return {
        "office_code": version.office_code,
        "plan_key": version.subject_key,
        "kind": version.subject_kind,
        "title": version.title,
        "number": version.number,
        "years": (version.first_year, version.last_year),
        "sha256": version.sha256,
        "resolution_key": version.resolution_key,
    }


def approved(session: Session, office_code: str, kind: str, key: str) -> Frozen | None:
    """The version in force, whatever is being drafted beside it."""
    version = session.exec(_of(office_code, kind, key).where(col(Version.state).in_(IN_FORCE)).limit(1)).first()
    return frozen_of(session, version) if version is not None else None


def frozen_of(session: Session, version: Version) -> Frozen:
    """What was frozen. BlockedError where nothing is, or where it is not any more what was."""
    if version.state not in FROZEN:
        raise block(N_("It was not submitted yet: there is nothing to decide on"))
    if fingerprint(version.content) != version.sha256:
        raise block(N_("What is stored is not what was frozen any more"))
    resolution = _resolution(session, version)
    publication = session.exec(select(Publication).where(Publication.version_id == version.id)).one_or_none()
    return Frozen(
        office_code=version.office_code,
        kind=version.subject_kind,
        key=version.subject_key,
        number=version.number,
        title=version.title,
        first_year=version.first_year,
        last_year=version.last_year,
        state=version.state,
        sha256=version.sha256,
        content=json.loads(version.content),
        office_name=publication.office_name if publication is not None else "",
        committee=resolution.committee_name if resolution is not None else "",
        meeting=resolution.meeting if resolution is not None else "",
        held_on=resolution.held_on if resolution is not None else None,
        announcement=publication.announcement if publication is not None else "",
        released_on=publication.released_on if publication is not None else None,
    )


def _resolution(session: Session, version: Version) -> Resolution | None:
    if not version.resolution_key:
        return None
    return session.exec(select(Resolution).where(Resolution.key == version.resolution_key)).one_or_none()


def _of(office_code: str, kind: str, key: str) -> SelectOfScalar[Version]:
    wanted = select(Version).where(
        Version.office_code == office_code, Version.subject_kind == kind, Version.subject_key == key
    )
    return wanted.order_by(col(Version.number).desc())


def _in(
    session: Session, visitor: Visitor, subject: Subject, key: str, states: set[VersionState] | frozenset[VersionState]
) -> Version:
    """The newest version, when it is in one of these states; BlockedError."""
    version = newest(session, visitor.office_code, subject.kind, key, to_change=True)
    if version is None and VersionState.DRAFT in states:
        return touch(session, visitor, subject, key)
    if version is None:
        raise MissingError("version")
    if version.state not in states:
        raise block(_NOT_NOW[version.state], number=version.number)
    return version


_NOT_NOW: Final = {
    VersionState.DRAFT: N_("Version %(number)s is a draft: submit it first"),
    VersionState.IN_REVIEW: N_("Version %(number)s is being reviewed: submit it first"),
    VersionState.SUBMITTED: N_("Version %(number)s lies before the committee: take it back first"),
    VersionState.APPROVED: N_("Version %(number)s is approved: an edit opens the next one"),
    VersionState.PUBLISHED: N_("Version %(number)s is published: an edit opens the next one"),
    VersionState.SUPERSEDED: N_("Version %(number)s has a successor"),
}


def _gates_done(session: Session, visitor: Visitor, version: Version) -> None:
    """The steps of its run that waited for this decision."""
    run = run_of(session, visitor, version.subject_kind, version.subject_key)
    if run is None:
        return
    for step in kept(run.definition).steps:
        if step.gate == version.decision:
            done_by_system(session, visitor, version.subject_kind, version.subject_key, step.key)


def _write_down(session: Session, visitor: Visitor, act: str, version: Version, **detail: object) -> None:
    audit.record(
        session,
        visitor,
        act,
        subject=SUBJECT,
        subject_id=version.id,
        detail={"kind": version.subject_kind, "number": version.number, "title": version.title, **detail},
    )
