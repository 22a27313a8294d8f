"""Typst, as our papers are drawn by it: with our fonts, one paper at a time, and the large ones in a process of their
own.

Typst keeps what it laid out of the last ten papers, a hundred bytes for each letter of their data: a book of an
annual plan leaves 400 to 600 MB in the service that printed it, and ten different ones would be gigabytes. A process of
its own takes that with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from office.document.measure import FONTS

LARGE: Final = 1_000_000
"""Letters of data from which on a paper is large: some thirty pages of tables. Such a process costs a third of a second
to begin.
"""
_ONE_AT_A_TIME: Final = Lock()
_ONE_LARGE_AT_A_TIME: Final = Lock()


def drawn(program: Path, inputs: Mapping[str, str], seconds: int) -> bytes:
    """The PDF, wherever it is drawn: the bytes are the same."""
    is_large = sum(map(len, inputs.values())) >= LARGE
    return drawn_apart(program, inputs, seconds) if is_large else drawn_here(program, inputs, seconds)


def drawn_here(program: Path, inputs: Mapping[str, str], seconds: int) -> bytes:
    """In this process."""
    with _ONE_AT_A_TIME:
        made = _compiler().compile(program.read_bytes(), format="pdf", sys_inputs=dict(inputs), timestamp=seconds)
    assert isinstance(made, bytes)
    return made


def drawn_apart(program: Path, inputs: Mapping[str, str], seconds: int) -> bytes:
    """In a process of its own; CalledProcessError when it fails. Small papers do not wait for it."""
    order = json.dumps({"program": str(program), "inputs": dict(inputs), "seconds": seconds}).encode()
    command = [sys.executable, "-m", "office.pdf.apart"]
    with _ONE_LARGE_AT_A_TIME:
        return subprocess.run(command, input=order, stdout=subprocess.PIPE, check=True).stdout


def picture_drawn(program: Path, inputs: Mapping[str, str], *, ppi: int) -> bytes:
    """As PNG."""
    with _ONE_AT_A_TIME:
        made = _compiler().compile(program.read_bytes(), format="png", ppi=ppi, sys_inputs=dict(inputs))
    assert isinstance(made, bytes)
    return made


@lru_cache
def _compiler() -> typst.Compiler:
    """With our fonts and none of the machine's, so that a paper looks the same wherever it is made."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS[0].parent)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
