"""Specifications: the list, and the card of one with its lines, findings, versions and steps to approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.spec_editors import Specs
from netops.specs.kinds import SPEC_KINDS
from netops.specs.making import papers_of
from netops.web.access import Visitor, allowed
from netops.web.criteria_words import today_of
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.spec_words import CHECK_WORDS, PAGE_WORDS
from netops.web.specs_shown import shown_to
from procurement.models.spec import Spec
from procurement.sheet import Check
from procurement.store.spec_lines import find_line
from procurement.store.spec_table import SPECS
from procurement.store.specs import find_seen
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/specs", include_in_schema=False)
HOME: Final = "/specs"
MayRead = Annotated[Visitor, Depends(allowed("specs.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("specs.write"))]
MayApprove = Annotated[Visitor, Depends(allowed("specs.approve"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All that may be seen."""
    view = view_of(request, db, visitor, SPECS, path=HOME)
    return page(request, "specs.html", view=view, kinds=kinds_of(SPECS), **PAGE_WORDS)


@router.get("/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, SPECS, kind)


@router.get("/{spec_id:int}")
def one(request: Request, db: Db, visitor: MayRead, spec_id: int) -> Response:
    """The card: what is bought, what the checks say, and what was written to it."""
    return show(request, db, visitor, find_seen(db, visitor.sight, spec_id))


@router.post("/{spec_id:int}/reason")
def explain(request: Request, db: Db, visitor: MayWrite, spec_id: int, typed: Posted) -> Response:
    """What is written to a finding."""
    check, line, text = (typed.get(name, "") for name in ("check", "line", "text"))
    if check not in set(Check):
        raise MissingError("check")

    def act(editor: Specs, spec: Spec) -> None:
        of = find_line(db, spec, int(line)) if line.isdigit() else None
        editor.explain(spec, of, Check(check), text)

    return _act(request, db, visitor, spec_id, act, anchor=f"#line-{line}" if line.isdigit() else "#whole")


@router.post("/{spec_id:int}/check")
def check_it(request: Request, db: Db, visitor: MayWrite, spec_id: int) -> Response:
    """To the director."""
    return _act(request, db, visitor, spec_id, lambda editor, spec: editor.check(spec))


@router.post("/{spec_id:int}/back")
def send_back(request: Request, db: Db, visitor: MayApprove, spec_id: int) -> Response:
    """To be changed."""
    return _act(request, db, visitor, spec_id, lambda editor, spec: editor.send_back(spec))


@router.post("/{spec_id:int}/approve")
def approve(
    request: Request, db: Db, visitor: MayApprove, spec_id: int, seen: Annotated[str, Form(max_length=64)]
) -> Response:
    """The director approves what the page showed."""
    return _act(request, db, visitor, spec_id, lambda editor, spec: editor.approve(spec, seen=seen))


@router.post("/{spec_id:int}/withdraw")
def withdraw(
    request: Request, db: Db, visitor: MayWrite, spec_id: int, why: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Nothing is bought by it any more."""
    return _act(request, db, visitor, spec_id, lambda editor, spec: editor.withdraw(spec, why=why))


@router.post("/{spec_id:int}/version")
def follow(request: Request, db: Db, visitor: MayWrite, spec_id: int) -> Response:
    """A new version to be changed."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    try:
        with db.begin_nested():
            made = editor.follow(spec)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{spec_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{made.id}", _("The new version is a draft."))


def _act(
    request: Request,
    db: Session,
    visitor: Visitor,
    spec_id: int,
    act: Callable[[Specs, Spec], None],
    *,
    anchor: str = "",
) -> Response:
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    try:
        with db.begin_nested():
            act(editor, spec)
    except RefusedError as error:
        db.refresh(spec)
        return show(request, db, visitor, spec, wrong=problems(error))
    return redirect(request, f"{HOME}/{spec_id}{anchor}", _("Saved."))


def show(
    request: Request, db: Session, visitor: Visitor, spec: Spec, *, wrong: Mapping[str, str] | None = None
) -> Response:
    """The card; with what was refused it says so in its status too."""
    context: dict[str, Any] = {"wrong": list((wrong or {}).values()), "check_words": CHECK_WORDS}
    context |= {"papers": papers_of(db, spec), "kinds": {kind.key: kind.title for kind in SPEC_KINDS}}
    return page(
        request,
        "spec.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=shown_to(db, visitor.sight, spec, today_of(request)),
        **context,
        **PAGE_WORDS,
    )
