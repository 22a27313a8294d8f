"""The hand with which a request walks a case, and what pages and API do alike with its documents."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.cases.walking import Doer
from netops.web.access import Visitor
from service.columns import utc_now
from service.filetypes import MOST_BYTES, GivenFile, look_at
from service.uploads import Uploads


def doer_of(db: Session, visitor: Visitor) -> Doer:
    """Who acts, now."""
    return Doer(db, visitor.actor, visitor.sight, visitor.role, visitor.person_id, utc_now())


def uploads_of(request: Request) -> Uploads:
    """The folder of files of this installation."""
    return Uploads(request.app.state.settings.data_dir)


def given_file(file: UploadFile) -> GivenFile:
    """What was sent, looked at. RefusedError; never reads more than the largest file and one byte."""
    return look_at(file.filename or "", file.file.read(MOST_BYTES + 1))


def handed_out(data: bytes, name: str, media_type: str) -> Response:
    """As a download and as nothing else: never shown within our pages, whatever stands in it."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(data, media_type=media_type, headers=headers)
