"""A register as offices keep it - titles above the heading, Buddhist dates, prices in words - into the asset book."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.exporting import exported
from inventory.importing.apply import import_file
from inventory.importing.asset_words import standing
from inventory.importing.columns import Kind
from inventory.importing.plan import Act, ImportPreview, RefusedImportError
from inventory.importing.preview import preview
from inventory.models.asset import Asset, AssetEvent, Fund, Standing
from inventory.models.site import Office
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book
from netops.vault import Vault
from service.database import reading
from service.importing.register_cells import day, price_satang
from service.refusal import RefusedError
from tests.factories import AT, make_office, make_site

HEADING = (
    *("ที่", "วัน เดือน ปี", "ที่เอกสาร", "หมายเลขครุภัณฑ์", "รายการ", "ประเภท", "จำนวนหน่วย", "ราคา/หน่วย", "มูลค่ารวม"),
    *(
        "อายุใช้งาน",
        "อัตราค่าเสื่อมราคา",
        "ค่าเสื่อมประจำปี",
        "ค่าเสื่อมสะสม",
        "มูลค่าสุทธิ",
        "รหัสโรงเรียน",
        "ประเภทเงิน",
        "สภาพ",
        "หมายเหตุ",
    ),
)
ROWS: tuple[tuple[Any, ...], ...] = (
    (
        *(
            1,
            "1 ต.ค. 2565",
            "ศธ 1/2565",
            "7440-001-0001/66",
            "เราเตอร์",
            "คอมพิวเตอร์",
            "1 เครื่อง",
            "33,000.00",
            "33,000.00",
        ),
        *("3 ปี", "33.33", "11,000.00", "11,000.00", "22,000.00", "57010001", "งบประมาณ", "ใช้งานได้", None),
    ),
    (
        *(2, "30/9/65", None, "๗๔๔๐-๐๐๑-๐๐๐๒/๖๕", "เครื่องคอมพิวเตอร์", "ครุภัณฑ์คอมพิวเตอร์", 12, None, "252,000.-"),
        *(None, None, None, None, None, None, "(นอกงบประมาณ)", "ชำรุด", "ห้องคอม"),
    ),
    (
        *(3, None, None, "7110-006-0001/60", "โต๊ะ", None, None, "4,500 บาท", None),
        *(None, None, None, None, None, "57010001", "บริจาค", None, None),
    ),
)


def workbook(*rows: tuple[Any, ...], titles: bool = True) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if titles:
        sheet.append(["ทะเบียนคุมทรัพย์สิน"])
        sheet.append(["ส่วนราชการ", "สำนักงานเขตพื้นที่การศึกษาจำลอง", None, "ณ วันที่ 30 กันยายน 2569"])
    sheet.append(HEADING)
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


class Files:
    """Imports files of an office with one school and the usual classes."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self.session, self.vault = session, vault
        self.office: Office = make_office(session)
        assert self.office.id is not None
        self.office_id = self.office.id
        self.school = make_site(session, self.office, code="57010001")
        begin_book(session, self.office_id)

    def look(self, data: bytes) -> ImportPreview:
        return preview(self.session, Kind.ASSETS, data, office_id=self.office_id, secrets=self.vault)

    def take(self, data: bytes) -> ImportPreview:
        by = By("พัสดุ", AT)
        return import_file(self.session, Kind.ASSETS, data, office_id=self.office_id, secrets=self.vault, by=by)

    def stored(self) -> list[Asset]:
        return list(self.session.exec(select(Asset).order_by(Asset.number)))


@pytest.fixture
def files(session: Session, vault: Vault) -> Files:
    return Files(session, vault)


@pytest.mark.parametrize("written", ["โรงเรียนบ้านดอยจำลอง", " บ้านดอยจำลอง"])
def test_who_writes_the_name_of_a_school_is_told_its_code(files: Files, written: str) -> None:
    """The next step is not to import schools: it is there."""
    files.school.name = "โรงเรียนบ้านดอยจำลอง"
    files.session.flush()
    row = (*ROWS[2][:14], written, *ROWS[2][15:])
    (problem,) = files.look(workbook(row)).problems
    assert problem.column == "site_code"
    assert "โรงเรียนบ้านดอยจำลอง has the code 57010001" in problem.text()


def test_a_real_register_is_taken_as_it_is(files: Files) -> None:
    plan = files.take(workbook(*ROWS))
    assert (plan.total, plan.count(Act.NEW)) == (3, 3)
    desk, router, computers = files.stored()
    assert (router.number, router.site_id, router.unit) == ("7440-001-0001/66", files.school.id, files.school.id)
    assert (router.acquired_on, router.price_satang, router.life_years) == (date(2022, 10, 1), 3_300_000, 3)
    assert (router.quantity, router.unit_word, router.document_no) == (1, "เครื่อง", "ศธ 1/2565")
    assert (router.fund, router.standing) == (Fund.BUDGET, Standing.IN_USE)
    assert (computers.number, computers.site_id, computers.acquired_on) == ("7440-001-0002/65", None, date(2022, 9, 30))
    assert (computers.quantity, computers.price_satang) == (12, 2_100_000)  # 252,000 / 12
    assert (computers.fund, computers.standing, computers.note) == (Fund.OFF_BUDGET, Standing.BROKEN, "ห้องคอม")
    assert router.class_id == computers.class_id is not None
    assert (desk.quantity, desk.price_satang, desk.class_id, desk.acquired_on) == (1, 450_000, None, None)


