"""Which articles concern an alert or an outage: of the same thing, the same model, the same kind, the same school."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

import sqlalchemy
from sqlalchemy import and_, func, or_
from sqlmodel import Session, col

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from netops.models.alert import Alert
from netops.models.response import Article

MOST_SHOWN: Final = 5
MOST_READ: Final = 500  # of one office, the last changed first
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Concern:
    """What an alert or outage is about, as far as articles may tell of it; `kinds` are names of runbooks."""

    kinds: frozenset[str]
    subject: Subject
    subject_id: int
    site_id: int | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """An article that fits, without its text. `is_late`: the day of its review has passed."""

    id: int
    title: str
    changed_at: datetime
    review_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class _Known:
    fit: Fit
    subject: tuple[str, int | None]
    runbook: str
    model: str
    site_id: int | None

    def distance(self, concern: Concern) -> int | None:
        """0 of the same thing, then model, kind and school; None where nothing is the same."""
        same = (
            self.subject == (concern.subject.value, concern.subject_id),
            bool(self.model) and self.model == model_key(concern.model),
            self.runbook in concern.kinds,
            self.site_id is not None and self.site_id == concern.site_id,
        )
        return same.index(True) if True in same else None


def model_of(device: Device | None) -> str:
    """Maker and model, as an article says it; empty of what is no device."""
    return " ".join(f"{device.vendor} {device.model}".split()) if device is not None else ""


def model_key(model: str) -> str:
    """Equal for one model however it is written."""
    return " ".join(model.split()).lower()


def concern_of(alert: Alert, *, device: Device | None) -> Concern:
    """Of an alert; `device` is its subject where that is one."""
    return Concern(frozenset({alert.kind.value}), alert.subject, alert.subject_id, alert.site_id, model_of(device))


def concern_of_outage(session: Session, outage: Outage, kinds: Collection[str]) -> Concern:
    """Of an outage; `kinds` are its runbook and what it was told as."""
    device = session.get(Device, outage.subject_id) if outage.subject is Subject.DEVICE else None
    return Concern(frozenset(kinds), outage.subject, outage.subject_id, outage.site_id, model_of(device))


def articles_on(
    session: Session, office_id: int, concerns: Mapping[Key, Concern], *, today: date, most: int = MOST_SHOWN
) -> Mapping[Key, Sequence[Fit]]:
    """For each concern the articles of the office that fit, the closest first; one query for all of them."""
    if not concerns:
        return {}
    distinct = set(concerns.values())  # thousands of alerts are about a few hundred things
    known = _known(session, office_id, distinct, today)
    closest = {concern: _closest(known, concern)[:most] for concern in distinct}
    return {key: closest[concern] for key, concern in concerns.items()}


def _closest(known: Sequence[_Known], concern: Concern) -> list[Fit]:
    near = [(distance, one.fit) for one in known if (distance := one.distance(concern)) is not None]
    return [fit for _distance, fit in sorted(near, key=lambda pair: pair[0])]


def _known(session: Session, office_id: int, concerns: Collection[Concern], today: date) -> list[_Known]:
    """The last changed first."""
    kinds = frozenset().union(*(concern.kinds for concern in concerns))
    models = {model_key(concern.model) for concern in concerns} - {""}
    sites = {concern.site_id for concern in concerns if concern.site_id is not None}
    site_of = func.coalesce(col(Link.site_id), col(Device.site_id))
    query: Any = (
        sqlalchemy.select(
            col(Article.id),
            col(Article.title),
            col(Article.changed_at),
            col(Article.review_on),
            col(Article.subject),
            col(Article.subject_id),
            col(Article.runbook),
            col(Article.model),
            site_of,
        )
        .outerjoin(Link, and_(col(Article.subject) == Subject.LINK.value, col(Link.id) == Article.subject_id))
        .outerjoin(Device, and_(col(Article.subject) == Subject.DEVICE.value, col(Device.id) == Article.subject_id))
        .where(col(Article.office_id) == office_id, col(Article.archived_at).is_(None))
        .where(
            or_(
                col(Article.runbook).in_(kinds - {""}),
                func.lower(col(Article.model)).in_(models),
                site_of.in_(sites),
            )
        )
        .order_by(col(Article.changed_at).desc(), col(Article.id).desc())
        .limit(MOST_READ)
    )
    return [
        _Known(
            Fit(row_id, title, changed_at, review_on, is_late(review_on, today)),
            (subject, subject_id),
            runbook,
            model_key(model),
            site_id,
        )
        for row_id, title, changed_at, review_on, subject, subject_id, runbook, model, site_id in session.execute(query)
    ]


def is_late(review_on: date | None, today: date) -> bool:
    """Whether the day of the review has passed."""
    return review_on is not None and review_on < today
