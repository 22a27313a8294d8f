"""What is approved is published here, read by everybody, and acknowledged by schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from contract.planning import PlanPublished
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.happened import Happened
from planning.kit.visitor import SCHOOL, Visitor
from planning.plans.declared import Frozen, Shared, Subject
from planning.plans.models.version import IN_FORCE, Publication, Receipt, Version, VersionState
from planning.plans.store.versions import PLANS, SUBJECT, frozen_of, newest, plan_fact
from service.columns import utc_now
from service.database import TakenError
from service.draft import Draft
from service.i18n import N_
from service.refusal import MissingError, block, refuse


class PublishDraft(Draft):
    """The number of the announcement and its day."""

    announcement: Annotated[str, Field(min_length=1, max_length=120)]
    released_on: Happened


@dataclass(frozen=True, slots=True)
class Reader:
    """A school that was to get a publication, and its receipt."""

    code: str
    name: str
    receipt: Receipt | None


def path_of(kind: str, key: str) -> str:
    """Where everybody reads it."""
    return f"/published/{kind}/{key}"


def publish(
    session: Session, visitor: Visitor, shared: Shared, subject: Subject, key: str, draft: PublishDraft
) -> Publication:
    """The approved version and no other (INV-A3). BlockedError where none is; RefusedError for a number or a day that
    cannot be.
    """
    version = newest(session, visitor.office_code, subject.kind, key, to_change=True)
    if version is not None and version.state not in IN_FORCE:
        version = _in_force(session, visitor, subject, key)
    if version is None:
        raise block(N_("Only what a committee approved is published"))
    if version.state is VersionState.PUBLISHED:
        raise block(N_("Version %(number)s is published already"), number=version.number)
    frozen = frozen_of(session, version)
    _plausible(session, visitor, frozen, draft)
    for earlier in session.exec(
        select(Version).where(
            Version.office_code == visitor.office_code,
            Version.subject_kind == subject.kind,
            Version.subject_key == key,
            Version.state == VersionState.PUBLISHED,
        )
    ):
        earlier.state = VersionState.SUPERSEDED
    version.state = VersionState.PUBLISHED
    schools = shared.schools(session, visitor.office_code) if shared.schools is not None else ()
    row = Publication(
        version_id=version.id or 0,
        office_code=visitor.office_code,
        office_name=visitor.office_name,
        recipients=[[one.smis_code, one.name] for one in schools if one.is_ours and one.state != "closed"],
        published_by=visitor.name[:120],
        **draft.model_dump(),
    )
    session.add(row)
    session.flush()
    _told(session, visitor, subject, version, row)
    return row


def find_published(session: Session, kind: str, key: str) -> tuple[Version, Publication]:
    """What everybody may read now; MissingError. A key is of one office only."""
    found = session.exec(
        select(Version, Publication)
        .join(Publication, col(Publication.version_id) == Version.id)
        .where(Version.subject_kind == kind, Version.subject_key == key, Version.state == VersionState.PUBLISHED)
    ).first()
    if found is None:
        raise MissingError("publication")
    return found


def all_published(session: Session) -> Sequence[tuple[Version, Publication]]:
    """The newest first."""
    return session.exec(
        select(Version, Publication)
        .join(Publication, col(Publication.version_id) == Version.id)
        .where(Version.state == VersionState.PUBLISHED)
        .order_by(col(Publication.released_on).desc(), col(Publication.id).desc())
        .limit(500)
    ).all()


def leave_receipt(
    session: Session, visitor: Visitor, publication: Publication, *, acknowledged: bool
) -> Receipt | None:
    """That a school has read it; None for who is not of a school that was to get it. Opened twice is one receipt."""
    if not _is_for(visitor, publication):
        return None
    code = visitor.person.school_code
    row = session.exec(
        select(Receipt).where(Receipt.publication_id == publication.id, Receipt.school_code == code)
    ).one_or_none()
    if row is None:
        row = _opened(session, visitor, publication, code)
    if acknowledged and row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = utc_now(), visitor.name[:120]
        audit.record(session, visitor, "publication.acknowledged", subject="publication", subject_id=publication.id)
    return row


def receipts_of(
    session: Session, visitor: Visitor, publications: Sequence[Publication]
) -> Mapping[int | None, Receipt | None]:
    """By the number of each of these that this person's school was to get: what it left there, None while nothing."""
    found = {
        one.publication_id: one
        for one in session.exec(select(Receipt).where(Receipt.school_code == visitor.person.school_code))
    }
    return {one.id: found.get(one.id or 0) for one in publications if _is_for(visitor, one)}


def readers_of(session: Session, publication: Publication) -> Sequence[Reader]:
    """Those without a receipt first."""
    receipts = {
        one.school_code: one for one in session.exec(select(Receipt).where(Receipt.publication_id == publication.id))
    }
    found = [Reader(code, name, receipts.get(code)) for code, name in publication.recipients]
    return sorted(found, key=lambda one: (one.receipt is not None, one.name, one.code))


def _is_for(visitor: Visitor, publication: Publication) -> bool:
    if visitor.person.role != SCHOOL or visitor.office_code != publication.office_code:
        return False
    return visitor.person.school_code in {one[0] for one in publication.recipients}


def _opened(session: Session, visitor: Visitor, publication: Publication, code: str) -> Receipt:
    """One receipt of a school, also when two of its people open it at the same moment."""
    row = Receipt(publication_id=publication.id or 0, school_code=code, opened_by=visitor.name[:120])
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
            audit.record(session, visitor, "publication.opened", subject="publication", subject_id=publication.id)
    except TakenError:
        wanted = select(Receipt).where(Receipt.publication_id == publication.id, Receipt.school_code == code)
        return session.exec(wanted).one()
    return row


def _in_force(session: Session, visitor: Visitor, subject: Subject, key: str) -> Version | None:
    """The approved one, when a draft stands beside it."""
    return session.exec(
        select(Version)
        .where(
            Version.office_code == visitor.office_code,
            Version.subject_kind == subject.kind,
            Version.subject_key == key,
            col(Version.state).in_(IN_FORCE),
        )
        .order_by(col(Version.number).desc())
        .with_for_update()
    ).first()


def _plausible(session: Session, visitor: Visitor, frozen: Frozen, draft: PublishDraft) -> None:
    if frozen.held_on is not None and draft.released_on < frozen.held_on:
        raise refuse("released_on", N_("This is before the committee decided"))
    taken = select(Publication.id).where(
        Publication.office_code == visitor.office_code, Publication.announcement == draft.announcement
    )
    if session.exec(taken).first() is not None:
        raise refuse("announcement", N_("Another announcement has this number"))


def _told(session: Session, visitor: Visitor, subject: Subject, version: Version, row: Publication) -> None:
    detail = {"number": version.number, "announcement": row.announcement, "recipients": len(row.recipients)}
    audit.record(session, visitor, "version.published", subject=SUBJECT, subject_id=version.id, detail=detail)
    if subject.kind in PLANS:
        fact = PlanPublished(
            **plan_fact(version),
            announcement=row.announcement,
            released_on=row.released_on,
            path=path_of(subject.kind, version.subject_key),
        )
        tell(session, fact, at=row.published_at)
    if subject.on_published is not None:
        subject.on_published(session, visitor, frozen_of(session, version))
