"""Files that people send: documents and pictures of a few types, told by their content and never by their name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile

from PIL import Image, UnidentifiedImageError

from office.document.text import one_line
from service.i18n import N_
from service.refusal import RefusedError, refuse

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 100_000_000
LONGEST_NAME: Final = 150
FIELD: Final = "file"
_TAIL: Final = 2048  # of a PDF, in which its end must stand
_MOST_ENTRIES: Final = 2000
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_PROGRAMS: Final = re.compile(r"vbaProject|vbaData|(^|/)macros?/|activeX", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*/\\]')


@dataclass(frozen=True, slots=True)
class FileType:
    """One type that is taken: how its name ends and how it is handed out."""

    media_type: str
    endings: tuple[str, ...]
    fits: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was looked at: safe to keep and, as an attachment, to hand out."""

    name: str
    media_type: str
    data: bytes


def _is_pdf(data: bytes) -> bool:
    return data.startswith((b"%PDF-1.", b"%PDF-2.")) and b"%%EOF" in data[-_TAIL:]


def _is_picture(kind: str) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        try:
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                if image.width * image.height > MOST_PIXELS:
                    return False
                image.load()
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return False
        return True

    return fits


def _is_office(main: bytes) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        try:
            with ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
                if len(entries) > _MOST_ENTRIES or sum(one.file_size for one in entries) > _MOST_UNPACKED:
                    return False
                if any(_PROGRAMS.search(one.filename) for one in entries):
                    return False
                with archive.open("[Content_Types].xml") as opened:
                    types = opened.read(1_000_000)
        except (BadZipFile, KeyError, EOFError, LookupError, OSError, RuntimeError, ValueError):
            return False
        return main in types and b"macroEnabled" not in types

    return fits


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
TYPES: Final = (
    FileType("application/pdf", ("pdf",), _is_pdf),
    FileType("image/jpeg", ("jpg", "jpeg"), _is_picture("JPEG")),
    FileType("image/png", ("png",), _is_picture("PNG")),
    FileType(f"{_OPEN_XML}.wordprocessingml.document", ("docx",), _is_office(b"wordprocessingml.document.main+xml")),
    FileType(f"{_OPEN_XML}.spreadsheetml.sheet", ("xlsx",), _is_office(b"spreadsheetml.sheet.main+xml")),
)
ACCEPTED: Final = ",".join(f".{ending}" for kind in TYPES for ending in kind.endings)
SCANS: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})


def look_at(name: str, data: bytes) -> GivenFile:
    """The file as it is kept; RefusedError when it is none of the types, too large, empty, or named as another type."""
    if not data:
        raise refuse(FIELD, N_("Choose a file"))
    if len(data) > MOST_BYTES:
        raise _too_large()
    shown = file_name(name)
    for kind in TYPES:
        if kind.fits(data):
            ending = PurePosixPath(shown).suffix.lstrip(".").lower()
            if ending not in kind.endings:
                raise refuse(
                    FIELD, N_("The file is a %(kind)s, but its name ends otherwise"), kind=kind.endings[0].upper()
                )
            return GivenFile(shown, kind.media_type, data)
    raise refuse(FIELD, N_("A PDF, JPEG, PNG, DOCX or XLSX without macros is needed"))


def _too_large() -> RefusedError:
    return refuse(FIELD, N_("A file has at most %(count)s MB"), count=MOST_BYTES // 1024 // 1024)


def file_name(given: str) -> str:
    """The last part of what a browser sent, as one printable line in which nothing is a path, a control or a turning
    sign; its ending is kept when it is cut.
    """
    last = one_line(given.replace("\\", "/").rsplit("/", 1)[-1])
    clean = _FORBIDDEN.sub("_", last).strip(". ") or "file"
    path = PurePosixPath(clean)
    ending = path.suffix if len(path.suffix) <= 10 else ""
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - len(ending)].rstrip() + ending
