"""How a page answers a form: the act whole, or the form again with what is wrong at its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.province.models.owned import Owned
from planning.province.models.plan import Plan
from planning.province.subjects import open_draft
from service.refusal import BlockedError, RefusedError
from service.web.form import Form, Typed, flat, problems
from service.web.render import page

T = TypeVar("T")


def attempt(db: Session, act: Callable[[], T]) -> tuple[T | None, Mapping[str, str]]:
    """What the act gives, and nothing wrong; or what is wrong, and nothing done."""
    try:
        with db.begin_nested():
            return act(), {}
    except BlockedError:
        raise
    except RefusedError as error:
        return None, problems(error) or {"": str(error)}


def edit(db: Session, visitor: Visitor, plan: Plan, act: Callable[[], T]) -> tuple[T | None, Mapping[str, str]]:
    """The same for an act that edits the content of a plan: it belongs to a draft, and a refused one opens none.
    BlockedError while the plan lies before its committee.
    """

    def within() -> T:
        open_draft(db, visitor, plan)
        return act()

    return attempt(db, within)


def shown(request: Request, form: Form) -> Response:
    """The form; with a 422 where something in it is wrong."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


def stored(row: Owned, names: Mapping[str, object]) -> Typed:
    """What a form of a stored row begins with, and how often the row was changed until now."""
    typed = flat(row.model_dump(include=set(names) - {"seen"}))
    for name, text in typed.items():
        if name.endswith("_satang"):
            typed[name] = f"{int(text or 0) / 100:.2f}"
    return {**typed, "seen": str(row.changes)}
