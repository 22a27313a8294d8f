"""The forms of the network (survey, change, acceptance, drill, outage, risk): blank and filled, as PDF and Word."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.contract import ProviderReport, ReportWay
from inventory.models.outage import Cause, CurrentState, Probe, State, Subject
from inventory.models.site import Office, Site
from netops.models.paper import Paper
from netops.models.person import Role
from netops.paper_kinds import PAPER_KINDS
from netops.settings import Settings
from office.numerals import to_arabic
from risk.models.register import Risk
from service.database import reading, transaction
from tests import factories
from tests.inventory.sla.stored import make_contract
from tests.office.pdf.reading import text_of
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.network_school import SURVEY, TODAY, a_switch, home, make_school

NEEDS_POPPLER = pytest.mark.peer("pdftotext")
FORMS = ("network_survey", "network_change", "network_acceptance", "network_drill", "outage_record", "risk_form")
EVIL = '<script>alert(1)</script>"&'
HOSTILE = f"{EVIL}\u202e\x07"  # as a device or another program may have it; a form refuses such signs
BEGAN = datetime(2026, 11, 22, 3, 0, 5, tzinfo=UTC)  # 10:00:05 in Bangkok
# A letter with a vowel and a tone above it is drawn as two glyphs, and pdftotext says it for each of them.
_TWICE = re.compile("(.[\u0e31\u0e34-\u0e37][\u0e48-\u0e4c])\\1")
ENGLISH = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Printed:
    """A form as it is handed out; texts are without spaces, in Arabic digits."""

    pdf: str
    word: Document
    pages: int

    @property
    def docx(self) -> str:
        """All that Word's file says."""
        parts = [section.header._element for section in self.word.sections] + [self.word.element.body]
        return squeezed("".join(text.text or "" for part in parts for text in part.iter(qn("w:t"))))

    def facts(self) -> dict[str, str]:
        """Label and value of all rows of two cells."""
        rows = [[cell.text for cell in row.cells] for table in self.word.tables for row in table.rows]
        return {squeezed(row[0]): squeezed(row[1]) for row in rows if len(row) == 2}

    def rows(self, title: str) -> list[list[str]]:
        """Of the table whose first column has this title, without its head."""
        for table in self.word.tables:
            head, *rows = [[squeezed(cell.text) for cell in row.cells] for row in table.rows]
            if head[0] == squeezed(title):
                return rows
        raise AssertionError(f"no table begins with {title}")


def squeezed(text: str) -> str:
    return "".join(to_arabic(text).split())


def printed(visit: Visit, address: str, folder: Path) -> Printed:
    """Both files of an address, opened again by other programs."""
    pdf, word = (visit.get(f"{address}.{kind}") for kind in ("pdf", "docx"))
    assert (pdf.status_code, word.status_code) == (200, 200)
    text = _TWICE.sub(r"\1", text_of(pdf.content, folder))
    return Printed(squeezed(text), docx.Document(io.BytesIO(word.content)), text.count("\f"))


Fill = Callable[[Visit, str], Printed]


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Fill:
    """The paper that a press of a button makes."""

    def press(visit: Visit, address: str) -> Printed:
        answer = visit.post(address)
        assert answer.status_code == 303, answer.text
        with reading(engine) as session:
            newest = session.exec(select(Paper).order_by(col(Paper.id).desc())).first()
        assert newest is not None
        return printed(visit, f"/papers/{newest.id}/paper", tmp_path)

    return press


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session, code="5302")


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    return make_school(engine, office)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


