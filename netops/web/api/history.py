"""`git clone https://anything:TOKEN@office/configs.git`: the office's history of redacted configurations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from netops.configs.history import repository_path
from netops.web.access import Visitor, allowed
from netops.web.git import SERVICE, advertised, fetched
from service.refusal import MissingError, refuse
from service.web.errors import NotAllowedError

router = APIRouter(prefix="/configs.git", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("configs.read"))]
FRESH = {"Cache-Control": "no-cache, no-store"}


@router.get("/info/refs")
def refs(request: Request, visitor: MayRead, service: Annotated[str, Query(max_length=64)] = "") -> Response:
    """What there is to fetch. Pushing is refused."""
    if service == "git-receive-pack":
        raise NotAllowedError("configs.write")
    if service != SERVICE:
        raise MissingError("service")
    answer = advertised(repository_path(request.app.state.settings.data_dir, visitor.office_id))
    return Response(answer, media_type=f"application/x-{SERVICE}-advertisement", headers=FRESH)


@router.post(f"/{SERVICE}")
async def upload_pack(request: Request, visitor: MayRead) -> Response:
    """The objects that the caller does not have."""
    # A form was read already, to look for its token: nothing but git's own requests has a body left.
    if request.headers.get("content-type", "") != f"application/x-{SERVICE}-request":
        raise refuse("body", "not a request of git")
    path = repository_path(request.app.state.settings.data_dir, visitor.office_id)
    encoding = request.headers.get("content-encoding", "")
    answer = await run_in_threadpool(fetched, path, await request.body(), encoding=encoding)
    return Response(answer, media_type=f"application/x-{SERVICE}-result", headers=FRESH)
