"""Labels as PDF: a camera reads each code, no number is cut, and nothing runs over the edge of its label."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from office.labels.drawing import Label, labels_pdf
from office.labels.grid import USUAL, Grid, places

AT = datetime(2026, 10, 1, 3, tzinfo=UTC)
MM_A_POINT = 25.4 / 72
NUMBER_OF_50 = "7440-001-0006/186/2569-0000123456789012345678901/50"
LABELS = [
    Label(
        address=f"https://netops.example.ac.th/a/{10_000 + at}",
        head="สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๒" if at % 2 else "โรงเรียนบ้านน้ำหมี #image()",
        number=NUMBER_OF_50 if at % 3 else "7440-001-0001/65",
        name=("เครื่องคอมพิวเตอร์สำหรับงานประมวลผลแบบที่หนึ่ง" * 6) if at % 2 else "CRS326-24G-2S+RM-" * 9,
        foot="งบประมาณ",
    )
    for at in range(4)
]


def words_of(pdf: Path) -> list[tuple[str, float, float, float, float]]:
    """Every word with its box in millimetres: left, top, right, bottom."""
    out = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout
    found = []
    for word in ET.fromstring(out).iter("{http://www.w3.org/1999/xhtml}word"):
        box = [float(word.attrib[name]) * MM_A_POINT for name in ("xMin", "yMin", "xMax", "yMax")]
        found.append((word.text or "", box[0], box[1], box[2], box[3]))
    return found


@pytest.mark.peer("pdftotext")
@pytest.mark.parametrize("grid", USUAL, ids=lambda grid: grid.key)
def test_every_word_stays_within_its_label_and_every_number_is_whole(grid: Grid, tmp_path: Path) -> None:
    pdf = tmp_path / "labels.pdf"
    pdf.write_bytes(labels_pdf(LABELS, grid, made_at=AT))
    words = words_of(pdf)
    read = [""] * len(LABELS)
    for text, left, top, right, bottom in words:
        for at, (_page, x, y) in enumerate(places(grid, len(LABELS), 1)):
            if x <= left and right <= x + grid.width and y - 0.5 <= top and bottom <= y + grid.height + 0.5:
                read[at] += text
                break
        else:
            pytest.fail(f"{text!r} stands in no label")
    for label, found in zip(LABELS, read, strict=True):
        assert label.number in found.replace("\u200b", "")


@pytest.mark.peer("pdftoppm")
def test_a_camera_reads_the_address_of_every_label(tmp_path: Path) -> None:
    for grid in (USUAL[0], USUAL[-1]):
        pdf = tmp_path / "labels.pdf"
        pdf.write_bytes(labels_pdf(LABELS, grid, start=2, made_at=AT))
        command = ["pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(tmp_path / "page")]
        subprocess.run(command, check=True, timeout=60)
        with Image.open(tmp_path / "page.png") as page:
            read = {code.text for code in zxingcpp.read_barcodes(page)}
        assert read == {label.address for label in LABELS}


def test_the_same_labels_are_the_same_bytes_and_a_naive_time_is_refused() -> None:
    assert labels_pdf(LABELS, USUAL[0], made_at=AT) == labels_pdf(LABELS, USUAL[0], made_at=AT)
    with pytest.raises(ValueError, match="naive"):
        labels_pdf(LABELS, USUAL[0], made_at=datetime(2026, 10, 1))  # noqa: DTZ001 - that is what is refused
