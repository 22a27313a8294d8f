"""Settings of the register over the API: levels of the matrix and parameters of rules, from a day on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from netops.risk_settings import set_levels, set_parameters
from netops.web.access import Visitor, allowed
from netops.web.api.risk_shapes import LevelsOut, RuleOut
from risk.queries.settings import levels_known, rules_known
from risk.store.settings import ParameterDraft, ScaleDraft
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["risks"])
MayRead = Annotated[Visitor, Depends(allowed("risk_rules.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("risk_rules.write"))]


@router.get("/risk-levels", summary="Levels of risks")
def list_levels(db: Db, visitor: MayRead) -> list[LevelsOut]:
    """The latest first, the shipped set last."""
    return [
        LevelsOut(valid_from=one.valid_from, holds=one.holds, scale=one.scale.as_json())
        for one in levels_known(db, visitor.office_id, utc_now().date())
    ]


@router.post("/risk-levels", summary="Set levels of risks from a day on")
def add_levels(db: Db, visitor: MayWrite, wish: ScaleDraft) -> list[LevelsOut]:
    """What was assessed before keeps the levels by which it was."""
    set_levels(db, visitor.actor, wish, office_id=visitor.office_id)
    return list_levels(db, visitor)


@router.get("/risk-rules", summary="Rules of risks")
def list_rules(db: Db, visitor: MayRead) -> list[RuleOut]:
    """With their parameters."""
    known = rules_known(db, visitor.office_id, utc_now().date())
    return [RuleOut.model_validate(one) for one in known.values()]


@router.post("/risk-rules", summary="Set parameters of a rule from a day on")
def add_parameters(db: Db, visitor: MayWrite, wish: ParameterDraft) -> RuleOut:
    """Risks are reckoned by them at the next look."""
    set_parameters(db, visitor.actor, wish, office_id=visitor.office_id)
    return RuleOut.model_validate(rules_known(db, visitor.office_id, utc_now().date())[wish.rule])
