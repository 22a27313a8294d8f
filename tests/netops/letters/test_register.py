"""Registers of letters, on both databases: numbers typed or counted, lines corrected and voided, and the paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from netops.audit import Actor
from netops.letters.making import make_register
from netops.letters.register import (
    Clerk,
    LetterDraft,
    LetterTexts,
    attach,
    correct,
    enter,
    find_letter,
    next_number,
    void,
)
from netops.models.letter import Letter
from netops.models.paper import IssuedNumber, Paper
from netops.models.person import AuditEntry
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, make_paper, remake
from netops.papers.numbering import Numbering, Series, store_numbering
from netops.papers.plain_letter import PLAIN_LETTER, PlainLetter
from service.filetypes import look_at
from service.letters import Direction, VoidReason
from service.refusal import MissingError, RefusedError
from service.uploads import Uploads
from tests import factories
from tests.netops.cases.world import pdf

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
WHY = VoidReason(reason="ลงซ้ำ")


class Desk:
    """The registers of one office and of its schools."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.uploads = session, Uploads(folder)
        self.office: Office = factories.make_office(session)
        assert self.office.id is not None
        self.office_id = self.office.id
        self.person = factories.make_person(session, self.office)

    def clerk(self, site: Site | None = None, today: date = date(2026, 11, 2)) -> Clerk:
        actor = Actor(self.person.name, self.office_id, self.person.id)
        sight = Sight(self.office_id, site.id if site is not None else None)
        return Clerk(self.session, actor, sight, NOW, today)

    def enter(self, clerk: Clerk | None = None, **values: Any) -> Letter:
        draft = LetterDraft.read({"direction": "in", "subject": "ขอเชิญประชุม"} | values)
        return enter(clerk or self.clerk(), draft)

    def count(self) -> None:
        series = Series(is_own=True, pattern="ศธ 04000/{n}", first=7)
        store_numbering(self.session, self.office_id, Numbering(series={"incoming": series, "outgoing": series}))

    def paper(self) -> Paper:
        letter = PlainLetter(to="ผู้อำนวยการ", subject="ก", body="ข")
        return make_paper(self.session, PLAIN_LETTER, letter, Order(self.office_id, NOW))


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, tmp_path)


def refusal(call: Any, *given: Any, **values: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        call(*given, **values)
    return str(refused.value)


def test_a_typed_number_is_taken_once_in_each_register_unit_and_year(desk: Desk) -> None:
    first = desk.enter(number="๑๒", letter_no="ศธ 1/5", sender="จังหวัด", dated="2026-10-30")
    assert (first.number, first.year, first.entered_on) == (12, 2569, date(2026, 11, 2))
    assert "Number 12 of 2569" in refusal(desk.enter, number=12)
    assert "Type the number" in refusal(desk.enter)
    assert next_number(desk.clerk(), Direction.IN) == 13
    school = factories.make_site(desk.session, desk.office)
    for other in (
        desk.enter(number=12, direction="out"),
        desk.enter(desk.clerk(school), number=12),
        desk.enter(number=12, entered_on="2025-12-31"),
    ):
        assert other.number == 12
    assert "yet to come" in refusal(desk.enter, number=13, entered_on="2026-11-03")


def test_where_the_office_lets_it_count_this_system_gives_the_numbers_of_each_year(desk: Desk) -> None:
    desk.count()
    found = [desk.enter() for _ in range(2)]
    assert [one.number for one in found] == [7, 8]
    assert [one.letter_no for one in found] == ["", ""]  # of a letter in, others gave what it bears
    out = desk.enter(direction="out")
    assert (out.number, out.letter_no) == (7, "ศธ 04000/7")
    assert "leave the number empty" in refusal(desk.enter, number=3)
    assert desk.enter(desk.clerk(today=date(2027, 1, 4))).number == 7


def test_a_paper_of_ours_keeps_its_number_in_the_register_and_stands_there_once(desk: Desk) -> None:
    desk.count()
    paper = desk.paper()
    line = desk.enter(direction="out", paper_id=paper.id)
    assert (line.number, line.letter_no, line.paper_id) == (7, paper.number, paper.id)
    assert "in the register already" in refusal(desk.enter, direction="out", paper_id=paper.id)
    assert desk.enter(direction="out").number == 8


def test_a_line_is_corrected_and_says_what_it_was_before(desk: Desk) -> None:
    line = desk.enter(number=1)
    correct(desk.clerk(), line, LetterTexts(subject="ขอเลื่อนประชุม", receiver="ผู้อำนวยการ"))
    entry = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "letter.corrected")).one()
    assert entry.detail == {"subject": ["ขอเชิญประชุม", "ขอเลื่อนประชุม"], "receiver": ["", "ผู้อำนวยการ"]}
    assert line.number == 1


