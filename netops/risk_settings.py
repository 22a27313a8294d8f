"""Levels and parameters of the register as people set them, the same for pages and API: stored and written down."""

from __future__ import annotations

from sqlmodel import Session

from netops.audit import Actor, record
from risk.store.settings import ParameterDraft, ScaleDraft, store_parameter, store_scale


def set_levels(session: Session, actor: Actor, wish: ScaleDraft, *, office_id: int) -> None:
    """Levels from another day on; RefusedError when the day has some already."""
    row = store_scale(session, wish, office_id=office_id)
    detail = {"valid_from": row.valid_from.isoformat(), "least": row.scale["least"]}
    record(session, actor, "risk_levels.stored", subject="risk_scale", subject_id=row.id, detail=detail)


def set_parameters(session: Session, actor: Actor, wish: ParameterDraft, *, office_id: int) -> None:
    """Parameters of a rule from another day on; RefusedError for an unknown rule or a day that has some."""
    row = store_parameter(session, wish, office_id=office_id)
    detail = {"rule": row.rule, "valid_from": row.valid_from.isoformat(), "steps": row.steps}
    record(session, actor, "risk_rule.stored", subject="risk_parameter", subject_id=row.id, detail=detail)
