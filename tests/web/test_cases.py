"""Cases on their pages: the chart drawn from the workflow, steps walked, files handed in and out, the year."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import httpx2 as httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office, Site
from netops.cases.definitions import find_definition
from netops.models.case import CaseStep, Evidence, Meeting, WorkCase
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.netops.cases.world import pdf
from tests.web.browsing import Visit, person_of, signed_in


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def site(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


def somebody(settings: Settings, engine: Engine, role: Role, office: Office, site: Site | None = None) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=office, site=site))


@pytest.fixture
def officer(settings: Settings, engine: Engine, office: Office) -> Visit:
    return somebody(settings, engine, Role.IT, office)


def opened(visit: Visit, **values: str) -> str:
    answer = visit.post("/cases/new", {"workflow": "innovation", "title": "ระบบแจ้งซ่อม"} | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def hand_in(visit: Visit, case: str, kind: str, name: str = "แผน งาน.pdf", data: bytes = b"") -> httpx.Response:
    return visit.client.post(
        f"{case}/evidence",
        data={"kind": kind, "csrf": visit.csrf},
        files={"file": (name, data or pdf(), "text/html")},
        headers={"origin": "http://testserver"},
    )


def acted(visit: Visit, url: str, **form: str) -> str:
    """The page after an act, with what it said."""
    answer = visit.post(url, form)
    assert answer.status_code == 303, answer.text
    return visit.get(answer.headers["location"]).text


@pytest.mark.requirement("P5-5")
def test_the_flow_chart_is_drawn_from_the_workflow_with_todays_step_dates_and_owners(
    engine: Engine, officer: Visit
) -> None:
    case = opened(officer)
    hand_in(officer, case, "idea")
    acted(officer, f"{case}/steps/idea/done")
    chart = re.search(r'<svg class="flow".*?</svg>\s', officer.get(case).text, re.DOTALL)
    assert chart is not None
    definition = find_definition("innovation")
    boxes = re.findall(r'<g class="flow-box ([^"]*)" data-step="([^"]+)">(.*?)</g>', chart[0], re.DOTALL)
    assert [key for _classes, key, _inside in boxes] == [step.key for step in definition.steps]
    assert len(re.findall(r'<path class="flow-line"', chart[0])) == sum(len(step.before) for step in definition.steps)
    today = [
        key for classes, key, inside in boxes if "flow-today" in classes and re.search(r"Today.{1,5}s step", inside)
    ]
    assert today == ["approval"]
    for (classes, key, inside), step in zip(boxes, definition.steps, strict=True):
        assert step.title.en in inside
        assert re.search(r"(done|due|planned for) \d{1,2} \w{3} \d{4}", inside), key
        assert ("director" if step.owner == "director" else "officer" if step.owner == "it" else "planner") in inside
        # Shape, word and colour of its standing.
        shape = {"idea": "up", "approval": "maintenance"}.get(key, "unknown")
        assert f"st-{shape}" in classes
        assert f"#s-{shape}" in inside
        assert {"up": "done", "maintenance": "to be done", "unknown": "waits"}[shape] in inside
    with reading(engine) as session:
        row = session.exec(select(CaseStep).where(CaseStep.key == "approval")).one()
        assert row.due_on is not None
        assert f"due {row.due_on.day} {row.due_on:%b %Y}" in boxes[1][2]


def test_only_workflows_that_need_nothing_beside_them_are_offered_and_others_are_pointed_to(
    engine: Engine, officer: Visit
) -> None:
    page = officer.get("/cases/new").text
    assert re.findall(r'<option value="([a-z][a-z-]*)"', page) == ["innovation"]
    assert 'href="/disposals"' in page
    assert 'href="/network"' in page
    refused = officer.post("/cases/new", {"workflow": "disposal", "title": "จำหน่าย"})
    assert refused.status_code == 422
    assert "/disposals" in refused.text
    with reading(engine) as session:
        assert session.exec(select(WorkCase)).all() == []


def test_another_workflow_is_another_chart(engine: Engine, officer: Visit) -> None:
    case = opened(officer)
    with transaction(engine) as session:
        row = session.exec(select(WorkCase)).one()
        steps = row.definition["steps"]
        assert isinstance(steps, list)
        kept = {step["key"] for step in steps[:2]}
        evidence: Any = row.definition["evidence"]
        row.definition = {**row.definition, "steps": steps[:2], "committees": [], "evidence": evidence[:1]}
        for step in session.exec(select(CaseStep)).all():
            if step.key not in kept:
                session.delete(step)
    assert officer.get(case).text.count('class="flow-box') == 2


def test_a_file_comes_back_byte_for_byte_as_a_download_and_never_as_a_page(officer: Visit) -> None:
    case = opened(officer)
    hand_in(officer, case, "idea", "../แผน งาน;x=1.pdf", pdf("<script>"))
    shown = officer.get(case).text
    link = re.search(rf'href="({case}/evidence/\d+)"', shown)
    assert link is not None
    answer = officer.get(link[1])
    assert answer.content == pdf("<script>")
    assert answer.headers["content-type"] == "application/pdf"
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment;")
    assert unquote(said.rpartition("''")[2]) == "แผน งาน;x=1.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.pdf", b"<svg onload=x>"),
        ("a.html", pdf()),
        ("a.pdf", b" "),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_is_kept(
    settings: Settings, engine: Engine, officer: Visit, name: str, data: bytes
) -> None:
    case = opened(officer)
    answer = hand_in(officer, case, "idea", name, data)
    assert "alert-danger" in officer.get(answer.headers["location"]).text
    with reading(engine) as session:
        assert session.exec(select(Evidence)).all() == []
    assert not (settings.data_dir / "uploads").exists()


def test_hostile_words_are_only_words(officer: Visit) -> None:
    evil = '<img src=x onerror="alert(1)">'
    case = opened(officer, title=evil, note=evil)
    hand_in(officer, case, "idea", f"{evil}.pdf")
    acted(officer, f"{case}/steps/idea/done", note=evil)
    for page in (case, "/cases", "/due", "/calendar", "/calendar?everything=true"):
        assert "<img src=x" not in officer.get(page).text, page


def test_a_whole_case_is_walked_by_those_whose_steps_they_are(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    director, planner = (somebody(settings, engine, role, office) for role in (Role.DIRECTOR, Role.PLANNER))
    case = opened(officer)
    assert "another role" in acted(director, f"{case}/steps/idea/done")
    hand_in(officer, case, "idea")
    acted(officer, f"{case}/steps/idea/done")
    assert 'action="' + f"{case}/steps/approval/done" not in officer.get(case).text
    acted(director, f"{case}/steps/approval/done", choice="go")
    for key, kind in (("design", "design"), ("prototype", "test-result"), ("pilot", "pilot-report")):
        hand_in(officer, case, kind)
        acted(officer, f"{case}/steps/{key}/done")
    _decide(engine, planner, case)
    assert "the document is the one that was decided on" in planner.get(case).text
    acted(planner, f"{case}/steps/evaluation/done", choice="stop")
    assert "Nothing is due for you." in planner.get("/due").text
    hand_in(officer, case, "closing-report")
    assert "finished" in acted(officer, f"{case}/steps/retired/done")
    with reading(engine) as session:
        acts = [entry.action for entry in session.exec(select(AuditEntry).where(AuditEntry.subject == "case"))]
    assert acts.count("case.step_done") == 7
    assert {"case.opened", "case.evidence_added", "case.committee_appointed", "case.resolved"} <= set(acts)


def _decide(engine: Engine, planner: Visit, case: str) -> None:
    """Appoint, meet without and with a quorum, and resolve."""
    form = {"kind": "evaluation", "order_no": "5/2570", "appointed_on": "2020-01-01"}
    form |= {"quorum_numerator": "1", "quorum_denominator": "2", "chair_needed": "yes", "secretary_counts": "yes"}
    again = planner.post(f"{case}/committees/new", form)
    assert again.status_code == 422
    assert "5/2570" in again.text  # what was typed is kept
    for at, (name, seat) in enumerate((("A", "chair"), ("B", "member"), ("C", "member"))):
        form |= {f"members.{at}.name": name, f"members.{at}.seat": seat, f"members.{at}.position": ""}
    acted(planner, f"{case}/committees/new", **form)
    held = re.search(rf"{case}/committees/\d+/meetings/new", planner.get(case).text)
    assert held is not None
    members = re.findall(r'name="(present-\d+)" value="yes"', planner.get(held[0]).text)
    short = acted(planner, held[0], held_on="2020-01-02", **{members[0]: "yes"})
    assert "has no quorum" in short
    assert "resolutions/new" not in short
    acted(planner, held[0], held_on="2020-01-03", **dict.fromkeys(members[:2], "yes"))
    with reading(engine) as session:
        meeting = session.exec(select(Meeting).where(Meeting.number == 2)).one()
    ask = f"{case}/meetings/{meeting.id}/resolutions/new"
    sha256 = re.search(r'option value="([0-9a-f]{64})"', planner.get(f"{ask}?step=evaluation").text)
    assert sha256 is not None
    form = {"step": "evaluation", "sha256": sha256[1], "in_favour": "2", "against": "0", "text": "เห็นชอบ"}
    assert planner.post(ask, form | {"sha256": "0" * 64}).status_code == 422
    acted(planner, ask, **form)


def test_a_step_is_undone_planned_and_the_case_broken_off_and_taken_up(officer: Visit) -> None:
    case = opened(officer)
    hand_in(officer, case, "idea")
    acted(officer, f"{case}/steps/idea/done")
    assert "At least 3 characters" in acted(officer, f"{case}/steps/idea/undo", reason="")
    assert "ผิดฉบับ" in acted(officer, f"{case}/steps/idea/undo", reason="ผิดฉบับ")
    wrong = officer.post(f"{case}/steps/idea/plan", {"due_on": "2001-01-01"})
    assert wrong.status_code == 422
    assert "2001-01-01" in wrong.text
    acted(officer, f"{case}/steps/idea/plan", due_on="2099-01-31", person_id="")
    assert "31 Jan 2099" in officer.get("/due").text
    assert "31 Jan 2099" not in officer.get("/calendar").text
    assert 'data-month="2099-01"' in (year := officer.get("/calendar?year=2642").text)
    assert "Idea" in year
    assert "ended early" in acted(officer, f"{case}/end", reason="งบหมด")
    assert "Nothing is due for you." in officer.get("/due").text
    assert "in progress" in acted(officer, f"{case}/resume")


def test_a_school_sees_and_walks_its_own_case_and_no_other(
    settings: Settings, engine: Engine, office: Office, site: Site, officer: Visit
) -> None:
    own, other = opened(officer, site_id=str(site.id)), opened(officer)
    school = somebody(settings, engine, Role.SCHOOL, office, site)
    assert school.get(own).status_code == 200
    assert school.get(other).status_code == 404
    listed = school.get("/cases").text
    assert own in listed
    assert f'{other}"' not in listed
    assert school.get("/cases/new").status_code == 403
    assert "another role" in acted(school, f"{own}/steps/idea/done")


def test_every_act_needs_the_token_of_the_page(officer: Visit) -> None:
    case = opened(officer)
    for url in ("/cases/new", f"{case}/steps/idea/done", f"{case}/steps/idea/undo", f"{case}/end", f"{case}/evidence"):
        assert officer.post(url, {}, csrf="wrong").status_code == 403, url
