"""The desk: letters with running numbers, requests that are due, bodies whose terms end, and the board of it all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from planning.kit.visitor import invented_planner
from planning.registry.models.letter import Letter
from planning.registry.synthetic.secretary import fill_desk
from service.database import reading, transaction
from service.letters import Direction
from tests.planning.entering import Entered
from tests.planning.registry.committees import TODAY, appointed
from tests.planning.served import Served

Serve = Callable[[str], Served]
Enter = Callable[..., Entered]
LETTER = {
    "direction": "in",
    "entered_on": TODAY.isoformat(),
    "sender": "สพฐ.",
    "receiver": "สำนักงาน",
    "subject": "แจ้งการจัดสรร",
}


def numbers(engine: Engine, direction: Direction = Direction.IN) -> list[tuple[int, int]]:
    with reading(engine) as session:
        rows = session.exec(select(Letter).where(Letter.direction == direction).order_by(Letter.series, Letter.number))  # type: ignore[arg-type]
        return [(one.series, one.number) for one in rows]


@pytest.mark.requirement("I-1.1")
def test_two_letters_never_take_the_same_number_and_it_restarts_as_configured(
    enter: Enter, registry_engine: Engine
) -> None:
    people = [enter() for _one in range(4)]

    def register(it: Entered) -> list[int]:
        return [it.post("/letters/new", LETTER).status_code for _letter in range(3)]

    with ThreadPoolExecutor(len(people)) as pool:
        assert {code for codes in pool.map(register, people) for code in codes} == {303}
    era = TODAY.year + 543
    assert numbers(registry_engine) == [(era, number) for number in range(1, 13)]
    it = people[0]
    for day in ("2025-09-30", "2025-10-01", "2025-12-31", "2026-01-01"):
        it.post("/letters/new", {**LETTER, "direction": "out", "entered_on": day})
    assert numbers(registry_engine, Direction.OUT) == [(2568, 1), (2568, 2), (2568, 3), (2569, 1)]
    rules = {"restart": "fiscal", "mark": "นผ", "answer_days": "3", "term_days": "60"}
    assert it.post("/letters/rules", rules).status_code == 303
    for day in ("2024-09-30", "2024-10-01"):
        it.post("/letters/new", {**LETTER, "direction": "out", "entered_on": day})
    assert numbers(registry_engine, Direction.OUT)[:1] == [(2567, 1)]
    assert (2568, 4) in numbers(registry_engine, Direction.OUT)


def test_a_letter_belongs_to_a_step_and_the_step_finds_its_letters(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    about = {"service": "annual_plan", "subject_kind": "step", "subject_key": "7" * 32, "subject_title": "ขั้นที่ 4.1"}
    shown = it.get("/letters/new?" + "&".join(f"{name}={value}" for name, value in about.items())).text
    assert "ขั้นที่ 4.1" in shown
    due = (TODAY - timedelta(days=1)).isoformat()
    at = it.post("/letters/new", {**LETTER, **about, "due_on": due, "link": "https://plans.test/work/1"}).headers[
        "location"
    ]
    it.post("/letters/new", {**LETTER, "subject": "เรื่องอื่น"})
    listed = it.get(f"/letters?subject={'7' * 32}").text
    assert "แจ้งการจัดสรร" in listed
    assert "เรื่องอื่น" not in listed
    assert "https://plans.test/work/1" in it.get(at).text
    assert "แจ้งการจัดสรร" in it.get("/desk").text
    assert it.post(f"{at}/done").status_code == 303
    assert "แจ้งการจัดสรร" not in it.get("/desk").text
    assert it.post("/letters/new", {**LETTER, "link": "javascript:alert(1)"}).status_code == 422
    assert it.post("/letters/new", {**LETTER, "entered_on": "2199-01-01"}).status_code == 422
    assert served.enter(office_code="9999").get(at).status_code == 404
    assert served.enter("viewer").post("/letters/new", LETTER).status_code == 403
    assert "แจ้งการจัดสรร" in it.get("/letters/export.csv").text


@pytest.mark.requirement("I-1.1")
def test_a_number_of_the_group_is_never_taken_for_one_of_the_office(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    at = it.post("/letters/new", {**LETTER, "central_no": "7/2570"}).headers["location"]
    era = TODAY.year + 543
    assert f"นผ 1/{era}" in it.get(at).text
    for mark in ("", "ศธ 04000/", "นผ1"):
        refused = it.post(
            "/letters/rules", {"restart": "calendar", "mark": mark, "answer_days": "3", "term_days": "60"}
        )
        assert refused.status_code == 422, mark
    it.post("/letters/rules", {"restart": "calendar", "mark": "กนผ", "answer_days": "3", "term_days": "60"})
    later = it.post("/letters/new", LETTER).headers["location"]
    assert f"กนผ 2/{era}" in it.get(later).text
    assert f"นผ 1/{era}" in it.get(at).text  # a number that was given stays as it was
    listed = it.get("/letters").text
    assert f"{served.netops.url}/letters" in listed
    assert "central register" in listed


def test_a_letter_of_the_group_is_corrected_and_voided_and_printed(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    texts = {name: LETTER[name] for name in ("sender", "receiver", "subject")}
    at = it.post("/letters/new", {**LETTER, "direction": "out"}).headers["location"]
    asked = it.get(at).text
    assert f"{served.netops.url}/letters/new?direction=out" in asked
    assert it.post(f"{at}/correct", {**texts, "subject": ""}).status_code == 422
    assert it.post(f"{at}/correct", {**texts, "number": "9"}).status_code == 422
    assert it.post(f"{at}/correct", {**texts, "letter_no": "ศธ 04000/12"}).status_code == 303
    shown = it.get(at).text
    assert "ศธ 04000/12" in shown
    assert f"{served.netops.url}/letters/new" not in shown
    assert it.post(f"{at}/void", {"reason": ""}).status_code == 422
    assert it.post(f"{at}/void", {"reason": "ลงซ้ำ"}).status_code == 303
    assert "ลงซ้ำ" in it.get(at).text
    for act, body in (("correct", texts), ("void", {"reason": "อีกครั้ง"}), ("done", {})):
        assert it.post(f"{at}/{act}", body).status_code == 422
    it.post("/letters/new", LETTER)
    both = it.post("/letters/register").headers["location"]
    assert "Choose one register" in it.get(both).text
    paper = it.post("/letters/register?direction=out").headers["location"]
    assert it.get(f"{paper}/paper.pdf").content.startswith(b"%PDF")
    assert served.enter("viewer").post(f"{at}/void", {"reason": "ไม่มีสิทธิ์"}).status_code == 403
    assert served.enter(office_code="9999").get(f"{at}/correct").status_code == 404


def test_a_letter_that_the_office_hands_on_arrives_with_what_is_known(serve: Serve) -> None:
    it = serve("registry").enter()
    given = "subject=ขอเชิญประชุม&letter_no=ตย 1/2&dated=2026-01-02&sender=จังหวัด&central_no=7/2570"
    form = it.get(f"/letters/new?direction=in&{given}&link=https://netops.test/letters/7").text
    for value in ("ขอเชิญประชุม", "ตย 1/2", "2026-01-02", "จังหวัด", "7/2570", "https://netops.test/letters/7"):
        assert f'value="{value}"' in form
    assert it.get("/letters/new?direction=<script>").status_code == 200


@pytest.mark.requirement("I-1.2")
def test_an_overdue_request_stands_on_the_board_until_it_is_answered(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    due = (TODAY - timedelta(days=1)).isoformat()
    at = it.post("/requests/new", {"subject": "ขอข้อมูลนักเรียน", "due_on": due}).headers["location"]
    it.post("/requests/new", {"subject": "ขอคำปรึกษา"})
    board = it.get("/desk").text
    late = board.split("ขอข้อมูลนักเรียน")[1].split("</a>")[0]
    assert "overdue" in late
    assert "overdue" not in board.split("ขอคำปรึกษา")[1].split("</a>")[0]
    assert it.post(f"{at}/rating", {"rating": "5"}).status_code == 422
    assert it.post(f"{at}/answer", {"answer": ""}).status_code == 422
    assert it.post(f"{at}/answer", {"answer": "ส่งให้แล้ว"}).status_code == 303
    assert it.post(f"{at}/answer", {"answer": "อีกครั้ง"}).status_code == 422
    assert "ขอข้อมูลนักเรียน" not in it.get("/desk").text
    assert it.post(f"{at}/rating", {"rating": "6"}).status_code == 422
    assert it.post(f"{at}/rating", {"rating": "5", "note": "เร็วมาก"}).status_code == 303
    assert "เร็วมาก" in it.get(at).text


def test_a_school_sees_and_rates_its_own_requests_only(serve: Serve) -> None:
    served = serve("registry")
    one = served.enter("school", school_code="53020001")
    two = served.enter("school", school_code="53020002")
    asked = {"subject": "ขอแบบฟอร์ม", "due_on": "2000-01-01", "asked_by": "คนอื่น"}
    at = one.post("/requests/new", asked).headers["location"]
    assert "คนอื่น" not in one.get(at).text
    assert "2000" not in one.get(at).text
    assert two.get(at).status_code == 404
    assert "ขอแบบฟอร์ม" not in two.get("/requests").text
    assert one.post(f"{at}/answer", {"answer": "เอง"}).status_code == 403
    assert one.get("/desk").status_code == 403
    served.enter().post(f"{at}/answer", {"answer": "ส่งแล้ว"})
    assert two.post(f"{at}/rating", {"rating": "1"}).status_code == 404
    assert one.post(f"{at}/rating", {"rating": "4"}).status_code == 303


@pytest.mark.requirement("I-6.2")
def test_a_term_that_ends_is_listed_sixty_days_ahead(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    body = {"name": "เครือข่ายผู้ปกครอง", "kind": "เครือข่าย", "contact": "ที่ทำการเครือข่าย"}
    at = it.post("/bodies/new", body).headers["location"]
    for name, days in (("ครบหกสิบ", 60), ("อีกนาน", 61), ("เพิ่งหมด", -1)):
        last = (TODAY + timedelta(days=days)).isoformat()
        assert it.post(f"{at}/terms", {"role": name, "name": name, "term_to": last}).status_code == 303
    for page in ("/bodies", "/desk"):
        listed = it.get(page).text
        assert "ครบหกสิบ" in listed
        assert "อีกนาน" not in listed
        assert "expired" in listed.split("เพิ่งหมด")[-1].split("</a>")[0]
    later = (TODAY + timedelta(days=400)).isoformat()
    it.post(f"{at}/terms", {"role": "เพิ่งหมด", "name": "คนใหม่", "term_to": later})
    assert "เพิ่งหมด" not in it.get("/bodies").text
    appointed(it)
    assert "นายหมดวาระ" in it.get("/desk").text
    done = {"held_on": TODAY.isoformat(), "title": "ประชุมเครือข่าย", "outcome": "ได้แผนร่วมกัน"}
    assert it.post(f"{at}/activities", done).status_code == 303
    assert "ได้แผนร่วมกัน" in it.get(at).text
    assert served.enter(office_code="9999").get(at).status_code == 404


def test_the_invented_desk_of_the_demonstration_passes_every_check(serve: Serve) -> None:
    served = serve("registry")
    with transaction(served.engine) as session:
        fill_desk(session, invented_planner(), TODAY)
    it = served.enter(office_code=invented_planner().office_code)
    for page in ("/desk", "/resolutions", "/tasks", "/indicators", "/references", "/bodies", "/letters"):
        assert it.get(page).status_code == 200
    assert "กรอบเวลาการจัดทำแผน" in it.get("/resolutions").text
    assert "better than the baseline" in it.get("/indicators").text
