"""What the API shows of people, work and the office's own matters. Secrets have no field here either."""

from __future__ import annotations

from datetime import datetime

from netops.models.alert import Delivery
from netops.models.job import JobState, ReviewState
from netops.models.person import Role
from netops.web.api.shapes import Shape


class PersonOut(Shape):
    """Someone who may sign in."""

    id: int
    username: str
    name: str
    email: str
    role: Role
    site_id: int | None
    language: str
    alerts: bool
    created_at: datetime
    last_login_at: datetime | None
    disabled_at: datetime | None


class TokenOut(Shape):
    """A token; its text is shown once, when it is made."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class NewTokenOut(TokenOut):
    """A token with its text: keep it now."""

    token: str


class JobOut(Shape):
    """Long work: how far it is, and what came of it."""

    id: int
    kind: str
    title: str
    state: JobState
    done: int
    total: int
    result: dict[str, object]
    error: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class AuditOut(Shape):
    """Who did what."""

    id: int
    at: datetime
    actor: str
    address: str
    action: str
    subject: str
    subject_id: int | None
    detail: dict[str, object]


class ImportProblemOut(Shape):
    """Why a row is refused; row 0 is the file, 1 its headings."""

    row: int
    column: str
    value: str
    reason: str


class ImportOut(Shape):
    """What a file would do; with any problem nothing can be imported."""

    id: int
    kind: str
    title: str
    ok: bool
    total: int
    counts: dict[str, int]
    problems: list[ImportProblemOut]


class SettingsOut(Shape):
    """Settings of the office."""

    mail: dict[str, str | int | float | bool]
    confirmation: dict[str, int]


class DeliveryOut(Shape):
    """A message and what became of it. `recipient` is a mail address, or a kind of channel and its number."""

    id: int
    alert_id: int | None
    phase: str
    channel: str
    channel_id: int | None
    person_id: int | None
    digest_id: int | None
    recipient: str
    message_id: str
    subject: str
    state: Delivery
    created_at: datetime
    next_try_at: datetime
    tries: int
    last_error: str
    sent_at: datetime | None


class SubmissionOut(Shape):
    """What a school said, and what became of it."""

    id: int
    site_id: int
    kind: str
    data: dict[str, object]
    state: ReviewState
    reason: str
    created_at: datetime
    reviewed_at: datetime | None


class SlipOut(Shape):
    """A one-time way in: shown once, to be handed to its person."""

    person_id: int
    username: str
    site_id: int | None
    url: str
    expires_at: datetime | None
