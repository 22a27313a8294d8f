"""What every section of an outage's page starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from inventory.models.outage import Probe
from inventory.models.site import Office
from inventory.queries.outages import OutageLine
from netops.models.alert import Alert
from netops.runbook.matter import Matter
from netops.runbook.ticking import Record
from netops.web.access import Visitor


@dataclass(frozen=True, slots=True)
class About:
    """One outage as one visitor asks for it, with what several sections need. Sections only read."""

    db: Session
    visitor: Visitor
    line: OutageLine
    now: datetime
    office: Office
    probes: Sequence[Probe]  # oldest first
    alerts: Sequence[Alert]  # that stand for it, the newest first
    record: Record
    matter: Matter
    runbook: str = ""  # the page that the visitor chose instead of the one that fits

    @property
    def zone(self) -> ZoneInfo:
        """Of the office."""
        return ZoneInfo(self.office.timezone)

    @property
    def outage_id(self) -> int:
        """Of a stored row."""
        assert self.line.outage.id is not None
        return self.line.outage.id
