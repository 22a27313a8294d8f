"""What a school itself says of an innovation: how far it has come there, and that it needs help."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.innovation import Innovation
from innovation.models.rollout import Rollout
from innovation.queries.innovations import find_seen
from innovation.queries.use import schools_of
from innovation.store.rollouts import HELP, ROLLOUTS
from netops.innovating.editors import Parts
from netops.web.access import Visitor, allowed
from netops.web.forms.innovation_parts import reach_fields
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.innovations import HOME
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}/my-school", include_in_schema=False)
MayAnswer = Annotated[Visitor, Depends(allowed("rollouts.answer"))]
SAID = ("reach", "planned_on", "installed_on", "trained_on", "used_from", "note")


def _own(db: Db, visitor: Visitor, row_id: int) -> tuple[Innovation, Rollout]:
    innovation = find_seen(db, visitor.sight, row_id)
    own = [rollout for rollout, _site in schools_of(db, visitor.sight, innovation)]
    if not own:
        raise MissingError("rollout")
    return innovation, own[0]


@router.get("")
def form(request: Request, db: Db, visitor: MayAnswer, row_id: int) -> Response:
    """How far it has come, as the school says."""
    innovation, rollout = _own(db, visitor, row_id)
    return _form(request, innovation, flat({name: getattr(rollout, name) for name in SAID}), {})


def _form(request: Request, innovation: Innovation, values: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    shown = Form(
        title=_("How far it has come in our school"),
        action=f"{HOME}/{innovation.id}/my-school",
        back=f"{HOME}/{innovation.id}/use",
        sections=(Section(innovation.name, reach_fields()),),
        values=values,
        problems=wrong,
    )
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=shown)


@router.post("")
def say(request: Request, db: Db, visitor: MayAnswer, row_id: int, typed: Posted) -> Response:
    """As the school says, with the name of who said it."""
    innovation, rollout = _own(db, visitor, row_id)
    try:
        with db.begin_nested():
            given = {name: typed.get(name, "") for name in SAID}
            Parts(hand_of(request, db, visitor), ROLLOUTS, innovation).change(rollout, given)
            rollout.said_by = visitor.actor.name[:120]
    except RefusedError as error:
        db.refresh(rollout)
        return _form(request, innovation, typed, problems(error))
    return redirect(request, f"{HOME}/{row_id}/use", _("Saved."))


@router.post("/help")
def ask(request: Request, db: Db, visitor: MayAnswer, row_id: int, typed: Posted) -> Response:
    """A request for help, of today."""
    innovation, rollout = _own(db, visitor, row_id)
    given = {"site_id": rollout.site_id, "asked_on": today_of(request), "question": typed.get("question", "")}
    home = f"{HOME}/{row_id}/use#help"
    try:
        with db.begin_nested():
            Parts(hand_of(request, db, visitor), HELP, innovation).add(given)
    except RefusedError as error:
        return redirect(request, home, " ".join(problems(error).values()), kind="danger")
    return redirect(request, home, _("The office has your question."))
