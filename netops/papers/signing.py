"""Signed scans: the scan locks exactly the version of the paper whose code it bears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from netops.audit import Actor, record
from netops.models.paper import Paper
from netops.models.signing import CodeFrom, SignedScan
from netops.papers.scanned import codes_in
from office.document.code import WrongCodeError, read_code, shown
from service.filetypes import SCANS, GivenFile
from service.i18n import N_
from service.refusal import MissingError, refuse
from service.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Scan:
    """What was sent: the file, the code that a person typed (empty: it is read from the picture), and when it was
    signed.
    """

    file: GivenFile
    code: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who uploads, which papers this person may see, and where files are kept."""

    session: Session
    actor: Actor
    seen: ColumnElement[bool]
    uploads: Uploads
    today: date
    now: datetime


def find_scan(session: Session, paper: Paper) -> SignedScan | None:
    """By which a paper is locked."""
    return session.exec(select(SignedScan).where(SignedScan.paper_id == paper.id)).one_or_none()


def paper_of(signer: Signer, scan: Scan) -> tuple[Paper, CodeFrom]:
    """The paper whose code the scan bears. RefusedError says why there is none."""
    code, learnt = _code(scan)
    paper = signer.session.exec(select(Paper).where(Paper.code == code, signer.seen)).one_or_none()
    if paper is None:
        raise refuse("code", N_("No paper has the code %(code)s"), code=shown(code))
    return paper, learnt


def lock(signer: Signer, scan: Scan, approved: bytes | None, *, paper: Paper, learnt: CodeFrom) -> SignedScan:
    """Keep the scan, and with it the PDF that was approved (None: this release makes another one). RefusedError when
    the paper is locked already, or the file is the unsigned paper itself.
    """
    if find_scan(signer.session, paper) is not None:
        raise refuse("code", N_("This paper is signed and locked. A later version has another code"))
    if scan.file.media_type not in SCANS:
        raise refuse("file", N_("A scan is a PDF, JPEG or PNG"))
    if scan.signed_on is not None and scan.signed_on > signer.today:
        raise refuse("signed_on", N_("This day is yet to come"))
    digest = signer.uploads.keep(scan.file.data)
    if digest == paper.pdf_sha256:
        raise refuse("file", N_("This is the paper as it was made, without a signature"))
    if approved is not None:
        signer.uploads.keep(approved)
    made = SignedScan(
        paper_id=paper.id or 0,
        paper_sha256=paper.pdf_sha256,
        name=scan.file.name,
        media_type=scan.file.media_type,
        size_bytes=len(scan.file.data),
        sha256=digest,
        code_from=learnt,
        signed_on=scan.signed_on,
        uploaded_at=signer.now,
        uploaded_by=signer.actor.person_id,
    )
    signer.session.add(made)
    signer.session.flush()
    detail = {"code": paper.code, "sha256": digest, "paper_sha256": paper.pdf_sha256, "code_from": learnt.value}
    record(signer.session, signer.actor, "paper.signed", subject="paper", subject_id=paper.id, detail=detail)
    return made


def signed_file(session: Session, paper: Paper, uploads: Uploads) -> tuple[SignedScan, bytes]:
    """The scan as it was sent; MissingError."""
    scan = find_scan(session, paper)
    if scan is None:
        raise MissingError("signed scan")
    return scan, uploads.read(scan.sha256)


def _code(scan: Scan) -> tuple[str, CodeFrom]:
    found = codes_in(scan.file.data, scan.file.media_type)
    if len(found) > 1:
        codes = ", ".join(sorted(shown(code) for code in found))
        raise refuse("file", N_("There are codes of several papers in it: %(codes)s"), codes=codes)
    if not scan.code.strip():
        if not found:
            raise refuse("code", N_("No code can be read in it. Type the one at the foot of the paper"))
        return next(iter(found)), CodeFrom.PICTURE
    try:
        typed = read_code(scan.code)
    except WrongCodeError:
        raise refuse("code", N_("This is no code of a paper: look at it again, sign by sign")) from None
    if found and typed not in found:
        code = shown(next(iter(found)))
        raise refuse("code", N_("The scan bears another code than the one typed: %(code)s"), code=code)
    return typed, CodeFrom.PICTURE if found else CodeFrom.TYPED
