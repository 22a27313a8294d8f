"""Papers of a purchase: right to the satang, blank and filled, the same when made again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from netops.buying.entry_sheet import groups_of
from netops.buying.making import Made, make_blank_form, make_form, make_report, make_sheet, make_summary
from netops.models.paper import Paper
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, remake
from office.numerals import to_arabic
from service.database import transaction
from service.papers.drawing import Files
from service.refusal import RefusedError
from tests import factories
from tests.office.pdf.reading import text_of
from tests.procurement.store.buying import TODAY, World, make_world

MADE = Made(factories.AT, None)
PIECES = [{"serial": "SN-1"}, {"serial": "SN-2"}, {"serial": "SN-3"}]


def files_of(world: World, paper: Paper) -> Files:
    again = remake(world.session, PAPER_KINDS, paper)
    assert again.is_same
    return again.files


def words_of(files: Files, folder: Path) -> str:
    return "".join(to_arabic(text_of(files.pdf, folder)).split())


@pytest.mark.peer("pdftotext")
@pytest.mark.requirement("P5-6")
def test_an_inspection_form_is_printed_blank_and_filled(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        order = Order(office_id=world.office.id or 0, at=factories.AT)
        blank = words_of(files_of(world, make_blank_form(session, world.office.id or 0, "", order)), tmp_path)
        purchase = world.signed()
        day = TODAY + timedelta(days=12)
        number = world.delivered(purchase, PIECES, day)
        world.accepted(purchase, number, day)
        dossier = world.dossier(purchase)
        filled = words_of(files_of(world, make_form(session, dossier, dossier.deliveries[0], MADE)), tmp_path)
        report = words_of(files_of(world, make_report(session, dossier, dossier.deliveries[0], MADE)), tmp_path)
    for said in ("ใบตรวจรับพัสดุ", "ประธานกรรมการตรวจรับพัสดุ", "()ถูกต้องครบถ้วน", "()ไม่ถูกต้อง"):
        assert said in blank, said
    assert "SN-1" not in blank
    # 0.20 % of 37,500.00 for two days; the rest is to be paid.
    for text in (filled, report):
        for said in ("(/)ถูกต้องครบถ้วน", "SN-1", "37,500.00", "ล่าช้า2วัน", "150.00บาท", "37,350.00บาท"):
            assert said in text, said
        assert "สามหมื่นเจ็ดพันสามร้อยห้าสิบบาทถ้วน" in text
    assert "ร้านตัวอย่าง" in filled


@pytest.mark.peer("pdftotext")
def test_the_summary_and_the_sheet_say_what_the_rows_say(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = world.signed()
        dossier = world.dossier(purchase)
        summary = words_of(files_of(world, make_summary(session, dossier, MADE)), tmp_path)
        sheet = words_of(files_of(world, make_sheet(session, dossier, MADE)), tmp_path)
    for said in ("37,500.00บาท", f"1{purchase.id}/2570", "69110000001", "ร้อยละ0.20ต่อวัน", "12เดือน"):
        assert said in summary, said
    for said in ("37500.00", "69110000001", "20/11/2569", "เฉพาะเจาะจง"):
        assert said in sheet, said


def test_the_sheet_stands_in_the_order_of_e_gp(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        begun = groups_of(world.dossier(world.begun()))
        whole = groups_of(world.dossier(world.signed()))
    assert [group.title for group in begun] == ["เพิ่มโครงการ", "รายการพิจารณา"]
    assert [group.title for group in whole][2:] == ["ผู้เสนอราคารายที่ 1", "สาระสำคัญในสัญญา"]
    first = {row.label: row.value for row in begun[0].rows}
    assert first["วงเงินงบประมาณโครงการ (บาท)"] == "100000.00"
    assert first["ราคากลาง (บาท)"] == "39000.00"


def test_there_is_no_report_before_the_inspection_and_no_summary_before_the_signing(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        with pytest.raises(RefusedError):
            make_summary(session, world.dossier(world.begun()), MADE)
        purchase = world.signed()
        world.delivered(purchase, PIECES)
        dossier = world.dossier(purchase)
        with pytest.raises(RefusedError):
            make_report(session, dossier, dossier.deliveries[0], MADE)
