"""What first aid saw at once when the outage was confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import col, select

from netops.models.response import FirstAid
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`looks` that were taken, in order."""
    query = select(FirstAid).where(FirstAid.outage_id == about.outage_id).order_by(col(FirstAid.id))
    return {"looks": about.db.exec(query).all()}
