"""What a reader of a PDF finds in it, by pdftotext of poppler."""

from __future__ import annotations

import subprocess
from pathlib import Path


def text_of(pdf: bytes, folder: Path) -> str:
    """The text of all pages as laid out, form feeds between them."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout


def fonts_of(pdf: bytes, folder: Path) -> str:
    """Names of the fonts in it."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True, timeout=60).stdout
