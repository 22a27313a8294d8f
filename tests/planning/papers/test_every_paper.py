"""Every kind of paper of the planning services as an official sees it: filled with its sample, and as an empty form."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from contract.services import PORTS
from office.document.content import Document
from office.document.mapping import map_texts
from office.document.numbering import as_printed
from office.document.text import Run
from office.docx.writing import docx_of
from office.pdf.drawing import pdf_of
from office.template.filling import fill
from planning.plans.declared import Shared
from planning.plans.flow_paper import FLOW_CHART
from planning.plans.objective_paper import OBJECTIVES
from planning.registry.papers.book import BOOK
from service.papers.blank import blank_of
from service.papers.kind import About, PaperKind, filling_of

AT: Final = datetime(2026, 11, 29, tzinfo=UTC)
OFFICE: Final = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมมติ เขต 2"
HANDS: Final = re.compile(r"ลงชื่อ|^\s*\(\.{5,}\)\s*$|วันที่\s*\.{5,}|^\s*ผู้\S+\s*$|^\s*ประธาน\S*\s*$|^\s*หัวหน้า\S+\s*$")
FURNITURE: Final = re.compile(r"^\s*(หน้า \S+ จาก \S+|- \S+ -)?\s*$")
RIGHT_EDGE_CM: Final = 1.4
# A letter with a vowel and a tone above it is drawn as two glyphs, and pdftotext says it for each of them.
TWICE: Final = re.compile(r"([ก-ฮ][\u0e31\u0e34-\u0e39][\u0e48-\u0e4b])\1")
NAMES: Final = frozenset({"SDGs", "Big", "Rock"})
"""What official forms themselves write in Latin letters."""
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXACT: Final = re.compile(r"[A-Za-z]")
LETTERS: Final = frozenset({"meeting_invitation", "nomination_letter", "grant_letter"})


@dataclass(frozen=True)
class Printed:
    """One paper as PDF."""

    kind: PaperKind[Any]
    is_blank: bool

    @property
    def named(self) -> str:
        """For a test's id."""
        return f"{self.kind.key}-{'blank' if self.is_blank else 'filled'}"


def _kinds() -> Iterator[PaperKind[Any]]:
    for name in PORTS:
        shared: Shared = import_module(f"planning.{name}.part").PART.shared
        assert shared.papers is not None
        yield from shared.papers
    yield from (FLOW_CHART, OBJECTIVES, BOOK)


EVERY: Final = [Printed(kind, is_blank) for kind in _kinds() for is_blank in (False, True)]
each = pytest.mark.parametrize("one", EVERY, ids=lambda one: one.named)


@cache
def pdf(one: Printed) -> bytes:
    """Drawn once for all tests."""
    if one.is_blank:
        return blank_of(one.kind, one.kind.shipped(), office=OFFICE, at=AT).pdf
    about = About(office=OFFICE, number="ศธ 04999/123", made_on=AT.date())
    document: Document = fill(one.kind.shipped(), one.kind.fill(one.kind.sample(), about))
    return pdf_of(as_printed(document), made_at=AT)


