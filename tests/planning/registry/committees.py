"""A committee of three and its meetings, put in through the pages as a planner does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from planning.registry.models.committee import CommitteeMember
from service.database import reading
from tests.planning.entering import Entered

TODAY = datetime.now(ZoneInfo("Asia/Bangkok")).date()  # of the office's clock, as pages reckon
SHA = "a" * 64
KEY = "b" * 32
PAPER = {"service": "development_plan", "kind": "development", "key": KEY, "sha256": SHA}
TITLE = "แผนพัฒนาการศึกษาขั้นพื้นฐาน"


def committee(**changes: str) -> dict[str, str]:
    """Its form: the chair is typed last and has the first rank; the third one's term ended yesterday."""
    gone = (TODAY - timedelta(days=1)).isoformat()
    return {
        "kind": "esao_board",
        "name": "คณะกรรมการเขตพื้นที่การศึกษา",
        "order_number": "12/2570",
        "appointed_on": "2026-01-05",
        "legal_basis": "หนังสือสั่งการตัวอย่าง",
        "duties": "พิจารณาแผน\nพิจารณาการรวมโรงเรียน",
        "valid_from": "2026-01-01",
        "valid_to": "",
        "quorum_numerator": "1",
        "quorum_denominator": "2",
        "chair_needed": "yes",
        "secretary_counts": "yes",
        "members.0.name": "นางสมมติ สาม",
        "members.0.rank": "3",
        "members.0.seat": "secretary",
        "members.1.name": "นายสมมติ หนึ่ง",
        "members.1.position": "ประธานสภา",
        "members.1.rank": "1",
        "members.1.seat": "chair",
        "members.2.name": "นายสมมติ สอง",
        "members.2.rank": "2",
        "members.2.seat": "member",
        "members.3.name": "นายหมดวาระ",
        "members.3.rank": "4",
        "members.3.seat": "member",
        "members.3.term_to": gone,
        "members.4.seat": "member",
        **changes,
    }


def appointed(it: Entered, **changes: str) -> str:
    """The address of a new committee."""
    answer = it.post("/committees/new", committee(**changes))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def called(it: Entered, at: str, day: date = TODAY, **changes: str) -> str:
    """The address of a new meeting of it."""
    form = {"held_on": day.isoformat(), "begins": "09:30", "ends": "12:00", "place": "ห้องประชุม 1", **changes}
    answer = it.post(f"{at}/meetings/new", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def present(engine: Engine, *names: str) -> dict[str, str]:
    """The roll in which these are there."""
    with reading(engine) as session:
        rows: Sequence[CommitteeMember] = session.exec(select(CommitteeMember)).all()
        return {f"present-{one.id}": "yes" for one in rows if one.name in names}


def quorate(it: Entered, engine: Engine, **changes: str) -> str:
    """The address of a meeting of today with its quorum."""
    at = called(it, appointed(it, **changes))
    assert it.post(f"{at}/roll", present(engine, "นายสมมติ หนึ่ง", "นายสมมติ สอง")).status_code == 303
    return at


def laid(it: Entered, meeting: str, title: str = TITLE, **changes: str) -> str:
    """The address under which what was laid before a meeting is resolved."""
    form = {**PAPER, "title": title, "meeting": meeting.rsplit("/", 1)[1], **changes}
    answer = it.post("/agenda/new", form)
    assert answer.status_code == 303, answer.text
    after = it.get(meeting).text.split(f" {title}</b>", 1)[1]
    return f"{meeting}/items/{after.split('/items/', 1)[1][:32]}/resolution"
