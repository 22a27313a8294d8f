"""Files as spreadsheets really write them, and files that mean harm."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from service.importing import decode as limits
from service.importing.decode import UnreadableError, decode

THAI = "site_code,name\n57010001,โรงเรียนบ้านจำลอง\n"
WANTED = (("site_code", "name"), ((2, ("57010001", "โรงเรียนบ้านจำลอง")),))


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        THAI.encode(),
        b"\xef\xbb\xbf" + THAI.encode(),
        THAI.encode("cp874"),
        THAI.replace(",", "\t").encode("utf-16"),
        THAI.replace("\n", "\r\n").encode(),
        THAI.replace(",", ";").encode(),
        xlsx([["site_code", "name"], ["57010001", "โรงเรียนบ้านจำลอง"]]),
        xlsx([["site_code", "name"], [57010001, " โรงเรียนบ้านจำลอง "]]),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-874", "utf-16", "crlf", "semicolons", "xlsx text", "xlsx number"],
)
def test_every_way_of_saving_gives_the_same_rows(data: bytes) -> None:
    sheet = decode(data)
    assert (sheet.header, sheet.rows) == WANTED


def test_rows_keep_the_number_that_the_spreadsheet_shows() -> None:
    sheet = decode(b'a,b\n\n1,"two\nlines"\n,\n3,4\n')
    assert [number for number, _cells in sheet.rows] == [3, 5]


def test_dates_of_a_workbook_are_iso() -> None:
    assert decode(xlsx([["end"], [date(2027, 9, 30)]])).rows == ((2, ("2027-09-30",)),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n,,\n", "empty"),
        (b"a,b\n\xff\xfe\x00", "letters"),
        (b"a\x00b", "letters"),
        (b'a,b\n"open', "CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel"),
        (b"PK\x03\x04 nothing else", "XLSX"),
        (b"a\n" + b"1\n" * (limits.MAX_ROWS + 1), "rows"),
        (b"a\n" + b"x" * (limits.MAX_CELL + 1), "longer"),
        (b"," * 100 + b"x\n", "columns"),
        (b"x" * (limits.MAX_BYTES + 1), "MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        decode(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(limits.MAX_UNPACKED_BYTES + 1))
    assert len(file.getvalue()) < limits.MAX_BYTES
    with pytest.raises(UnreadableError, match="unpacks"):
        decode(file.getvalue())


def test_entities_of_a_workbook_are_not_expanded() -> None:
    whole = io.BytesIO(xlsx([["site_code"], ["57010001"]]))
    laughing = io.BytesIO()
    bomb = '<!DOCTYPE a [<!ENTITY b "ha">]>'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(laughing, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                text = bomb + text[text.index("<worksheet") :]
            target.writestr(name, text)
    with pytest.raises(UnreadableError, match="no valid XLSX"):
        decode(laughing.getvalue())


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        with contextlib.suppress(UnreadableError):
            assert decode(start + data).header


def test_a_title_above_the_heading_does_not_hide_the_tabs() -> None:
    sheet = decode("ทะเบียนโรงเรียน, ปี 2569\ncode\tname\n1\ta, b\n".encode())
    assert sheet.rows == ((2, ("code", "name")), (3, ("1", "a, b")))


def test_utf8_that_was_cut_is_not_taken_for_windows_874() -> None:
    with pytest.raises(UnreadableError, match="letters"):
        decode(THAI.encode()[:-2])


def test_a_wider_file_is_read_where_it_is_asked_for() -> None:
    data = ",".join(str(at) for at in range(100)).encode()
    assert len(decode(data, widest=100).header) == 100
    with pytest.raises(UnreadableError, match="more than 99 columns"):
        decode(data, widest=99)


def test_a_formula_that_was_never_computed_is_told_and_not_taken_for_an_empty_cell() -> None:
    with pytest.raises(UnreadableError, match="Row 3 has a formula"):
        decode(xlsx([["site_code"], ["1"], ["=A2+1"]]))


def test_a_formula_that_was_computed_is_its_value() -> None:
    whole = io.BytesIO(xlsx([["site_code"], ["=A3+1"], [7]]))
    computed = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(computed, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, text.replace("<v></v>", "<v>8</v>").replace("<v />", "<v>8</v>"))
    assert decode(computed.getvalue()).rows == ((2, ("8",)), (3, ("7",)))
