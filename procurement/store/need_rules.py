"""Parameters of needs that an office set for itself, from a day on. They are added and never changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from procurement.models.need import NeedRule
from procurement.needs.rule import FIGURES, WHOLE, Rule, rule_at
from service.draft import Digits, Draft, Line
from service.refusal import NotTakenError, _, refuse

Percent = Annotated[int, Field(ge=0, le=100), Digits]
Count = Annotated[int, Field(ge=1, le=1000), Digits]
Days = Annotated[int, Field(ge=1, le=3650), Digits]


class NeedRuleDraft(Draft):
    """Parameters as a person fills them in; weights are percent and sum up to 100."""

    valid_from: date
    weight_severity: Percent
    weight_role: Percent
    weight_pupils: Percent
    weight_waiting: Percent
    repairs: Count
    repairs_within_days: Days
    ports_percent: Annotated[int, Field(ge=1, le=100), Digits]
    kbps_per_pupil: Annotated[int, Field(ge=1, le=1_000_000), Digits]
    pupils_per_computer: Count
    outages: Count
    outages_within_days: Days
    risk_score: Annotated[int, Field(ge=1, le=25), Digits]
    source: Annotated[Line, Field(min_length=1)]

    @model_validator(mode="after")
    def _sum(self) -> Self:
        total = self.weight_severity + self.weight_role + self.weight_pupils + self.weight_waiting
        if total != WHOLE:
            raise NotTakenError(
                _("The weights sum up to %(total)s: they must sum up to 100"), "weight_severity", total=total
            )
        return self


def own_rules(session: Session, office_id: int) -> list[Rule]:
    """Those of an office, the newest first."""
    rows = session.exec(
        select(NeedRule).where(NeedRule.office_id == office_id).order_by(col(NeedRule.valid_from).desc())
    )
    return [
        Rule(valid_from=row.valid_from, source=row.source, **{name: getattr(row, name) for name in FIGURES})
        for row in rows
    ]


def rule_of(session: Session, office_id: int, day: date) -> Rule:
    """The one that holds in an office on a day."""
    return rule_at(day, own_rules(session, office_id))


def store_need_rule(session: Session, draft: NeedRuleDraft, *, office_id: int) -> NeedRule:
    """Parameters from another day on; RefusedError when there are some from that day already."""
    same = select(NeedRule.id).where(NeedRule.office_id == office_id, NeedRule.valid_from == draft.valid_from)
    if session.exec(same).first() is not None:
        raise refuse("valid_from", _("There are parameters from this day on already"))
    row = NeedRule(office_id=office_id, **draft.model_dump())
    session.add(row)
    session.flush()
    return row
