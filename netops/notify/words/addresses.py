"""Where the pages of a matter are, as its messages link to them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from netops.notify.words.briefing import Briefing, Known


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base_url` has no slash at its end."""

    base_url: str

    def school(self, briefing: Briefing) -> str:
        """The school's page."""
        return f"{self.base_url}/schools/{quote(briefing.site_code)}" if briefing.site_code else self.base_url

    def outage(self, briefing: Briefing) -> str:
        """The outage's page, where it is acknowledged; empty where there is none."""
        outage_id = briefing.alert.outage_id
        return f"{self.base_url}/outages/{outage_id}" if outage_id is not None else ""

    def power(self, briefing: Briefing) -> str:
        """Where the reader's school says that its power is off; empty for readers of no school."""
        return f"{self.base_url}{briefing.power_path}" if briefing.power_path else ""

    def article(self, known: Known) -> str:
        """An article of knowledge."""
        return f"{self.base_url}/articles/{known.article_id}"

    def runbook(self, briefing: Briefing) -> str:
        """The runbook, filled in for this outage where there is one."""
        about = f"?outage={briefing.alert.outage_id}" if briefing.alert.outage_id is not None else ""
        return f"{self.base_url}/runbooks/{briefing.alert.kind.value}{about}"
