"""What pages of this layer have in common: the status of a refusal, and where files are kept."""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request

from service.refusal import BlockedError, RefusedError
from service.uploads import Uploads


def refused(error: RefusedError) -> HTTPStatus:
    """409 where something has to come first, else 422."""
    return HTTPStatus.CONFLICT if isinstance(error, BlockedError) else HTTPStatus.UNPROCESSABLE_ENTITY


def uploads_of(request: Request) -> Uploads:
    """The files of this service."""
    app = request.app.state
    return Uploads(app.settings.folder_of(app.part.name))
