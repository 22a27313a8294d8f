"""The probes that the outage rests on, and what an agent saw inside meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from inventory.queries import outages as queries
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`probes` of the office, `inside` of the school's agent; oldest first."""
    probes = queries.probes(about.db, about.outage_id)
    return {
        "probes": [probe for probe in probes if probe.until_at is None],
        "inside": [probe for probe in probes if probe.until_at is not None],
    }
