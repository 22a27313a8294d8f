"""What an office set for its register, with what this release ships below it: the latest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from risk.looking import all_rules
from risk.models.settings import RiskScale
from risk.parameters import Parameter, shipped
from risk.scale import SHIPPED, Scale
from risk.store.settings import own_parameters, parameters_of


@dataclass(frozen=True, slots=True)
class Levels:
    """A set of levels; `valid_from` is None of the shipped one, which holds before the first of the office."""

    scale: Scale
    valid_from: date | None
    holds: bool


def levels_known(session: Session, office_id: int, today: date) -> list[Levels]:
    """Those of the office, and the shipped set last."""
    rows = session.exec(
        select(RiskScale).where(RiskScale.office_id == office_id).order_by(col(RiskScale.valid_from).desc())
    ).all()
    held = next((row.valid_from for row in rows if row.valid_from <= today), None)
    own = [Levels(Scale.of_json(row.scale), row.valid_from, row.valid_from == held) for row in rows]
    return [*own, Levels(SHIPPED, None, held is None)]


@dataclass(frozen=True, slots=True)
class RuleKnown:
    """A rule with the parameters that hold today, those that the office set, and those that are shipped."""

    rule: str
    held: Parameter
    own: Sequence[Parameter]
    shipped: Sequence[Parameter]


def rules_known(session: Session, office_id: int, today: date) -> Mapping[str, RuleKnown]:
    """By key, in the order of their names."""
    held = parameters_of(session, office_id, today)
    own = own_parameters(session, office_id)
    return {
        rule: RuleKnown(rule, held[rule], _latest_first(own, rule), _latest_first(shipped(), rule))
        for rule in all_rules()
    }


def _latest_first(known: Sequence[Parameter], rule: str) -> list[Parameter]:
    return sorted((one for one in known if one.rule == rule), key=lambda one: one.valid_from, reverse=True)
