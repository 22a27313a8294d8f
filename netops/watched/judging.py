"""One round of probes judged together: links first, then devices with parents before children. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inventory.hours import Hours
from inventory.models.outage import State, Subject
from inventory.state import Around, Limits, Mark, Seen, Standing, Verdict, judge
from netops.watched.roster import DeviceEntry, LinkEntry, Roster, Thing

BLIND = (State.DOWN, State.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Sky:
    """What is true for the whole round. Loss in percent over the last minutes and the usual round trip, by link."""

    at: datetime
    limits: Limits
    uplink_lost: bool = False
    loss_percent: Mapping[int, float] = field(default_factory=dict)
    usual_rtt_ms: Mapping[int, float] = field(default_factory=dict)


def is_cut_off(roster: Roster, standings: Mapping[Thing, Standing], site_id: int) -> bool:
    """Whether every link by which a site is reached is known to be down."""
    links = [link for link in roster.links_of_site.get(site_id, ()) if not link.why_not]
    found = [standings.get((Subject.LINK, link.id)) for link in links]
    return bool(found) and all(standing is not None and standing.state in BLIND for standing in found)


class Judge:
    """Judges one round on what stood before it; nothing that was known is touched."""

    def __init__(self, roster: Roster, standings: Mapping[Thing, Standing], sky: Sky) -> None:
        self._roster = roster
        self._before = standings
        self._sky = sky
        self._open: dict[int, bool] = {}
        self._maintained = {w.thing for w in roster.windows if w.starts_at <= sky.at < w.ends_at}
        self.verdicts: dict[Thing, Verdict] = {}

    def run(self, seen: Mapping[Thing, Seen]) -> dict[Thing, Verdict]:
        """A verdict for everything that was probed."""
        for link in self._roster.links.values():
            thing = (Subject.LINK, link.id)
            if thing in seen:
                self._judge(thing, seen[thing], self._around_link(link))
        for device in self._roster.devices.values():
            thing = (Subject.DEVICE, device.id)
            if thing in seen:
                self._judge(thing, seen[thing], self._around_device(device))
        return self.verdicts

    def _judge(self, thing: Thing, seen: Seen, around: Around) -> None:
        before = self._before.get(thing) or Standing(State.UNKNOWN, seen.at)
        self.verdicts[thing] = judge(before, seen, around, self._sky.limits)

    def _around_link(self, link: LinkEntry) -> Around:
        return Around(
            uplink_lost=self._sky.uplink_lost,
            maintenance=self._is_maintained((Subject.LINK, link.id), link.site_id),
            closed=self._is_closed(link.hours),
            loss_percent=self._sky.loss_percent.get(link.id),
            usual_rtt_ms=self._sky.usual_rtt_ms.get(link.id),
        )

    def _around_device(self, device: DeviceEntry) -> Around:
        return Around(
            uplink_lost=self._sky.uplink_lost,
            maintenance=self._is_maintained((Subject.DEVICE, device.id), device.site_id),
            closed=self._is_closed(self._roster.sites[device.site_id].hours),
            parent_silent=self._parent_is_silent(device),
        )

    def _parent_is_silent(self, device: DeviceEntry) -> bool:
        """The parent device; else the links that end in this one; else all links of the site together.

        A router behind a cut link is silent because of the cut, also where the site is reached by another link. An
        agent asks from inside the school: only a parent that it asks itself explains a silence.
        """
        if device.agent_id is not None:
            parent = self._roster.devices.get(device.parent_id or 0)
            return (
                parent is not None
                and parent.agent_id == device.agent_id
                and self._is_silent((Subject.DEVICE, parent.id))
            )
        if device.parent_id is not None and device.parent_id in self._roster.devices:
            return self._is_silent((Subject.DEVICE, device.parent_id))
        links = [link for link in self._roster.links_of_site.get(device.site_id, ()) if not link.why_not]
        links = [link for link in links if link.ends_in(device)] or links
        return bool(links) and all(self._is_silent((Subject.LINK, link.id)) for link in links)

    def _is_silent(self, thing: Thing) -> bool:
        verdict = self.verdicts.get(thing)
        standing = verdict.standing if verdict is not None else self._before.get(thing)
        if standing is None:
            return False
        last = standing.trail[-1].mark if standing.trail else None
        # Silent but not yet confirmed counts too: whoever is behind it must not be declared dead before it.
        return standing.state in BLIND or last in {Mark.SILENT, Mark.PARENT}

    def _is_maintained(self, thing: Thing, site_id: int) -> bool:
        office = (Subject.OFFICE, self._roster.sites[site_id].office_id)
        return bool(self._maintained) and not self._maintained.isdisjoint({thing, (Subject.SITE, site_id), office})

    def _is_closed(self, hours: Hours | None) -> bool:
        if hours is None:
            return False
        key = id(hours)  # few calendars, many things
        if key not in self._open:
            self._open[key] = hours.is_open(self._sky.at)
        return not self._open[key]
