"""Availability of a link over a period by the contract's own clock, with what stands apart shown apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from inventory.sla.counting import Around, Judged, Reason, Terms, excluded_seconds
from inventory.sla.spans import Span, clipped, joined, seconds, within, without

# Outages of these causes take their time out of the reckoning; a short one does not, the link counts as up in it.
_CAUSES = (Reason.POWER, Reason.PROVIDER, Reason.EQUIPMENT, Reason.PLANNED, Reason.OURS, Reason.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Totals:
    """Seconds of a period. `whole` = `outside` + `closed` + `unknown` + `maintenance` + `caused` + `measured`, and of
    the measured time `counted` was an outage. `outages_excluded` is what of outages was left out, by reason.
    """

    whole_s: int = 0
    outside_s: int = 0
    closed_s: int = 0
    unknown_s: int = 0
    maintenance_s: int = 0
    caused_s: dict[Reason, int] = field(default_factory=dict)
    measured_s: int = 0
    counted_s: int = 0
    outages: int = 0
    outages_counted: int = 0
    outages_excluded_s: dict[Reason, int] = field(default_factory=dict)

    @property
    def percent(self) -> Fraction | None:
        """Exact; None when nothing was measured."""
        return Fraction(100 * (self.measured_s - self.counted_s), self.measured_s) if self.measured_s else None


def totals(judged: Sequence[Judged], terms: Terms, around: Around, window: Span) -> Totals:
    """What a period (the part of it that is over) comes to."""
    held = terms.clock.holds(window)
    known = without(held, around.unknown)
    opened = within(known, terms.clock.open(window))
    worked = without(opened, around.maintenance)
    rest, caused = worked, {}
    for reason in _CAUSES:
        spans = [p.span for one in judged for p in one.pieces if p.excluded is reason]
        if taken := seconds(within(rest, spans)):
            caused[reason] = taken
        rest = without(rest, spans)
    counted = within(rest, joined(span for one in judged for span in one.counted))
    touched = [one for one in judged if clipped([one.whole], window)]
    return Totals(
        whole_s=seconds([window]),
        outside_s=seconds([window]) - seconds(held),
        unknown_s=seconds(held) - seconds(known),
        closed_s=seconds(known) - seconds(opened),
        maintenance_s=seconds(opened) - seconds(worked),
        caused_s=caused,
        measured_s=seconds(rest),
        counted_s=seconds(counted),
        outages=len(touched),
        outages_counted=sum(1 for one in touched if clipped(one.counted, window)),
        outages_excluded_s=excluded_seconds(judged, window),
    )
