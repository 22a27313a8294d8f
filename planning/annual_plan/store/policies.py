"""Policy nodes that projects serve, by column of the forms."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from planning.annual_plan import copied
from planning.kit import copies
from planning.plans.models.pointing import Alignment
from planning.plans.store.aligning import Known
from planning.plans.tiers import HEADINGS, tier_of_reference

Policies = Mapping[str, tuple[str, ...]]


def policies_of(session: Session, office_code: str) -> dict[str, Policies]:
    """By key of the project, then by column of the forms in their order; what the registry lost is not there."""
    known = Known.of(copies.rows(session, office_code, copied.REFERENCES).rows)
    tiers = {key: tier_of_reference(row, known.by_key) for key, row in known.by_key.items()}
    found: dict[str, dict[str, list[str]]] = {}
    wanted = select(Alignment).where(Alignment.office_code == office_code, Alignment.subject_kind == "project")
    for row in session.exec(wanted.order_by(col(Alignment.id))):
        place = known.places.get(row.node_key)
        if place is not None:
            by_tier = found.setdefault(row.subject_key, {})
            by_tier.setdefault(tiers[place.reference.key], []).append(f"{place.code} {place.text}".strip())
    return {key: {tier: tuple(by_tier[tier]) for tier in HEADINGS if tier in by_tier} for key, by_tier in found.items()}
