"""Meetings: quorum of those whose term runs, resolutions bound to what lay before them, papers, publication, tasks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from docx import Document
from sqlalchemy import Engine
from sqlmodel import select

from contract.planning import ResolutionRecorded
from planning.kit.tables import AuditEntry, EventOut
from planning.registry.models.committee import CommitteeMember
from planning.registry.models.meeting import AgendaItem, Meeting, Resolution, UnchangeableError
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.registry.committees import (
    PAPER,
    SHA,
    TITLE,
    TODAY,
    appointed,
    called,
    committee,
    laid,
    present,
    quorate,
)
from tests.planning.served import Served

Serve = Callable[[str], Served]
Enter = Callable[..., Entered]
APPROVED = {"verdict": "approve", "text": "เห็นชอบตามที่เสนอ", "sha256": SHA}


def words_of(data: bytes) -> str:
    """All text of a Word file, tables among the paragraphs, in the order of the file."""
    body = Document(io.BytesIO(data)).element.body
    return "\n".join(
        "".join(node.text or "" for node in block.iter() if str(node.tag).endswith("}t")) for block in body
    )


def told(served: Served) -> list[ResolutionRecorded]:
    with reading(served.engine) as session:
        rows = session.exec(select(EventOut).where(EventOut.kind == "ResolutionRecorded")).all()
        return [ResolutionRecorded.model_validate(row.data) for row in rows]


@pytest.mark.requirement("I-6")
def test_a_resolution_without_quorum_is_refused(serve: Serve) -> None:
    """INV-A1: neither without a roll, nor without half of the members, nor without the chair."""
    served = serve("registry")
    it = served.enter()
    meeting = called(it, appointed(it))
    assert it.post("/agenda/new", {**PAPER, "title": TITLE, "meeting": meeting.rsplit("/", 1)[1]}).status_code == 303
    with reading(served.engine) as session:
        at = f"{meeting}/items/{session.exec(select(AgendaItem.key)).one()}/resolution"
    early = it.post(at, APPROVED)
    assert early.status_code == 422
    assert "The roll has not been called yet" in early.text
    for names in (["นายสมมติ หนึ่ง"], ["นายสมมติ สอง", "นางสมมติ สาม"], []):
        assert it.post(f"{meeting}/roll", present(served.engine, *names)).status_code == 303
        refused = it.post(at, APPROVED)
        assert refused.status_code == 422
        assert "The meeting had no quorum" in refused.text
    with reading(served.engine) as session:
        assert session.exec(select(Resolution)).all() == []
    assert told(served) == []
    it.post(f"{meeting}/roll", present(served.engine, "นายสมมติ หนึ่ง", "นางสมมติ สาม"))
    assert it.post(at, APPROVED).status_code == 303
    assert it.post(at, APPROVED).status_code == 422
    assert len(told(served)) == 1


def test_what_was_resolved_is_told_with_what_lay_before_the_committee(serve: Serve) -> None:
    """INV-A1: the kind of committee, its day, the quorum and the very fingerprint."""
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    at = laid(it, meeting)
    other = it.post(at, {**APPROVED, "sha256": "c" * 64})
    assert other.status_code == 422
    assert "Another paper lies before the meeting" in other.text
    votes = it.post(at, {**APPROVED, "in_favour": "1", "against": "1"})
    assert votes.status_code == 422
    assert it.post(at, {**APPROVED, "in_favour": "9"}).status_code == 422
    assert it.post(at, {**APPROVED, "in_favour": "1", "against": "1", "chair_decides_for": "yes"}).status_code == 303
    (fact,) = told(served)
    assert (fact.service, fact.subject_kind, fact.subject_key, fact.sha256) == tuple(PAPER.values())
    assert (fact.committee_kind, fact.held_on, fact.is_quorate, fact.verdict) == ("esao_board", TODAY, True, "approve")
    assert it.post(f"{meeting}/roll", {}).status_code == 422  # the roll stands


def test_two_at_once_get_two_numbers_and_one_resolution(enter: Enter, registry_engine: Engine) -> None:
    """INV-A1: what is resolved twice at the same moment is resolved and told once."""
    people = [enter() for _person in range(3)]
    it = people[0]
    committee_at = appointed(it)
    with ThreadPoolExecutor(len(people)) as pool:
        found = list(pool.map(lambda one: called(one, committee_at), people))
    with reading(registry_engine) as session:
        assert sorted(row.number for row in session.exec(select(Meeting))) == [1, 2, 3]
    meeting = found[0]
    it.post(f"{meeting}/roll", present(registry_engine, "นายสมมติ หนึ่ง", "นายสมมติ สอง"))
    at = laid(it, meeting)
    with ThreadPoolExecutor(len(people)) as pool:
        codes = sorted(pool.map(lambda one: one.post(at, APPROVED).status_code, people))
    assert codes == [303, 422, 422]
    with reading(registry_engine) as session:
        assert len(session.exec(select(Resolution)).all()) == 1
        assert len(session.exec(select(EventOut)).all()) == 1


def test_what_was_resolved_is_neither_changed_nor_deleted(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    assert it.post(laid(it, quorate(it, served.engine)), APPROVED).status_code == 303
    with pytest.raises(UnchangeableError), transaction(served.engine) as session:
        session.exec(select(Resolution)).one().text = "ไม่เห็นชอบ"
    with pytest.raises(UnchangeableError), transaction(served.engine) as session:
        session.delete(session.exec(select(Resolution)).one())


def test_who_is_out_of_term_cannot_be_counted_and_the_order_lists_by_rank(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    at = appointed(it)
    meeting = called(it, at)
    refused = it.post(f"{meeting}/roll", present(served.engine, "นายสมมติ หนึ่ง", "นายหมดวาระ"))
    assert refused.status_code == 422
    assert "The term of นายหมดวาระ does not hold on this day" in refused.text
    it.post(f"{meeting}/roll", present(served.engine, "นายสมมติ หนึ่ง"))
    with reading(served.engine) as session:
        row = session.exec(select(Meeting)).one()
        assert (row.counted, row.needed, row.present, row.is_quorate) == (3, 2, 1, False)
    text = words_of(it.get(f"{at}/order.docx").content)
    places = [text.index(name) for name in ("นายสมมติ หนึ่ง", "นายสมมติ สอง", "นางสมมติ สาม")]
    assert places == sorted(places)
    assert it.get(f"{at}/order.pdf").content.startswith(b"%PDF")


def test_a_committee_decides_only_while_it_is_in_force_and_only_what_asks_for_its_kind(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    over = appointed(it, valid_to=(TODAY - timedelta(days=1)).isoformat())
    refused = it.post(f"{over}/meetings/new", {"held_on": TODAY.isoformat()})
    assert refused.status_code == 422
    assert "not in force on this day" in refused.text
    meeting = called(it, appointed(it, kind="working_group"))
    asked = {**PAPER, "title": TITLE, "meeting": meeting.rsplit("/", 1)[1], "committee": "esao_board"}
    wrong = it.post("/agenda/new", asked)
    assert wrong.status_code == 422
    assert "another kind of committee" in wrong.text


def test_the_same_paper_waits_once_and_half_a_name_is_refused(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    shown = it.get(f"/agenda/new?service=annual_plan&kind=annual&key=k&sha256={SHA}&title=แผน&link=javascript:x").text
    assert f"Checking code {SHA}" in shown
    assert it.post("/agenda/new", {**PAPER, "title": TITLE, "link": "javascript:alert(1)"}).status_code == 422
    assert it.post("/agenda/new", {**PAPER, "title": TITLE}).status_code == 303
    assert it.post("/agenda/new", {**PAPER, "title": TITLE}).status_code == 303
    half = it.post("/agenda/new", {"service": "annual_plan", "title": TITLE})
    assert half.status_code == 422
    with reading(served.engine) as session:
        assert len(session.exec(select(AgendaItem)).all()) == 1
    assert TITLE in it.get("/meetings").text


@pytest.mark.requirement("I-6.1")
def test_minutes_list_the_agenda_in_order_with_the_text_of_each_resolution(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    it.post(f"{meeting}/items", {"part": "other", "title": "นัดประชุมครั้งต่อไป"})
    it.post(f"{meeting}/items", {"part": "chair", "title": "ประธานแจ้งข่าว <b>ดี</b>"})
    assert it.post(laid(it, meeting), {**APPROVED, "text": "เห็นชอบแผนฉบับที่ 1"}).status_code == 303
    second = laid(it, meeting, title="เรื่องที่สอง", key="d" * 32)
    assert it.post(second, {"verdict": "defer", "text": "ให้เสนอใหม่", "sha256": SHA}).status_code == 303
    assert it.post(f"{meeting}/publish").status_code == 303
    text = words_of(it.get(f"{meeting}/minutes.docx").content)
    wanted = (
        "ผู้มาประชุม",
        "นายสมมติ หนึ่ง",
        "ผู้ไม่มาประชุม",
        "นางสมมติ สาม",
        "ระเบียบวาระที่ ๑",
        "๑.๑ ประธานแจ้งข่าว <b>ดี</b>",
        "ระเบียบวาระที่ ๕",
        f"๕.๑ {TITLE}",
        "มติที่ประชุม เห็นชอบแผนฉบับที่ ๑",
        "๕.๒ เรื่องที่สอง",
        "มติที่ประชุม เลื่อนการพิจารณา ให้เสนอใหม่",
        "ระเบียบวาระที่ ๖",
        "๖.๑ นัดประชุมครั้งต่อไป",
        "เลิกประชุมเวลา",
    )
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    invited = words_of(it.get(f"{meeting}/invitation.docx").content)
    assert "ขอเชิญประชุมคณะกรรมการเขตพื้นที่การศึกษา" in invited
    assert "๕.๒ เรื่องที่สอง" in words_of(it.get(f"{meeting}/agenda.docx").content)
    everybody = served.anonymous().get(meeting.replace("/meetings/", "/public/meetings/"))
    assert "เห็นชอบแผนฉบับที่ 1" in everybody.text
    assert "นายสมมติ" not in everybody.text


def test_minutes_name_who_else_was_there_and_why_members_were_not(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = called(it, appointed(it))
    at = f"{meeting}/attendance/edit"
    with reading(served.engine) as session:
        ids = {one.name: one.id for one in session.exec(select(CommitteeMember))}
    said = {
        f"reason-{ids['นางสมมติ สาม']}": "ติดราชการ",
        "attendees.0.name": "นายสมมติ สี่",
        "attendees.0.position": "นิติกร",
        "attendees.1.name": "นางสมมติ ห้า",
        "attendees.3.name": "",
        "recorder": "นายสมมติ หก",
        "checker": "นางสมมติ เจ็ด",
    }
    early = it.post(at, said)
    assert early.status_code == 422
    assert "The roll has not been called yet" in early.text
    it.post(f"{meeting}/roll", present(served.engine, "นายสมมติ หนึ่ง", "นายสมมติ สอง"))
    there = it.post(at, {**said, f"reason-{ids['นายสมมติ หนึ่ง']}": "ลา"})
    assert there.status_code == 422
    assert "Only a member who was not there has a reason" in there.text
    assert "นางสมมติ ห้า" in there.text  # what was typed stays
    assert it.post(at, {**said, "attendees.0.name": "น" * 121}).status_code == 422
    assert it.post(at, said).status_code == 303
    assert it.post(at, said).status_code == 303  # written anew, not twice
    shown = it.get(meeting).text
    for text in ("นางสมมติ สาม · ติดราชการ", "นายสมมติ สี่ · นิติกร", "นางสมมติ ห้า", "นายสมมติ หก"):
        assert text in shown
    assert 'value="ติดราชการ"' in it.get(at).text
    text = words_of(it.get(f"{meeting}/minutes.docx").content)
    wanted = (
        *("ผู้มาประชุม", "นายสมมติ หนึ่ง", "ผู้ไม่มาประชุม", "นางสมมติ สาม", "ติดราชการ", "ผู้เข้าร่วมประชุม"),
        *("นายสมมติ สี่", "นิติกร", "นางสมมติ ห้า", "เริ่มประชุมเวลา", "เลิกประชุมเวลา"),
        *("นายสมมติ หก", "ผู้จดรายงานการประชุม", "นางสมมติ เจ็ด", "ผู้ตรวจรายงานการประชุม"),
    )
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    kept = it.post(f"{meeting}/minutes").headers["location"]
    assert it.get(f"{kept}/paper.docx").headers["X-Same-As-Made"] == "yes"
    assert served.enter("viewer").post(at, said).status_code == 403
    assert served.enter(office_code="5303").post(at, said).status_code == 404
    assert it.post(laid(it, meeting), APPROVED).status_code == 303
    assert it.post(at, {**said, "recorder": "นายสมมติ แปด"}).status_code == 303  # the roll stands, the minutes not yet
    assert it.post(f"{meeting}/publish").status_code == 303
    assert it.post(at, said).status_code == 422
    assert "นายสมมติ สี่" not in served.anonymous().get(meeting.replace("/meetings/", "/public/meetings/")).text


def test_matters_are_moved_within_their_part_of_the_agenda_without_a_script(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    for title, part in (("ก", "inform"), ("ข", "inform"), ("ค", "inform"), ("ง", "other")):
        assert it.post(f"{meeting}/items", {"part": part, "title": f"เรื่อง {title}"}).status_code == 303
    with reading(served.engine) as session:
        keys = {one.title: one.key for one in session.exec(select(AgendaItem))}

    def order() -> list[tuple[str, str]]:
        return re.findall(r"(\d\.\d) เรื่อง (.)</b>", it.get(meeting).text)

    assert order() == [("4.1", "ก"), ("4.2", "ข"), ("4.3", "ค"), ("6.1", "ง")]
    shown = it.get(meeting).text
    assert f"{keys['เรื่อง ก']}/up" not in shown
    assert f"{keys['เรื่อง ค']}/down" not in shown
    assert f"{keys['เรื่อง ง']}/up" not in shown
    assert it.post(f"{meeting}/items/{keys['เรื่อง ค']}/up").status_code == 303
    assert it.post(f"{meeting}/items/{keys['เรื่อง ก']}/down").status_code == 303
    assert order() == [("4.1", "ค"), ("4.2", "ก"), ("4.3", "ข"), ("6.1", "ง")]
    assert it.post(f"{meeting}/items/{keys['เรื่อง ค']}/up").status_code == 303  # the first stays
    assert it.post(f"{meeting}/items/{keys['เรื่อง ค']}/sideways").status_code == 422
    assert order()[0] == ("4.1", "ค")
    agenda = words_of(it.get(f"{meeting}/agenda.docx").content)
    assert agenda.index("เรื่อง ค") < agenda.index("เรื่อง ก") < agenda.index("เรื่อง ข")
    assert served.enter("viewer").post(f"{meeting}/items/{keys['เรื่อง ค']}/up").status_code == 403


def test_a_paper_that_is_kept_is_made_again_and_its_template_is_the_offices_own(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    order = f"{appointed(it, kind='working_group')}/order"
    for at in (f"{meeting}/minutes", f"{meeting}/invitation", order):
        kept = it.post(at).headers["location"]
        assert kept.startswith("/papers/")
        again = it.get(f"{kept}/paper.pdf")
        assert again.headers["X-Same-As-Made"] == "yes"
    for kind in ("committee_order", "meeting_invitation", "meeting_agenda", "meeting_minutes"):
        assert it.get(f"/paper-templates/{kind}/blank.pdf").content.startswith(b"%PDF")
        assert it.get(f"/paper-templates/{kind}/shipped/template.docx").status_code == 200
    assert it.post(f"{meeting}/poem").status_code == 404


def test_nothing_is_public_before_it_is_published(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    assert it.post(f"{meeting}/publish").status_code == 422
    it.post(laid(it, meeting), APPROVED)
    at = meeting.replace("/meetings/", "/public/meetings/")
    assert served.anonymous().get(at).status_code == 404
    assert it.post(f"{meeting}/publish").status_code == 303
    assert served.anonymous().get(at).status_code == 200
    assert "คณะกรรมการเขตพื้นที่การศึกษา" in served.anonymous().get("/public/resolutions/5302").text
    later = it.post("/agenda/new", {**PAPER, "title": "x", "key": "e" * 32, "meeting": meeting.rsplit("/", 1)[1]})
    assert later.status_code == 422


def test_a_matter_is_taken_off_the_agenda_until_it_is_resolved(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    item = laid(it, meeting).removesuffix("/resolution")
    other = called(it, it.get(meeting).text.partition('href="/committees/')[2][:32].join(("/committees/", "")))
    assert it.post(f"{other}/items/{item.rsplit('/', 1)[1]}/off").status_code == 422
    assert it.post(f"{item}/off").status_code == 303
    assert "Waiting for a meeting" in it.get("/meetings").text
    assert it.post(f"{item}/resolution", APPROVED).status_code == 422
    assert it.post(f"{meeting}/items", {"item": item.rsplit("/", 1)[1]}).status_code == 303
    assert it.post(f"{item}/resolution", APPROVED).status_code == 303
    assert it.post(f"{item}/off").status_code == 422
    assert served.enter("viewer").post(f"{item}/off").status_code == 403


@pytest.mark.requirement("I-1.3")
def test_an_action_of_the_minutes_of_a_group_meeting_is_a_task(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine, kind="internal", name="ประชุมกลุ่มนโยบายและแผน", chair_needed="no")
    it.post(f"{meeting}/items", {"part": "decide", "title": "เตรียมข้อมูล 10 มิถุนายน"})
    due = (TODAY - timedelta(days=1)).isoformat()
    form = {"text": "ตรวจจำนวนนักเรียน", "owner": "นางสมมติ สาม", "due_on": due, "item": ""}
    assert it.post(f"{meeting}/tasks", form).status_code == 303
    listed = it.get("/tasks").text
    assert "ตรวจจำนวนนักเรียน" in listed
    assert "overdue" in listed
    assert it.post("/tasks/1/done", {"outcome": "ครบทุกโรงเรียน"}).status_code == 303
    assert it.post("/tasks/1/done", {"outcome": "อีกครั้ง"}).status_code == 422
    assert "ครบทุกโรงเรียน" in it.get("/tasks").text


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("name", "", "This is needed"),
        ("valid_to", "2025-12-31", "The last day is before the first one"),
        ("quorum_numerator", "3", "The quorum is no part of the committee"),
        ("members.0.seat", "chair", "A committee has one chair"),
        ("kind", "moon", "One of"),
    ],
)
def test_a_wrong_committee_is_refused_whole(serve: Serve, field: str, typed: str, reason: str) -> None:
    served = serve("registry")
    answer = served.enter().post("/committees/new", committee(**{field: typed}))
    assert answer.status_code == 422
    assert reason in answer.text
    with reading(served.engine) as session:
        assert session.exec(select(AuditEntry)).all() == []


def test_who_may_not_and_another_office_is_kept_out(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    meeting = quorate(it, served.engine)
    at = laid(it, meeting)
    other = served.enter(office_code="9999")
    assert other.get(meeting).status_code == 404
    assert other.post(at, APPROVED).status_code == 404
    assert "คณะกรรมการเขต" not in other.get("/committees").text
    assert served.enter("viewer").post(at, APPROVED).status_code == 403
    assert served.enter("school", school_code="53020001").get("/committees").status_code == 403
