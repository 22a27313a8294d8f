"""What forms of this service share: fields with options, and a refused form as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from service.i18n import _
from service.refusal import BlockedError, RefusedError
from service.web.form import Form
from service.web.render import page


def options(said: Mapping[Any, str], *, none: bool = False) -> tuple[tuple[str, str], ...]:
    """Of an enumeration with its words."""
    return ((("", "–"),) if none else ()) + tuple((one.value, _(text)) for one, text in said.items())


def things(rows: Iterable[tuple[int | None, str]], *, none: bool = False) -> tuple[tuple[str, str], ...]:
    """Of rows by id; long texts are cut."""
    return ((("", "–"),) if none else ()) + tuple((str(number), text[:110]) for number, text in rows)


def refused(request: Request, form: Form, error: RefusedError) -> Response:
    """The form again with 422; what has to come first is told on a page of its own with 409."""
    if isinstance(error, BlockedError):
        return told(request, form.back, error)
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


def told(request: Request, back: str, error: RefusedError) -> Response:
    """Why an act without a form of its own was not done: 409 for what has to come first, else 422."""
    is_blocked = isinstance(error, BlockedError)
    return page(
        request,
        "refused.html",
        status=HTTPStatus.CONFLICT if is_blocked else HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("Something else has to come first") if is_blocked else _("Something needs to be corrected"),
        back=back,
        texts=[item.text(_) for item in error.problems],
    )


def chosen(typed: Mapping[str, str], prefix: str) -> list[int]:
    """Numbers of the boxes that are ticked: `prefix.7` is `yes`."""
    found = []
    for name, value in typed.items():
        head, _dot, number = name.partition(".")
        if head == prefix and number.isdigit() and len(number) < 10 and value == "yes":
            found.append(int(number))
    return found
