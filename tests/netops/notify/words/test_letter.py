"""What a mail says, in both languages, also when names are hostile."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inventory.models.outage import State, Subject
from netops.models.alert import Alert, AlertKind
from netops.notify.phase import ENDED, OPENED
from netops.notify.plain import one_line
from netops.notify.words import shapes
from netops.notify.words.briefing import Briefing, Change
from netops.notify.words.letter import STATE_WORDS, Letter, write_letter, write_test
from tests.factories import AT

BASE = "https://netops.example"


def make_alert(kind: AlertKind = AlertKind.LINK_DOWN, subject: Subject = Subject.LINK) -> Alert:
    return Alert(kind=kind, subject=subject, subject_id=1, outage_id=7, started_at=AT, ended_at=AT + timedelta(hours=2))


def make_briefing(**values: object) -> Briefing:
    known: dict[str, object] = {
        "alert": make_alert(),
        "office": "สพป.จำลอง เขต 1",
        "timezone": "Asia/Bangkok",
        "site": "โรงเรียนบ้านดอยจำลอง",
        "site_code": "57010001",
        "district": "แม่จำลอง",
        "thing": "เส้นหลัก",
        "circuit_no": "TH-00917",
        "speed_bps": 500_000_000,
        "provider": "ผู้ให้บริการจำลอง",
        "provider_phone": "02-000-0000",
        "contact": "ครูจำลอง (ครูคอมพิวเตอร์)",
        "contact_phone": "08 0000 0000",
        "method": "snmp",
        "silent_probes": 3,
        "detail": "no answer before the deadline",
        "last_answer_at": AT - timedelta(minutes=1),
        "answering": ("เส้นสำรอง",),
        "silent": ("router",),
        "change": Change("ConfigChanged", "router", AT - timedelta(days=1)),
    }
    return Briefing(**(known | values))  # type: ignore[arg-type]


def write(phase: str = OPENED, language: str = "th", **values: object) -> Letter:
    return write_letter(make_briefing(**values), phase, language=language, base_url=BASE)


class Page(HTMLParser):
    """The tags and the visible text of a mail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_opening_mail_says_what_is_known() -> None:
    letter = write()
    assert letter.subject == "[ขัดข้อง] โรงเรียนบ้านดอยจำลอง – เส้นหลัก"
    for body in (letter.text, Page(letter.html).text):
        for known in (
            "ขัดข้องตั้งแต่วันที่ 22 พฤศจิกายน 2569 เวลา 10:00 น.",
            "57010001",
            "เส้นสำรอง",
            "แก้ไขการตั้งค่า (router), 21 พฤศจิกายน 2569 เวลา 10:00 น.",
            "ผู้ให้บริการจำลอง",
            "TH-00917",
            "500 Mbps",
            "ครูจำลอง (ครูคอมพิวเตอร์)",
            "22 พฤศจิกายน 2569 เวลา 09:59 น.",
            "ตรวจด้วย SNMP ไม่ตอบสนอง 3 ครั้ง (ไม่มีคำตอบภายในเวลาที่กำหนด)",
        ):
            assert known in body
    links = {attrs["href"] for tag, attrs in Page(letter.html).tags if tag == "a"}
    assert {
        f"{BASE}/outages/7",
        f"{BASE}/runbooks/LinkDown?outage=7",
        f"{BASE}/schools/57010001",
        "tel:020000000",
    } <= links


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("th", "ที่โรงเรียนไฟดับใช่ไหม แจ้งได้ที่นี่ ไม่ต้องมีบัญชีผู้ใช้"),
        ("en", "Power off at the school? Report it here, no account needed"),
    ],
)
def test_a_school_is_asked_first_whether_its_power_is_off(language: str, asked: str) -> None:
    letter = write(language=language, power_path="/s/57010001/power/3-abc")
    url = f"{BASE}/s/57010001/power/3-abc"
    assert f"{asked}\n{url}\n" in letter.text
    page = Page(letter.html)
    buttons = [attrs["href"] for tag, attrs in page.tags if tag == "a" and not str(attrs["href"]).startswith("tel:")]
    assert buttons[0] == url
    assert asked in page.text
    assert "/power/" not in (write(language=language).text + write(language=language).html)


def test_the_closing_mail_says_how_long_it_was() -> None:
    letter = write(ENDED)
    assert letter.subject.startswith("[กลับมาใช้งานได้] โรงเรียนบ้านดอยจำลอง")
    assert "ระยะเวลา: 2 ชั่วโมง" in letter.text
    assert "สาเหตุ" not in letter.text


def test_english_for_those_who_asked_for_it() -> None:
    letter = write(language="en")
    assert letter.subject == "[down] โรงเรียนบ้านดอยจำลอง – เส้นหลัก"
    assert "is cut off since 22 November 2026 at 10:00." in letter.text
    assert 'lang="en"' in letter.html


def test_what_is_not_known_is_left_out() -> None:
    letter = write(circuit_no="", provider="", provider_phone="", change=None, answering=(), silent=())
    for label in ("หมายเลขวงจร", "ผู้ให้บริการ", "การเปลี่ยนแปลงล่าสุด", "ที่ยังตอบสนอง", "None"):
        assert label not in letter.text


def test_the_state_is_told_by_shape_and_word() -> None:
    page = Page(write().html)
    assert ("img", "cid:state-down", "ขัดข้อง") in {(t, a.get("src"), a.get("alt")) for t, a in page.tags}


@pytest.mark.parametrize("kind", list(AlertKind))
@pytest.mark.parametrize("phase", [OPENED, ENDED])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_alert_has_its_words(kind: AlertKind, phase: str, language: str) -> None:
    letter = write(phase, language, alert=make_alert(kind))
    assert "%(" not in letter.text
    assert ("th" in language) == ("ตั้งแต่" in letter.text)


HOSTILE = '</td><script>alert(1)</script>"\r\nBcc: all@example.org\u202e{{ 7*7 }}%(since)s'


def test_hostile_names_are_shown_not_obeyed() -> None:
    hostile = one_line(HOSTILE)
    letter = write(site=hostile, thing=hostile, contact=hostile, answering=(hostile,), detail=hostile)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    page = Page(letter.html)
    assert "script" not in {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in letter.text
    # A name cannot begin a line that looks like one of ours.
    assert not [line for line in letter.text.splitlines() if line.startswith("Bcc")]


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text, longest=50)
    assert len(line) <= 50
    assert len(line.splitlines()) <= 1
    assert one_line(line, longest=50) == line


def test_signs_differ_by_shape_not_only_by_colour() -> None:
    def silhouette(state: State) -> bytes:
        return Image.open(BytesIO(shapes.sign(state))).getchannel("A").point(lambda a: 255 * (a > 127)).tobytes()

    six = (State.DOWN, State.DEGRADED, State.UNKNOWN, State.MAINTENANCE, State.CLOSED, State.UP)
    assert len({silhouette(state) for state in six}) == 6
    assert set(STATE_WORDS) == set(State)


def test_the_test_mail_greets_and_names_the_office() -> None:
    letter = write_test(name="บุคคลจำลอง", office="สพป.จำลอง", language="th", base_url=BASE)
    assert "สพป.จำลอง" in letter.subject
    assert "บุคคลจำลอง" in letter.text
