"""What the rules look at: devices, links and schools with their figures, as the inventory has them. No person is in it.

Read in whole tables by `risk/store/facts.py`; a rule never asks the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OutageSeen:
    """One outage that its thing is to blame for: not planned work, not the office's own line, not power.

    While the office's own line is cut, in maintenance and in closed hours nothing is declared down, so that no outage
    stands for such a silence.
    """

    row_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BrokenSeen:
    """A rule of configurations that the device does not keep, since when."""

    rule: str
    since: date


@dataclass(frozen=True, slots=True)
class HotSeen:
    """A measured limit was passed: the row of the event, the moment, and how far."""

    row_id: int
    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """One live device. Figures are None where nothing is known: then no rule says anything.

    `depends` are devices reached through it; `backup_expected` where its configuration is read at all, `backup_at`
    when it was read well last, `backup_since` since when it should have been.
    """

    device_id: int
    site_id: int
    name: str
    role: str = ""
    model: str = ""
    depends: int = 0
    outages: Sequence[OutageSeen] = ()
    end_of_support: date | None = None
    support_source: str = ""
    software_end: date | None = None
    version: str = ""
    newest_version: str = ""
    firmware_behind: bool = False
    backup_expected: bool = False
    backup_at: datetime | None = None
    backup_since: datetime | None = None
    broken: Sequence[BrokenSeen] = ()
    battery_percent: float | None = None
    battery_state: int | None = None  # upsBatteryStatus: 3 low, 4 depleted
    low_batteries: Sequence[HotSeen] = ()
    hot: Sequence[HotSeen] = ()
    ports: int = 0
    ports_used: int = 0


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One live internet line. `contract_end` is its own or its contract's; `busy` when its use passed the limit."""

    link_id: int
    site_id: int
    name: str
    outages: Sequence[OutageSeen] = ()
    contract_end: date | None = None
    contract_id: int | None = None
    busy: Sequence[HotSeen] = ()


@dataclass(frozen=True, slots=True)
class StrangerSeen:
    """Something on the network that nobody has decided about."""

    row_id: int
    since: datetime
    name: str


@dataclass(frozen=True, slots=True)
class LogSeen:
    """A source of traffic logs. `kept_days` are those of which lines were received without a gap of a day up to now,
    None where none of its lines ever came here; `last_at` its last line. What a person wrote down is `stated_days`.
    """

    row_id: int
    name: str
    stated_days: int
    kept_days: int | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ManualSeen:
    """The network manual of a school: when it was published last, and until when that is good."""

    row_id: int
    published_on: date
    review_on: date


@dataclass(frozen=True, slots=True)
class KnowersSeen:
    """How many people are said to know each part of a site's network. A contact of whom nobody said so is none."""

    passwords: int = 0
    configuration: int = 0
    manual: int = 0

    @property
    def least(self) -> int:
        """Of the part that the fewest know."""
        return min(self.passwords, self.configuration, self.manual)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One live site. `knowers` are those who are said to know its network; `power_cuts` outages that power was to blame
    for; `has_ups` where one is known.
    """

    site_id: int
    name: str
    is_school: bool = True
    pupils: int | None = None
    links: Sequence[int] = ()
    devices: int = 0
    strangers: Sequence[StrangerSeen] = ()
    logs: Sequence[LogSeen] = ()
    manual: ManualSeen | None = None
    knowers: KnowersSeen = KnowersSeen()
    power_cuts: Sequence[OutageSeen] = ()
    has_ups: bool = False


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model of which the office has devices, and how many spares in stock can stand in for one."""

    name: str
    devices: int
    spares: int
    failures: Sequence[OutageSeen] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All of an office as of `now`."""

    now: datetime
    devices: Sequence[DeviceFacts] = ()
    links: Sequence[LinkFacts] = ()
    sites: Mapping[int, SiteFacts] = field(default_factory=dict)
    models: Sequence[ModelFacts] = ()
    knowers: int | None = None  # IT officers of the office who can sign in

    @property
    def today(self) -> date:
        """The day of `now`, in UTC."""
        return self.now.date()
