"""Papers of an annual inspection: who is appointed, three findings, whom copies go to, and what remained."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import docx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.inspection import InspectionItem, InspectionRound
from inventory.queries.sight import Sight
from inventory.store import inspections as store
from inventory.store.acting import By
from netops.book.inspection_kinds import INSPECTION_KINDS
from netops.inspection.making import make
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from office.numerals import to_arabic
from office.template.filling import fill
from office.template.placeholders import check
from service.database import transaction
from service.papers.drawing import Files
from service.papers.kind import About, PaperKind
from service.refusal import RefusedError
from tests import factories

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


def a_round(session: Session) -> InspectionRound:
    """A school with three assets: usable, damaged, and not found."""
    office = factories.make_office(session, name="สำนักงานเขตตัวอย่าง")
    school = factories.make_site(session, office, name="โรงเรียนบ้าน <b>ดี")
    for number, name, baht in (("1", "เครื่องพิมพ์", 8000), ("2", "จอ {{ unit }}", 3000), ("3", "กล้อง", 1000)):
        factories.make_asset(session, office, school, number=number, name=name, price_satang=baht * 100, quantity=2)
    by = By("พัสดุ", AT)
    draft = store.RoundDraft.read({"site_id": school.id, "year": 2569})
    held = store.create_round(session, draft, sight=Sight(office.id or 0), holidays=(), by=by)
    store.set_order(session, held, store.OrderDraft.read({"order_no": "45/2569", "order_on": "2026-09-15"}))
    person = factories.make_person(session, office, name="นายหนึ่ง ใจดี")
    wish = store.InspectorDraft.read({"person_id": person.id, "position": "ครู"})
    store.appoint(session, held, wish, name=person.name, by=by)
    store.freeze(session, held, today=date(2026, 10, 1), by=by)
    items = session.exec(select(InspectionItem).order_by(InspectionItem.number)).all()
    said = (("found", "usable"), ("found", "damaged"), ("not_found", None))
    for item, (whereabouts, condition) in zip(items, said, strict=True):
        given = {"item_id": item.id, "client_id": f"{item.id:032x}", "whereabouts": whereabouts, "condition": condition}
        record = store.RecordDraft.read({**given, "said_at": AT - timedelta(hours=1), "sent_at": AT})
        store.keep_record(session, held, record, by=By(person.name, AT, person.id))
    return held


def made(engine: Engine, key: str) -> Files:
    with transaction(engine) as session:
        held = a_round(session)
        paper = make(session, Sight(held.office_id), held, key, at=AT, made_by=None)
        again = remake(session, PAPER_KINDS, paper)
        assert again.is_same
        return again.files


def text_of(files: Files) -> str:
    """All paragraphs, numerals as 0-9."""
    document = docx.Document(io.BytesIO(files.docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return to_arabic("\n".join([*(one.text for one in document.paragraphs), *cells]))


@pytest.mark.parametrize("key", ["inspection_request", "inspection_order"])
def test_the_request_and_the_order_name_who_is_appointed_and_the_days(key: str, engine: Engine) -> None:
    text = text_of(made(engine, key))
    for part in ("นายหนึ่ง ใจดี", "ผู้รับผิดชอบ", "30 กันยายน 2569", "1 ตุลาคม 2569", "11 พฤศจิกายน 2569", "ข้อ 213"):
        assert part in text
    assert ("45/2569" in text) == (key == "inspection_order")


def test_the_report_has_its_three_findings_in_order_and_says_whom_copies_go_to(engine: Engine) -> None:
    text = text_of(made(engine, "inspection_report"))
    parts = ["45/2569", "1. การรับจ่ายพัสดุ", "2. พัสดุคงเหลือ ตามทะเบียน 3 รายการ มีตัวอยู่ 2 รายการ ไม่พบ 1 รายการ"]
    parts += ["3. พัสดุชำรุด", "สำเนาส่ง", "<b>ดี 1 ชุด", "การตรวจเงินแผ่นดิน 1 ชุด", "สำนักงานเขตตัวอย่าง 1 ชุด"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_list_of_what_remained_has_its_six_columns_and_its_sum(engine: Engine) -> None:
    files = made(engine, "inspection_remaining")
    rows = [
        [to_arabic(cell.text) for cell in row.cells] for row in docx.Document(io.BytesIO(files.docx)).tables[0].rows
    ]
    assert ["".join(cell.split()) for cell in rows[0]] == ["ที่", "เลขครุภัณฑ์", "รายการ", "จำนวน", "ราคาทุน(บาท)", "สภาพ"]
    assert [row[5] for row in rows[1:4]] == ["ใช้งานได้", "ชำรุด", "ไม่พบ"]
    assert rows[2][2] == "จอ {{ unit }}"  # data is never read as a template
    assert rows[4][4] == "24,000.00"


@pytest.mark.parametrize("kind", INSPECTION_KINDS, ids=lambda kind: kind.key)
def test_a_template_that_ships_is_whole(kind: PaperKind) -> None:  # type: ignore[type-arg]
    shipped = kind.shipped()
    assert list(check(shipped, kind.placeholders)) == []
    about = About(office="สำนักงาน", number="1", made_on=date(2026, 11, 2))
    assert fill(shipped, kind.fill(kind.sample(), about)).title


def test_the_report_is_not_made_before_the_list_is_taken(engine: Engine) -> None:
    with transaction(engine) as session:
        held = a_round(session)
        held.listed_at = None
        with pytest.raises(RefusedError, match="Take the list"):
            make(session, Sight(held.office_id), held, "inspection_report", at=AT, made_by=None)
        with pytest.raises(RefusedError):
            make(session, Sight(held.office_id), held, "plain_letter", at=AT, made_by=None)
