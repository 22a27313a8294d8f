"""How far a reader sees: one office, and for a school's own people one site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_

from inventory.models.site import Site


@dataclass(frozen=True, slots=True)
class Sight:
    """Every query of pages and API takes one; `site_id` None means the whole office."""

    office_id: int
    site_id: int | None = None

    def sites(self) -> ColumnElement[bool]:
        """The condition on table `site` that keeps what may be seen."""
        seen: list[Any] = [Site.office_id == self.office_id]
        if self.site_id is not None:
            seen.append(Site.id == self.site_id)
        return and_(*seen)
