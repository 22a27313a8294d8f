"""Versions of plans and cases, what committees resolved about them, and how they were published."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Connection, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import Field

from planning.plans.core import Plans
from service.columns import Utc, utc_now, words
from service.guards import Stays, guard


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


FROZEN = frozenset({VersionState.SUBMITTED, VersionState.APPROVED, VersionState.PUBLISHED, VersionState.SUPERSEDED})
IN_FORCE = frozenset({VersionState.APPROVED, VersionState.PUBLISHED})
OPEN = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW})


class Version(Plans, table=True):
    """One version of a thing of the service. `content` is its canonical JSON as text, frozen when it is submitted, and
    `sha256` the fingerprint of it; both empty while it is a draft. `decision` is what a committee decides about it.
    `first_year` and `last_year` are of the Buddhist era, as the service reckons them. `asked_at` is when the registry
    took it on the agenda, `asked_of` the meeting before which it lay then, empty: it waited for one.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("office_code", "subject_kind", "subject_key", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    subject_kind: str = Field(max_length=48)
    subject_key: str = Field(max_length=32, index=True)
    decision: str = Field(max_length=48)
    number: int
    title: str = Field(max_length=255)
    first_year: int
    last_year: int
    state: VersionState = Field(default=VersionState.DRAFT, sa_type=words(VersionState), index=True)
    content: str = ""
    sha256: str = Field(default="", max_length=64, index=True)
    opened_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    opened_by: str = Field(default="", max_length=120)
    submitted_at: datetime | None = Field(default=None, sa_type=Utc)
    submitted_by: str = Field(default="", max_length=120)
    return_reason: str = Field(default="", max_length=500)
    asked_at: datetime | None = Field(default=None, sa_type=Utc)
    asked_of: str = Field(default="", max_length=120)
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    approved_by: str = Field(default="", max_length=120)
    resolution_key: str = Field(default="", max_length=64)


class ImmutableError(RuntimeError):
    """Somebody tried to change what a committee approved (INV-A2): a fault of the program."""


_KEPT = (
    "office_code",
    "subject_kind",
    "subject_key",
    "decision",
    "number",
    "title",
    "first_year",
    "last_year",
    "content",
    "sha256",
    "resolution_key",
)
_NEXT = {
    VersionState.APPROVED: {VersionState.PUBLISHED, VersionState.SUPERSEDED},
    VersionState.PUBLISHED: {VersionState.SUPERSEDED},
    VersionState.SUPERSEDED: set[VersionState](),
}


@event.listens_for(Version, "before_update")
def _stays(_mapper: Mapper[Version], _connection: Connection, row: Version) -> None:
    """An approved version stays what it is; only its state goes on."""
    now = inspect(row)
    before = now.attrs.state.history.deleted or (row.state,)
    state = VersionState(before[0])
    if state not in _NEXT:
        return
    changed = [name for name in _KEPT if now.attrs[name].history.has_changes()]
    if changed or (row.state is not state and row.state not in _NEXT[state]):
        raise ImmutableError(f"version {row.id} is {state.value}: {', '.join(changed) or row.state.value}")


@event.listens_for(Version, "before_delete")
def _remains(_mapper: Mapper[Version], _connection: Connection, row: Version) -> None:
    raise ImmutableError(f"version {row.id} is never deleted")


def _back(state: VersionState, allowed: Set[VersionState]) -> str:
    words = ", ".join(f"'{one.value}'" for one in sorted(allowed))
    return f"(OLD.state = '{state.value}' AND NEW.state NOT IN ({words}))"


_SETTLED = "OLD.state IN ('approved', 'published', 'superseded')"
guard(
    Version,
    Stays(_KEPT, once=_SETTLED),
    refused=" OR ".join(_back(state, {state, *then}) for state, then in _NEXT.items()),
    settled=_SETTLED,
)


class Resolution(Plans, table=True):
    """What the registry told of a committee's decision about something of this service; never changed."""

    __tablename__ = "heard_resolution"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    office_code: str = Field(max_length=32, index=True)
    committee_kind: str = Field(max_length=48)
    committee_name: str = Field(max_length=255)
    meeting: str = Field(max_length=255)
    held_on: date
    is_quorate: bool
    subject_kind: str = Field(max_length=48)
    subject_key: str = Field(max_length=64, index=True)
    sha256: str = Field(max_length=64)
    verdict: str = Field(max_length=32)
    text: str = Field(default="", max_length=4000)
    told_at: datetime = Field(sa_type=Utc)


guard(Resolution)


class ApprovingBody(Plans, table=True):
    """Which kind of committee takes a decision in an office from a day on. The earlier ones stay: a meeting is judged
    by the day on which it was held.
    """

    __tablename__ = "approving_body"
    __table_args__ = (UniqueConstraint("office_code", "decision", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    decision: str = Field(max_length=48)
    committee_kind: str = Field(max_length=48)
    valid_from: date
    basis: str = Field(default="", max_length=500)
    set_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    set_by: str = Field(default="", max_length=120)


class Publication(Plans, table=True):
    """An approved version that everybody may read. `recipients` are (code, name) of the schools that were to get it."""

    __table_args__ = (UniqueConstraint("office_code", "announcement"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="plan_version.id", unique=True)
    office_code: str = Field(max_length=32, index=True)
    office_name: str = Field(max_length=255)
    announcement: str = Field(max_length=120)
    released_on: date = Field(index=True)
    recipients: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    published_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    published_by: str = Field(default="", max_length=120)


class Receipt(Plans, table=True):
    """A school has read a publication: it was opened by a person of it, and perhaps acknowledged."""

    __table_args__ = (UniqueConstraint("publication_id", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    publication_id: int = Field(foreign_key="publication.id", index=True)
    school_code: str = Field(max_length=32)
    opened_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    opened_by: str = Field(default="", max_length=120)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Utc)
    acknowledged_by: str = Field(default="", max_length=120)
