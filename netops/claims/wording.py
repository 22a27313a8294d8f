"""How a claim's papers write moments, spans and causes: in Thai, on the clock of the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from inventory.models.contract import ReportWay
from inventory.models.outage import Cause
from inventory.sla.counting import Reason
from inventory.sla.telling import REASONS
from office import thai_date
from service.i18n import translation

NOTHING: Final = "–"
HELD: Final = "\N{NO-BREAK SPACE}"  # between a figure and its unit
METHODS: Final = {"icmp": "ICMP", "tcp": "TCP", "snmp": "SNMP", "agent": "ตัวแทนในโรงเรียน"}
WAYS: Final = {
    ReportWay.PHONE: "โทรศัพท์",
    ReportWay.LINE: "LINE",
    ReportWay.EMAIL: "อีเมล",
    ReportWay.WEB: "เว็บไซต์",
    ReportWay.OTHER: "ทางอื่น",
}


def thai(sentence: str) -> str:
    """A sentence of the catalogue, whoever reads the pages: papers are Thai."""
    return translation(thai_date.THAI).gettext(sentence)


def reason(why: Reason) -> str:
    """Why time does not count."""
    return thai(REASONS[why])


def cause(of: Cause) -> str:
    """Why something was cut off."""
    return reason(Reason(of.value))


def day(value: date | None) -> str:
    """30 กันยายน 2569."""
    return NOTHING if value is None else thai_date.long_date(value)


class Clock:
    """Moments on the clock of one zone."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def exact(self, at: datetime | None) -> str:
        """1 ต.ค. 69 08:15:07: seconds are evidence."""
        if at is None:
            return NOTHING
        own = thai_date.local(at, self.zone)
        return f"{thai_date.short_date(own)} {own:%H:%M:%S}"

    def minute(self, at: datetime | None) -> str:
        """1 ต.ค. 69 08:15."""
        if at is None:
            return NOTHING
        own = thai_date.local(at, self.zone)
        return f"{thai_date.short_date(own)} {own:%H:%M}"

    def day(self, at: datetime) -> date:
        """Its local day."""
        return thai_date.local(at, self.zone).date()


def lasted(seconds: int) -> str:
    """61 ชั่วโมง 5 นาที 9 วินาที: whole, since money is reckoned from it."""
    hours, rest = divmod(seconds, 3600)
    parts = [(hours, "ชั่วโมง"), (rest // 60, "นาที"), (rest % 60, "วินาที")]
    return " ".join(f"{count:,}{HELD}{unit}" for count, unit in parts if count) or f"0{HELD}วินาที"
