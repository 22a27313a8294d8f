"""Whether telling works: the daily test of every way, the second path, the dead-man's switch."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.notify.delivery.deliveries import STATES, recipients
from netops.notify.watch.deadman import last_push
from netops.notify.watch.second_path import second_paths
from netops.notify.watch.selftest import SECOND_PATH, latest_tests
from netops.notify.watch.settings import WatchSettings, load_watch, store_watch
from netops.web.access import Visitor, allowed
from netops.web.forms import watch as fields
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/watch", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]
HOME: Final = "/watch"


@router.get("")
def show(request: Request, db: Db, visitor: MayRead) -> Response:
    """How the ways fared last, and what is set."""
    return _page(request, db, visitor, _form(request, db, visitor))


@router.post("")
def change(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Keep the hour and the switch."""
    try:
        keep_watch(request, db, visitor, typed)
    except RefusedError as error:
        values = {name: value for name, value in typed.items() if name != "url"}
        return _page(request, db, visitor, _form(request, db, visitor, values=values, wrong=problems(error)))
    return redirect(request, HOME, _("Saved."))


def keep_watch(request: Request, db: Session, visitor: Visitor, given: Mapping[str, Any]) -> WatchSettings:
    """Store it; an empty address keeps the stored one, unless it is to be forgotten. RefusedError."""
    vault = request.app.state.vault
    stored = load_watch(db, visitor.office_id, vault)
    wanted = {name: value for name, value in given.items() if name != "forget"}
    if not wanted.get("url"):
        wanted["url"] = "" if given.get("forget") in ("yes", True) else stored.url
    watch = stored.with_changes(wanted)
    store_watch(db, visitor.office_id, watch, vault=vault)
    detail = {**watch.model_dump(exclude={"url"}), "has_switch": watch.has_switch}
    record(db, visitor.actor, "settings.watch_changed", detail=detail)
    return watch


def _form(
    request: Request,
    db: Session,
    visitor: Visitor,
    *,
    values: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Form:
    stored = load_watch(db, visitor.office_id, request.app.state.vault)
    shown = values if values is not None else flat(stored.model_dump(exclude={"url"}))
    return Form(_("What is tested"), HOME, "/settings", fields.watch(), shown, wrong or {})


def _page(request: Request, db: Session, visitor: Visitor, form: Form) -> Response:
    tests = latest_tests(db, visitor.office_id)
    return page(
        request,
        "watch.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK,
        form=form,
        tests=tests,
        to=recipients(db, [message for _test, message in tests if message is not None]),
        words=STATES,
        second_kind=SECOND_PATH,
        push=last_push(db, visitor.office_id),
        paths=second_paths(db, visitor.office_id),
        has_switch=load_watch(db, visitor.office_id, request.app.state.vault).has_switch,
        may_write=visitor.may("channels.write"),
    )
