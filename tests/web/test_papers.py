"""Papers on pages: written, downloaded, checked; templates uploaded with their faults shown; numbers given and void."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256

import httpx2 as httpx
import pytest
from docx.document import Document as Docx
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.paper import Paper, PaperTemplate
from netops.models.person import AuditEntry, Role
from netops.papers.making import Order, make_paper
from netops.papers.plain_letter import PLAIN_LETTER
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.office.docx.edits import edited
from tests.web.browsing import Visit, person_of, signed_in

NOW = datetime(2026, 11, 28, 3, 4, 5, tzinfo=UTC)
LETTER = {"to": "ผู้อำนวยการ", "subject": "ขอเชิญ <b>ประชุม</b>", "body": "ด้วย\nจึงเรียนมา", "thai_numerals": "yes"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def acts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [entry.action for entry in session.exec(select(AuditEntry)) if entry.action.startswith("paper")]


def send(visit: Visit, content: bytes, *, valid_from: str = "2026-01-01") -> httpx.Response:
    return visit.client.post(
        "/paper-templates/plain_letter",
        data={"csrf": visit.csrf, "valid_from": valid_from},
        files={"file": ("แบบ.docx", content)},
        headers={"origin": "http://testserver"},
    )


def test_a_letter_is_written_downloaded_and_checked(it: Visit, engine: Engine) -> None:
    answer = it.post("/papers/new", {**LETTER, "number": "ศธ 04999/8"})
    assert answer.status_code == 303
    home = answer.headers["location"]
    shown = it.get(home).text
    assert "ขอเชิญ &lt;b&gt;ประชุม&lt;/b&gt;" in shown
    assert "<b>ประชุม" not in shown
    for form in ("pdf", "docx"):
        file = it.get(f"{home}/paper.{form}")
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]
        assert sha256(file.content).hexdigest() in shown
    assert it.get(f"{home}/paper.xlsx").status_code == 404
    assert "every byte is the same" in it.get(f"{home}/check").text
    with transaction(engine) as session:
        paper = session.exec(select(Paper)).one()
        paper.data = {**paper.data, "data": {**LETTER, "subject": "อื่น"}}
    assert "differs from what was handed out" in it.get(f"{home}/check").text
    assert acts(engine) == ["paper.made"]


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(it: Visit, engine: Engine) -> None:
    answer = it.post("/papers/new", {**LETTER, "subject": "", "contact": "โทร. 1"})
    assert answer.status_code == 422
    assert "โทร. 1" in answer.text
    assert "This is needed" in answer.text
    with reading(engine) as session:
        assert session.exec(select(Paper)).all() == []


def test_the_list_is_filtered_and_exported(it: Visit, engine: Engine, office: Office) -> None:
    assert office.id is not None
    with transaction(engine) as session:
        for at in (datetime(2025, 9, 30, 16, tzinfo=UTC), datetime(2025, 9, 30, 17, tzinfo=UTC)):
            letter = PLAIN_LETTER.sample().model_copy(update={"subject": f"subject {at:%H}"})
            make_paper(session, PLAIN_LETTER, letter, Order(office.id, at))
    # 30 September 23:00 and 1 October 0:00 in Bangkok.
    assert "subject 16" in it.get("/papers?year=2568").text
    assert "subject 17" not in it.get("/papers?year=2568").text
    assert "subject 17" in it.get("/papers?year=2569&kind=plain_letter").text
    assert "Nothing fits" in it.get("/papers?year=x").text
    assert "subject 16" in it.get("/papers/export.csv?year=2568").text


def test_a_template_is_downloaded_changed_uploaded_used_and_withdrawn(it: Visit, engine: Engine) -> None:
    base = "/paper-templates/plain_letter"
    shipped = it.get(f"{base}/shipped/template.docx").content
    changed = edited(shipped, lambda file: file.paragraphs[-1].insert_paragraph_before("วิสัยทัศน์ใหม่"))
    assert send(it, changed).status_code == 303
    assert it.get(f"{base}/versions/1/template.docx").content == changed
    for name in ("shipped", "versions/1"):
        assert it.get(f"{base}/{name}/sample.pdf").content.startswith(b"%PDF-")
    assert "version 1 of the office" in it.get(base).text
    home = it.post("/papers/new", LETTER).headers["location"]
    assert it.post(f"{base}/versions/1/withdraw").status_code == 303
    assert "withdrawn" in it.get(base).text
    # The paper keeps its template.
    assert "version 1 of the office" in it.get(home).text
    assert "every byte is the same" in it.get(f"{home}/check").text
    assert acts(engine) == ["paper_template.uploaded", "paper.made", "paper_template.withdrawn"]


def test_faults_of_a_template_are_listed_with_their_paragraphs(it: Visit, engine: Engine) -> None:
    def spoil(file: Docx) -> None:
        file.paragraphs[3].insert_paragraph_before("<i>ดู</i> {{ subjekt }}")

    shipped = it.get("/paper-templates/plain_letter/shipped/template.docx").content
    answer = send(it, edited(shipped, spoil), valid_from="2027-03-04")
    assert answer.status_code == 422
    assert re.search(r"Paragraph \d+ “&lt;i&gt;ดู&lt;/i&gt; \{\{ subjekt \}\}”", answer.text)
    assert "Did you mean {{ subject }}?" in answer.text
    assert 'value="2027-03-04"' in answer.text
    assert send(it, b"%PDF-1.7").status_code == 422
    assert "Say from which day" in send(it, shipped, valid_from="soon").text
    with reading(engine) as session:
        assert session.exec(select(PaperTemplate)).all() == []


def test_an_office_lets_us_count_and_voids_a_number(it: Visit, engine: Engine) -> None:
    rules = {"outgoing_is_own": "yes", "outgoing_pattern": "ศธ 1/{n}", "outgoing_first": "7"}
    rules |= {"internal_is_own": "no", "internal_pattern": "{n}", "internal_first": "1"}
    assert it.post("/paper-numbers", {**rules, "outgoing_pattern": "ศธ"}).status_code == 422
    assert it.post("/paper-numbers", rules).status_code == 303
    assert 'name="number"' not in it.get("/papers/new").text
    home = it.post("/papers/new", LETTER).headers["location"]
    assert "ศธ 1/7" in it.get(home).text
    assert it.post(f"{home}/void", {"reason": "พิมพ์ <i>ผิด</i>"}).status_code == 303
    assert "พิมพ์ &lt;i&gt;ผิด" in it.get(home).text
    assert acts(engine) == ["paper.numbering_changed", "paper.made", "paper.number_void"]


def test_a_school_sees_its_own_papers_only(settings: Settings, engine: Engine, office: Office) -> None:
    assert office.id is not None
    with transaction(engine) as session:
        site, other = factories.make_site(session, office), factories.make_site(session, office)
        own, foreign, of_office = (
            make_paper(session, PLAIN_LETTER, PLAIN_LETTER.sample(), Order(office.id, NOW, site_id=place))
            for place in (site.id, other.id, None)
        )
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert [school.get(f"/papers/{paper.id}").status_code for paper in (own, foreign, of_office)] == [200, 404, 404]
    assert school.get(f"/papers/{own.id}/paper.pdf").status_code == 200
    assert school.get(f"/papers/{foreign.id}/paper.pdf").status_code == 404
    assert school.get("/paper-templates").status_code == 403
    assert school.get("/papers/new").status_code == 403
    assert school.get("/papers").text.count('<a href="/papers/') == 1