@pytest.fixture
def director(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office))


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
@pytest.mark.parametrize("key", FORMS)
def test_a_blank_form_has_lines_and_boxes_and_no_data(
    key: str, it: Visit, office: Office, school: Site, tmp_path: Path
) -> None:
    assert f"/paper-templates/{key}" in it.get("/paper-templates").text
    form = printed(it, f"/paper-templates/{key}/blank", tmp_path)
    kind = PAPER_KINDS[key]
    heading = squeezed(kind.shipped().title)
    for text in (form.pdf, form.docx):
        assert heading in text
        assert text.count("ลงชื่อ....") == 2
        assert text.count("วันที่....") >= 2
        assert "()" in text, "a box to tick"
        assert not ENGLISH.search(text)
    facts = form.facts()
    assert facts
    for label, value in facts.items():
        assert re.search(r"\.{12}|\(\)", value) or label == "วิธีทดสอบ", f"no room to write: {label}"
    # Nothing by which a school, or the sample, could be known.
    assert squeezed(school.name) not in form.docx
    assert "ตัวอย่าง" not in form.docx
    assert squeezed(office.name) in form.docx
    for table in form.word.tables:
        head, *rows = table.rows
        if len(head.cells) > 2:
            assert rows
            assert not any(cell.text.strip() for row in rows for cell in row.cells)
    assert form.pages == (2 if key == "outage_record" else 1)


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_a_survey_is_filled_from_what_the_school_said(it: Visit, filled: Fill, school: Site) -> None:
    empty = filled(it, f"{home(school)}/survey/paper")
    assert empty.facts()["โรงเรียน"] == squeezed(school.name)
    assert "ห้องทั้งหมด........................ห้อง" in empty.pdf
    it.post(f"{home(school)}/survey", SURVEY | {"lacks": EVIL})
    form = filled(it, f"{home(school)}/survey/paper")
    assert form.facts()["ห้องทั้งหมด"] == f"{SURVEY['rooms']}ห้อง"
    assert form.facts()["โรงเรียน"] == squeezed(school.name)
    for text in (form.pdf, form.docx):
        assert EVIL in text
        assert f"{SURVEY['rooms']}ห้อง" in text
        assert "ห้องทั้งหมด.." not in text


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_a_change_and_its_acceptance_are_filled_from_what_was_asked_decided_and_measured(
    it: Visit, director: Visit, engine: Engine, filled: Fill, school: Site
) -> None:
    with transaction(engine) as session:
        device = a_switch(session, school, ports=4)
    wish = {"title": f"เปลี่ยนสวิตช์ {EVIL}", "why": "พอร์ตเต็ม", "danger": "หยุดสองชั่วโมง", "way_back": "ใส่ตัวเดิม"}
    assert it.post(f"{home(school)}/change", wish | {"planned_on": "2026-12-05"}).status_code == 303
    asked = filled(it, "/network/changes/1/paper")
    assert asked.facts()["ผลการพิจารณา"] == "()อนุมัติ()ไม่อนุมัติ"
    director.post("/network/changes/1/decide", {"verdict": "approved", "decision": "ทำนอกเวลาเรียน"})
    change = filled(it, "/network/changes/1/paper")
    assert change.facts()["ผลการพิจารณา"] == "อนุมัติ"
    assert change.facts()["วันที่จะดำเนินการ"] == "5ธันวาคม2569"
    for text in (change.pdf, change.docx):
        assert EVIL in text
        for told in ("พอร์ตเต็ม", "หยุดสองชั่วโมง", "ใส่ตัวเดิม", "ทำนอกเวลาเรียน"):
            assert told in text
    order = {"owner": "ช่างเครือข่าย", "due_on": TODAY.isoformat()}
    check = {"checks.0.kind": "answers", "checks.0.thing": f"d{device.id}"}
    assert it.post("/network/changes/1/order", order | check).status_code == 303
    with transaction(engine) as session:
        session.get_one(CurrentState, (Subject.DEVICE, device.id or 0)).checked_at = datetime.now(UTC)
    it.post("/network/orders/1/test")
    test = filled(it, "/network/orders/1/paper")
    assert test.facts()["ผู้ดำเนินการ"] == "ช่างเครือข่าย"
    assert test.facts()["ผลการทดสอบ"] == "ผ่าน"
    (row,) = test.rows("สิ่งที่ตรวจ")
    assert row[0] == "อุปกรณ์ตอบระบบตรวจ"
    assert (row[3], row[5]) == ("ใช้งานได้", "ผ่าน"), "the state in Thai"
    (built,) = test.rows("อุปกรณ์")
    assert "SN1" in built
    assert EVIL in test.pdf


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_a_drill_is_filled_with_how_it_went(it: Visit, filled: Fill, school: Site) -> None:
    plan = {"scenario": "link", "planned_on": TODAY.isoformat(), "owner": EVIL, "most_minutes": "10", "steps": "ถอดสาย"}
    assert it.post(f"{home(school)}/drill", plan).status_code == 303
    before = filled(it, "/network/drills/1/paper")
    assert before.facts()["ผล"] == "()ผ่าน()ไม่ผ่าน"
    ran = {"ran_on": TODAY.isoformat(), "took_minutes": "4", "finding": "สลับเองได้"}
    assert it.post("/network/drills/1", ran).status_code == 303
    drill = filled(it, "/network/drills/1/paper")
    facts = drill.facts()
    assert (facts["สถานการณ์"], facts["ใช้เวลาจริง"], facts["ผล"]) == ("วงจรหลักขาด", "4นาที", "ผ่าน")
    for text in (drill.pdf, drill.docx):
        for told in (EVIL, "ถอดสาย", "สลับเองได้"):
            assert told in text


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_a_risk_is_filled_from_the_register(it: Visit, engine: Engine, filled: Fill, school: Site) -> None:
    wish = {
        "site_id": str(school.id), "title": EVIL, "threat": "ฟ้าผ่า", "group": "operational", "concerns": "CA",
        "likelihood": "3", "impact": "4", "device_id": "", "link_id": "", "service": "", "vulnerability": "",
        "controls": "", "owner": "ผู้ดูแลระบบ",
    }  # fmt: skip
    assert it.post("/risks/new", wish).status_code == 303
    with reading(engine) as session:
        risk = session.exec(select(Risk)).one()
    form = filled(it, f"/risks/{risk.id}/paper")
    facts = form.facts()
    assert facts["หน่วยงาน"] == squeezed(school.name)
    assert facts["ภัยคุกคาม"] == "ฟ้าผ่า"
    assert facts["โอกาส×ผลกระทบ=ระดับ"].startswith("3×4=12")
    for text in (form.pdf, form.docx):
        assert EVIL in text


