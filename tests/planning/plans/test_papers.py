"""Papers are kept with their data and made again the same; a new template prints the same data."""

from __future__ import annotations

import io
import re

import httpx2 as httpx
from docx import Document
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from office.docx.reading import document_of
from planning.kit.happened import today
from planning.kit.visitor import Person, Visitor
from planning.plans.models.paper import Paper
from planning.plans.store.papers import make_paper
from service.database import reading, transaction
from tests.planning.plans.tiny import BOOK_PAPER, BookData
from tests.planning.served import Served

DATA = BookData(office="สำนักงาน", title="แผนสมมติ", goals=("เป้าหมายหนึ่ง", "เป้าหมายสอง"))


def made(tiny: Served) -> int:
    visitor = Visitor(Person(sub="7", username="x", role="planner", office_code="5302", office_name="สำนักงาน"), {})
    with transaction(tiny.engine) as session:
        paper = make_paper(session, visitor, BOOK_PAPER, DATA, number="ศธ 1/2570")
    assert paper.id is not None
    return paper.id


def text_of(content: bytes) -> str:
    return str(document_of(content, thai_numerals=False))


def test_a_paper_is_made_again_byte_for_byte(tiny: Served) -> None:
    number = made(tiny)
    it = tiny.enter()
    assert "ศธ 1/2570" in it.get("/papers").text
    for form in ("pdf", "docx"):
        answer = it.get(f"/papers/{number}/paper.{form}")
        assert answer.headers["x-same-as-made"] == "yes"
    assert it.get(f"/papers/{number}/paper.xlsx").status_code == 404
    assert tiny.enter(office_code="5303").get(f"/papers/{number}").status_code == 404
    assert tiny.enter("school", school_code="53020001").get(f"/papers/{number}").status_code == 404


def test_version_two_of_a_template_prints_the_same_data(tiny: Served) -> None:
    it = tiny.enter()
    first = made(tiny)
    shipped = it.get("/paper-templates/book/shipped/template.docx").content
    word = Document(io.BytesIO(shipped))
    word.add_paragraph("ฉบับปรับปรุงของสำนักงาน")
    kept = io.BytesIO()
    word.save(kept)
    form = {"valid_from": today().isoformat(), "csrf": it.csrf}
    files = {"file": ("form.docx", kept.getvalue())}
    answer = it.client.post("/paper-templates/book", data=form, files=files, headers={"origin": "http://testserver"})
    assert answer.status_code == 303
    second = made(tiny)
    new = text_of(it.get(f"/papers/{second}/paper.docx").content)
    assert "ฉบับปรับปรุงของสำนักงาน" in new
    assert "เป้าหมายสอง" in new
    assert "ฉบับปรับปรุงของสำนักงาน" not in text_of(it.get(f"/papers/{first}/paper.docx").content)
    assert it.get("/paper-templates/book/versions/1/sample.pdf").content.startswith(b"%PDF")
    with reading(tiny.engine) as session:
        one, other = session.exec(select(Paper).order_by(Paper.id)).all()  # type: ignore[arg-type]
    assert (one.template_id, one.data) == (None, other.data)
    assert it.post("/paper-templates/book/versions/1/withdraw").status_code == 303
    assert "ฉบับปรับปรุงของสำนักงาน" not in text_of(it.get(f"/papers/{made(tiny)}/paper.docx").content)


def numerals_of(paper: bytes) -> set[str]:
    """Which kinds of them stand in a file of Word."""
    said = " ".join(str(block) for block in document_of(paper).sections)
    words = re.findall(r"text='([^']*)'", said)
    found = "".join(words)
    return {name for name, signs in (("thai", "๐-๙"), ("arabic", "0-9")) if re.search(f"[{signs}]", found)}


def test_an_office_chooses_the_numerals_of_all_its_papers_and_what_was_made_keeps_its_own(tiny: Served) -> None:
    it = tiny.enter()
    first = made(tiny)
    assert numerals_of(it.get(f"/papers/{first}/paper.docx").content) == {"arabic"}
    assert it.post("/paper-templates", {"numerals": "thai"}).status_code == 303
    second = made(tiny)
    for number, kind in ((first, "arabic"), (second, "thai")):
        answer = it.get(f"/papers/{number}/paper.docx")
        assert numerals_of(answer.content) == {kind}
        assert answer.headers["x-same-as-made"] == "yes"
    assert it.post("/paper-templates", {"numerals": "arabic"}).status_code == 303
    assert numerals_of(it.get(f"/papers/{made(tiny)}/paper.docx").content) == {"arabic"}
    assert numerals_of(it.get(f"/papers/{second}/paper.docx").content) == {"thai"}
    assert '<option value="arabic" selected>' in it.get("/paper-templates").text
    assert it.post("/paper-templates", {"numerals": "roman"}).status_code == 422
    assert tiny.enter("viewer").post("/paper-templates", {"numerals": "thai"}).status_code == 403
    other = tiny.enter(office_code="5303")
    assert '<option value="of_form" selected>' in other.get("/paper-templates").text


