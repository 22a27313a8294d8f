"""Files through the pages: looked at, taken in whole or not at all, and what was wrong with them is on record."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from planning.kit.reading.writing import as_csv, as_xlsx
from planning.kit.tables import AuditEntry
from planning.registry.grades import Grade
from planning.registry.importing.plan import IMPORTERS
from planning.registry.models.batch import BatchState, Dataset, ImportBatch
from planning.registry.models.count import SchoolCount
from planning.registry.models.school import CoordinateSource, School, SchoolState
from planning.registry.models.staff import StaffCount
from planning.registry.models.village import Village, VillagePeople
from planning.registry.reading.pupils import PUPILS
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.registry.giving import give, give_and_take, take
from tests.planning.registry.samples import ONE, ROWS, TWO, pupils

Enter = Callable[..., Entered]
HEAD = "รหัสโรงเรียน,ชื่อโรงเรียน,อ.1 ชาย,อ.1 หญิง,รวมอ.1,อ.1 ห้อง,รวมทั้งหมด"
BAD = ("99010001,ก,1,2,3,1,3", "99019999,ข,1,2,3,1,3", "99010002,ค,-1,2,1,1,1", "99010001,ก,1,2,3,1,3")


@pytest.fixture
def it(enter: Enter) -> Entered:
    """Planning staff of an office with two schools."""
    entered = enter()
    give_and_take(entered, Dataset.SCHOOLS, ROWS["schools"])
    return entered


def rows_of(engine: Engine, table: type) -> list:  # type: ignore[type-arg]
    with reading(engine) as session:
        return sorted(session.exec(select(table)).all(), key=lambda row: row.id)


def test_a_registry_is_looked_at_and_taken_in(enter: Enter, registry_engine: Engine) -> None:
    it = enter()
    data = as_xlsx(IMPORTERS[Dataset.SCHOOLS].form, ROWS["schools"])
    batch = give(it, Dataset.SCHOOLS, data, name="ทะเบียน.xlsx")
    shown = it.get(batch).text
    assert "ทะเบียน.xlsx" in shown
    assert "XLSX" in shown
    assert rows_of(registry_engine, School) == []
    assert take(it, batch).status_code == 303
    schools = rows_of(registry_engine, School)
    assert {(one.smis_code, one.name, one.obec_code, one.school_group, one.state) for one in schools} == {
        (*ONE, "090001", "เครือข่ายสมมุติ", SchoolState.OPEN),
        (*TWO, "090002", "เครือข่ายสมมุติ", SchoolState.OPEN),
    }
    row = rows_of(registry_engine, ImportBatch)[0]
    assert (row.state, row.rows, row.new, row.refused, row.quality) == (BatchState.TAKEN, 2, 2, 0, 100)
    assert (row.given_by, row.taken_by, row.sha256) == ("Somebody", "Somebody", sha256(data).hexdigest())


def test_grades_of_a_school_are_shown_as_offices_write_them(enter: Enter) -> None:
    row = replace(ROWS["schools"][0], lowest=Grade.K2, highest=Grade.P6)
    it = enter()
    shown = it.get(give(it, Dataset.SCHOOLS, as_csv(IMPORTERS[Dataset.SCHOOLS].form, [row]))).text
    assert ("→ อ.2" in shown, "→ ป.6" in shown, "→ k2" in shown) == (True, True, False)


@pytest.mark.requirement("I-1")
def test_three_bad_rows_are_told_with_row_column_and_reason_and_nothing_is_half_loaded(
    it: Entered, registry_engine: Engine
) -> None:
    batch = give(it, Dataset.PUPILS, "\n".join([HEAD, *BAD]).encode())
    report = list(csv.reader(io.StringIO(it.get(f"{batch}/report.csv").content.decode("utf-8-sig"))))
    assert [(one[0], one[2], one[4].partition(" (")[0]) for one in report[1:]] == [
        ("3", "รหัสโรงเรียน", "There is no school of this code"),
        ("4", "อ.1 ชาย", "At least 0"),
        ("5", "รหัสโรงเรียน", "The same entry stands in row 2"),
    ]
    page = it.get(batch).text
    assert all(reason in page for reason in ("There is no school of this code", "At least 0", "99019999"))
    refused = take(it, batch)
    assert refused.status_code == 422
    assert "Nothing was taken in" in refused.text
    assert rows_of(registry_engine, SchoolCount) == []
    # The catalogue says of each dataset who keeps it, where it comes from, its last file and how good that was.
    catalogue = it.get("/datasets").text
    assert "ระบบ DMC ของ สพฐ." in catalogue
    assert "กลุ่มนโยบายและแผน" in catalogue
    # Who says so leaves the refused rows out, and the report stays.
    assert take(it, batch, leave_out="yes").status_code == 303
    assert [one.male for one in rows_of(registry_engine, SchoolCount)] == [1]
    assert "There is no school of this code" in it.get(batch).text
    assert "25%" in it.get("/datasets").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_the_same_file_in_each_encoding_gives_the_same_totals(it: Entered, encoding: str) -> None:
    """The import half of P1-4.2."""
    batch = give(it, Dataset.PUPILS, as_csv(PUPILS, ROWS["pupils"], encoding=encoding))
    said = {"utf-8": "UTF-8<", "utf-8-sig": "UTF-8 BOM<", "cp874": "Windows-874<"}[encoding]
    assert said in it.get(batch).text
    take(it, batch)
    page = it.get("/counts/1").text
    assert "1,078" in page  # pupils of both schools
    exported = it.get("/counts/1/export.csv").content.decode("utf-8-sig")
    told = {row[0]: row[-4:] for row in csv.reader(io.StringIO(exported))}
    assert told[ONE[0]] == ["1019", "18", "32", "1037"]
    assert told[TWO[0]] == ["20", "21", "2", "41"]


def test_what_a_file_leaves_empty_stays(it: Entered, registry_engine: Engine) -> None:
    batch = give(it, Dataset.SCHOOLS, f"โรงเรียน,รหัส Smis\nโรงเรียนใหม่,{ONE[0]}\n".encode())
    assert "changed" in it.get(batch).text
    take(it, batch)
    row = next(one for one in rows_of(registry_engine, School) if one.smis_code == ONE[0])
    assert (row.name, row.district, row.obec_code) == ("โรงเรียนใหม่", "อำเภอสมมุติ", "090001")


def test_coordinates_that_cannot_be_right_are_refused(it: Entered, registry_engine: Engine) -> None:
    lines = f"code8,lat,lng\n{ONE[0]},18.79,98.98\n{TWO[0]},98.9,18.7\n"
    batch = give(it, Dataset.COORDINATES, lines.encode())
    assert "Latitude and longitude are swapped" in it.get(batch).text
    take(it, batch, leave_out="yes")
    one, two = sorted(rows_of(registry_engine, School), key=lambda row: row.smis_code)
    assert (one.latitude, one.coordinate_source) == (18.79, CoordinateSource.IMPORTED)
    assert two.latitude is None
    for place in ("0,0", "1.2,103.8", "51.5,0.1"):
        batch = give(it, Dataset.COORDINATES, f"code8,lat,lng\n{TWO[0]},{place}\n".encode())
        assert take(it, batch, leave_out="yes").status_code == 422


def test_staff_villages_and_people_are_taken_in_and_counted(it: Entered, registry_engine: Engine) -> None:
    give_and_take(it, Dataset.STAFF, ROWS["staff"])
    give_and_take(it, Dataset.VILLAGES, ROWS["villages"])
    give_and_take(it, Dataset.POPULATION, ROWS["population"])
    assert sum(one.male + one.female for one in rows_of(registry_engine, StaffCount)) == 15
    assert [one.name for one in rows_of(registry_engine, Village)] == ["บ้านสมมุติ"]
    people = rows_of(registry_engine, VillagePeople)
    assert [(one.year, one.ages) for one in people] == [(2568, {"0": [4, 0], "3": [4, 3], "101": [4, 101]})]
    page = it.get("/villages").text
    assert "บ้านสมมุติ" in page
    assert "116" in page
    assert "ครูผู้ช่วย" in it.get("/staff").text
    assert it.get("/villages/1").status_code == 200


def test_the_same_rows_again_change_nothing(it: Entered, registry_engine: Engine) -> None:
    for dataset in (Dataset.SCHOOLS, Dataset.PUPILS, Dataset.STAFF, Dataset.VILLAGES, Dataset.POPULATION):
        give_and_take(it, dataset, ROWS[dataset.value])
        give_and_take(it, dataset, ROWS[dataset.value])
        last = rows_of(registry_engine, ImportBatch)[-1]
        assert (last.new, last.changed, last.same) == (0, 0, len(ROWS[dataset.value])), dataset


def test_a_file_is_taken_once_and_only_as_it_was_shown(it: Entered, registry_engine: Engine) -> None:
    data = as_csv(PUPILS, [pupils()])
    batch = give(it, Dataset.PUPILS, data)
    assert give(it, Dataset.PUPILS, data) == batch  # pressed twice
    shown = it.get(batch).text
    give_and_take(it, Dataset.PUPILS, [pupils(*TWO), pupils(*ONE, *ROWS["pupils"][1].grades)])
    digest = shown.partition('name="digest" value="')[2][:64]
    late = it.post(f"{batch}/take", {"digest": digest})
    assert late.status_code == 422
    assert "The data changed since you looked" in late.text
    assert take(it, batch).status_code == 303
    assert it.post(f"{batch}/take", {"digest": digest}).status_code == 422
    assert it.post(f"{batch}/put-away").status_code == 422


def test_a_file_that_is_put_away_leaves_its_report(it: Entered, registry_engine: Engine) -> None:
    batch = give(it, Dataset.PUPILS, "\n".join([HEAD, *BAD]).encode())
    assert it.post(f"{batch}/put-away").status_code == 303
    assert "There is no school of this code" in it.get(batch).text
    assert rows_of(registry_engine, SchoolCount) == []
    with reading(registry_engine) as session:
        acts = [one.action for one in session.exec(select(AuditEntry)).all()]
    assert acts[-2:] == ["batch.given", "batch.put_away"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0old", "old Excel file"),
        (b"PK\x03\x04broken", "no valid XLSX"),
        ("ชื่อ-สกุล,รหัสโรงเรียน,อ.1 ชาย,อ.1 หญิง,อ.1 ห้อง\nก,99010001,1,2,1\n".encode(), "only counts"),
    ],
)
def test_files_that_are_none_or_hold_persons_are_refused(it: Entered, data: bytes, said: str) -> None:
    """INV-G1: no pupil's name comes in, not even into the report."""
    answer = it.client.post(
        "/imports",
        data={"dataset": "pupils", "as_of": "2026-06-10", "csrf": it.csrf},
        files={"file": ("x.csv", data)},
        headers={"origin": "http://testserver"},
    )
    if answer.status_code == 303:
        batch = answer.headers["location"]
        answer = it.get(batch)
        assert take(it, batch, leave_out="yes").status_code == 422
    assert said in answer.text


