"""ZIP files of which every byte follows from what is in them and the time of making."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST: Final = "[Content_Types].xml"
_BASE: Final = Path(__file__).parent / "base"
_PLACES: Final = {
    _FIRST: "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/_rels/document.xml.rels": "document.rels",
}
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)  # what a ZIP entry can say


def base() -> io.BytesIO:
    """An empty docx with our styles."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for place, name in _PLACES.items():
            archive.writestr(place, (_BASE / name).read_bytes())
    made.seek(0)
    return made


def repacked(packed: bytes, made_at: datetime) -> bytes:
    """The same entries in one order, all of one time; for docx and xlsx."""
    with ZipFile(io.BytesIO(packed)) as archive:
        return zipped(((name, archive.read(name)) for name in archive.namelist()), made_at)


def zipped(entries: Iterable[tuple[str, bytes]], made_at: datetime) -> bytes:
    """A ZIP file. `made_at` must be aware."""
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    moment = max(made_at.astimezone(UTC), _EARLIEST).timetuple()[:6]
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(entries, key=lambda entry: (entry[0] != _FIRST, entry[0])):
            about = ZipInfo(name, date_time=moment)
            # Both would otherwise tell of the machine.
            about.create_system, about.external_attr, about.compress_type = 0, 0, ZIP_DEFLATED
            archive.writestr(about, content)
    return made.getvalue()
