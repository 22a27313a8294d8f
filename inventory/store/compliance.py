"""How devices stand against the rules, as it is kept; and what an office does not ask of whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy import delete, func
from sqlmodel import Session, col, or_, select

from inventory.events import ComplianceBroken, ComplianceRestored, Fact
from inventory.models.config import ComplianceResult, ConfigVersion, Exemption, Grade
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.store.belonging import in_office
from service.draft import Draft, Empty, Note, OptionalId
from service.refusal import MissingError, _, refuse


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule's grade with its evidence, from which every secret was taken."""

    rule: str
    grade: Grade
    evidence: str


@dataclass(frozen=True, slots=True)
class Due:
    """A device whose newest configuration was not judged by the rules of now."""

    device_id: int
    platform: str
    version_id: int


def due(session: Session, *, revision: str, limit: int, after: int = 0, without: Collection[str] = ()) -> Sequence[Due]:
    """Those whose configuration or whose rules are newer than their results, by id from `after` on; `without` are
    platforms that nothing is asked of."""
    newest = (
        select(ConfigVersion.device_id, func.max(ConfigVersion.id).label("version_id"))
        .group_by(col(ConfigVersion.device_id))
        .subquery()
    )
    judged = (
        select(ComplianceResult.device_id)
        .where(
            ComplianceResult.device_id == Device.id,
            ComplianceResult.version_id == newest.c.version_id,
            ComplianceResult.revision == revision,
        )
        .exists()
    )
    rows = session.exec(
        select(Device.id, Device.ssh_platform, newest.c.version_id)
        .join(newest, newest.c.device_id == col(Device.id))
        .where(col(Device.archived_at).is_(None), ~judged)
        .where(col(Device.id) > after, col(Device.ssh_platform).not_in(without))
        .order_by(col(Device.id))
        .limit(limit)
    )
    return [Due(device_id, platform, version_id) for device_id, platform, version_id in rows if device_id is not None]


def keep_results(
    session: Session, which: Due, judged: Sequence[Judged], *, revision: str, at: datetime
) -> Sequence[Fact]:
    """Store a device's results; the facts of those that are kept or broken otherwise than before.

    The first result of a rule is no fact: a district that is read for the first time would tell of hundreds.
    """
    device = session.get_one(Device, which.device_id)
    stored = {
        row.rule: row
        for row in session.exec(select(ComplianceResult).where(ComplianceResult.device_id == which.device_id))
    }
    facts: list[Fact] = []
    for each in judged:
        row = stored.pop(each.rule, None)
        if row is None:
            row = ComplianceResult(device_id=which.device_id, rule=each.rule, grade=each.grade, since=at, checked_at=at)
        elif row.grade is not each.grade:
            facts += _moved(device, row, each.grade)
            row.grade, row.since = each.grade, at
        row.evidence, row.version_id, row.revision, row.checked_at = each.evidence, which.version_id, revision, at
        session.add(row)
    for row in stored.values():
        session.delete(row)
    return [fact for fact in facts if not _exempt(session, device, fact, at.date())]


def _moved(device: Device, row: ComplianceResult, grade: Grade) -> list[Fact]:
    about = {"site_id": device.site_id, "device_id": device.id}
    if grade is Grade.BROKEN:
        return [ComplianceBroken(**about, rule=row.rule)]
    if row.grade is Grade.BROKEN and grade is Grade.KEPT:
        return [ComplianceRestored(**about, rule=row.rule)]
    return []


def _exempt(session: Session, device: Device, fact: Fact, today: date) -> bool:
    assert isinstance(fact, ComplianceBroken | ComplianceRestored)
    wanted = (
        select(Exemption.id)
        .join(Site, col(Site.office_id) == col(Exemption.office_id))
        .where(
            Site.id == device.site_id,
            Exemption.rule == fact.rule,
            or_(col(Exemption.device_id) == device.id, col(Exemption.device_id).is_(None)),
            or_(col(Exemption.until).is_(None), col(Exemption.until) >= today),
        )
    )
    return session.exec(wanted).first() is not None


class ExemptionDraft(Draft):
    """What is not asked: a rule, of one device or (none named) of no device of the office, and why."""

    rule: Annotated[str, Field(pattern=r"^[a-z0-9-]{3,64}$")]
    device_id: OptionalId = None
    reason: Annotated[Note, Field(min_length=5, max_length=500)]
    until: Annotated[date | None, Empty] = None


def exempt(session: Session, draft: ExemptionDraft, *, office_id: int, person_id: int | None, today: date) -> Exemption:
    """Keep the exemption; one of the same rule and device takes the place of the one before."""
    in_office(session, Device, draft.device_id, office_id=office_id, field="device_id")
    if draft.until is not None and draft.until < today:
        raise refuse("until", _("This day has passed"))
    session.execute(
        delete(Exemption).where(
            col(Exemption.office_id) == office_id,
            col(Exemption.rule) == draft.rule,
            col(Exemption.device_id).is_(None)
            if draft.device_id is None
            else col(Exemption.device_id) == draft.device_id,
        )
    )
    row = Exemption(**draft.model_dump(), office_id=office_id, made_by=person_id)
    session.add(row)
    session.flush()
    return row


def find_exemption(session: Session, exemption_id: int, *, office_id: int) -> Exemption:
    """The exemption of this office; MissingError when there is none."""
    row = session.get(Exemption, exemption_id)
    if row is None or row.office_id != office_id:
        raise MissingError("exemption")
    return row


def end_exemption(session: Session, row: Exemption) -> None:
    """The rule is asked again."""
    session.delete(row)
    session.flush()
