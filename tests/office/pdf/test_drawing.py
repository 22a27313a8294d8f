"""PDF: text stays text, Thai stays whole, tables keep their heads, and the bytes follow from content and time."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.document.content import Column, PageNumbers, Paragraph, Sides, Signature, Table
from office.document.content import report as plain_report
from office.document.text import Run
from office.pdf.drawing import pdf_of
from tests.office import specimens
from tests.office.pdf.reading import fonts_of, text_of

NEEDS_POPPLER = pytest.mark.peer("pdftotext")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


@NEEDS_POPPLER
def test_a_letter_has_every_part_in_its_order(tmp_path: Path) -> None:
    text = text_of(pdf_of(specimens.letter().document(), made_at=specimens.MADE_AT), tmp_path)
    parts = ["ที่ ศธ ๐๔๙๙๙/๑๒๓", "๓๐ กันยายน ๒๕๖๙", "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย"]
    parts += ["๒. การคำนวณ", "ขอแสดงความนับถือ", "(นายตัวอย่าง ใจดี)", "ผู้อำนวยการ", "it@example.go.th"]
    places = [squeezed(text).find(squeezed(part)) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


@NEEDS_POPPLER
def test_numerals_are_the_choice_of_the_paper(tmp_path: Path) -> None:
    arabic = text_of(pdf_of(specimens.report(rows=1), made_at=specimens.MADE_AT), tmp_path)
    thai = text_of(pdf_of(specimens.report(rows=1, thai_numerals=True), made_at=specimens.MADE_AT), tmp_path)
    assert "1,234,567.89" in arabic
    assert "1,234,567.89" not in thai
    assert "๑,๒๓๔,๕๖๗.๘๙" in thai
    assert "หน้า ๒ จาก ๓" in thai
    # What is copied letter by letter stays.
    assert specimens.SHA256 in squeezed(thai)


@NEEDS_POPPLER
def test_every_page_of_a_long_table_bears_its_head_and_no_price_is_torn(tmp_path: Path) -> None:
    pages = text_of(pdf_of(plain_report("ตาราง", specimens.outages(60)), made_at=specimens.MADE_AT), tmp_path).split(
        "\f"
    )
    pages = [page for page in pages if page.strip()]
    assert len(pages) > 1
    assert all("ค่าปรับ" in page and "(บาท)" in page for page in pages)
    text = "\n".join(pages)
    for number in range(1, 61):
        assert f"{number * 1_234_567.89:,.2f}" in text
    assert f"หน้า {len(pages)} จาก {len(pages)}" in pages[-1]


@NEEDS_POPPLER
def test_no_line_ends_within_an_abbreviation(tmp_path: Path) -> None:
    said = "สนองมาตรฐานและตัวบ่งชี้ของ "
    lines = set()
    for width in range(4, 24):
        columns = (Column(title="ข้อ", width=width), Column(title="ว่าง", width=24))
        table = Table(columns=columns, rows=((f"{said}สพฐ. ทุกข้อ", ""),))
        text = text_of(pdf_of(plain_report("ตาราง", table), made_at=specimens.MADE_AT), tmp_path)
        lines |= {line.strip() for line in text.splitlines() if "ส" in line or "พฐ" in line}
    assert all("สพฐ." in line for line in lines if "พฐ." in line)
    assert any(line.startswith("สพฐ.") for line in lines), "no width of these put it at the beginning of a line"


@NEEDS_POPPLER
def test_a_sum_never_stands_alone_on_a_page_whatever_the_length_of_its_table(tmp_path: Path) -> None:
    columns = (Column(title="หัวตาราง"), Column(title="จำนวน", whole=True))
    sums_on = set()
    for count in range(30, 42):
        rows = tuple((f"รายการ{at}จบ", at) for at in range(count))
        table = Table(columns=columns, rows=rows, foot=(("รวม", f"={count}"),))
        text = text_of(pdf_of(plain_report("ตาราง", table), made_at=specimens.MADE_AT), tmp_path)
        pages = [squeezed(one) for one in text.split("\f") if one.strip()]
        at = next(at for at, one in enumerate(pages) if f"={count}" in one)
        sums_on.add(at)
        assert f"รายการ{count - 1}จบ" in pages[at]
        assert f"รายการ{count - 2}จบ" in pages[at]
        assert "หัวตาราง" in pages[at]
    assert sums_on == {0, 1}, "no length of these reached the end of a page"


@NEEDS_POPPLER
def test_hostile_text_is_printed_as_it_stands(tmp_path: Path) -> None:
    text = text_of(pdf_of(specimens.report(specimens.HOSTILE, rows=1), made_at=specimens.MADE_AT), tmp_path)
    for part in ('#import "x" #panic()', "$a$", "*b*", "{{ x }}", "{% y %}", "@ref", "<lab>", "&", "<w:p/>", "=1+1"):
        assert squeezed(part) in squeezed(text)
    assert "\u202e" not in text


@NEEDS_POPPLER
def test_the_font_is_ours_whatever_the_machine_has(tmp_path: Path) -> None:
    fonts = fonts_of(pdf_of(specimens.letter().document(), made_at=specimens.MADE_AT), tmp_path)
    assert re.findall(r"\+(\S+)", fonts) == ["Sarabun-Regular"]


def test_the_same_bytes_for_the_same_time_and_others_for_another() -> None:
    document = specimens.report()
    once = pdf_of(document, made_at=specimens.MADE_AT)
    assert pdf_of(document, made_at=specimens.MADE_AT) == once
    assert pdf_of(document, made_at=specimens.MADE_AT + timedelta(seconds=1)) != once


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import sys; from tests.office import specimens; from office.pdf.drawing import pdf_of; "
        "sys.stdout.buffer.write(pdf_of(specimens.report(), made_at=specimens.MADE_AT))"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=120).stdout
    assert other == pdf_of(specimens.report(), made_at=specimens.MADE_AT)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        pdf_of(specimens.report(), made_at=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


@given(text=specimens.ANY_TEXT, numbers=st.sampled_from(PageNumbers), thai_numerals=st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_printed(text: str, numbers: PageNumbers, thai_numerals: bool) -> None:
    document = specimens.report(text, thai_numerals=thai_numerals).model_copy(update={"page_numbers": numbers})
    assert pdf_of(document, made_at=specimens.MADE_AT).startswith(b"%PDF-")
    for other in (specimens.letter(text), specimens.memo(text)):
        assert pdf_of(other.document(), made_at=specimens.MADE_AT).startswith(b"%PDF-")


@NEEDS_POPPLER
def test_a_word_longer_than_its_line_stays_on_the_paper(tmp_path: Path) -> None:
    table = Table(columns=({"title": "ก"}, {"title": "ข"}, {"title": "ค"}), rows=(("x" * 200, "1" * 90, "ก" * 90),))
    document = plain_report("ยาว", table, Paragraph(text=Run(text="y" * 300)))
    text = squeezed(text_of(pdf_of(document, made_at=specimens.MADE_AT), tmp_path))
    assert (text.count("x"), text.count("y")) == (200, 300)


@NEEDS_POPPLER
@pytest.mark.parametrize("word", ["ดังนี้", "เสื่อมสภาพ", "ถูกต้อง", "วันทำการ", "การศึกษา", "30 กันยายน"])
def test_no_line_ends_within_a_word_of_official_papers(word: str, tmp_path: Path) -> None:
    """Wherever the word comes to stand on its line."""
    lines = tuple(Paragraph(text=f"{'ก' * before} ตามรายการ{word} 0 รายการ") for before in range(20, 80, 2))

    said = text_of(pdf_of(plain_report("คำ", *lines), made_at=specimens.MADE_AT), tmp_path)

    # poppler tells some marks above letters twice
    assert len(re.findall("".join(f"(?:{sign})+" for sign in word), said)) == len(lines)


@NEEDS_POPPLER
@pytest.mark.parametrize("rows", range(20, 46))
def test_hands_below_a_table_take_its_last_rows_with_them(rows: int, tmp_path: Path) -> None:
    """Whatever the length of the table: the page that is signed has rows of it, under the repeated head."""
    table = Table(
        columns=(Column(title="รายการ"), Column(title="จำนวน")), rows=tuple((f"ที่ {at}", at) for at in range(rows))
    )
    document = plain_report("รายงาน", table, Signature(lines=("", "ลงชื่อ", "ผู้รายงาน")))
    pages = text_of(pdf_of(document, made_at=specimens.MADE_AT), tmp_path).split("\f")[:-1]
    assert all("รายการ" in page for page in pages)
    assert "ผู้รายงาน" in pages[-1]
    assert f"ที่ {rows - 1}" in pages[-1]
    assert f"ที่ {rows - 2}" in pages[-1]


@NEEDS_POPPLER
def test_two_hands_beside_each_other_stay_on_one_page(tmp_path: Path) -> None:
    """A buyer who signs on one page and whose position stands on the next has signed nothing."""
    seller, buyer = ("\n".join(("ลงชื่อ", "(ผู้ขาย)", "ตำแหน่ง", last)) for last in ("วันที่รับ", "ผู้สั่งซื้อ"))
    ended: set[int] = set()
    for count in range(26, 42):
        lines = tuple(Paragraph(text=f"บรรทัด {at}") for at in range(count))
        document = plain_report("ใบสั่งซื้อ", *lines, Sides(left=seller, right=buyer))
        pages = text_of(pdf_of(document, made_at=specimens.MADE_AT), tmp_path).split("\f")[:-1]
        signed = [at for at, page in enumerate(pages) if "ลงชื่อ" in page]
        assert signed == [at for at, page in enumerate(pages) if "วันที่รับ" in page], count
        ended |= set(signed)
    assert ended == {0, 1}, "no length of these reached the end of a page"


@NEEDS_POPPLER
def test_of_a_committee_nobody_signs_a_page_alone(tmp_path: Path) -> None:
    """Whatever the length of what they sign."""
    hands = tuple(Signature(lines=("", f"ลงชื่อ กรรมการคนที่ {at}")) for at in range(4))
    parted: set[int] = set()
    for count in range(24, 44):
        lines = tuple(Paragraph(text=f"บรรทัด {at}") for at in range(count))
        pages = text_of(pdf_of(plain_report("ผล", *lines, *hands), made_at=specimens.MADE_AT), tmp_path).split("\f")[
            :-1
        ]
        on_last = pages[-1].count("ลงชื่อ")
        assert on_last >= 2, count
        assert on_last < len(hands) or "บรรทัด" in pages[-1], count
        parted.add(on_last)
    assert parted >= {2, 3, 4}
