"""What an office set for itself, from a day on: levels of the matrix, parameters of the rules. Added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from sqlmodel import Session, col, select

from risk.looking import all_rules
from risk.models.settings import RiskParameter, RiskScale
from risk.parameters import Parameter, in_force
from risk.scale import SHIPPED, Scale
from service.draft import Digits, Draft, Line
from service.refusal import NotTakenError, _, refuse

Score = Annotated[int, Field(ge=1, le=25), Digits]
Class = Annotated[int, Field(ge=1, le=5), Digits]
Named = Annotated[Line, Field(min_length=1, max_length=60)]
Step = Annotated[int, Field(ge=-36_500, le=1_000_000), Digits]


def _lines(value: object) -> object:
    """Names of a text area, one a line."""
    return tuple(one.strip() for one in value.splitlines() if one.strip()) if isinstance(value, str) else value


FourNames = Annotated[tuple[Named, Named, Named, Named], BeforeValidator(_lines)]
FiveNames = Annotated[tuple[Named, Named, Named, Named, Named], BeforeValidator(_lines)]


class ScaleDraft(Draft):
    """Levels from a day on; the lowest level begins at 1."""

    valid_from: date
    moderate_from: Score
    high_from: Score
    very_high_from: Score
    names: FourNames
    likelihood: FiveNames
    impact: FiveNames
    source: Annotated[Line, Field(min_length=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not 1 < self.moderate_from < self.high_from < self.very_high_from:
            raise NotTakenError(_("Each level must begin at a higher score than the one before it"), "moderate_from")
        return self


class ParameterDraft(Draft):
    """Parameters of one rule from a day on; see risk.parameters.Parameter."""

    rule: Annotated[str, Field(max_length=64)]
    valid_from: date
    window_days: Annotated[int, Field(ge=0, le=3650), Digits]
    step_2: Step
    step_3: Step
    step_4: Step
    step_5: Step
    opens_at: Class
    impact: Class
    source: Annotated[Line, Field(min_length=1)]

    @model_validator(mode="after")
    def _steps(self) -> Self:
        if not self.step_2 <= self.step_3 <= self.step_4 <= self.step_5:
            raise NotTakenError(_("A step must not be lower than the one before it"), "step_2")
        return self


def scale_of(session: Session, office_id: int, day: date) -> Scale:
    """The one that holds in an office on a day."""
    row = session.exec(
        select(RiskScale)
        .where(RiskScale.office_id == office_id, col(RiskScale.valid_from) <= day)
        .order_by(col(RiskScale.valid_from).desc())
    ).first()
    return Scale.of_json(row.scale) if row is not None else SHIPPED


def parameters_of(session: Session, office_id: int, day: date) -> Mapping[str, Parameter]:
    """Those that hold in an office on a day, by rule."""
    return in_force(day, own_parameters(session, office_id))


def own_parameters(session: Session, office_id: int) -> list[Parameter]:
    """All that the office ever set."""
    rows = session.exec(select(RiskParameter).where(RiskParameter.office_id == office_id)).all()
    return [_parameter(row) for row in rows]


def store_scale(session: Session, draft: ScaleDraft, *, office_id: int) -> RiskScale:
    """Levels from another day on; RefusedError when there are some from that day already."""
    same = select(RiskScale.id).where(RiskScale.office_id == office_id, RiskScale.valid_from == draft.valid_from)
    _only_once(session, same)
    scale = Scale(
        least=(1, draft.moderate_from, draft.high_from, draft.very_high_from),
        names=draft.names,
        likelihood=draft.likelihood,
        impact=draft.impact,
        source=draft.source,
    )
    row = RiskScale(office_id=office_id, valid_from=draft.valid_from, scale=scale.as_json())
    session.add(row)
    session.flush()
    return row


def store_parameter(session: Session, draft: ParameterDraft, *, office_id: int) -> RiskParameter:
    """Parameters from another day on; RefusedError for an unknown rule, or when the day has some already."""
    if draft.rule not in all_rules():
        raise refuse("rule", _("There is no such rule"))
    same = select(RiskParameter.id).where(
        RiskParameter.office_id == office_id,
        RiskParameter.rule == draft.rule,
        RiskParameter.valid_from == draft.valid_from,
    )
    _only_once(session, same)
    given = draft.model_dump(exclude={"step_2", "step_3", "step_4", "step_5"})
    steps = [draft.step_2, draft.step_3, draft.step_4, draft.step_5]
    row = RiskParameter(office_id=office_id, steps=steps, **given)
    session.add(row)
    session.flush()
    return row


def _only_once(session: Session, same: object) -> None:
    if session.exec(same).first() is not None:  # type: ignore[call-overload]
        raise refuse("valid_from", _("There are parameters from this day on already"))


def _parameter(row: RiskParameter) -> Parameter:
    two, three, four, five = row.steps
    return Parameter(
        rule=row.rule,
        valid_from=row.valid_from,
        window_days=row.window_days,
        steps=(two, three, four, five),
        opens_at=row.opens_at,
        impact=row.impact,
        source=row.source,
    )
