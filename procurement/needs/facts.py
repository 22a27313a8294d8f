"""What the reasons look at: devices and schools with their figures, as the inventory has them. No person is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RepairSeen:
    """One entry of the repair log: its row, the day, and what was done."""

    row_id: int
    on: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class OutageSeen:
    """One outage that its device or line is to blame for: not power, not planned work, not the office's own line."""

    row_id: int
    on: date


@dataclass(frozen=True, slots=True)
class RiskSeen:
    """One judged risk about a device; `score` is 1 to 25 (likelihood by impact)."""

    row_id: int
    device_id: int
    score: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class OldAsset:
    """Equal things of the book that are no device of the network and may be replaced by now."""

    row_id: int
    number: str
    acquired_on: date
    quantity: int


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """One device. `since` is the day it was acquired, or first seen where nobody said (`is_acquired` false): it is at
    least as old. `replace_after_years` and `replace_source` are the rule of replacing that holds for it.
    """

    device_id: int
    site_id: int
    name: str
    role: str = ""
    asset_id: int | None = None
    since: date | None = None
    is_acquired: bool = False
    replace_after_years: int | None = None
    replace_source: str = ""
    end_of_support: date | None = None
    support_source: str = ""
    ports: int = 0
    ports_used: int = 0
    repairs: Sequence[RepairSeen] = ()
    outages: Sequence[OutageSeen] = ()
    risks: Sequence[RiskSeen] = ()


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One school. `speed_bps` is the sum of its lines, None where none is known; counts are None where nobody said.

    `pupils_year` is the academic year of the Buddhist era in which they were counted.
    """

    site_id: int
    name: str
    pupils: int | None = None
    computers: int | None = None
    pupils_year: int | None = None
    speed_bps: int | None = None
    links: Sequence[int] = ()
    outages: Sequence[OutageSeen] = ()
    old_assets: Sequence[OldAsset] = ()
