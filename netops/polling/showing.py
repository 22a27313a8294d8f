"""From standings to metric blocks: how links, devices and sites stand. Only what changed is rendered again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from inventory.models.outage import State, Subject
from inventory.queries.board import school_state
from inventory.state import Seen, Standing
from netops.metrics import Blocks, Board, Family, labels, sample
from netops.watched.roster import Roster, Thing


class Showing:
    """Keeps the board in step with the pipeline; called after each commit."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._roster: Roster | None = None
        self._devices: dict[int, tuple[bool, State]] = {}
        self._sites: dict[int, State] = {}
        self._places: dict[int, str] = {}

    def judged(self, roster: Roster, standings: Mapping[Thing, Standing], moved: Mapping[Thing, Standing]) -> None:
        """What stands now, and which of it moved in this round."""
        if roster is not self._roster:
            self._take(roster)
            moved = standings
        sites: set[int] = set()
        for (subject, thing_id), standing in moved.items():
            if subject is Subject.LINK and thing_id in roster.links:
                sites.add(roster.links[thing_id].site_id)
                self.board.links[thing_id] = self._link(roster, thing_id, standing)
            elif subject is Subject.DEVICE and thing_id in roster.devices and self._is_news(thing_id, standing):
                sites.add(roster.devices[thing_id].site_id)
                self.board.put_device(thing_id, self._device(roster, thing_id, standing))
        self._show_sites(roster, standings, sites)

    def _take(self, roster: Roster) -> None:
        self._roster = roster
        self._devices.clear()
        self._sites.clear()
        self.board.keep(sites=roster.sites, devices=roster.devices, links=roster.links)
        for site in roster.sites.values():
            where = labels(
                site=site.code,
                name=site.name,
                district=site.district,
                site_id=str(site.id),
                latitude="" if site.latitude is None else f"{site.latitude:.6g}",
                longitude="" if site.longitude is None else f"{site.longitude:.6g}",
            )
            self.board.sites[site.id] = {Family.SITE_INFO: sample(Family.SITE_INFO, where, 1)}
        for device in roster.devices.values():
            where = labels(site=roster.sites[device.site_id].code, device=device.name)
            self._places[device.id] = where
            info = labels(
                site=roster.sites[device.site_id].code,
                device=device.name,
                device_id=str(device.id),
                role=device.role,
                address=device.address,
            )
            self.board.put_device(device.id, {Family.DEVICE_INFO: sample(Family.DEVICE_INFO, info, 1)})

    def where(self, device_id: int) -> str:
        """The labels that name a device."""
        return self._places[device_id]

    def _is_news(self, device_id: int, standing: Standing) -> bool:
        shown = (answers(standing), standing.state)
        if self._devices.get(device_id) == shown:
            return False
        self._devices[device_id] = shown
        return True

    def _device(self, roster: Roster, device_id: int, standing: Standing) -> Blocks:
        device = roster.devices[device_id]
        state = labels(site=roster.sites[device.site_id].code, device=device.name, state=standing.state)
        blocks = {Family.DEVICE_STATE: sample(Family.DEVICE_STATE, state, 1)}
        blocks[Family.DEVICE_UP] = sample(Family.DEVICE_UP, self._places[device_id], answers(standing))
        return blocks

    def _link(self, roster: Roster, link_id: int, standing: Standing) -> Blocks:
        link = roster.links[link_id]
        names = {"site": roster.sites[link.site_id].code, "link": link.name, "provider": link.provider}
        where = labels(**names)
        last = standing.trail[-1].seen if standing.trail else None
        # An outage began with its first silent probe, before it was confirmed.
        since = standing.outage_started_at or standing.since
        blocks = {
            Family.LINK_INFO: sample(Family.LINK_INFO, labels(**names, link_id=str(link_id), check=link.check), 1),
            Family.LINK_UP: sample(Family.LINK_UP, where, answers(standing)),
            Family.LINK_STATE: sample(Family.LINK_STATE, labels(**names, state=standing.state), 1),
            Family.LINK_SINCE: sample(Family.LINK_SINCE, where, int(since.timestamp())),
        }
        if last is not None:
            loss = (last.sent - last.received) / last.sent
            blocks[Family.LINK_LOSS] = sample(Family.LINK_LOSS, where, loss)
            blocks |= _round_trips(names, last)
        return blocks

    def _show_sites(self, roster: Roster, standings: Mapping[Thing, Standing], sites: Iterable[int]) -> None:
        devices: dict[int, Counter[State]] = {site_id: Counter() for site_id in sites}
        for device in roster.devices.values() if devices else ():
            if device.site_id in devices:
                standing = standings.get((Subject.DEVICE, device.id))
                devices[device.site_id][standing.state if standing else State.UNKNOWN] += 1
        for site_id, counted in devices.items():
            links = [standings.get((Subject.LINK, link.id)) for link in roster.links_of_site.get(site_id, ())]
            state = school_state([s.state if s else State.UNKNOWN for s in links], counted)
            if self._sites.get(site_id) is not state:
                self._sites[site_id] = state
                where = labels(site=roster.sites[site_id].code, state=state)
                block = {Family.SITE_STATE: sample(Family.SITE_STATE, where, 1)}
                self.board.sites[site_id] = {**self.board.sites[site_id], **block}

    def round_ended(self, kind: str, *, at: datetime, seconds: float, asked: int, failures: Counter[str]) -> None:
        """The poller's own figures for one kind of round."""
        where = labels(kind=kind)
        failed = b"".join(
            sample(Family.FAILED, labels(kind=kind, reason=reason), number) for reason, number in failures.items()
        )
        self.board.poller[kind] = {
            Family.ROUND_SECONDS: sample(Family.ROUND_SECONDS, where, round(seconds, 3)),
            Family.ROUND_AT: sample(Family.ROUND_AT, where, int(at.timestamp())),
            Family.ROUND_ASKED: sample(Family.ROUND_ASKED, where, asked),
            Family.FAILED: failed or sample(Family.FAILED, labels(kind=kind, reason="timeout"), 0),
        }

    def own(self, name: str, family: Family, value: float) -> None:
        """A single figure of the poller."""
        self.board.poller[name] = {family: sample(family, "", value)}


def answers(standing: Standing) -> bool:
    """Whether the last round was answered."""
    return bool(standing.trail) and standing.trail[-1].seen.received > 0


def _round_trips(names: Mapping[str, str], last: Seen) -> dict[Family, bytes]:
    figures = {"min": last.min_ms, "avg": last.rtt_ms, "p95": last.p95_ms, "max": last.max_ms}
    lines = [
        sample(Family.LINK_RTT, labels(**names, stat=stat), value / 1000)
        for stat, value in figures.items()
        if value is not None
    ]
    blocks = {Family.LINK_RTT: b"".join(lines)} if lines else {}
    if last.jitter_ms is not None:
        blocks[Family.LINK_JITTER] = sample(Family.LINK_JITTER, labels(**names), last.jitter_ms / 1000)
    return blocks
