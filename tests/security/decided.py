"""A case with everything that hangs on it, and a letter, each carrying a mark, for the test of two offices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from inventory.models.site import Office, Site
from netops.cases.definitions import find_definition
from netops.models.case import CaseStep, Committee, CommitteeMember, Evidence, Meeting, Resolution, WorkCase
from netops.models.letter import Letter
from service.columns import utc_now
from service.letters import Direction


def _id(row: Any) -> int:
    assert isinstance(row.id, int)
    return row.id


def decided_case(session: Session, office: Office, site: Site, mark: str) -> dict[str, object]:
    """A case of the school with a document, a committee, its meeting and a resolution; ids by noun."""
    definition = find_definition("innovation")
    case = WorkCase(
        office_id=_id(office),
        site_id=_id(site),
        workflow=definition.key,
        definition=definition.model_dump(mode="json"),
        title=mark,
        note=mark,
        started_at=utc_now() - timedelta(hours=1),
    )
    session.add(case)
    session.flush()
    today = utc_now().date()
    steps = [
        CaseStep(case_id=_id(case), key=step.key, owner=step.owner, due_on=today, note=mark)
        for step in definition.steps
    ]
    evidence = Evidence(
        case_id=_id(case), kind="pilot-report", name=mark, media_type="application/pdf", size_bytes=1, sha256="0" * 64
    )
    committee = Committee(case_id=_id(case), kind="evaluation", order_no=mark, appointed_on=today)
    session.add_all([*steps, evidence, committee])
    session.flush()
    session.add(CommitteeMember(committee_id=_id(committee), name=mark, position=mark))
    meeting = Meeting(
        committee_id=_id(committee), number=1, held_on=today, place=mark, total=1, needed=1, counted=1, is_quorate=True
    )
    session.add(meeting)
    session.flush()
    resolution = Resolution(
        meeting_id=_id(meeting),
        case_id=_id(case),
        step="evaluation",
        evidence_id=_id(evidence),
        sha256="0" * 64,
        in_favour=1,
        against=0,
        is_approved=True,
        text=mark,
    )
    session.add(resolution)
    session.flush()
    return {
        "letters": _letter(session, office, site, mark),
        "cases": case.id,
        "evidence": evidence.id,
        "committees": committee.id,
        "meetings": meeting.id,
    }


def _letter(session: Session, office: Office, site: Site, mark: str) -> int:
    letter = Letter(
        office_id=_id(office),
        site_id=_id(site),
        unit=_id(site),
        direction=Direction.IN,
        year=2569,
        number=1,
        entered_on=utc_now().date(),
        subject=mark,
        sender=mark,
        letter_no=mark,
        note=mark,
        file_name=mark,
        sha256="0" * 64,
    )
    session.add(letter)
    session.flush()
    return _id(letter)
