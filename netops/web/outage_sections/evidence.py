"""The probes that the outage rests on, and what an agent saw inside meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`probes` of the office, `inside` of the school's agent; oldest first."""
    return {
        "probes": [probe for probe in about.probes if probe.until_at is None],
        "inside": [probe for probe in about.probes if probe.until_at is not None],
    }
