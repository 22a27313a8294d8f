"""Whom to tell of a dead link, and by which number they know it."""

from __future__ import annotations

from collections.abc import Mapping

from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`provider` and `link` of the outage, None for a device's."""
    return {"provider": about.line.provider, "link": about.line.link}
