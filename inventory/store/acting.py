"""Who acts, and when, as every act that is written down says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and when; `actor` is the name that the history keeps, empty for the system itself."""

    actor: str
    at: datetime
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class ForOffice:
    """For which office something is made, when, and by whom where a person is known."""

    office_id: int
    at: datetime
    person_id: int | None = None