def told(one: Printed, folder: Path, *how: str) -> str:
    """What pdftotext finds."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf(one))
    command = ["pdftotext", *(how or ("-layout",)), str(file), "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return TWICE.sub(r"\1", found)


def pages(one: Printed, folder: Path) -> list[list[str]]:
    """Lines of each page, without its furniture."""
    found = [page.splitlines() for page in told(one, folder).split("\f")[:-1]]
    return [[line for line in page if not FURNITURE.match(line) and OFFICE not in line] for page in found]


def drawn(kind: PaperKind[Any], *, thai_numerals: bool) -> Document:
    """With its sample, in the numerals of an office that wants the same ones in all papers."""
    about = About(office=OFFICE, number="ศธ 04999/123", made_on=AT.date(), thai_numerals=thai_numerals)
    return fill(kind.shipped(), filling_of(kind, kind.sample(), about))


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize("kind", [one.kind for one in EVERY if not one.is_blank], ids=lambda kind: kind.key)
@pytest.mark.parametrize("is_thai", [True, False], ids=["thai", "arabic"])
def test_an_office_gets_the_numerals_that_it_wants(kind: PaperKind[Any], is_thai: bool, tmp_path: Path) -> None:
    """But for what is copied letter by letter: codes, and words with Latin letters."""
    document = drawn(kind, thai_numerals=is_thai)
    kept: set[str] = set()

    def look(text: tuple[Run, ...]) -> tuple[Run, ...]:
        kept.update(word for run in text if run.exact for word in run.text.split())
        return text

    map_texts(document, look)
    (tmp_path / "paper.pdf").write_bytes(pdf_of(document, made_at=AT))
    command = ["pdftotext", str(tmp_path / "paper.pdf"), "-"]
    pdf_text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    word_text = "\n".join(found.text or "" for found in _words_of(docx_of(document, made_at=AT)))
    for text in (pdf_text, word_text):
        assert re.search("[๐-๙]" if is_thai else "[0-9]", text)
        unwanted = re.findall(r"\S*[0-9]\S*" if is_thai else r"\S*[๐-๙]\S*", text)
        assert not [word for word in unwanted if not EXACT.search(word) and word not in kept]


def _words_of(file: bytes) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        yield from ElementTree.fromstring(opened.read("word/document.xml")).iter(f"{WORD}t")


@pytest.mark.peer("pdftotext")
@each
def test_no_word_of_a_program_and_no_english(one: Printed, tmp_path: Path) -> None:
    words = set(re.findall(r"[A-Za-z_]{3,}", told(one, tmp_path)))
    assert words <= NAMES


@pytest.mark.peer("pdftotext")
@each
def test_nobody_signs_a_page_on_which_nothing_else_stands(one: Printed, tmp_path: Path) -> None:
    last = pages(one, tmp_path)[-1]
    assert [line for line in last if line.strip() and not HANDS.search(line)], last


@pytest.mark.peer("pdftotext")
@each
def test_nothing_is_printed_beyond_the_margin(one: Printed, tmp_path: Path) -> None:
    width = 0.0
    for line in told(one, tmp_path, "-bbox").splitlines():
        if page := re.search(r'<page width="([\d.]+)"', line):
            width = float(page[1]) * 2.54 / 72
        elif word := re.search(r'xMax="([\d.]+)"', line):
            assert float(word[1]) * 2.54 / 72 <= width - RIGHT_EDGE_CM, line


@pytest.mark.peer("pdftotext")
@each
def test_pages_are_counted_in_the_numerals_of_the_paper(one: Printed, tmp_path: Path) -> None:
    text, total = told(one, tmp_path), len(pages(one, tmp_path))
    document = one.kind.shipped()
    if document.page_numbers.value == "of_all":
        assert re.search(r"หน้า [๐-๙]+ จาก [๐-๙]+" if document.thai_numerals else r"หน้า \d+ จาก \d+", text)
    elif total > 1:
        assert re.search(r"- ๒ -" if document.thai_numerals else r"- 2 -", text)


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize("one", [one for one in EVERY if one.is_blank], ids=lambda one: one.named)
def test_an_empty_form_has_room_and_no_dashes_and_nothing_of_a_sample(one: Printed, tmp_path: Path) -> None:
    lines = [line.strip() for page in pages(one, tmp_path) for line in page]
    assert not [line for line in lines if line in {"–", "-", "—"} or re.search(r"\s{3}–$", line)]
    assert "ตัวอย่าง" not in "\n".join(lines)


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize("one", [one for one in EVERY if one.kind.key in LETTERS], ids=lambda one: one.named)
def test_a_letter_has_the_parts_of_a_letter_in_their_order(one: Printed, tmp_path: Path) -> None:
    text = told(one, tmp_path)
    parts = ("ที่ ", "เรื่อง", "เรียน", "จึงเรียนมาเพื่อ", "ขอแสดงความนับถือ")
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert not re.search(r"[0-9]", text)


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("payment_request", ("บันทึกข้อความ", "ส่วนราชการ", "วันที่", "เรื่อง", "เรียน", "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ")),
        ("transfer", ("บันทึกข้อความ", "ส่วนราชการ", "วันที่", "เรื่อง", "เรียน", "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ")),
        ("school-announcement", ("ประกาศสำนักงาน", "เรื่อง", "อาศัยอำนาจตาม", "จึงประกาศให้ทราบโดยทั่วกัน", "ประกาศ ณ วันที่")),
        (
            "meeting_minutes",
            (
                *("รายงานการประชุม", "ครั้งที่", "ผู้มาประชุม", "ผู้ไม่มาประชุม", "ผู้เข้าร่วมประชุม", "เริ่มประชุมเวลา"),
                *("ระเบียบวาระที่ ๑", "ระเบียบวาระที่ ๒", "ระเบียบวาระที่ ๓", "ระเบียบวาระที่ ๔", "ระเบียบวาระที่ ๕", "ระเบียบวาระที่ ๖"),
                *("เลิกประชุมเวลา", "ผู้จดรายงานการประชุม", "ผู้ตรวจรายงานการประชุม"),
            ),
        ),
        ("committee_order", ("คำสั่งสำนักงาน", "เรื่อง แต่งตั้ง", "ประกอบด้วย", "สั่ง ณ วันที่")),
        ("appointment_order", ("คำสั่งสำนักงาน", "เรื่อง แต่งตั้ง", "ประกอบด้วย", "สั่ง ณ วันที่")),
    ],
)
@pytest.mark.parametrize("is_blank", [False, True], ids=["filled", "blank"])
def test_correspondence_has_its_parts_in_their_order(
    key: str, parts: tuple[str, ...], is_blank: bool, tmp_path: Path
) -> None:
    one = next(one for one in EVERY if one.kind.key == key and one.is_blank is is_blank)
    text = told(one, tmp_path)
    places = [text.find(part) for part in parts]
    assert -1 not in places, text
    assert places == sorted(places)
    assert not re.search(r"[0-9]", text)


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize("key", ["committee_order", "appointment_order", "school-announcement"])
def test_orders_and_announcements_say_the_era(key: str, tmp_path: Path) -> None:
    one = next(one for one in EVERY if one.kind.key == key and not one.is_blank)
    assert re.search(r"ณ วันที่ [๐-๙]+ \S+ พ\.ศ\. [๐-๙]{4}", told(one, tmp_path))
