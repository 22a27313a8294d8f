"""The order of the work: which step needs what, and why one cannot begin yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

MISSIONS, SITUATION, ENVIRONMENT = "missions", "situation", "environment"
DIRECTION, STRATEGIES, TARGETS = "direction", "strategies", "targets"
EVIDENCE: Final = {MISSIONS: "mission-review", SITUATION: "situation-report", ENVIRONMENT: "school-mapping"}
"""The steps that come before any word of the plan -> the evidence that each hands in."""


def lacking_for_draft(there: Collection[str]) -> tuple[str, ...]:
    """Steps whose evidence is not there yet; while there is one, no element of the plan may be written."""
    return tuple(step for step, kind in EVIDENCE.items() if kind not in there)
