"""What every person may set for themselves on any page: language and saved views of tables."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import Response

from netops.models.person import Person, SavedView
from netops.web.access import Visitor, allowed
from netops.web.session import LANGUAGE_COOKIE
from service.i18n import _, supported
from service.refusal import MissingError
from service.web.access import Open
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
_YEAR_S = 365 * 86400


@router.post("/language")
def set_language(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor | None, Depends(Open())],
    language: Annotated[str, Form(max_length=2)],
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Kept with the person, and in a cookie for those who are not signed in."""
    if visitor is not None:
        person = db.get_one(Person, visitor.person_id)
        person.language = supported(language)
    response = redirect(request, back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    request.app.state.cookies.put(response, LANGUAGE_COOKIE, supported(language), max_age_s=_YEAR_S)
    return response


@router.get("/views")
def saved_views(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))], of: str) -> Response:
    """The person's saved views of one table, as a menu."""
    found = select(SavedView).where(SavedView.person_id == visitor.person_id, SavedView.page == of)
    return page(request, "components/saved_views.html", views=db.exec(found.order_by(SavedView.name)).all(), of=of)


@router.post("/views")
def save_view(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("self"))],
    of: Annotated[str, Form(max_length=64, pattern=r"^/[a-z/-]*$")],
    name: Annotated[str, Form(min_length=1, max_length=120)],
    query: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Keep the filters in force under a name; the same name is overwritten."""
    wanted = select(SavedView).where(
        SavedView.person_id == visitor.person_id, SavedView.page == of, SavedView.name == name
    )
    view = db.exec(wanted).first() or SavedView(person_id=visitor.person_id, page=of, name=name, query="")
    view.query = query.lstrip("?")
    db.add(view)
    return redirect(request, f"{of}?{view.query}", _("The view was saved."))


@router.post("/views/{view_id}/forget")
def forget_view(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))], view_id: int
) -> Response:
    """Delete one's own saved view."""
    view = db.get(SavedView, view_id)
    if view is None or view.person_id != visitor.person_id:
        raise MissingError
    db.delete(view)
    return redirect(request, view.page, _("The view was removed."))
