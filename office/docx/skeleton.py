"""An empty docx with our styles, from the files in `base/`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final
from zipfile import ZipFile

_BASE: Final = Path(__file__).parent / "base"
_PLACES: Final = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/_rels/document.xml.rels": "document.rels",
}


def base() -> io.BytesIO:
    """An empty docx with our styles."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for place, name in _PLACES.items():
            archive.writestr(place, (_BASE / name).read_bytes())
    made.seek(0)
    return made
