"""One round of probes judged together, each thing after what stands before it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inventory.hours import Hours
from inventory.lineage import DeviceSpot, Lineage, LinkSpot
from inventory.models.outage import State, Subject
from inventory.state import Around, Limits, Mark, Seen, Standing, Verdict, judge
from inventory.windows import covers
from netops.watched.roster import Roster, Thing

BLIND = (State.DOWN, State.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Sky:
    """What is true for the whole round. Loss in percent over the last minutes and the usual round trip, by link."""

    at: datetime
    limits: Limits
    limits_of_site: Mapping[int, Limits] = field(default_factory=dict)
    uplink_lost: bool = False
    loss_percent: Mapping[int, float] = field(default_factory=dict)
    usual_rtt_ms: Mapping[int, float] = field(default_factory=dict)


def is_cut_off(roster: Roster, standings: Mapping[Thing, Standing], site_id: int) -> bool:
    """Whether every link by which a site is reached is known to be down."""
    links = [link for link in roster.links_of_site.get(site_id, ()) if not link.why_not]
    found = [standings.get((Subject.LINK, link.id)) for link in links]
    return bool(found) and all(standing is not None and standing.state in BLIND for standing in found)


def lineage_of(roster: Roster) -> Lineage:
    """What stands before what in a roster; the same for as long as the roster is."""
    return Lineage.of(
        (
            DeviceSpot(d.id, d.site_id, d.parent_id, d.address, d.agent_id, asked=not d.why_not)
            for d in roster.devices.values()
        ),
        (
            LinkSpot(link.id, link.site_id, link.upstream_id, link.router_id, link.host, asked=not link.why_not)
            for link in roster.links.values()
        ),
    )


class Judge:
    """Judges one round on what stood before it; nothing that was known is touched."""

    def __init__(
        self, roster: Roster, standings: Mapping[Thing, Standing], sky: Sky, lineage: Lineage | None = None
    ) -> None:
        self._roster = roster
        self._lineage = lineage_of(roster) if lineage is None else lineage
        self._before = standings
        self._sky = sky
        self._open: dict[int, bool] = {}
        self._maintained = {w.thing for w in roster.windows if covers(w.schedule, sky.at)}
        self.verdicts: dict[Thing, Verdict] = {}

    def run(self, seen: Mapping[Thing, Seen]) -> dict[Thing, Verdict]:
        """A verdict for everything that was probed."""
        for thing in self._lineage.order:
            probe = seen.get(thing)
            if probe is not None:
                self._judge(thing, probe)
        return self.verdicts

    def _judge(self, thing: Thing, seen: Seen) -> None:
        before = self._before.get(thing) or Standing(State.UNKNOWN, seen.at)
        limits = self._sky.limits_of_site.get(self._lineage.sites[thing], self._sky.limits)
        self.verdicts[thing] = judge(before, seen, self._around(thing, seen), limits)

    def _around(self, thing: Thing, seen: Seen) -> Around:
        # What stands before it explains only a silence.
        before = () if seen.received else self._lineage.before[thing]
        parents = [standing for each in before if (standing := self._standing(each)) is not None]
        # One of several lines that was never asked is no reason to call the others' silence a cut.
        silent = bool(parents) and len(parents) == len(before) and all(map(_is_silent, parents))
        site = self._roster.sites[self._lineage.sites[thing]]
        if thing[0] is Subject.LINK:
            return Around(
                uplink_lost=self._sky.uplink_lost,
                maintenance=self._is_maintained(thing, site.id),
                closed=self._is_closed(self._roster.links[thing[1]].hours),
                parent_silent=silent,
                parents=parents,
                loss_percent=self._sky.loss_percent.get(thing[1]),
                usual_rtt_ms=self._sky.usual_rtt_ms.get(thing[1]),
            )
        return Around(
            uplink_lost=self._sky.uplink_lost,
            maintenance=self._is_maintained(thing, site.id),
            closed=self._is_closed(site.hours),
            parent_silent=silent,
            parents=parents,
        )

    def _standing(self, thing: Thing) -> Standing | None:
        verdict = self.verdicts.get(thing)
        return verdict.standing if verdict is not None else self._before.get(thing)

    def _is_maintained(self, thing: Thing, site_id: int) -> bool:
        if not self._maintained:
            return False
        own = {thing, (Subject.SITE, site_id), (Subject.OFFICE, self._roster.sites[site_id].office_id)}
        provider_id = self._roster.links[thing[1]].provider_id if thing[0] is Subject.LINK else None
        if provider_id is not None:
            own.add((Subject.PROVIDER, provider_id))
        return not self._maintained.isdisjoint(own)

    def _is_closed(self, hours: Hours | None) -> bool:
        if hours is None:
            return False
        key = id(hours)  # few calendars, many things
        if key not in self._open:
            self._open[key] = hours.is_open(self._sky.at)
        return not self._open[key]


def _is_silent(standing: Standing) -> bool:
    """Silent but not yet confirmed counts too, and silent in maintenance or closed hours: nothing passes it."""
    if standing.state in BLIND:
        return True
    last = standing.trail[-1] if standing.trail else None
    return last is not None and last.mark is not Mark.UNKNOWN and not last.seen.received
