"""What a reason finds: a need of a device or school, how far it has gone, how grave it is, and by which figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from procurement.needs.need import Evidence, Reason, key_of

MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Severity:
    """0 to 100 points, and the figures from which anybody reckons them again by the sentence of the reason."""

    points: int
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """`level` rises only when the evidence has changed materially: what was decided is then asked anew."""

    reason: Reason
    site_id: int
    severity: Severity
    level: int
    evidence: tuple[Evidence, ...]
    kind: str = ""
    title: str = ""
    quantity: int = 1
    device_id: int | None = None
    asset_id: int | None = None

    @property
    def key(self) -> str:
        """Of a device and reason, or of a school and reason."""
        made = key_of(self.reason, device_id=self.device_id, site_id=self.site_id)
        assert made is not None
        return made


def capped(points: int) -> int:
    """Between 0 and 100."""
    return max(0, min(MOST_POINTS, points))
