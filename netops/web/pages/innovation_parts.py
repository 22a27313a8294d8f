"""What hangs on an entry of the register, added, changed and taken away on forms of their own.

The kind of row differs by route, so this module must not postpone the evaluation of its annotations.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.innovating.editors import Innovations, Parts
from netops.web.access import Visitor, allowed
from netops.web.forms.innovation_parts import PART_FORMS, PartForm
from netops.web.hand import hand_of
from netops.web.pages.innovations import HOME
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Act, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]


def _parts(request: Request, db: Session, visitor: Visitor, form: PartForm, row_id: int) -> Parts:
    hand = hand_of(request, db, visitor)
    return Parts(hand, form.part, Innovations(hand).get(row_id))


def _shown(
    request: Request,
    parts: Parts,
    form: PartForm,
    values: Mapping[str, str],
    *,
    row: Any = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    own = f"{HOME}/{parts.innovation.id}/{form.part.key}/{'new' if row is None else row.id}"
    sure = _("It is taken away; the audit log keeps what it was.")
    shown = Form(
        title=_(form.new_title if row is None else form.change_title),
        action=own,
        back=form.home(parts.innovation.id),
        sections=(Section(parts.innovation.name, tuple(form.fields(parts.hand.session, parts.hand.sight))),),
        values=values,
        problems=wrong or {},
        acts=() if row is None else (Act(f"{own}/remove", _("Take away"), sure, icon="trash"),),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "form.html", status=status, form=shown)


def _fresh(parts: Parts, form: PartForm) -> dict[str, str]:
    fields = form.part.draft.model_fields
    begun = {name: field.get_default() for name, field in fields.items() if not field.is_required()}
    return flat(form.to_form(parts.hand.session, parts.innovation, begun))


def _stored(parts: Parts, form: PartForm, row: Any) -> dict[str, str]:
    values = form.part.draft.of(row).model_dump()
    return flat(form.to_form(parts.hand.session, parts.innovation, values))


def _saved(request: Request, parts: Parts, form: PartForm, typed: Mapping[str, str], row: Any = None) -> Response:
    try:
        with parts.hand.session.begin_nested():
            given = form.from_form(parts.hand.session, parts.innovation, typed)
            if row is None:
                parts.add(given)
            else:
                parts.change(row, given)
    except RefusedError as error:
        if row is not None:
            parts.hand.session.refresh(row)
        return _shown(request, parts, form, typed, row=row, wrong=problems(error, form.named))
    return redirect(request, form.home(parts.innovation.id), _("Saved."))


def routes_of(form: PartForm) -> APIRouter:
    """The pages of one kind."""
    router = APIRouter(prefix=f"{HOME}/{{row_id:int}}/{form.part.key}", include_in_schema=False)

    def new(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
        parts = _parts(request, db, visitor, form, row_id)
        return _shown(request, parts, form, _fresh(parts, form))

    def create(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
        return _saved(request, _parts(request, db, visitor, form, row_id), form, typed)

    def edit(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> Response:
        parts = _parts(request, db, visitor, form, row_id)
        row = parts.get(part_id)
        return _shown(request, parts, form, _stored(parts, form, row), row=row)

    def change(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int, typed: Posted) -> Response:
        parts = _parts(request, db, visitor, form, row_id)
        return _saved(request, parts, form, typed, parts.get(part_id))

    def remove(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> Response:
        parts = _parts(request, db, visitor, form, row_id)
        home = form.home(row_id)
        try:
            with db.begin_nested():
                parts.remove(parts.get(part_id))
        except RefusedError as error:
            return redirect(request, home, " ".join(problems(error).values()), kind="danger")
        return redirect(request, home, _("Done."))

    router.add_api_route("/new", new, methods=["GET"])
    router.add_api_route("/new", create, methods=["POST"])
    router.add_api_route("/{part_id:int}", edit, methods=["GET"])
    router.add_api_route("/{part_id:int}", change, methods=["POST"])
    router.add_api_route("/{part_id:int}/remove", remove, methods=["POST"])
    return router


ROUTERS: Final = tuple(routes_of(form) for form in PART_FORMS)
