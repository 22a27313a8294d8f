"""The whole file of a frozen version: all that the board decides on, the same later, with its SHA-256 on each page."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from contract.data.registry import SchoolRow
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import add, done
from tests.planning.school_network.test_papers import text_of
from tests.planning.served import Served


@pytest.fixture
def submitted(planner: Entered) -> str:
    """A merge that lies before the board; its page."""
    acting.begin_run(planner)
    at = acting.whole_merge(planner)
    add(planner, at, "assets", kind="building", item="อาคารเรียนหลังเดียว", way="transfer", to_whom="โรงเรียนสมมติ B")
    add(planner, at, "staff", position="ครู", persons="2", to_name="โรงเรียนสมมติ B")
    done(planner.post(f"/versions/change_case/{at.rsplit('/', 1)[-1]}/submit"))
    return at


def whole(it: Entered, at: str, form: str, number: int = 1) -> bytes:
    answer = it.get(f"{at}/versions/{number}.{form}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.content


def sha_of(it: Entered, at: str, number: int = 1) -> str:
    return str(it.get(at).text.split('<code title="', 1)[1].split('"', 1)[0])


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page."""
    assert shutil.which("pdftotext") is not None
    (folder / "file.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "file.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [one for one in told.split("\f") if one.strip()]


@pytest.mark.requirement("P4-6")
def test_the_file_holds_all_that_the_board_decides_on(planner: Entered, submitted: str) -> None:
    said = text_of(whole(planner, submitted, "docx")).replace("\u00a0", " ")
    for there in (
        "11 (1)",  # a clause
        "บ้านสมมติ V02",
        "เทียบเกณฑ์",
        # V01's child has 0 km to A and 4 km to B, over the 3 km of primary: 90 s each.
        "0.00 / 0",
        "4.00 / 6",
        "เกิน 1 คน",
        "ศาลาประชาคม",  # the hearing
        "15 มกราคม 2569",  # its notice
        "12 คน: ผู้ปกครอง 12 ครูและบุคลากร 0",
        "อาคารเรียนหลังเดียว",
        "ครู",
        "paper.pdf",
    ):
        assert there in said, there
    file = docx.Document(io.BytesIO(whole(planner, submitted, "docx")))
    assert len(file.inline_shapes) == 1, "the map"
    assert planner.get(f"{submitted}/versions/1.exe").status_code == 404
    assert planner.get(f"{submitted}/versions/2.pdf").status_code == 404


def test_each_page_bears_the_version_and_its_fingerprint(planner: Entered, submitted: str, tmp_path: Path) -> None:
    sha = sha_of(planner, submitted)
    assert len(sha) == 64
    pages = pages_of(whole(planner, submitted, "pdf"), tmp_path)
    assert len(pages) > 2
    for one in pages:
        assert sha in one
        assert submitted.rsplit("/", 1)[-1] in one
    file = docx.Document(io.BytesIO(whole(planner, submitted, "docx")))
    assert sha in "\n".join(one.text for one in file.sections[0].header.paragraphs)


def test_a_version_prints_the_same_whatever_becomes_of_the_case(
    planner: Entered, network: Served, submitted: str
) -> None:
    before = [whole(planner, submitted, form) for form in ("pdf", "docx")]
    key = submitted.rsplit("/", 1)[-1]
    acting.tell_resolution(network, "change_case", key)
    done(planner.post(f"/versions/change_case/{key}/gate/approve"))
    # What is not the board's is changed, the registry renames a school, and a newer run is made.
    done(planner.post(f"{submitted}/assets/1/remove"))
    rows = [SchoolRow(**one.model_dump() | {"name": f"{one.name} ใหม่"}) for one in given.schools()]
    given.told(network.engine, "schools", rows)
    acting.begin_run(planner, title="ผลวิเคราะห์ใหม่")
    done(planner.post(f"{submitted}/groups/1/edit", {"grade": "p1", "village_name": "บ้านอื่น", "children": "2"}))
    assert [whole(planner, submitted, form) for form in ("pdf", "docx")] == before
    assert f"{submitted}/versions/1.pdf" in planner.get(submitted).text
    assert f"{submitted}/versions/2.pdf" not in planner.get(submitted).text, "the next one is a draft"


def test_a_version_is_read_by_its_office_alone(network: Served, submitted: str) -> None:
    assert network.enter(office_code="5301").get(f"{submitted}/versions/1.pdf").status_code == 404
    assert network.enter("viewer").get(f"{submitted}/versions/1.pdf").status_code == 200
