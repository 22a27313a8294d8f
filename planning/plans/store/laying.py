"""What lies before committees: the paper by which the registry takes a submitted version on an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from planning.plans.declared import Shared, Subject
from planning.plans.models.version import Version, VersionState
from planning.plans.store.gates import committee_for


@dataclass(frozen=True, slots=True)
class Desk:
    """From where papers come: the service, and its base URL."""

    service: str
    address: str


def paper_of(session: Session, subject: Subject, version: Version, desk: Desk, *, today: date) -> dict[str, str]:
    """As the link to the registry's form says it."""
    given = {
        "service": desk.service,
        "kind": version.subject_kind,
        "key": version.subject_key,
        "sha256": version.sha256,
        "title": f"{version.title} ({version.number})",
        "link": f"{desk.address}/versions/{version.subject_kind}/{version.subject_key}",
        "committee": committee_for(session, version.office_code, subject, today),
    }
    if subject.schools is not None:
        given["schools"] = " ".join(subject.schools(session, version.office_code, version.subject_key))
    return given


def submitted(session: Session, shared: Shared, office_code: str, desk: Desk, *, today: date) -> list[dict[str, str]]:
    """Papers of all versions of the office that wait for a decision, the oldest first."""
    wanted = select(Version).where(Version.office_code == office_code, Version.state == VersionState.SUBMITTED)
    rows = session.exec(wanted.order_by(Version.id)).all()  # type: ignore[arg-type]
    return [paper_of(session, shared.subject(row.subject_kind), row, desk, today=today) for row in rows]
