"""Papers of the asset book over the API."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from netops.audit import record
from netops.book.below_threshold import make_below_threshold
from netops.web.access import Visitor, allowed
from netops.web.api.papers import PaperOut
from netops.web.pages.asset_papers import made_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["assets"])


@router.post(
    "/asset-papers/below-threshold",
    summary="Register of assets below the threshold",
    status_code=HTTPStatus.CREATED,
)
def below_threshold(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("assets.write"))]
) -> PaperOut:
    """What is registered and not depreciated, as of the last 30 September; 422 where there is none."""
    paper = make_below_threshold(db, visitor.sight, made_now(request, visitor))
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return PaperOut.model_validate(paper)
