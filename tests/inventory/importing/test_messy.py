"""Workbooks as offices really hand them over: merged titles, odd headings, dates in many forms, sums, two sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.importing.apply import import_file
from inventory.importing.columns import Kind
from inventory.importing.heading import find_heading, read_sheet
from inventory.importing.mapping import Reading, check, fingerprint, guess, remember, remembered
from inventory.importing.plan import ImportPreview, RefusedImportError
from inventory.importing.preview import preview
from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book
from netops.vault import Vault
from service.database import reading
from service.importing.heading import Place
from service.importing.register_cells import day
from tests.factories import AT, make_office, make_site

HEADINGS = ("ลำดับ", "เลขที่ครุภัณฑ์ (ใหม่)", "ชื่อ/รายการพัสดุ", "ว.ด.ป. ที่ได้มา", "ราคาต่อหน่วย(บาท)", "จน.", "ใช้ที่ห้อง")
SAID = ["", "number", "name", "acquired_on", "price_thb", "quantity", "place"]
ROWS: Sequence[tuple[Any, ...]] = (
    ("๑", "๗๔๔๐-๐๐๑-๐๐๐๑/๖๕", "เครื่องคอมพิวเตอร์", "๑ ต.ค. ๒๕๖๕", "๒๓,๐๐๐.-", "1 เครื่อง", "ห้อง ๑"),
    (2, "7440-001-0002/65", "เครื่องพิมพ์", date(2022, 10, 5), 8_000, 1, None),
    (None, None, None, None, None, None, None),
    (3, "7440-001-0003/65", "โต๊ะ", "30/9/65", "4,500 บาท", 6, "ธุรการ"),
    ("ลำดับ", *HEADINGS[1:]),
    (4, "7440-001-0004/65", "เราเตอร์", 44840, "33000", "๒", ""),
    (5, "7440-001-0005/65", "จอภาพ", "5 ตุลาคม 2565", 3000.0, None, ""),
    ("รวมทั้งสิ้น", None, None, None, 71_500, 11, None),
)


def workbook(rows: Sequence[Sequence[Any]] = ROWS, *, title: str = "ทะเบียนครุภัณฑ์ โรงเรียนบ้านหนึ่ง") -> bytes:
    """A cover sheet first, then a sheet with a merged title, an office, a blank line, and the register."""
    book = Workbook()
    assert book.active is not None
    book.active.title = "ปก"
    book.active.append(["ทะเบียนครุภัณฑ์ ประจำปีงบประมาณ 2566"])
    sheet = book.create_sheet("ข้อมูล")
    sheet.append([title])
    sheet.merge_cells("A1:G1")
    sheet.append(["ข้อมูล ณ วันที่ 30 กันยายน 2566"])
    sheet.append([])
    sheet.append(list(HEADINGS))
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Book:
    """An office with a session."""

    def __init__(self, session: Session, office: Office, vault: Vault) -> None:
        self.session, self.office_id, self.vault = session, office.id or 0, vault
        begin_book(session, self.office_id)

    def preview(self, data: bytes, reading: Reading = Reading()) -> ImportPreview:  # noqa: B008 - frozen
        return preview(self.session, Kind.ASSETS, data, office_id=self.office_id, secrets=self.vault, reading=reading)

    def take(self, data: bytes, reading: Reading = Reading()) -> ImportPreview:  # noqa: B008 - frozen
        return import_file(
            self.session,
            Kind.ASSETS,
            data,
            office_id=self.office_id,
            secrets=self.vault,
            by=By("พัสดุ", AT),
            reading=reading,
        )

    def assets(self) -> list[Asset]:
        return list(self.session.exec(select(Asset).order_by("number")))


@pytest.fixture
def office(database: Engine, tmp_path: Any) -> Iterator[Book]:
    with reading(database) as session:
        yield Book(session, make_office(session), Vault.create(tmp_path))


def problems(plan: ImportPreview) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in plan.problems]


def test_the_sheet_and_the_heading_are_found_and_the_columns_guessed(office: Book) -> None:
    data = workbook()
    assert find_heading(Kind.ASSETS, data) == Place(1, 4)
    assert read_sheet(Kind.ASSETS, data).header == HEADINGS
    assert guess(Kind.ASSETS, HEADINGS)[2:5] == ["name", "acquired_on", "price_thb"]
    plan = office.preview(data)
    assert {row for row, _column in problems(plan)} == {1}  # the headings are to be said; no row is judged before


def test_columns_are_said_once_and_remembered_for_files_of_the_shape(office: Book) -> None:
    remember(office.session, office.office_id, Kind.ASSETS, HEADINGS, SAID, person_id=None)
    plan = office.take(workbook())
    assert (plan.passed_over, len(plan.rows)) == ((9, 12), 5)
    found = office.assets()
    assert [asset.number for asset in found] == [f"7440-001-000{at}/65" for at in range(1, 6)]
    assert [asset.acquired_on for asset in found] == [
        date(2022, 10, 1),
        date(2022, 10, 5),
        date(2022, 9, 30),
        date(2022, 10, 6),
        date(2022, 10, 5),
    ]
    assert [asset.price_satang for asset in found] == [2_300_000, 800_000, 450_000, 3_300_000, 300_000]
    assert [asset.quantity for asset in found] == [1, 1, 6, 2, 1]
    assert (found[0].unit_word, found[0].place) == ("เครื่อง", "ห้อง ๑")
    again = office.preview(workbook(title="ทะเบียนอีกชุด"))
    assert not again.problems
    other = [*HEADINGS[:-1], "อื่น"]
    assert remembered(office.session, office.office_id, Kind.ASSETS, other) is None
    assert fingerprint(HEADINGS) == fingerprint([f" {heading} " for heading in HEADINGS])


def test_one_wrong_row_and_nothing_is_taken(office: Book) -> None:
    remember(office.session, office.office_id, Kind.ASSETS, HEADINGS, SAID, person_id=None)
    bad = (
        *ROWS,
        (6, "7440-001-0006/65", "กล้อง", "31/2/2565", "ราคาแพง", "สอง", ""),
        (7, "", "ไม่มีหมายเลข", "", "", "", ""),
    )
    plan = office.preview(workbook(bad))
    assert problems(plan) == [(13, "price_thb"), (13, "acquired_on"), (13, "quantity"), (14, "number")]
    assert [one.value for one in plan.problems][:2] == ["ราคาแพง", "31/2/2565"]
    with pytest.raises(RefusedImportError):
        office.take(workbook(bad))
    assert office.assets() == []


def test_what_is_said_of_columns_is_checked() -> None:
    assert check(Kind.ASSETS, SAID) == []
    assert [one.field for one in check(Kind.ASSETS, ["number", "number", "colour"])] == ["colour", "number", "name"]


def test_a_school_writes_into_its_own_book_only(office: Book, tmp_path: Any) -> None:
    whole = office.session.get_one(Office, office.office_id)
    own: Site = make_site(office.session, whole)
    other = make_site(office.session, whole)
    reading = Reading(names=tuple(SAID), site_id=own.id)
    office.take(workbook(), reading)
    assert {asset.site_id for asset in office.assets()} == {own.id}
    text = f"รหัสโรงเรียน,หมายเลขครุภัณฑ์,รายการ\n{other.code},A1,โต๊ะ\n{own.code},A2,เก้าอี้\n"
    refused = office.preview(text.encode(), Reading(site_id=own.id))
    assert problems(refused) == [(2, "site_code")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("44840", date(2022, 10, 6)),
        ("243167", date(2022, 10, 6)),
        ("๑ ต.ค. ๖๕", date(2022, 10, 1)),
        ("1-10-2565", date(2022, 10, 1)),
        ("วันที่ 1 ตุลาคม 2565", date(2022, 10, 1)),
        ("2565-10-01", date(2022, 10, 1)),
    ],
)
def test_a_day_is_read_in_each_form(text: str, found: date) -> None:
    assert day("acquired_on", text) == found
