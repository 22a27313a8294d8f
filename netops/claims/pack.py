"""Everything of a claim in one file: letter and annex as PDF and docx, the raw samples, and what their sums are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlmodel import Session

from inventory.models.contract import Claim
from inventory.store.claims import unpacked
from netops.claims.making import figures_of
from netops.models.paper import Paper
from netops.papers.making import remake
from office.packing import zipped
from service.papers.kind import Kinds


def pack_name(claim: Claim) -> str:
    """Plain ASCII, without an ending: names of schools and links may be anything."""
    link = figures_of(claim).link
    revision = f"-r{claim.revision}" if claim.revision > 1 else ""
    return f"claim-{link.site_code}-{claim.link_id}-{claim.month:%Y-%m}{revision}"


def pack(session: Session, kinds: Kinds, claim: Claim) -> bytes:
    """The zip of one claim, the same bytes for the same claim."""
    return zipped(files_of(session, kinds, claim), claim.made_at)


def files_of(session: Session, kinds: Kinds, claim: Claim) -> list[tuple[str, bytes]]:
    """Name and content of each file."""
    files = [
        *_paper(session, kinds, claim.paper_id, "letter"),
        *_paper(session, kinds, claim.annex_id, "annex"),
        (figures_of(claim).samples.file_name, unpacked(claim)),
        ("figures.json", json.dumps(claim.figures, ensure_ascii=False, indent=1, sort_keys=True).encode()),
    ]
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return [*files, ("SHA256SUMS", sums.encode())]


def _paper(session: Session, kinds: Kinds, paper_id: int | None, name: str) -> Iterator[tuple[str, bytes]]:
    paper = session.get(Paper, paper_id) if paper_id is not None else None
    if paper is not None:
        files = remake(session, kinds, paper).files
        yield f"{name}.pdf", files.pdf
        yield f"{name}.docx", files.docx
