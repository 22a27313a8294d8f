"""Hostile files: none is parsed, each is refused with its reason."""

from __future__ import annotations

import io
import random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.docx.guard import MOST_BYTES, inspect
from office.docx.reading import document_of
from office.docx.writing import template_of
from office.template.faults import Fault, Reason, TemplateError
from tests.office import specimens
from tests.office.docx.edits import replaced, with_entries

FILE = template_of(specimens.letter().document(), made_at=specimens.MADE_AT)
RELATIONS = "word/_rels/document.xml.rels"


def refusal(file: bytes) -> Reason:
    with pytest.raises(TemplateError) as caught:
        inspect(file)
    (fault,) = caught.value.faults
    return fault.reason


def link(kind: str, target: str) -> str:
    start = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return f'<Relationship Id="rId99" Type="{start}{kind}" Target="{target}" TargetMode="External"/></Relationships>'


def bomb() -> bytes:
    """Two thousandths of what it says it is."""
    saved = io.BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as archive:
        for at in range(5):
            archive.writestr(f"word/{at}.xml", b" " * 10_000_000)
    return saved.getvalue()


def test_what_an_office_downloads_is_let_in() -> None:
    inspect(FILE)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", Reason.NOT_DOCX),
        (b"%PDF-1.7", Reason.NOT_DOCX),
        (FILE[: len(FILE) // 2], Reason.NOT_DOCX),
        (b"x" * (MOST_BYTES + 1), Reason.TOO_LARGE),
        (bomb(), Reason.TOO_LARGE),
        (with_entries(FILE, {f"word/{at}.xml": b"<x/>" for at in range(300)}), Reason.TOO_LARGE),
        (with_entries(FILE, {"word/vbaProject.bin": b"x"}), Reason.MACROS),
        (replaced(FILE, "[Content_Types].xml", "wordprocessingml.document.main", "macroEnabled.main"), Reason.MACROS),
        (with_entries(FILE, {"word/embeddings/oleObject1.xlsx": b"x"}), Reason.EMBEDDED),
        (
            replaced(FILE, RELATIONS, "</Relationships>", link("attachedTemplate", "http://x.test/a.dotm")),
            Reason.EXTERNAL,
        ),
        (replaced(FILE, RELATIONS, "</Relationships>", link("image", "file://x/y.png")), Reason.EXTERNAL),
        (
            replaced(FILE, "word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
            Reason.NOT_DOCX,
        ),
        (with_entries(FILE, {"word/styles.xml": "<w:styles/>".encode("utf-16")}), Reason.NOT_DOCX),
        (
            replaced(FILE, "[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main"),
            Reason.NOT_DOCX,
        ),
    ],
)
def test_refused(file: bytes, reason: Reason) -> None:
    assert refusal(file) is reason


def test_a_link_in_the_text_is_no_danger() -> None:
    inspect(replaced(FILE, RELATIONS, "</Relationships>", link("hyperlink", "mailto:it@example.go.th")))


def assert_decided(file: bytes) -> None:
    """Read, or refused with a reason; any other error goes through."""
    faults: tuple[Fault, ...] = ()
    read = False
    try:
        read = bool(document_of(file).sections)
    except TemplateError as error:
        faults = error.faults
    assert read or faults


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_damaged_file_is_refused_or_read_but_never_an_error(seed: int) -> None:
    dice = random.Random(seed)
    damaged = bytearray(FILE)
    for _ in range(dice.randint(1, 20)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    assert_decided(bytes(damaged))


@given(
    st.sampled_from(["word/document.xml", "word/styles.xml", RELATIONS, "[Content_Types].xml"]), st.integers(0, 2**32)
)
@settings(max_examples=40, deadline=None)
def test_damaged_xml_is_refused_or_read_but_never_an_error(name: str, seed: int) -> None:
    dice = random.Random(seed)
    with ZipFile(io.BytesIO(FILE)) as archive:
        content = bytearray(archive.read(name))
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(content))
        content[at : at + dice.randint(0, 40)] = dice.choice([b"", b"<w:p>", b"x", b">", b'"'])
    assert_decided(with_entries(FILE, {name: bytes(content)}))
