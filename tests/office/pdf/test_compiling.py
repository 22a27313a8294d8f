"""Large papers are drawn in a process of their own, to the same bytes."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

import pytest

from office.pdf.compiling import LARGE, drawn, drawn_apart, drawn_here

SECONDS = 1_790_000_000


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Says how much it was given."""
    path = tmp_path / "program.typ"
    path.write_text('#set text(font: "Sarabun")\n#str(sys.inputs.paper.len()) ตัวอักษร\n')
    return path


def children_s() -> float:
    """Seconds of the processor that processes begun here have had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_a_paper_has_the_same_bytes_wherever_it_is_drawn(program: Path) -> None:
    given = {"paper": "โรงเรียน"}
    assert drawn_apart(program, given, SECONDS) == drawn_here(program, given, SECONDS)


def test_only_a_large_one_has_a_process_of_its_own(program: Path) -> None:
    before = children_s()
    drawn(program, {"paper": "a" * (LARGE - 1)}, SECONDS)
    assert children_s() == before
    large = {"paper": "a" * LARGE}
    made = drawn(program, large, SECONDS)
    assert children_s() > before
    assert made == drawn_here(program, large, SECONDS)


def test_a_large_paper_that_cannot_be_drawn_is_an_error_here(program: Path) -> None:
    program.write_text("#nothing-of-this-name")
    with pytest.raises(subprocess.CalledProcessError):
        drawn(program, {"paper": "a" * LARGE}, SECONDS)
