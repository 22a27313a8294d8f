"""Signed scans over the API: uploading one locks the version of the paper whose code it bears."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from pydantic import Field
from starlette.responses import Response

from netops.models.signing import CodeFrom
from netops.papers.signing import signed_file
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.casework import uploads_of
from netops.web.papers_listed import find_paper
from netops.web.signing import Sent, sign
from service.web.files import handed_out
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["papers"])
MayRead = Annotated[Visitor, Depends(allowed("papers.read"))]
MaySign = Annotated[Visitor, Depends(allowed("papers.sign"))]


class ScanOut(Shape):
    """A signed scan; `paper_sha256` is of the PDF that was approved, `sha256` of the scan."""

    id: int
    paper_id: int
    paper_sha256: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    code_from: CodeFrom
    signed_on: date | None
    uploaded_at: datetime
    uploaded_by: int | None


@router.post("/signed-scans", summary="Upload a signed scan", status_code=HTTPStatus.CREATED)
def upload(
    request: Request,
    db: Db,
    visitor: MaySign,
    file: Annotated[UploadFile, File()],
    code: Annotated[str, Form(max_length=40)] = "",
    signed_on: Annotated[date | None, Form()] = None,
) -> ScanOut:
    """PDF, JPEG or PNG. An empty `code` is read from the picture; the refusal says why a paper is not locked."""
    _paper, scan = sign(request, db, visitor, Sent(file, code, signed_on))
    return ScanOut.model_validate(scan)


@router.get("/papers/{paper_id}/scan", summary="The signed scan of a paper")
def read(request: Request, db: Db, visitor: MayRead, paper_id: Annotated[int, Field(ge=1)]) -> Response:
    """Byte for byte; 404 while the paper is not signed."""
    scan, data = signed_file(db, find_paper(db, visitor.sight, paper_id), uploads_of(request))
    return handed_out(data, scan.name, scan.media_type)
