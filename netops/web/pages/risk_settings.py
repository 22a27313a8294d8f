"""Settings of the register: levels of the matrix, and parameters of each rule, from a day on. Added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.risk_settings import set_levels, set_parameters
from netops.web.access import Visitor, allowed
from netops.web.risk_words import WORDS, own_words
from risk.looking import all_rules
from risk.parameters import Parameter
from risk.queries.settings import levels_known, rules_known
from risk.scale import Scale
from risk.store.settings import ParameterDraft, ScaleDraft, scale_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
LEVELS: Final = "/risk-levels"
RULES: Final = "/risk-rules"
MayRead = Annotated[Visitor, Depends(allowed("risk_rules.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("risk_rules.write"))]


@router.get(LEVELS)
def levels(request: Request, db: Db, visitor: MayRead) -> Response:
    """All sets, the one that holds today marked."""
    return _levels_shown(request, db, visitor, {}, {})


@router.post(LEVELS)
def store_levels(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Levels from another day on; what was assessed before keeps those by which it was."""
    try:
        with db.begin_nested():
            set_levels(db, visitor.actor, ScaleDraft.read(typed), office_id=visitor.office_id)
    except RefusedError as error:
        return _levels_shown(request, db, visitor, typed, problems(error))
    return redirect(request, LEVELS, _("Saved."))


def _levels_shown(
    request: Request, db: Session, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    today = utc_now().date()
    form = None
    if visitor.may("risk_rules.write"):
        values = typed or _values_of_scale(scale_of(db, visitor.office_id, today))
        form = Form(_("Levels from another day on"), LEVELS, "/risks", _level_sections(), values, wrong)
    known = levels_known(db, visitor.office_id, today)
    return page(request, "risk_levels.html", status=_status(wrong), known=known, form=form, **WORDS)


def _values_of_scale(scale: Scale) -> dict[str, str]:
    _low, moderate, high, very_high = scale.least
    return {
        "moderate_from": str(moderate),
        "high_from": str(high),
        "very_high_from": str(very_high),
        "names": "\n".join(scale.names),
        "likelihood": "\n".join(scale.likelihood),
        "impact": "\n".join(scale.impact),
    }


def _level_sections() -> tuple[Section, ...]:
    from_score = _("Score from which on it holds (1-25)")
    return (
        Section(
            _("Cut points"),
            (
                Field("valid_from", _("From the day"), "date", required=True),
                Field("moderate_from", _("Second level begins at"), required=True, maxlength=2, hint=from_score),
                Field("high_from", _("Third level begins at"), required=True, maxlength=2, hint=from_score),
                Field("very_high_from", _("Highest level begins at"), required=True, maxlength=2, hint=from_score),
            ),
        ),
        Section(
            _("Names"),
            (
                Field("names", _("Names of the levels"), "textarea", lines=4, hint=_("Four lines, the lowest first")),
                Field("likelihood", _("Names of likelihood"), "textarea", lines=5, hint=_("Five lines, from 1 to 5")),
                Field("impact", _("Names of impact"), "textarea", lines=5, hint=_("Five lines, from 1 to 5")),
                Field(
                    "source", _("Where this is from"), hint=_("Circular, manual, decision"), required=True, wide=True
                ),
            ),
        ),
    )


@router.get(RULES)
def rules(request: Request, db: Db, visitor: MayRead) -> Response:
    """Each rule with the parameters that hold today."""
    known = rules_known(db, visitor.office_id, utc_now().date())
    return page(request, "risk_rules.html", known=known, all_rules=all_rules(), **WORDS)


@router.get(f"{RULES}/{{rule}}")
def rule(request: Request, db: Db, visitor: MayRead, rule: str) -> Response:
    """All parameters of one rule, the office's and the shipped ones."""
    return _rule_shown(request, db, visitor, rule, {}, {})


@router.post(f"{RULES}/{{rule}}")
def store_rule(request: Request, db: Db, visitor: MayWrite, rule: str, typed: Posted) -> Response:
    """Parameters from another day on; risks are reckoned by them at the next look."""
    try:
        with db.begin_nested():
            set_parameters(db, visitor.actor, ParameterDraft.read({**typed, "rule": rule}), office_id=visitor.office_id)
    except RefusedError as error:
        return _rule_shown(request, db, visitor, rule, typed, problems(error))
    return redirect(request, f"{RULES}/{rule}", _("Saved."))


def _rule_shown(
    request: Request, db: Session, visitor: Visitor, rule: str, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    today = utc_now().date()
    known = rules_known(db, visitor.office_id, today).get(rule)
    if known is None:
        raise MissingError("rule")
    form = None
    if visitor.may("risk_rules.write"):
        values = typed or _values_of_rule(known.held)
        address = f"{RULES}/{rule}"
        form = Form(_("Parameters from another day on"), address, RULES, _rule_sections(known.held), values, wrong)
    context = {
        "known": known,
        "rule": all_rules()[rule],
        "form": form,
        "threat": own_words(rule, "threat", ""),
        "scale": scale_of(db, visitor.office_id, today),
    }
    return page(request, "risk_rule.html", status=_status(wrong), **context, **WORDS)


def _values_of_rule(held: Parameter) -> dict[str, str]:
    steps = {f"step_{number}": str(step) for number, step in enumerate(held.steps, start=2)}
    return steps | {
        "window_days": str(held.window_days),
        "opens_at": str(held.opens_at),
        "impact": str(held.impact),
    }


def _rule_sections(held: Parameter) -> tuple[Section, ...]:
    steps = (
        Field(f"step_{number}", _("Class %(number)s begins at") % {"number": number}, required=True, maxlength=7)
        for number in range(2, 2 + len(held.steps))
    )
    return (
        Section(
            "",
            (
                Field("valid_from", _("From the day"), "date", required=True),
                Field(
                    "window_days", _("Window (days)"), required=True, maxlength=4,
                    hint=_("0: only what is so today counts"),
                ),
                *steps,
                Field("opens_at", _("A risk is opened from class"), required=True, maxlength=1),
                Field("impact", _("Impact before what hangs on the thing"), required=True, maxlength=1),
                Field(
                    "source", _("Where this is from"), hint=_("Circular, manual, decision"), required=True, wide=True
                ),
            ),
        ),
    )  # fmt: skip


def _status(wrong: Mapping[str, str]) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
