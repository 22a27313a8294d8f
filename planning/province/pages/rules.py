"""The rules at the gates, with their versions: parameters that an official corrects and compares with the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.kinds import PlanKind
from planning.province.pages.answering import attempt, shown
from planning.province.rules import FIELDS, SEED_REFS, TITLES, Rule, in_force
from planning.province.store import rules as store
from planning.province.store.rules import RuleDraft
from service.i18n import _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/rules"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every version, those that hold today marked."""
    found = store.versions(db, visitor)
    holds = in_force(found, happened.today())
    return page(
        request,
        "rules.html",
        titles=TITLES,
        versions=found,
        holds={(one.rule, one.number) for one in holds},
        seed_refs=SEED_REFS,
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{rule}}/new")
def new(request: Request, db: Db, visitor: MayWrite, rule: str) -> Response:
    """Begins with what holds now."""
    newest = _newest(store.versions(db, visitor), rule)
    typed = {f"approver_{kind}": committee for kind, committee in newest.approvers.items()}
    typed |= {f"field_{name}": "yes" for name in newest.fields}
    return shown(request, _form(rule, {**typed, "valid_from": _today(), "seen": str(newest.number)}, {}))


@router.post(f"{HOME}/{{rule}}/new")
def add(request: Request, db: Db, visitor: MayWrite, rule: str, typed: Posted) -> Response:
    """A new version; the earlier ones stay."""
    _newest(store.versions(db, visitor), rule)
    given = {
        "rule": rule,
        "valid_from": typed.get("valid_from", ""),
        "approvers": {kind: typed[f"approver_{kind}"] for kind in PlanKind if typed.get(f"approver_{kind}")},
        "fields": tuple(name for name in FIELDS if typed.get(f"field_{name}") == "yes"),
        "note": typed.get("note", ""),
        "is_verified": typed.get("is_verified", "no"),
        "seen": typed.get("seen", ""),
    }
    _made, wrong = attempt(db, lambda: store.add_version(db, visitor, RuleDraft.read(given)))
    return shown(request, _form(rule, typed, wrong)) if wrong else redirect(request, HOME, _("Saved."))


def _today() -> str:
    return happened.today().isoformat()


def _newest(found: Sequence[Rule], rule: str) -> Rule:
    versions = [one for one in found if one.rule == rule]
    if not versions:
        raise MissingError("rule")
    return max(versions, key=lambda one: one.number)


def _form(rule: str, typed: Typed, wrong: Mapping[str, str]) -> Form:
    committees = (("", "–"), *words.options(words.COMMITTEES))
    approvers = tuple(
        Field(f"approver_{kind}", _(words.PLANS[kind]), "select", options=committees) for kind in PlanKind
    )
    needed = tuple(Field(f"field_{name}", _(words.FIELDS[name]), "checkbox") for name in FIELDS)
    last = (
        Field("valid_from", _("Holds from"), "date", required=True),
        Field("note", _("Clause and words of the rule"), "textarea", maxlength=2000),
        Field("is_verified", _("I compared it with the text of the rule"), "checkbox"),
        Field("seen", "", "hidden"),
    )
    sections = (
        Section(_("Which committee approves"), approvers),
        Section(_("Fields that each project needs"), needed),
        Section(_("Source"), last),
    )
    return Form(TITLES[rule], f"{HOME}/{rule}/new", HOME, sections, typed, wrong)
