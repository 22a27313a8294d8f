"""What is wrong with a file is told with sheet, row, column and reason, and nothing of it is loaded."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from planning.kit.reading.known import Known
from planning.kit.reading.reader import MOST_PROBLEMS, Read, read
from planning.registry.reading.pupils import PUPILS
from planning.registry.reading.schools import COORDINATES, LAND, REGISTRY, STAFF
from planning.registry.reading.villages import POPULATION, VILLAGES

HEAD = "รหัสโรงเรียน,ชื่อโรงเรียน,อ.1 ชาย,อ.1 หญิง,รวมอ.1,อ.1 ห้อง,รวมทั้งหมด"
STAFF_HEAD = "รหัสโรงเรียน,ตำแหน่ง,ชาย,หญิง,รวม"
KNOWN = Known.of([("99010001", "1099010001", "090001"), ("99010002", "1099010002", "090002")], ["99010101"])


def told(found: Read[Any]) -> list[tuple[int, str, str]]:
    """Where, which column, why; and nothing was loaded."""
    assert found.rows == ()
    return [(one.row, one.column, one.text()) for one in found.problems]


def pupils(*lines: str, known: Known = KNOWN) -> Read[Any]:
    return read(PUPILS, "\n".join([HEAD, *lines]).encode(), known=known)


def test_three_bad_rows_are_told_and_nothing_is_loaded() -> None:
    lines = ("99010001,ก,1,2,3,1,3", "99019999,ข,1,2,3,1,3", "99010002,ค,-1,2.5,3,หนึ่ง,3", "99010001,ก,1,2,3,1,3")
    found = pupils(*lines)
    assert told(found) == [
        (3, "รหัสโรงเรียน", "There is no school of this code"),
        (4, "อ.1 ชาย", "At least 0"),
        (4, "อ.1 หญิง", "A whole number is needed"),
        (4, "อ.1 ห้อง", "A number is needed"),
        (5, "รหัสโรงเรียน", "The same entry stands in row 2"),
    ]
    assert found.problems[1].expected == "a whole number from 0 on"
    shown = read(PUPILS, "\n".join([HEAD, *lines]).encode(), known=KNOWN, preview=True)
    assert [row.school_code for row in shown.rows] == ["99010001"]
    assert not shown.ok


def test_a_total_that_its_parts_do_not_make_is_told() -> None:
    assert told(pupils("99010001,ก,1,2,4,1,5")) == [
        (2, "รวมอ.1", "The total is 4, but its parts make 3"),
        (2, "รวมทั้งหมด", "The total is 5, but its parts make 3"),
    ]


def test_each_code_of_a_school_leads_to_its_eight_digits() -> None:
    found = pupils("1099010001,ก,1,2,3,1,3", "090002,ข,,-,,-,")
    assert [(row.school_code, row.total) for row in found.rows] == [("99010001", 3), ("99010002", 0)]
    assert told(pupils("1099010001,ก,1,2,3,1,3", "99010001,ก,1,2,3,1,3"))[0][0] == 3


def test_a_code_that_lost_its_zero_or_became_a_number_is_told() -> None:
    assert "8/10" in told(pupils("9901001,ก,1,2,3,1,3"))[0][2]
    assert "format the column as text" in told(pupils("9.9E+07,ก,1,2,3,1,3"))[0][2]


def test_titles_sums_notes_and_repeated_headings_are_passed_over() -> None:
    data = "\n".join(
        [
            "จำนวนนักเรียน ปีการศึกษา 2569,,,,,,",
            "",
            HEAD,
            '99010001,ก,"1,000", ๒ ,"1,002",1,',
            HEAD,
            "99010002,ข,1,2,3,1,",
            ',รวมทั้งสิ้น,"1,001",4,"1,005",2,-',
            "หมายเหตุ ข้อมูล ณ วันที่ 10 มิถุนายน,,,,,,",
        ]
    )
    found = read(PUPILS, data.encode(), known=KNOWN)
    assert (found.problems, found.total, found.passed_over) == ((), 2, (5, 7, 8))
    assert [row.total for row in found.rows] == [1002, 3]


def test_a_row_of_sums_is_checked() -> None:
    assert told(pupils("99010001,ก,1,2,3,1,3", ",รวม,2,2,4,1,3")) == [
        (3, "อ.1 ชาย", "This row of sums says 2, but the rows above it make 1"),
        (3, "รวมอ.1", "This row of sums says 4, but the rows above it make 3"),
    ]


def test_sums_of_parts_and_of_all_are_both_taken() -> None:
    lines = ("99010001,ครู,1,2,3", "99010001,รวม,1,2,3", "99010002,ครู,4,5,9", "99010002,รวม,4,5,9", ",รวมทั้งสิ้น,5,7,12")
    found = read(STAFF, "\n".join([STAFF_HEAD, *lines]).encode())
    assert (found.problems, found.passed_over, found.total) == ((), (3, 5, 6), 2)


def test_headings_that_lack_stand_twice_or_are_not_known() -> None:
    assert told(read(PUPILS, "รหัสโรงเรียน,ชื่อโรงเรียน\n99010001,ก\n".encode())) == [
        (1, "", "No column of this file is known")
    ]
    half = read(PUPILS, "รหัสโรงเรียน,อ.1 ชาย,อ.1 หญิง\n99010001,1,2\n".encode())
    assert told(half) == [(1, "อ.1 ห้อง", "This column is missing")]
    twice = read(COORDINATES, b"code8,lat,lng,lat\n99010001,1,2,3\n")
    assert {text for _row, _column, text in told(twice)} == {"This column stands twice"}
    more = read(COORDINATES, "code8,lat,lng,สีรั้ว\n99010001,18.1,98.2,ฟ้า\n".encode())
    assert (more.problems, more.ignored) == ((), ("สีรั้ว",))
    assert told(read(COORDINATES, b"code8,lat,lng\n99010001,1,2,3\n")) == [
        (2, "", "The row has more cells than the heading")
    ]


@pytest.mark.parametrize("heading", ["ชื่อ-สกุล", "ชื่อนักเรียน", "เลขประจำตัวประชาชน", "รหัสนักเรียน", "First Name", "วันเกิด"])
def test_a_column_of_persons_is_refused_and_its_cells_are_not_repeated(heading: str) -> None:
    found = read(PUPILS, f"{HEAD},{heading}\n99010001,ก,1,2,3,1,3,ความลับ\n".encode())
    assert [where[:2] for where in told(found)] == [(1, heading)]
    assert "only counts" in found.problems[0].text()
    assert "ความลับ" not in repr(found)


@pytest.mark.parametrize("cell", ["1101700230708", "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", "เด็กชายสมมุติ", "ด.ญ. สมมุติ", " ด. ช. สมมุติ"])
def test_a_cell_of_a_person_is_refused_in_whatever_column(cell: str) -> None:
    for line in (f"99010001,ก,1,2,3,1,3,{cell}", f"99010001,{cell},1,2,3,1,3,"):
        found = read(PUPILS, f"{HEAD},อื่น\n{line}\n".encode())
        assert [where[0] for where in told(found)] == [2]
        assert cell not in repr(found)


def test_other_numbers_of_thirteen_digits_are_no_persons() -> None:
    found = read(COORDINATES, "code8,lat,lng,เลขที่บัญชี\n99010001,18.1,98.2,1101700230700\n".encode())
    assert found.ok


def test_the_sheet_is_named() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["ปก"])
    sheet = book.create_sheet("นักเรียน")
    sheet.append(["รายงาน"])
    sheet.merge_cells("A1:E1")
    for line in (STAFF_HEAD, "99010001,ครู,1,2,4"):
        sheet.append(line.split(","))
    file = io.BytesIO()
    book.save(file)
    found = read(STAFF, file.getvalue())
    assert [(one.sheet, one.row, one.column) for one in found.problems] == [("นักเรียน", 3, "รวม")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("99010001,1,0,4,1", "4 ngan"),
        ("99010001,1,100,1,1", "100 square wa"),
        ("99010001,1,0,0,0", "above zero"),
        ("99010001,1,1.005,0,0", "fewer digits"),
        ("99010001,,1,0,0", "needed"),
        ("99010001,1,-1,0,0", "At least"),
    ],
)
def test_land(line: str, reason: str) -> None:
    assert reason in told(read(LAND, f"รหัสโรงเรียน,แปลงที่,ตารางวา,งาน,ไร่\n{line}\n".encode()))[0][2]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("99010101,2569,121,1,1", "At most 120"),
        ("99010101,2026,3,1,1", "Buddhist era"),
        ("99010199,2569,3,1,1", "no village"),
        ("99010101,2569,,1,1", "needed"),
        ("99010101,2569,น้อยกว่า 5,1,1", "At most"),
    ],
)
def test_population(line: str, reason: str) -> None:
    found = read(POPULATION, f"รหัสหมู่บ้าน,ปี พ.ศ.,อายุ,ชาย,หญิง\n{line}\n".encode(), known=KNOWN)
    assert reason in told(found)[0][2]


def test_ages_as_registers_of_the_population_write_them() -> None:
    lines = ("น้อยกว่า 1 ปี", "1 ปี", "มากกว่า 100 ปี")
    data = "รหัสหมู่บ้าน,ปี พ.ศ.,อายุ,ชาย,หญิง\n" + "".join(f"99010101,2569,{age},1,1\n" for age in lines)
    assert [row.age for row in read(POPULATION, data.encode()).rows] == [0, 1, 101]


def test_a_village_has_both_degrees_or_none() -> None:
    data = "รหัสหมู่บ้าน,ชื่อหมู่บ้าน,ตำบล,lat,lng\n99010101,บ้านสมมุติ,สมมุติ,18.1,\n"
    assert told(read(VILLAGES, data.encode())) == [(2, "lat", "Give both latitude and longitude, or none")]


def test_degrees_are_numbers_on_a_globe() -> None:
    for text in ("181", "NaN", "18 องศา", "inf"):
        assert told(read(COORDINATES, f"code8,lat,lng\n99010001,{text},98\n".encode()))[0][:2] == (2, "lat")


def test_each_of_the_three_codes_stands_once() -> None:
    data = "โรงเรียน,รหัส 10 หลัก,รหัส Smis,รหัส Obec\nก,1099010001,99010001,090001\nข,1099010001,99010002,090001\n"
    assert [where[1] for where in told(read(REGISTRY, data.encode()))] == ["รหัส 10 หลัก", "รหัส Obec"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"a\x00b", "letters"),
        (b"," * 100_000 + b"x\n", "more than 160 columns"),
        (b'code8,lat,lng\n"open', "no valid CSV"),
        (b"code8,lat,lng\n" + b"x" * 5000, "longer"),
        (b"PK\x03\x04 no archive", "no valid XLSX"),
        (HEAD.encode()[:-1], "letters"),
    ],
)
def test_a_file_that_means_harm(data: bytes, reason: str) -> None:
    assert reason in told(read(COORDINATES, data))[0][2]


def test_a_file_full_of_faults_ends_in_one_sentence() -> None:
    found = read(COORDINATES, b"code8,lat,lng\n" + b"1,2,3\n" * (MOST_PROBLEMS + 50))
    assert (len(found.problems), found.problems[-1].row) == (MOST_PROBLEMS + 1, 0)


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_problems(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"code8,lat,lng\n"):
        found = read(COORDINATES, start + data)
        assert bool(found.rows) != bool(found.problems)
