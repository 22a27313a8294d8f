"""What may be evidence is told by its content; whatever its name says, it is a name and no path."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.settings import Settings
from service.filetypes import LONGEST_NAME, MOST_BYTES, file_name, look_at
from service.refusal import MissingError, RefusedError
from service.uploads import Uploads
from tests.netops.cases.world import packed, pdf, picture

DOCX, XLSX = "wordprocessingml.document", "spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", pdf(), "application/pdf"),
        ("a.PDF", pdf(), "application/pdf"),
        ("a.png", picture(), "image/png"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
        ("รายงาน.docx", packed(DOCX), f"application/vnd.openxmlformats-officedocument.{DOCX}"),
        ("a.xlsx", packed(XLSX), f"application/vnd.openxmlformats-officedocument.{XLSX}"),
    ],
)
def test_what_is_what_it_says_is_taken_byte_for_byte(name: str, data: bytes, media_type: str) -> None:
    taken = look_at(name, data)
    assert (taken.name, taken.media_type, taken.data) == (name, media_type, data)


def huge_png() -> bytes:
    """A header of 40,000 by 40,000 pixels with nothing behind it."""
    body = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + body
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", lambda: b"", "Choose a file"),
        ("a.pdf", lambda: b"<html><script>alert(1)</script>", "without macros"),
        ("a.pdf", lambda: b"%PDF-1.7 cut off", "without macros"),
        ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "without macros"),
        ("a.exe", lambda: b"MZ" + bytes(200), "without macros"),
        ("a.png", huge_png, "without macros"),
        ("a.png", lambda: picture()[:40], "without macros"),
        ("a.gif", lambda: picture("GIF"), "without macros"),
        ("a.zip", lambda: packed("zip"), "without macros"),
        ("a.docx", lambda: packed(DOCX, word__vbaProject=b"x"), "without macros"),
        ("a.xlsx", lambda: packed(XLSX, xl__activeX__one=b"x"), "without macros"),
        ("a.docx", lambda: packed(DOCX)[:60], "without macros"),
        ("a.html", pdf, "The file is a PDF, but its name ends otherwise"),
        ("a", pdf, "The file is a PDF"),
        ("a.pdf", picture, "The file is a PNG"),
        ("a.xlsx", lambda: packed(DOCX), "The file is a DOCX"),
        ("a.pdf", lambda: b"%PDF-1.7" + bytes(MOST_BYTES), "at most 20 MB"),
    ],
)
def test_what_is_something_else_is_refused_and_told_why(name: str, data: Callable[[], bytes], said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        look_at(name, data())
    assert [problem.field for problem in refused.value.problems] == ["file"]
    assert said in str(refused.value)


def test_the_largest_file_is_taken_and_one_byte_more_is_not() -> None:
    head, tail = b"%PDF-1.7", b"%%EOF"
    whole = head + bytes(MOST_BYTES - len(head) - len(tail)) + tail
    assert len(look_at("a.pdf", whole).data) == MOST_BYTES
    with pytest.raises(RefusedError):
        look_at("a.pdf", head + bytes(1) + whole[len(head) :])


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\แผน งาน.pdf", "แผน งาน.pdf"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("evil\u202efdp.exe.pdf", "evilfdp.exe.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        (".pdf", "pdf"),
    ],
)
def test_a_name_is_one_printable_line_and_no_path(given_name: str, kept: str) -> None:
    assert file_name(given_name) == kept


@given(st.text(max_size=400))
def test_whatever_is_sent_as_a_name_can_stand_in_a_header_and_in_a_folder(text: str) -> None:
    kept = file_name(text)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\<>:"|?*\r\n\x00\u202e')
    assert kept not in {".", ".."}


def test_the_ending_of_a_long_name_is_kept() -> None:
    assert file_name("ก" * 500 + ".pdf").endswith("ก.pdf")


def test_files_are_kept_once_and_read_only_as_they_were_sent(settings: Settings) -> None:
    uploads = Uploads(settings.data_dir)
    digest = uploads.keep(pdf())
    assert uploads.keep(pdf()) == digest
    assert uploads.read(digest) == pdf()
    path = settings.data_dir / "uploads" / digest[:2] / digest
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    path.write_bytes(b"altered")
    for wrong in (digest, "0" * 64, "../../secret.key", f"{digest[:-4]}/../"):
        with pytest.raises(MissingError):
            uploads.read(wrong)