def test_every_fault_of_a_template_is_named_and_nothing_is_stored(tiny: Served) -> None:
    it = tiny.enter()
    word = Document()
    word.add_paragraph("{{ nonsense }} และ {{ subjct }}")
    kept = io.BytesIO()
    word.save(kept)
    form = {"valid_from": today().isoformat(), "csrf": it.csrf}
    files = {"file": ("form.docx", kept.getvalue())}
    answer = it.client.post("/paper-templates/book", data=form, files=files, headers={"origin": "http://testserver"})
    assert answer.status_code == 422
    assert "nonsense" in answer.text
    assert "subject" in answer.text
    assert "goals" in answer.text
    assert "The office has uploaded none" in it.get("/paper-templates/book").text


def test_blank_forms_are_there(tiny: Served) -> None:
    it = tiny.enter()
    assert it.get("/paper-templates/book/blank.pdf").content.startswith(b"%PDF")
    assert it.get("/paper-templates/book/blank.docx").content.startswith(b"PK")
    assert it.get("/paper-templates/book/blank.exe").status_code == 404
    for shared in ("flow_chart", "objectives"):
        assert it.get(f"/paper-templates/{shared}/blank.pdf").content.startswith(b"%PDF")


def test_a_form_made_elsewhere_is_matched_once_and_known_the_next_year(tiny: Served) -> None:
    """Its own names of placeholders are matched with ours; the next version needs no matching."""
    it = tiny.enter()

    def give(year: str, **more: str) -> httpx.Response:
        word = Document()
        word.add_paragraph(f"แบบ {year} ของ {{{{ หน่วยงาน }}}}: {{{{ ชื่อแผน }}}}")
        for name in ("ข้อมูลทั่วไป", "รายการเป้าหมาย"):
            word.add_paragraph(f"{{{{ {name} }}}}")
        kept = io.BytesIO()
        word.save(kept)
        form = {"valid_from": today().isoformat(), "csrf": it.csrf, **more}
        files = {"file": (f"form-{year}.docx", kept.getvalue())}
        return it.client.post("/paper-templates/book", data=form, files=files, headers={"origin": "http://testserver"})

    refused = give("2569")
    assert refused.status_code == 422
    for theirs in ("หน่วยงาน", "ชื่อแผน", "ข้อมูลทั่วไป", "รายการเป้าหมาย"):
        assert f'value="{theirs}"' in refused.text
    ours = {"หน่วยงาน": "office", "ชื่อแผน": "subject", "ข้อมูลทั่วไป": "facts", "รายการเป้าหมาย": "goals"}
    matched = {f"theirs.{at}": theirs for at, theirs in enumerate(ours)}
    matched |= {f"ours.{at}": name for at, name in enumerate(ours.values())}
    assert give("2569", **matched).status_code == 303
    first = made(tiny)
    assert give("2570").status_code == 303
    second = made(tiny)
    for number, year in ((first, "2569"), (second, "2570")):
        said = text_of(it.get(f"/papers/{number}/paper.docx").content)
        assert f"แบบ {year} ของ สำนักงาน: แผนสมมติ" in said
        assert "เป้าหมายสอง" in said


def test_a_form_that_is_a_workbook_gets_the_same_data(tiny: Served) -> None:
    it = tiny.enter()
    number = made(tiny)
    assert it.get(f"/papers/{number}/paper.xlsx").status_code == 404
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["A2"], page["A3"] = "แบบ {{ subject }}", "{{ block: goals }}", "ลงชื่อ"
    kept = io.BytesIO()
    book.save(kept)
    form = {"valid_from": today().isoformat(), "csrf": it.csrf}
    files = {"file": ("form.xlsx", kept.getvalue())}
    answer = it.client.post("/paper-templates/book", data=form, files=files, headers={"origin": "http://testserver"})
    assert answer.status_code == 303
    assert it.get(f"/papers/{number}/paper.xlsx").status_code == 404  # it was made before
    number = made(tiny)
    printed = load_workbook(io.BytesIO(it.get(f"/papers/{number}/paper.xlsx").content)).active
    assert printed is not None
    said = [printed[f"A{row}"].value for row in (1, 2, 3, 4)]
    assert said == ["แบบ แผนสมมติ", "เป้าหมายหนึ่ง", "เป้าหมายสอง", "ลงชื่อ"]
    assert "form.xlsx" in it.get("/paper-templates/book").text
    assert it.get("/paper-templates/book/versions/1/sample.xlsx").status_code == 200
    assert it.get("/paper-templates/book/versions/1/sample.pdf").status_code == 404
    assert it.get("/paper-templates/book/versions/1/template.xlsx").content == kept.getvalue()
    assert it.get(f"/papers/{number}/paper.pdf").headers["x-same-as-made"] == "yes"