def test_a_void_line_stays_with_its_number_and_is_changed_no_more(desk: Desk) -> None:
    desk.count()
    line = desk.enter()
    void(desk.clerk(), line, WHY)
    assert desk.session.exec(select(IssuedNumber.void_reason)).all() == ["ลงซ้ำ"]
    assert desk.enter().number == line.number + 1
    for act in (
        lambda: void(desk.clerk(), line, WHY),
        lambda: correct(desk.clerk(), line, LetterTexts(subject="x")),
        lambda: attach(desk.clerk(), line, look_at("a.pdf", pdf()), desk.uploads),
    ):
        assert "void" in refusal(act)
    assert [one.id for one in desk.session.exec(select(Letter).where(Letter.void_reason != ""))] == [line.id]


def test_its_file_is_kept_under_its_sha256_and_the_one_before_stays(desk: Desk) -> None:
    line = desk.enter(number=1)
    attach(desk.clerk(), line, look_at("a.pdf", pdf("one")), desk.uploads)
    before = line.sha256
    attach(desk.clerk(), line, look_at("b.pdf", pdf("two")), desk.uploads)
    assert desk.uploads.read(line.sha256) == pdf("two")
    assert desk.uploads.read(before) == pdf("one")
    last = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "letter.file_added")).all()[-1]
    assert last.detail["before"] == before


def test_a_school_finds_its_own_register_only(desk: Desk) -> None:
    school, other = (factories.make_site(desk.session, desk.office) for _ in range(2))
    own = desk.enter(desk.clerk(school), number=1)
    assert find_letter(desk.session, desk.clerk(school).sight, own.id or 0) is own
    for clerk in (desk.clerk(other), desk.clerk(school)):
        hidden = desk.enter(number=int(clerk.sight.site_id or 0) + 100)
        with pytest.raises(MissingError):
            find_letter(desk.session, clerk.sight, hidden.id or 0)
    with pytest.raises(MissingError):
        find_letter(desk.session, desk.clerk(other).sight, own.id or 0)
    assert find_letter(desk.session, desk.clerk().sight, own.id or 0) is own


def test_the_register_is_printed_in_the_order_of_its_numbers_and_made_again(desk: Desk) -> None:
    second, first = desk.enter(number=2, subject="สอง"), desk.enter(number=1, subject="หนึ่ง")
    void(desk.clerk(), second, WHY)
    paper = make_register(desk.clerk(), [second.id or 0, first.id or 0])
    assert paper.title == "ทะเบียนหนังสือรับ ปี พ.ศ. 2569"
    lines: Any = paper.data["data"]
    assert [(one["number"], one["void_reason"]) for one in lines["lines"]] == [(1, ""), (2, "ลงซ้ำ")]
    assert remake(desk.session, PAPER_KINDS, paper).is_same
    out = desk.enter(number=1, direction="out")
    assert "one register" in refusal(make_register, desk.clerk(), [first.id, out.id])
    assert "nothing to print" in refusal(make_register, desk.clerk(), [])
