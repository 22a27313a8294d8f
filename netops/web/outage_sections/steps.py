"""What to do now: the runbook of the matter."""

from __future__ import annotations

from collections.abc import Mapping

from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`runbook`: the name of the page that fits."""
    return {"runbook": "LinkDown" if about.line.link is not None else "DeviceDown"}
