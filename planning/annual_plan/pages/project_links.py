"""Projects by the key under which other services know them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from planning.annual_plan.models.project import Project
from planning.kit.visitor import Visitor
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/projects/of"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]


@router.get(f"{HOME}/{{key}}")
def of_key(_request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """To its page; MissingError where the office has none."""
    wanted = select(Project.id).where(Project.office_code == visitor.office_code, Project.key == key)
    row_id = db.exec(wanted).one_or_none()
    if row_id is None:
        raise MissingError("project")
    return RedirectResponse(f"/projects/{row_id}", status_code=303)
