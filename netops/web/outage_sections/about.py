"""What every section of an outage's page starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inventory.queries.outages import OutageLine
from netops.web.access import Visitor


@dataclass(frozen=True, slots=True)
class About:
    """One outage as one visitor asks for it. Sections only read."""

    db: Session
    visitor: Visitor
    line: OutageLine
    now: datetime
    runbook: str = ""  # the page that the visitor chose instead of the one that fits

    @property
    def outage_id(self) -> int:
        """Of a stored row."""
        assert self.line.outage.id is not None
        return self.line.outage.id