def test_the_history_says_that_a_file_made_the_card(files: Files) -> None:
    files.take(workbook(*ROWS))
    kept = files.session.exec(select(AssetEvent)).all()
    assert {(event.kind, event.actor, event.at) for event in kept} == {("imported", "พัสดุ", AT)}


def test_the_same_file_again_changes_nothing_and_a_mended_one_what_was_mended(files: Files) -> None:
    files.take(workbook(*ROWS))
    assert files.look(workbook(*ROWS)).count(Act.SAME) == 3
    mended = [*ROWS[0][:4], "เราเตอร์ใหม่", *ROWS[0][5:16], "เสื่อมสภาพ", None]
    plan = files.take(workbook(tuple(mended)))
    assert plan.rows[0].changes == {"name": ["เราเตอร์", "เราเตอร์ใหม่"], "standing": ["in_use", "worn"]}
    router = next(asset for asset in files.stored() if asset.number == "7440-001-0001/66")
    assert (router.name, router.standing) == ("เราเตอร์ใหม่", Standing.WORN)


def test_every_problem_is_named_and_nothing_is_taken(files: Files) -> None:
    def row(**cells: object) -> tuple[Any, ...]:
        values = dict(zip(HEADING, ROWS[0], strict=True)) | cells
        return tuple(values[name] for name in HEADING)

    wrong = [
        row(**{"วัน เดือน ปี": "1 ต.ค. 22"}),
        row(**{"หมายเลขครุภัณฑ์": "2", "วัน เดือน ปี": "31/9/2565"}),
        row(หมายเลขครุภัณฑ์="3", ประเภท="ยานอวกาศ"),
        row(หมายเลขครุภัณฑ์="4", มูลค่ารวม="34,000"),
        row(**{"หมายเลขครุภัณฑ์": "5", "ราคา/หน่วย": "แพง"}),
        row(หมายเลขครุภัณฑ์="6", สภาพ="สวย", รหัสโรงเรียน="57019999"),
        row(หมายเลขครุภัณฑ์=""),
        row(หมายเลขครุภัณฑ์="8"),
        row(หมายเลขครุภัณฑ์="8"),
    ]
    with pytest.raises(RefusedImportError) as error:
        files.take(workbook(*wrong))
    assert [(one.row, one.column) for one in error.value.problems] == [
        (4, "acquired_on"),
        (5, "acquired_on"),
        (6, "class"),
        (7, "total_thb"),
        (8, "price_thb"),
        (9, "site_code"),
        (9, "standing"),
        (10, "number"),
        (12, "number"),
    ]
    assert files.stored() == []


def test_what_was_disposed_of_is_not_changed_by_a_file(files: Files) -> None:
    files.take(workbook((*ROWS[0][:16], "จำหน่ายแล้ว", None)))
    assert files.look(workbook((*ROWS[0][:16], None, None))).count(Act.SAME) == 1
    plan = files.look(workbook(ROWS[0]))
    assert [problem.column for problem in plan.problems] == ["number"]


def test_what_is_exported_can_be_imported_again(files: Files) -> None:
    files.take(workbook(*ROWS))
    names, rows = exported(files.session, Kind.ASSETS, office_id=files.office_id)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (names, *rows):
        sheet.append(list(line))
    kept = io.BytesIO()
    book.save(kept)
    plan = files.look(kept.getvalue())
    assert not plan.problems
    assert plan.count(Act.SAME) == 3


def test_a_file_without_the_needed_headings_says_which(files: Files) -> None:
    plan = files.look("รายการ,ราคา\nตู้,1\n".encode())
    assert [(one.row, one.column) for one in plan.problems] == [(1, "number")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 ต.ค. 2565", date(2022, 10, 1)),
        ("๑ ตุลาคม ๒๕๖๕", date(2022, 10, 1)),
        ("วันที่ 1 ต.ค. 65", date(2022, 10, 1)),
        ("30/9/65", date(2022, 9, 30)),
        ("30-09-2565", date(2022, 9, 30)),
        ("30/9/2022", date(2022, 9, 30)),
        ("2022-09-30", date(2022, 9, 30)),
        ("2565-09-30", date(2022, 9, 30)),
        ("2565-09-30T00:00:00", date(2022, 9, 30)),
        ("2567-02-29", date(2024, 2, 29)),
        ("1/1/36", date(1993, 1, 1)),
        ("", None),
    ],
)
def test_dates_as_registers_write_them(text: str, found: date | None) -> None:
    assert day("acquired_on", text) == found


@pytest.mark.parametrize("text", ["1/10/22", "1 ต.ค. 35", "31/9/2565", "2565", "ตุลาคม 2565", "1/13/2565"])
def test_a_date_that_may_mean_two_days_or_none_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        day("acquired_on", text)


def test_prices_and_conditions_in_words() -> None:
    assert [price_satang("p", text) for text in ("23,000.00", "23,000.-", "๒๓,๐๐๐ บาท", "0.25", "")] == [
        2_300_000,
        2_300_000,
        2_300_000,
        25,
        None,
    ]
    assert standing("s", " สูญหาย ") is Standing.LOST
    for text in ("-5", "ประมาณ 5", "1.005"):
        with pytest.raises(RefusedError):
            price_satang("p", text)
