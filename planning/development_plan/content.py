"""What a plan says as one value that JSON can hold: what is frozen, printed, published and given to other services.

{title, years, evidence: [{kind, sha256, content}], elements: [{key, kind, text, serves, parent}],
 pairs: [{strategy, pair, inner, outer}], problems: [{kind, key, factor, is_measured}],
 policies: [{kind, key, reference, node}], indicators: [{key, code, …, of, targets}], frames: [{key, …, amounts}]}
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from planning.development_plan.models.factor import Basis
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.steps.factors import pair_of
from planning.development_plan.store.alignment import leanings
from planning.development_plan.store.plans import evidence_of
from planning.development_plan.store.written import (
    amounts_of,
    elements_of,
    factors_of,
    frames_of,
    indicators_of,
    pairs_of,
    problems_answered,
    targets_of,
    ties_of,
)


def content_of(session: Session, plan: Plan) -> dict[str, Any]:
    """As it stands now; equal plans give equal content."""
    there = evidence_of(session, plan)
    return {
        "title": plan.title,
        "years": list(plan.years),
        "evidence": [
            {"kind": kind.value, "sha256": there[kind].sha256, "content": there[kind].content}
            for kind in EvidenceKind
            if kind in there
        ],
        **_elements(session, plan),
        **_targets(session, plan),
    }


def _elements(session: Session, plan: Plan) -> dict[str, Any]:
    rows = elements_of(session, plan)
    keys = {row.id: row.key for row in rows}
    factors = {row.id: row for row in factors_of(session, plan)}
    ties, frames = ties_of(session, plan), {row.id: row.key for row in frames_of(session, plan)}
    return {
        "elements": [
            {
                "key": row.key,
                "kind": row.kind.value,
                "text": row.text,
                "serves": [keys[upper] for lower, upper in ties if lower == row.id],
                "parent": keys.get(row.parent_id, ""),
            }
            for row in rows
        ],
        "pairs": [
            {
                "strategy": keys[one.strategy_id],
                "pair": pair_of(factors[one.inner_id].factor_class.value, factors[one.outer_id].factor_class.value),
                "inner": factors[one.inner_id].text,
                "outer": factors[one.outer_id].text,
            }
            for one in pairs_of(session, plan)
        ],
        "problems": [
            {
                "kind": "goal" if one.goal_id is not None else "frame",
                "key": keys[one.goal_id] if one.goal_id is not None else frames[one.frame_id],
                "factor": factors[one.factor_id].text,
                "is_measured": factors[one.factor_id].basis is not Basis.JUDGED,
            }
            for one in problems_answered(session, plan)
        ],
        "policies": leanings(
            session,
            plan.office_code,
            [*((row.kind.value, row.key) for row in rows), *(("frame", key) for key in frames.values())],
        ),
    }


def _targets(session: Session, plan: Plan) -> dict[str, Any]:
    keys = {row.id: row.key for row in elements_of(session, plan)}
    indicators, targets = indicators_of(session, plan), targets_of(session, plan)
    named = {row.id: row.key for row in indicators}
    amounts = amounts_of(session, plan)
    described = {"unit", "source", "baseline", "baseline_year", "no_baseline"}
    told = {"key", "code", "name", "formula", "band_low", "band_high", *described}
    return {
        "indicators": [
            {
                **row.model_dump(include=told),
                "level": row.level.value,
                "direction": row.direction.value,
                "of": keys[row.element_id],
                "targets": [
                    {"fiscal_year": one.fiscal_year, "area": one.area, "value": one.value}
                    for one in targets.get(row.id or 0, ())
                ],
            }
            for row in indicators
        ],
        "frames": [
            {
                **row.model_dump(include={"key", "title", "owner", "output", "outcome"}),
                "strategy": keys[row.strategy_id],
                "indicator": named.get(row.indicator_id, ""),
                "amounts": [
                    {"fiscal_year": year, "satang": satang} for year, satang in amounts.get(row.id or 0, {}).items()
                ],
            }
            for row in frames_of(session, plan)
        ],
    }
