"""What planning services keep a dated copy of."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from contract.data.shape import DATA, Dataset
from netops.siblings.datasets import DATASETS
from netops.web.access import SiblingVisitor, Visitor, allowed, office_asked
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter()


@router.get(f"{DATA}/{{dataset}}", tags=["siblings"], summary="A dataset of an office, whole", response_model=Dataset)
def give(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor | SiblingVisitor, Depends(allowed("data.read"))],
    dataset: str,
    office: Annotated[str, Query(min_length=1, max_length=32)],
) -> Response:
    """`needs`, `network`, `risks` or `recurring`, with its revision as ETag; 304 for who has it. A planning service may
    ask for every office, a person for the own one.
    """
    if dataset not in DATASETS:
        raise MissingError(dataset)
    of = office_asked(db, visitor, office)
    body, etag = DATASETS[dataset](db, of, datetime.now(ZoneInfo(of.timezone))).answer(dataset, office)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
