"""The map of a run as GeoJSON, for the page and for other programs."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network.pages.run_form import RUNS
from planning.school_network.store import runs
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("mapping.read"))]


@router.get(f"{RUNS}/{{key}}/map/{{grade:int}}.geojson")
def geojson(_request: Request, db: Db, visitor: MayRead, key: str, grade: int) -> Response:
    """A FeatureCollection (RFC 7946) of schools, villages and service areas of one grade."""
    made = runs.result_of(runs.find_run(db, visitor.office_code, key))
    groups = made["near"]["group"]
    if not 0 <= grade < len(groups):
        raise MissingError("grade")
    for one in made["areas"]:
        if one["group"] == groups[grade]:
            body = json.dumps(one["map"], ensure_ascii=False).encode()
            return Response(body, media_type="application/geo+json")
    raise MissingError("grade")