class Cut:
    """An outage of a link that was reported, treated by steps, and ended."""

    def __init__(self, engine: Engine, office: Office, school: Site) -> None:
        with transaction(engine) as session:
            provider = factories.make_provider(session, office, name="ผู้ให้บริการจำลอง", phone="02 000 0000")
            contract = make_contract(session, office, number="ทดสอบ 12/2569", provider_id=provider.id)
            link = factories.make_link(
                session, school, name=f"สายหลัก {HOSTILE}", circuit_no="C-7781", provider_id=provider.id,
                contract_id=contract.id,
            )  # fmt: skip
            session.add(CurrentState(subject=Subject.LINK, subject_id=link.id or 0, state=State.UP, since=BEGAN))
            outage = factories.make_outage(
                session, link, started_at=BEGAN, confirmed_at=BEGAN + timedelta(minutes=2),
                ended_at=BEGAN + timedelta(hours=2), cause=Cause.PROVIDER, method="icmp",
                detail="no answer before the deadline",
            )  # fmt: skip
            self.id = outage.id or 0
            for seconds, answered in ((-30, True), (0, False), (30, False), (60, False), (7200, True)):
                session.add(
                    Probe(
                        outage_id=self.id, at=BEGAN + timedelta(seconds=seconds), method="icmp", answered=answered,
                        rtt_ms=12.4 if answered else None,
                        detail="" if answered else "no answer before the deadline",
                    )
                )  # fmt: skip
            session.add(
                ProviderReport(
                    outage_id=self.id, way=ReportWay.PHONE, ticket_no=f"INC-1042 {HOSTILE}", told_whom="ศูนย์รับแจ้ง",
                    reported_at=BEGAN + timedelta(minutes=10), answered_at=BEGAN + timedelta(minutes=25),
                    repaired_at=BEGAN + timedelta(hours=2), note="สายใยแก้วขาด",
                )
            )  # fmt: skip
        self.press = f"/outages/{self.id}/paper"


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_an_outage_is_filled_from_its_probes_reports_steps_and_end(
    it: Visit, engine: Engine, filled: Fill, office: Office, school: Site
) -> None:
    cut = Cut(engine, office, school)
    it.post(f"/outages/{cut.id}/steps/LinkDown/link-power", {"note": "ไฟ LOS แดง"})
    it.post(f"/outages/{cut.id}/acknowledge", {"note": f"โทรแล้ว {EVIL}"})
    assert f'action="{cut.press}"' in it.get(f"/outages/{cut.id}").text
    form = filled(it, cut.press)
    facts = form.facts()
    assert squeezed(school.name) in facts["โรงเรียน"]
    assert facts["เลขวงจร"] == "C-7781"
    assert facts["ขัดข้องตั้งแต่"] == "22พฤศจิกายน2569เวลา10:00:05น."
    assert facts["กลับมาใช้งานได้เมื่อ"] == "22พฤศจิกายน2569เวลา12:00:05น."
    assert facts["รวมเวลาที่ขัดข้อง"] == "2ชั่วโมง"
    assert "ตอบระบบตรวจอีกครั้งเมื่อ" in facts["การตรวจยืนยัน"]
    assert facts["สัญญาเลขที่"] == "ทดสอบ12/2569"
    assert facts["ผู้ประสานงานของโรงเรียน"].startswith("ครูจำลอง")
    probes = form.rows("เวลาที่ตรวจ")
    assert [row[2] for row in probes] == ["ตอบ12มิลลิวินาที", "ไม่ตอบ", "ไม่ตอบ", "ไม่ตอบ", "ตอบ12มิลลิวินาที"]
    (report,) = form.rows("แจ้งเมื่อ")
    assert report[0] == "22พ.ย.6910:10น."
    assert report[2].startswith("INC-1042")
    assert report[4] == "–"
    (step,) = form.rows("สิ่งที่ทำ")
    assert step[3] == "ไฟLOSแดง"
    for text in (form.pdf, form.docx):
        assert EVIL in text
        for told in ("สายใยแก้วขาด", "โทรแล้ว", "ไม่มีคำตอบภายในเวลา", "ลงชื่อ"):
            assert told in text
        assert "noanswer" not in text, "in Thai, although the officer reads English"


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_the_record_of_an_outage_is_the_schools_to_read_and_not_to_make(
    it: Visit, settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    cut = Cut(engine, office, school)
    it.post(cut.press)
    with reading(engine) as session:
        paper = session.exec(select(Paper)).one()
    own = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert own.get(f"/papers/{paper.id}/paper.pdf").status_code == 200
    assert own.post(cut.press).status_code == 403
    with transaction(engine) as session:
        elsewhere = factories.make_office(session)
    stranger = signed_in(settings, engine, person_of(engine, Role.IT, office=elsewhere))
    assert stranger.post(cut.press).status_code == 404
    assert stranger.get(f"/papers/{paper.id}/paper.pdf").status_code == 404


@NEEDS_POPPLER
@pytest.mark.requirement("P6-6")
def test_an_outage_of_a_device_that_lasts_says_so(it: Visit, engine: Engine, filled: Fill, school: Site) -> None:
    with transaction(engine) as session:
        device = a_switch(session, school)
        link = factories.make_link(session, school)
        outage = factories.make_outage(session, link, subject=Subject.DEVICE, subject_id=device.id, method="agent")
    form = filled(it, f"/outages/{outage.id}/paper")
    facts = form.facts()
    assert device.address in facts["อุปกรณ์"]
    assert "เลขวงจร" not in facts
    assert facts["กลับมาใช้งานได้เมื่อ"] == "ยังไม่กลับมา"
    assert "ไม่ใช่วงจรของผู้ให้บริการ" in form.pdf
    assert facts["ผู้รับเรื่อง"] == "ยังไม่มีผู้รับเรื่อง"
