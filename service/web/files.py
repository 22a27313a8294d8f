"""Files that people send and get: looked at when they come, never shown within our pages when they leave."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import UploadFile
from starlette.responses import Response

from service.filetypes import MOST_BYTES, GivenFile, look_at


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