def test_a_hostile_name_and_cell_stay_text(it: Entered) -> None:
    batch = give(it, Dataset.PUPILS, f"{HEAD}\n<b>x</b>,=cmd,1,2,3,1,3\n".encode(), name="<script>.csv")
    page = it.get(batch).text
    assert "<script>.csv" not in page
    assert "<b>x</b>" not in page
    assert it.get(f"{batch}/report.xlsx").status_code == 200


def test_who_may_what(it: Entered, enter: Enter) -> None:
    batch = give(it, Dataset.PUPILS, as_csv(PUPILS, [pupils()]))
    viewer, school, other = enter("viewer"), enter("school", school_code=ONE[0]), enter(office_code="5301")
    assert viewer.get(batch).status_code == 200
    assert viewer.post(f"{batch}/take").status_code == 403
    assert school.get(batch).status_code == 403
    assert school.get("/imports").status_code == 403
    assert other.get(batch).status_code == 404
    assert other.post(f"{batch}/take", {"digest": ""}).status_code == 404
    assert "file.csv" not in other.get("/imports").text


def test_the_catalogue_is_kept_by_planning_staff(it: Entered, enter: Enter) -> None:
    assert enter("viewer").get("/datasets/pupils/edit").status_code == 403
    assert it.post("/datasets/pupils/edit", {"owner": "กลุ่มสารสนเทศ", "cut_off": "x" * 121}).status_code == 422
    assert it.post("/datasets/pupils/edit", {"owner": "กลุ่มสารสนเทศ", "source_system": "DMC"}).status_code == 303
    assert "กลุ่มสารสนเทศ" in it.get("/datasets").text
    assert "กลุ่มสารสนเทศ" not in enter(office_code="5301").get("/datasets").text
    assert "DMC" in it.get("/datasets/export.csv").content.decode("utf-8-sig")
    assert it.get("/imports/template.pupils.xlsx").status_code == 200
    assert it.get("/imports/template.pupils.exe").status_code == 404


def test_a_button_pressed_twice_gives_one_file_and_one_put_right_is_another(
    it: Entered, registry_engine: Engine
) -> None:
    """Of the same name and size: what it holds tells."""
    once = re.search(r'name="once" value="([^"]+)"', it.get("/imports").text)
    assert once is not None
    before = len(rows_of(registry_engine, ImportBatch))
    data = as_csv(PUPILS, [pupils()])
    for body in (data, data, data[:-3] + b"9" + data[-2:]):
        form = {"dataset": "pupils", "as_of": "2026-06-10", "source": "สมมุติ", "csrf": it.csrf, "once": once[1]}
        answer = it.client.post("/imports", data=form, files={"file": ("file.csv", body)})
        assert answer.status_code == 303, answer.text
    assert len(rows_of(registry_engine, ImportBatch)) == before + 2
