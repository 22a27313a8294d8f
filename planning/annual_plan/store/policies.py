"""Policy nodes that projects serve, with how each reference stands to the year of the plan."""

from __future__ import annotations

from sqlmodel import Session

from planning.annual_plan.declared import SHARED
from planning.plans.store.aligning import Pointed, everything


def aligned(session: Session, office_code: str) -> dict[str, Pointed]:
    """What each project serves, by its key."""
    return {one.pointing.key: one for one in everything(session, SHARED, office_code)}


def policies_of(session: Session, office_code: str) -> dict[str, str]:
    """By key of the project, as one text."""
    return {
        key: "; ".join(f"{link.code} {link.text}".strip() for link in one.links)
        for key, one in aligned(session, office_code).items()
    }
