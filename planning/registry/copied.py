"""What the registry copies of other services: to which nodes of policies their plans point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session

from contract.data.plans import AlignmentRow
from planning.kit import copies
from planning.kit.parts import Copied
from service.i18n import N_

ALIGNMENTS: Final = tuple(
    Copied(peer, "alignment", AlignmentRow, N_("Links of plans to policies"))
    for peer in ("development_plan", "annual_plan", "province")
)


def pointing_to(session: Session, office_code: str) -> Mapping[str, int] | None:
    """By the key of a node, how many things of plans point to it; None as long as no copy was taken."""
    views = [copies.rows(session, office_code, one) for one in ALIGNMENTS]
    if all(view.taken_at is None for view in views):
        return None
    found: dict[str, int] = {}
    for row in (row for view in views for row in view.rows):
        found[row.node_key] = found.get(row.node_key, 0) + 1
    return found
