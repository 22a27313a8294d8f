"""docx: complex-script fonts and sizes, fixed grids, whole rows, and bytes that follow from content and time."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import datetime, timedelta
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import etree

from office.document.content import Align, Column, Paragraph, Signature, Table, report
from office.document.letter import Letter
from office.docx.writing import docx_of
from tests.office import specimens


def part(file: bytes, name: str) -> etree._Element:
    return etree.fromstring(ZipFile(io.BytesIO(file)).read(name))


def test_thai_is_set_in_its_own_font_size_and_language() -> None:
    file = docx_of(specimens.report(), made_at=specimens.MADE_AT)
    defaults = part(file, "word/styles.xml").find(f".//{qn('w:rPrDefault')}")
    assert defaults is not None
    fonts, size, language = (defaults.find(f".//{qn(name)}") for name in ("w:rFonts", "w:szCs", "w:lang"))
    assert fonts is not None
    assert size is not None
    assert language is not None
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"TH SarabunPSK"}
    assert size.get(qn("w:val")) == "32"
    assert language.get(qn("w:bidi")) == "th-TH"


def test_what_is_bold_or_of_a_size_is_so_in_thai_too() -> None:
    body = part(docx_of(specimens.memo().document(), made_at=specimens.MADE_AT), "word/document.xml")
    for properties in body.iter(qn("w:rPr")):
        assert (properties.find(qn("w:b")) is None) == (properties.find(qn("w:bCs")) is None)
        sizes = [properties.find(qn(name)) for name in ("w:sz", "w:szCs")]
        assert [size is None for size in sizes] in ([True, True], [False, False])
    assert {size.get(qn("w:val")) for size in body.iter(qn("w:szCs"))} == {"58", "40"}


def test_tables_have_a_fixed_grid_repeated_heads_and_whole_rows() -> None:
    body = part(docx_of(specimens.report(rows=60), made_at=specimens.MADE_AT), "word/document.xml")
    tables = [table for table in body.iter(qn("w:tbl")) if table.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(tables) == 2
    for table in tables:
        layout = table.find(f".//{qn('w:tblLayout')}")
        assert layout is not None
        assert layout.get(qn("w:type")) == "fixed"
        rows = table.findall(qn("w:tr"))
        assert len(rows) == 62
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 61
        grid = [int(column.get(qn("w:w")) or 0) for column in table.iter(qn("w:gridCol"))]
        assert [int(cell.get(qn("w:w")) or 0) for cell in rows[5].iter(qn("w:tcW"))] == grid
        assert len(list(rows[5].iter(qn("w:noWrap")))) == 4


def test_the_last_rows_go_with_their_sum_to_the_next_page() -> None:
    rows = tuple((f"{at}", at) for at in range(4))
    columns = (Column(title="รายการ"), Column(title="จำนวน", align=Align.RIGHT))
    blocks = (Table(columns=columns, rows=rows, foot=(("รวม", 6),)), Table(columns=columns, rows=rows))
    file = docx.Document(io.BytesIO(docx_of(report("ตาราง", *blocks), made_at=specimens.MADE_AT)))
    summed, plain = (
        [{cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells} for row in table.rows]
        for table in file.tables
    )
    assert summed == [{None}, {None}, {None}, {True}, {True}, {None}]
    assert plain == [{None}, {None}, {None}, {True}, {None}]  # nor does a row stand there alone


def test_margins_and_directions_of_pages() -> None:
    file = docx.Document(io.BytesIO(docx_of(specimens.report(), made_at=specimens.MADE_AT)))
    upright, wide = file.sections
    assert [round(length.cm, 1) for length in (upright.left_margin, upright.right_margin) if length] == [3.0, 2.0]
    assert upright.page_width == wide.page_height
    assert (upright.page_width or 0) < (upright.page_height or 0)


def test_pages_are_counted_by_fields_in_the_numerals_of_the_paper() -> None:
    document = specimens.report(thai_numerals=True)
    with ZipFile(io.BytesIO(docx_of(document, made_at=specimens.MADE_AT))) as archive:
        footers = [archive.read(name).decode() for name in archive.namelist() if "footer" in name]
        about = archive.read("docProps/core.xml").decode()
    assert len(footers) == 1
    assert r" PAGE \* ThaiArabic " in footers[0]
    assert r" NUMPAGES \* ThaiArabic " in footers[0]
    assert "2026-11-28T03:04:05Z" in about


def test_an_empty_part_of_a_letter_is_left_out() -> None:
    full = specimens.letter()
    bare = Letter.model_validate({**full.model_dump(), "references": "", "enclosures": "", "contact": ""})
    file = docx.Document(io.BytesIO(docx_of(bare.document(), made_at=specimens.MADE_AT)))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "เรียน" in text
    assert "อ้างถึง" not in text
    assert "สิ่งที่ส่งมาด้วย" not in text


def test_the_same_bytes_for_the_same_time_and_every_entry_bears_it() -> None:
    document = specimens.report()
    once = docx_of(document, made_at=specimens.MADE_AT)
    assert docx_of(document, made_at=specimens.MADE_AT) == once
    assert docx_of(document, made_at=specimens.MADE_AT + timedelta(seconds=2)) != once
    with ZipFile(io.BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 28, 3, 4, 4)}


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import sys; from tests.office import specimens; from office.docx.writing import docx_of; "
        "sys.stdout.buffer.write(docx_of(specimens.report(), made_at=specimens.MADE_AT))"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=120).stdout
    assert other == docx_of(specimens.report(), made_at=specimens.MADE_AT)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        docx_of(specimens.report(), made_at=datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


@given(specimens.ANY_TEXT)
@settings(max_examples=25, deadline=None)
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    for document in (specimens.report(text), specimens.letter(text).document(), specimens.memo(text).document()):
        assert docx.Document(io.BytesIO(docx_of(document, made_at=specimens.MADE_AT))).paragraphs


def test_the_last_hand_but_one_stays_with_the_last() -> None:
    hands = tuple(Signature(lines=("ลงชื่อ", f"กรรมการคนที่ {at}")) for at in range(3))
    made = docx.Document(io.BytesIO(docx_of(report("ผล", Paragraph(text="เรื่อง"), *hands), made_at=specimens.MADE_AT)))
    stays = {one.text: one.paragraph_format.keep_with_next for one in made.paragraphs if "คนที่" in one.text}
    assert stays == {"กรรมการคนที่ 0": False, "กรรมการคนที่ 1": True, "กรรมการคนที่ 2": False}
