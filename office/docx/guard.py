"""What a docx from outside must not be, before any of it is parsed: huge, a bomb, a bearer of programs or of links."""

from __future__ import annotations

import io
import re
import zlib
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from office.template.faults import Fault, Reason, TemplateError

MOST_BYTES: Final = 2_000_000
"""Of a file that is uploaded."""
_MOST_UNPACKED: Final = 20_000_000
_MOST_ENTRIES: Final = 200
_PROGRAMS: Final = re.compile(r"vbaProject|vbaData|macros?/|activeX|\.bin$", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"(^|/)(embeddings|afchunk)", re.IGNORECASE)
_MACRO_TYPE: Final = re.compile(rb"macroEnabled|ms-word\.vba", re.IGNORECASE)
_EXTERNAL: Final = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DOCUMENT_TYPE: Final = b"wordprocessingml.document.main+xml"
_ENCRYPTED: Final = 0x1


def inspect(file: bytes) -> None:
    """TemplateError when the file is none that we read."""
    if len(file) > MOST_BYTES:
        raise TemplateError([Fault(Reason.TOO_LARGE, subject=f"{MOST_BYTES // 1_000_000} MB")])
    try:
        with ZipFile(io.BytesIO(file)) as archive:
            _entries(archive.infolist())
            _contents(archive)
    # zipfile raises these for damaged and for unheard-of files.
    except (BadZipFile, zlib.error, EOFError, LookupError, OSError, RuntimeError, ValueError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError([Fault(Reason.NOT_DOCX)]) from error


def _entries(entries: list[ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise TemplateError([Fault(Reason.TOO_LARGE, subject=f"{_MOST_UNPACKED // 1_000_000} MB")])
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TemplateError([Fault(Reason.NOT_DOCX)])
    for name in names:
        if _PROGRAMS.search(name):
            raise TemplateError([Fault(Reason.MACROS, subject=name)])
        if _EMBEDDED.search(name):
            raise TemplateError([Fault(Reason.EMBEDDED, subject=name)])


def _contents(archive: ZipFile) -> None:
    """Each entry is read to the size that it names and no further, so that a false size gains nothing."""
    for entry in archive.infolist():
        with archive.open(entry) as opened:
            content = opened.read(entry.file_size + 1)
        if len(content) > entry.file_size:
            raise TemplateError([Fault(Reason.NOT_DOCX)])
        if entry.filename == "[Content_Types].xml":
            if _MACRO_TYPE.search(content):
                raise TemplateError([Fault(Reason.MACROS)])
            if _DOCUMENT_TYPE not in content:
                raise TemplateError([Fault(Reason.NOT_DOCX)])
        # XML in UTF-16 would hide from what is looked for here.
        if entry.filename.endswith((".xml", ".rels")) and (_DOCTYPE.search(content) or b"\x00" in content):
            raise TemplateError([Fault(Reason.NOT_DOCX)])
        if entry.filename.endswith(".rels"):
            _links(content)


def _links(content: bytes) -> None:
    """A link in the text is only its words to us; anything else that stands outside is refused."""
    for found in _EXTERNAL.findall(content):
        if not re.search(rb"relationships/hyperlink[\"']", found):
            target = re.search(rb"Target\s*=\s*[\"']([^\"']{0,100})", found)
            raise TemplateError([Fault(Reason.EXTERNAL, subject=target[1].decode(errors="replace") if target else "")])
