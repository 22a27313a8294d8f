"""What stands before what on the way from the office: whose silence explains whose. Pure.

The rule to know: a thing is explained when *all* that stands directly before it is silent. Before a device stands its
parent, wherever that is; without one, the links that end in it, else all links of its site. Before a link stands the
device, often at another site, through which it is reached. What nothing asks explains nothing: the next one before it
is looked at instead. A ring, which forms refuse, is cut where it closes, so that nothing explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inventory.models.outage import Subject

Thing = tuple[Subject, int]


@dataclass(frozen=True, slots=True)
class DeviceSpot:
    """Where a device stands. One with an agent is asked from inside its school. `asked`: something reaches it."""

    id: int
    site_id: int
    parent_id: int | None = None
    address: str = ""
    agent_id: int | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class LinkSpot:
    """Where a link stands: reached through `upstream_id`, ending in `router_id` or in whoever has its check `host`."""

    id: int
    site_id: int
    upstream_id: int | None = None
    router_id: int | None = None
    host: str = ""
    asked: bool = True

    def ends_in(self, device: DeviceSpot) -> bool:
        """Named as its router, or standing at the address by which the link is checked."""
        return self.router_id == device.id or bool(device.address and self.host == device.address)


@dataclass(frozen=True, slots=True)
class Lineage:
    """`before`: what stands directly before each thing; `order`: all things, each after what stands before it."""

    before: Mapping[Thing, tuple[Thing, ...]]
    order: tuple[Thing, ...]
    sites: Mapping[Thing, int]

    @classmethod
    def of(cls, devices: Iterable[DeviceSpot], links: Iterable[LinkSpot]) -> Lineage:
        """The lineage of an inventory."""
        return _Tracing(devices, links).traced()

    def behind(self, thing: Thing) -> frozenset[Thing]:
        """All that is cut off when this is silent, itself not among them."""
        lost = {thing}
        for each in self.order:
            if each not in lost and self.before[each] and lost.issuperset(self.before[each]):
                lost.add(each)
        return frozenset(lost - {thing})

    def sites_behind(self, thing: Thing) -> tuple[int, ...]:
        """The other sites of which nothing can be reached when this is silent."""
        lost = self.behind(thing) | {thing}
        touched = {self.sites[each] for each in lost} - {self.sites.get(thing)}
        reached = {site_id for each, site_id in self.sites.items() if site_id in touched and each not in lost}
        return tuple(sorted(touched - reached))


class _Tracing:
    """Builds a lineage; a thing that is met again on the way to itself is left out of what stands before it."""

    def __init__(self, devices: Iterable[DeviceSpot], links: Iterable[LinkSpot]) -> None:
        self._devices = {device.id: device for device in devices}
        self._links = {link.id: link for link in links if link.asked}
        self._of_site: dict[int, list[LinkSpot]] = {}
        for link in self._links.values():
            self._of_site.setdefault(link.site_id, []).append(link)
        self._before: dict[Thing, tuple[Thing, ...]] = {}

    def traced(self) -> Lineage:
        things = [(Subject.LINK, link_id) for link_id in self._links]
        things += [(Subject.DEVICE, device.id) for device in self._devices.values() if device.asked]
        for thing in things:
            self._trace(thing)
        sites = {thing: self._site_of(thing) for thing in self._before}
        return Lineage(self._before, tuple(self._before), sites)

    def _trace(self, thing: Thing) -> None:
        """Depth first, without recursion: a chain of devices may be long."""
        under_way: dict[Thing, list[Thing]] = {}
        path = [thing]
        while path:
            at = path[-1]
            if at in self._before:
                path.pop()
                continue
            if at not in under_way:
                under_way[at] = [each for each in self._directly_before(at) if each != at and each not in under_way]
            missing = [each for each in under_way[at] if each not in self._before]
            if missing:
                path.append(missing[0])
                continue
            self._before[at] = tuple(under_way.pop(at))
            path.pop()

    def _site_of(self, thing: Thing) -> int:
        return self._links[thing[1]].site_id if thing[0] is Subject.LINK else self._devices[thing[1]].site_id

    def _directly_before(self, thing: Thing) -> list[Thing]:
        if thing[0] is Subject.LINK:
            link = self._links[thing[1]]
            return self._through(link.upstream_id, link.site_id)
        device = self._devices[thing[1]]
        if device.agent_id is not None:
            return self._inside(device)
        asked, last = self._climb(device)
        return [asked] if asked is not None else self._lines_of(last, device)

    def _through(self, upstream_id: int | None, site_id: int) -> list[Thing]:
        device = self._devices.get(upstream_id or 0)
        # A device of the same site stands behind its link, whatever was put in.
        if device is None or device.site_id == site_id:
            return []
        if device.asked:
            return [(Subject.DEVICE, device.id)]
        asked, last = self._climb(device)
        return [asked] if asked is not None else self._lines_of(last, device)

    def _inside(self, device: DeviceSpot) -> list[Thing]:
        """An agent asks from inside the school: only a parent that it asks itself explains a silence."""
        parent = self._devices.get(device.parent_id or 0)
        if parent is None or not parent.asked or parent.agent_id != device.agent_id:
            return []
        return [(Subject.DEVICE, parent.id)]

    def _climb(self, device: DeviceSpot) -> tuple[Thing | None, DeviceSpot]:
        """The next asked device before this one, or None and the last one that was met."""
        met = {device.id}
        at = device
        while at.parent_id in self._devices and at.parent_id not in met:
            at = self._devices[at.parent_id]
            if at.asked:
                return (Subject.DEVICE, at.id), at
            met.add(at.id)
        return None, at

    def _lines_of(self, last: DeviceSpot, device: DeviceSpot) -> list[Thing]:
        """The links that end in the device or in the last one before it; else all of its site.

        A router behind a cut link is silent because of the cut, also where the site is reached by another link.
        """
        links = self._of_site.get(last.site_id, [])
        own = [link for link in links if link.ends_in(device) or link.ends_in(last)]
        return [(Subject.LINK, link.id) for link in own or links]
