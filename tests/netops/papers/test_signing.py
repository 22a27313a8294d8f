"""A signed scan locks the version whose code it bears, on both databases; others are refused with their reason."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine, true
from sqlmodel import Session, select

from inventory.models.site import Office
from netops.audit import Actor
from netops.models.paper import Paper
from netops.models.person import AuditEntry
from netops.models.signing import CodeFrom, LockedPaperError, SignedScan
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, make_paper, remake
from netops.papers.numbering import Numbering, Series, store_numbering, void
from netops.papers.plain_letter import PLAIN_LETTER, PlainLetter
from netops.papers.scanned import codes_in
from netops.papers.signing import Scan, Signer, lock, paper_of, signed_file
from office.document.code import new_code, shown
from service.filetypes import GivenFile, look_at
from service.refusal import MissingError, RefusedError
from service.uploads import Uploads
from tests import factories

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


class Desk:
    """An office with a paper, and somebody who uploads scans of it."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.office: Office = factories.make_office(session)
        assert self.office.id is not None
        self.office_id = self.office.id
        store_numbering(session, self.office_id, Numbering(series={"outgoing": Series(is_own=True)}))
        self.uploads = Uploads(folder)
        person = factories.make_person(session, self.office)
        actor = Actor(person.name, self.office_id, person.id)
        self.signer = Signer(session, actor, true(), self.uploads, date(2026, 11, 2), NOW)

    def paper(self, subject: str = "ก") -> Paper:
        letter = PlainLetter(to="ผู้อำนวยการ", subject=subject, body="ข")
        return make_paper(self.session, PLAIN_LETTER, letter, Order(self.office_id, NOW))

    def pdf(self, paper: Paper) -> bytes:
        return remake(self.session, PAPER_KINDS, paper).files.pdf

    def sign(self, file: GivenFile, code: str = "", signed_on: date | None = None) -> tuple[Paper, SignedScan]:
        scan = Scan(file, code, signed_on)
        paper, learnt = paper_of(self.signer, scan)
        return paper, lock(self.signer, scan, self.pdf(paper), paper=paper, learnt=learnt)

    def refusal(self, file: GivenFile, code: str = "", signed_on: date | None = None) -> str:
        with pytest.raises(RefusedError) as refused:
            self.sign(file, code, signed_on)
        return str(refused.value)


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, tmp_path)


def scanned(pdf: bytes, folder: Path, *, turned: float = 2.0) -> Image.Image:
    """The first page as a scanner with a paper laid askew sees it."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "110", "-singlefile", "-png", "page.pdf", "page"], cwd=folder, check=True)
    with Image.open(folder / "page.png") as page:
        return page.convert("L").rotate(turned, fillcolor=255)


def jpeg(picture: Image.Image, name: str = "scan.jpg") -> GivenFile:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return look_at(name, file.getvalue())


def as_pdf(picture: Image.Image) -> GivenFile:
    """As scanners make it: the page is one JPEG."""
    file = io.BytesIO()
    picture.save(file, "PDF", resolution=110)
    return look_at("scan.pdf", file.getvalue())


def blank(name: str = "scan.jpg") -> GivenFile:
    return jpeg(Image.new("L", (800, 1100), 255), name)


def test_the_code_is_read_in_a_scan_and_locks_that_version_alone(desk: Desk, tmp_path: Path) -> None:
    first, second = desk.paper(), desk.paper()
    assert first.code
    assert first.code != second.code
    file = jpeg(scanned(desk.pdf(first), tmp_path))
    paper, scan = desk.sign(file, signed_on=date(2026, 11, 1))
    assert paper is first
    assert (scan.paper_sha256, scan.code_from) == (first.pdf_sha256, CodeFrom.PICTURE)
    assert signed_file(desk.session, first, desk.uploads) == (scan, file.data)
    # What was approved is kept as it was, whatever later releases make of the same data.
    assert desk.uploads.read(scan.paper_sha256) == desk.pdf(first)
    with pytest.raises(MissingError):
        signed_file(desk.session, second, desk.uploads)
    entry = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "paper.signed")).one()
    assert (entry.subject_id, entry.detail["sha256"]) == (first.id, scan.sha256)


def test_a_pdf_of_a_scanner_is_read_like_a_picture(desk: Desk, tmp_path: Path) -> None:
    paper = desk.paper()
    found, scan = desk.sign(as_pdf(scanned(desk.pdf(paper), tmp_path, turned=-3)))
    assert found is paper
    assert scan.code_from is CodeFrom.PICTURE


def test_the_code_is_typed_where_no_picture_shows_it(desk: Desk) -> None:
    paper = desk.paper()
    assert "No code can be read" in desk.refusal(blank())
    found, scan = desk.sign(blank(), shown(paper.code or "").lower())
    assert found is paper
    assert scan.code_from is CodeFrom.TYPED


def test_a_wrong_or_unknown_code_is_refused_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    paper, other = desk.paper(), desk.paper()
    assert paper.code
    assert "no code of a paper" in desk.refusal(blank(), paper.code[:-1])
    strange = new_code()
    assert f"No paper has the code {shown(strange)}" in desk.refusal(blank(), strange)
    page = scanned(desk.pdf(paper), tmp_path)
    assert shown(paper.code) in desk.refusal(jpeg(page), other.code or "")
    both = Image.new("L", (page.width * 2, page.height), 255)
    both.paste(page, (0, 0))
    both.paste(scanned(desk.pdf(other), tmp_path), (page.width, 0))
    assert "several papers" in desk.refusal(jpeg(both))
    assert desk.session.exec(select(SignedScan)).all() == []


def test_the_unsigned_paper_a_day_to_come_and_a_workbook_are_no_signed_scan(desk: Desk) -> None:
    paper = desk.paper()
    itself = look_at("paper.pdf", desk.pdf(paper))
    assert "without a signature" in desk.refusal(itself, paper.code or "")
    assert "yet to come" in desk.refusal(blank(), paper.code or "", date(2026, 11, 3))
    word = GivenFile("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK")
    assert "PDF, JPEG or PNG" in desk.refusal(word, paper.code or "")


def test_a_locked_paper_is_not_locked_again_voided_or_changed(desk: Desk) -> None:
    paper = desk.paper()
    desk.sign(blank(), paper.code or "")
    assert "signed and locked" in desk.refusal(blank("again.jpg"), paper.code or "")
    with pytest.raises(RefusedError, match="signed and locked"):
        void(desk.session, paper, "ผิดพลาด")
    paper.data = {**paper.data, "data": {}}
    with pytest.raises(LockedPaperError):
        desk.session.flush()
    desk.session.rollback()


def test_a_paper_that_is_not_locked_may_still_be_corrected_by_the_program(desk: Desk) -> None:
    paper = desk.paper()
    paper.title = "อื่น"
    desk.session.flush()
    assert desk.session.exec(select(Paper.title)).all() == ["อื่น"]


def test_a_paper_made_before_papers_had_codes_is_made_again_without_one(desk: Desk) -> None:
    paper = desk.paper()
    with_code = desk.pdf(paper)
    paper.code = None
    assert desk.pdf(paper) != with_code


def test_what_is_no_picture_has_no_code(desk: Desk) -> None:
    for data, media_type in (
        (b"", "image/png"),
        (b"\xff\xd8\xff broken", "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
    ):
        assert codes_in(data, media_type) == frozenset()
    hostile = b"stream\n\xff\xd8\xff" + b"x" * 1000 + b"\nendstream\n"
    assert codes_in(hostile * 50, "application/pdf") == frozenset()
