"""What the pages of the network's development do alike: find the school, act whole or not at all, show a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from inventory.queries.school import find_site
from netops.networking.gathering import AsOf
from netops.web.access import Visitor
from service.columns import utc_now
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Form, Section, problems
from service.web.render import page, redirect

HOME: Final = "/network"


def as_of(request: Request) -> AsOf:
    """Now, on the office's own clock."""
    return AsOf(utc_now(), request.app.state.render.zone)


def school_of(db: Session, visitor: Visitor, code: str) -> Site:
    """The school of a code, when this person may see it; MissingError."""
    site = find_site(db, visitor.sight, code)
    if site is None or site.archived_at is not None:
        raise MissingError("school")
    return site


def file_of(site: Site, anchor: str = "") -> str:
    """The address of a school's network file."""
    return f"{HOME}/schools/{site.code}{'#' if anchor else ''}{anchor}"


@dataclass(frozen=True, slots=True)
class Asking:
    """A form of these pages. `named` tells what it calls a field of the draft."""

    title: str
    action: str
    back: str
    sections: Sequence[Section]
    submit: str = ""
    acts: Sequence[Act] = ()
    named: Callable[[str], str] = str

    def shown(self, request: Request, values: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Response:
        """With what was typed, and what is wrong at which field."""
        form = Form(self.title, self.action, self.back, self.sections, values, wrong or {}, self.acts, self.submit)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        return page(request, "form.html", status=status, form=form)

    def saved(
        self, request: Request, db: Session, typed: Mapping[str, str], act: Callable[[], Any], done: str, said: str
    ) -> Response:
        """Do it and go to `done`, or show the form with what is wrong."""
        try:
            with db.begin_nested():
                act()
        except RefusedError as error:
            return self.shown(request, typed, problems(error, self.named))
        return redirect(request, done, said)


def acted(request: Request, db: Session, act: Callable[[], Any], done: str, said: str) -> Response:
    """A press of a button: done and said, or refused and said why."""
    try:
        with db.begin_nested():
            act()
    except RefusedError as error:
        return redirect(request, done, " ".join(problems(error).values()), kind="danger")
    return redirect(request, done, said)
