"""Parameters of needs: weights of the score and limits, those of the office over those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.web.access import Visitor, allowed
from procurement.needs.rule import FIGURES, rule_at, shipped_rules
from procurement.store.need_rules import NeedRuleDraft, own_rules, store_need_rule
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/need-rules", include_in_schema=False)
HOME: Final = "/need-rules"
FIGURE_WORDS: Final = {
    "weight_severity": N_("Weight: how grave it is (percent)"),
    "weight_role": N_("Weight: what depends on it (percent)"),
    "weight_pupils": N_("Weight: pupils who gain by it (percent)"),
    "weight_waiting": N_("Weight: how long it waits (percent)"),
    "repairs": N_("Needed from so many repairs on"),
    "repairs_within_days": N_("Repairs count for (days)"),
    "ports_percent": N_("Needed from so many percent of ports in use on"),
    "kbps_per_pupil": N_("Wanted for each pupil (kbit/s)"),
    "pupils_per_computer": N_("Pupils that may share one computer"),
    "outages": N_("Needed from so many outages on"),
    "outages_within_days": N_("Outages count for (days)"),
    "risk_score": N_("Needed from such a risk on (of 25)"),
}


@router.get("")
def listed(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("need_rules.read"))]) -> Response:
    """All of them, the one that holds today marked."""
    return _shown(request, db, visitor, {}, {})


@router.post("")
def store(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("need_rules.write"))], typed: Posted
) -> Response:
    """Parameters from another day on; scores are reckoned by them at the next look."""
    try:
        with db.begin_nested():
            rule = store_need_rule(db, NeedRuleDraft.read(typed), office_id=visitor.office_id)
    except RefusedError as error:
        return _shown(request, db, visitor, typed, problems(error))
    detail = {"valid_from": rule.valid_from.isoformat(), "source": rule.source}
    record(db, visitor.actor, "need_rule.stored", subject="need_rule", subject_id=rule.id, detail=detail)
    return redirect(request, HOME, _("Saved."))


def _shown(
    request: Request, db: Session, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    own, today = own_rules(db, visitor.office_id), utc_now().date()
    held = rule_at(today, own)
    values = typed or {name: str(value) for name, value in asdict(held).items() if name in FIGURES}
    return page(
        request,
        "need_rules.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        rules=[*own, *shipped_rules()],
        held=held,
        words=FIGURE_WORDS,
        form=_form(values, wrong) if visitor.may("need_rules.write") else None,
    )


def _form(values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("valid_from", _("From the day"), "date", required=True),
        *(Field(name, _(said), required=True, maxlength=7) for name, said in FIGURE_WORDS.items()),
        Field("source", _("Where this is from"), hint=_("Circular, manual, decision"), required=True, wide=True),
    )
    return Form(
        title=_("Parameters from another day on"),
        action=HOME,
        back=HOME,
        sections=(Section("", fields),),
        values=values,
        problems=wrong,
    )
