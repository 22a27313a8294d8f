"""Get, create, change and remove, the same for every kind of thing that has an editor.

Annotations of the routes are made from the editor's types, so this module must not postpone their evaluation.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from sqlmodel import Session, SQLModel

from netops.editors import Editor
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.hand import hand_of
from service.web.transaction import Db


@dataclass(frozen=True)
class Noun:
    """One kind of thing in the API. `wish` is the body of POST; PATCH takes any of its fields."""

    path: str
    editor: type[Editor[Any, Any]]
    wish: Any
    shape: type[Shape]
    permission: str
    restorable: bool = False
    removable: bool = True
    whole: bool = False  # PUT of everything in place of PATCH: what is stored cannot be read back and completed

    def shown(self, session: Session, editor: Editor[Any, Any], row: SQLModel) -> Shape:
        """The row with what stands in other tables."""
        session.flush()
        shape = self.shape.model_validate(row)
        if editor.wish_of.__func__ is Editor.wish_of:  # type: ignore[attr-defined]
            return shape
        parts = {name for name, field in self.shape.model_fields.items() if field.default is None}
        full = editor.wish_of(row).model_dump(include=parts)
        return self.shape.model_validate({**shape.model_dump(exclude=parts), **full})


def routes_of(noun: Noun) -> APIRouter:
    """The routes under /api/v1/<path>, the list excepted."""
    router = APIRouter(prefix=f"/api/v1/{noun.path}", tags=[noun.path])
    may_read = Annotated[Visitor, Depends(allowed(f"{noun.permission}.read"))]
    may_write = Annotated[Visitor, Depends(allowed(f"{noun.permission}.write"))]
    one = "/{row_id}"

    def get(request: Request, db: Db, visitor: may_read, row_id: int) -> Any:
        editor = noun.editor(hand_of(request, db, visitor))
        return noun.shown(db, editor, editor.get(row_id))

    def create(request: Request, db: Db, visitor: may_write, wish: noun.wish) -> Any:  # type: ignore[name-defined]
        editor = noun.editor(hand_of(request, db, visitor))
        return noun.shown(db, editor, editor.create(wish))

    def change(
        request: Request, db: Db, visitor: may_write, row_id: int, given: Annotated[dict[str, Any], Body()]
    ) -> Any:
        editor = noun.editor(hand_of(request, db, visitor))
        return noun.shown(db, editor, editor.change(editor.get(row_id), given))

    def remove(request: Request, db: Db, visitor: may_write, row_id: int) -> None:
        editor = noun.editor(hand_of(request, db, visitor))
        editor.remove(editor.get(row_id))

    def restore(request: Request, db: Db, visitor: may_write, row_id: int) -> Any:
        editor = noun.editor(hand_of(request, db, visitor))
        row = editor.get(row_id)
        editor.restore(row)
        return noun.shown(db, editor, row)

    thing = noun.editor.noun
    router.add_api_route(one, get, methods=["GET"], response_model=noun.shape, summary=f"One {thing}")
    created = HTTPStatus.CREATED
    router.add_api_route(
        "", create, methods=["POST"], response_model=noun.shape, status_code=created, summary=f"New {thing}"
    )
    method = "PUT" if noun.whole else "PATCH"
    router.add_api_route(one, change, methods=[method], response_model=noun.shape, summary=f"Change a {thing}")
    if noun.removable:
        gone = HTTPStatus.NO_CONTENT
        router.add_api_route(one, remove, methods=["DELETE"], status_code=gone, summary=f"Archive or remove a {thing}")
    if noun.restorable:
        router.add_api_route(
            f"{one}/restore", restore, methods=["POST"], response_model=noun.shape, summary=f"Bring back a {thing}"
        )
    return router
