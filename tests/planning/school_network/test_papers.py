"""Papers of runs and cases: made, blank and filled, by the office's own template; and the package of a transfer."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from planning.school_network.papers.kinds import KINDS
from service.papers.blank import blank_of
from service.papers.kind import PaperKind
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import done
from tests.planning.served import Served


def text_of(content: bytes) -> str:
    """All text of a Word file, tables too."""
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in file.paragraphs] + cells)


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.key)
def test_each_kind_prints_blank(kind: PaperKind[Any]) -> None:
    made = blank_of(kind, kind.shipped(), office="สำนักงานสมมติ", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert made.pdf.startswith(b"%PDF")
    assert text_of(made.docx)


def test_the_chapter_of_a_run_has_its_lists_and_its_map(planner: Entered) -> None:
    at = acting.begin_run(planner)
    content = planner.get(f"{at}/paper.docx").content
    said = text_of(content)
    for word in ("บ้านสมมติ V09", "โรงเรียนสมมติ A", "1–20", "ระยะทางไม่เกิน ระดับประถมศึกษา (กม.)"):
        assert word in said
    assert any(name.startswith("word/media/") for name in ZipFile(io.BytesIO(content)).namelist())
    assert planner.get(f"{at}/paper.pdf").content.startswith(b"%PDF")
    assert planner.get(f"{at}/paper.exe").status_code == 404


@pytest.mark.requirement("P4-6")
def test_a_merge_case_prints_from_an_uploaded_template(planner: Entered) -> None:
    acting.begin_run(planner)
    at = acting.whole_merge(planner)
    shipped = planner.get("/paper-templates/case-merge/shipped/template.docx").content
    for version, words in ((1, "แบบของสำนักงาน ฉบับที่หนึ่ง"), (2, "แบบของสำนักงาน ฉบับที่สอง")):
        file = docx.Document(io.BytesIO(shipped))
        file.add_paragraph(words)
        held = io.BytesIO()
        file.save(held)
        form = {"valid_from": f"2026-01-0{version}"}
        files = {
            "file": (
                f"merge-{version}.docx",
                held.getvalue(),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            )
        }
        done(acting.send(planner, "/paper-templates/case-merge", form, files))
        paper = done(planner.post(f"{at}/papers", {"kind": "case-merge"}))
        said = text_of(planner.get(f"{paper}/paper.docx").content)
        assert words in said
        for there in ("โรงเรียนสมมติ A", "บ้านสมมติ V02", "โรงเรียนสมมติ B", "11 (1)"):
            assert there in said


def test_every_paper_of_a_case_is_made(planner: Entered) -> None:
    acting.begin_run(planner)
    at = acting.whole_merge(planner)
    for kind in (
        "school-hearing",
        "school-opinion",
        "school-site-visit",
        "school-relocation",
        "school-assets",
        "school-announcement",
    ):
        paper = done(planner.post(f"{at}/papers", {"kind": kind}))
        assert planner.get(f"{paper}/paper.pdf").content.startswith(b"%PDF")
    assert planner.post(f"{at}/papers", {"kind": "case-close"}).status_code == 404
    assert planner.get(f"{at}/papers").text.count("/papers/") >= 6


def announced(it: Entered, at: str) -> str:
    """What the announcement says now."""
    paper = done(it.post(f"{at}/papers", {"kind": "school-announcement"}))
    return text_of(it.get(f"{paper}/paper.docx").content)


def test_the_announcement_says_of_assets_what_the_list_says(planner: Entered) -> None:
    acting.begin_run(planner)
    at = acting.whole_merge(planner)
    said = announced(planner, at)
    assert "ยังไม่ได้กำหนด" in said
    assert "ให้โอนไปอยู่ในความดูแล" not in said, "nothing is listed yet"
    for kind, item, way, to_whom in (
        ("building", "อาคารเรียน", "transfer", "โรงเรียนสมมติ B"),
        ("equipment", "โต๊ะ", "transfer", "โรงเรียนสมมติ B"),
        ("equipment", "เครื่องพิมพ์", "transfer", "สำนักงานเขต"),
        ("land", "ที่ดิน", "return", "สำนักงานธนารักษ์พื้นที่"),
        ("equipment", "รถเก่า", "sell", ""),
        ("documents", "เอกสารครบอายุ", "destroy", ""),
        ("money", "เงินรายได้", "undecided", ""),
    ):
        acting.add(planner, at, "assets", kind=kind, item=item, way=way, to_whom=to_whom)
    said = announced(planner, at)
    for sentence in (
        "อาคารสิ่งก่อสร้าง และวัสดุ ครุภัณฑ์ จำนวน 2 รายการตามบัญชีทรัพย์สิน ให้โอนไปอยู่ในความดูแลของโรงเรียนสมมติ B",
        "วัสดุ ครุภัณฑ์ จำนวน 1 รายการตามบัญชีทรัพย์สิน ให้โอนไปอยู่ในความดูแลของสำนักงานเขต",
        "ที่ดิน จำนวน 1 รายการตามบัญชีทรัพย์สิน ให้ส่งคืนสำนักงานธนารักษ์พื้นที่",
        "วัสดุ ครุภัณฑ์ จำนวน 1 รายการตามบัญชีทรัพย์สิน ให้จำหน่ายโดยการขาย",
        "เอกสารของทางราชการ จำนวน 1 รายการตามบัญชีทรัพย์สิน ให้จำหน่ายโดยการทำลาย",
        "เงิน จำนวน 1 รายการตามบัญชีทรัพย์สิน ยังไม่ได้กำหนดการดำเนินการ",
    ):
        assert sentence in said.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


def test_the_package_of_a_transfer_holds_what_is_known(planner: Entered, network: Served) -> None:
    """Flow 11."""
    acting.begin_run(planner)
    at = acting.open_case(planner, "transfer_out", to_name="เทศบาลตำบลสมมติ")
    acting.add(planner, at, "assets", kind="building", item="อาคารเรียน")
    acting.attach(planner, at, "lao_request")
    archive = ZipFile(io.BytesIO(planner.get(f"{at}/package.zip").content))
    assert json.loads(archive.read("school.json"))["smis_code"] == given.CODES["A"]
    assert "อาคารเรียน" in archive.read("assets.csv").decode("utf-8-sig")
    assert len(archive.read("enrolment.csv").decode("utf-8-sig").splitlines()) == 2
    features = json.loads(archive.read("map.geojson"))["features"]
    assert {one["properties"]["id"] for one in features if one["properties"]["grade"] == 3} == {
        given.CODES["A"],
        "V01",
        "V02",
        "V03",
    }
    assert archive.read("files/1-paper.pdf") == acting.PDF
    assert json.loads(archive.read("index.json"))["missing"] == ["network.json"]
