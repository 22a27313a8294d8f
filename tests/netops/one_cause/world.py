"""A small district whose truth is known: what is broken when, and so who would answer a probe.

Schools 0-2 stand behind the router of the hub school (the last), 3-7 share a provider, 8-10 a sub-district with three
providers, the rest stand alone. Faults of things, of the provider and of the sub-district, cuts of the office's own
line and maintenance windows are drawn from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from inventory.lineage import Thing
from inventory.models.outage import MaintenanceWindow, Subject
from service.database import transaction
from tests.factories import make_device, make_link, make_office, make_provider, make_site

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SCHOOLS = 40
BEHIND, SHARED, AREA = range(3), range(3, 8), range(8, 11)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is broken from `start` to `end`; `things` fell by it, `kind` says what broke."""

    kind: str
    things: tuple[Thing, ...]
    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(slots=True)
class World:
    """The wiring, and everything that will happen to it."""

    before: dict[Thing, tuple[Thing, ...]] = field(default_factory=dict)
    site_of: dict[Thing, int] = field(default_factory=dict)
    router_of: dict[Thing, Thing] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    cuts: list[Fault] = field(default_factory=list)
    windows: list[Fault] = field(default_factory=list)
    links: dict[int, Thing] = field(default_factory=dict)
    by_thing: dict[Thing, list[Fault]] = field(default_factory=dict)

    def broken(self, thing: Thing, at: datetime) -> bool:
        return any(fault.holds(at) for fault in self.by_thing.get(thing, ()))

    def cut(self, at: datetime) -> bool:
        return any(cut.holds(at) for cut in self.cuts)

    def answers(self, thing: Thing, at: datetime) -> bool:
        """Whether a probe would come back."""
        if self.cut(at) or self.broken(thing, at):
            return False
        before = self.before[thing]
        return not before or any(self.answers(each, at) for each in before)

    def is_own(self, thing: Thing, at: datetime) -> bool:
        """Broken itself, seen from here, with nothing planned on it: a cause that must be told of."""
        if self.cut(at) or not self.broken(thing, at):
            return False
        if any(window.holds(at) and thing in window.things for window in self.windows):
            return False
        router = self.router_of.get(thing)
        if router is not None and self.broken(router, at):
            return False  # a line and its router that fell together are told as one
        before = self.before[thing]
        return not before or any(self.answers(each, at) for each in before)

    def is_alone(self, fault: Fault) -> bool:
        """Nothing else happens to its schools from well before it until well after it, nor to our own line."""
        sites = {self.site_of[thing] for thing in fault.things}
        first, last = fault.start - 45 * MINUTE, fault.end + 15 * MINUTE
        for other in [*self.faults, *self.windows]:
            same = other is not fault and not sites.isdisjoint(self.site_of[thing] for thing in other.things)
            if same and other.start < last and other.end > first:
                return False
        return not any(cut.start < last and cut.end > fault.start - 5 * MINUTE for cut in self.cuts)


def build(engine: Engine, seed: int, outages: int, *, of_many: int = 0) -> tuple[World, random.Random]:
    """The district in the database, with its windows; and what will happen: so many outages of all kinds, or only
    outages of many that nothing disturbs.
    """
    world, dice = World(), random.Random(seed)
    with transaction(engine) as session:
        office = make_office(session)
        providers = [make_provider(session, office) for _ in range(SCHOOLS)]
        hub: Thing | None = None
        for number in reversed(range(SCHOOLS)):  # the hub, the last school, comes first
            area = "ตำบลร่วม" if number in AREA else f"ตำบล {number}"
            site = make_site(session, office, sub_district=area, district="อำเภอร่วม")
            assert site.id is not None
            provider = providers[SHARED.start] if number in SHARED else providers[number]
            upstream = hub[1] if hub is not None and number in BEHIND else None
            router = make_device(session, site, role="router", address=f"10.7.{number}.1")
            link = make_link(
                session, site, provider_id=provider.id, device_id=router.id, upstream_id=upstream,
                check_address=f"10.8.{number}.1",
            )  # fmt: skip
            switch = make_device(session, site, parent_id=router.id, address=f"10.7.{number}.2")
            point = make_device(session, site, parent_id=switch.id, address=f"10.7.{number}.3")
            line, first = (Subject.LINK, link.id or 0), (Subject.DEVICE, router.id or 0)
            second, third = (Subject.DEVICE, switch.id or 0), (Subject.DEVICE, point.id or 0)
            world.before |= {line: (hub,) if upstream is not None and hub is not None else ()}
            world.before |= {first: (line,), second: (first,), third: (second,)}
            world.site_of |= dict.fromkeys((line, first, second, third), site.id)
            world.router_of[line] = first
            world.links[number] = line
            hub = hub or first
        _happen(world, dice, outages)
        _happen_apart(world, dice, of_many)
        for fault in world.faults:
            for thing in fault.things:
                world.by_thing.setdefault(thing, []).append(fault)
        for window in world.windows:
            subject, subject_id = window.things[0]
            row = MaintenanceWindow(
                office_id=office.id or 0, subject=subject, subject_id=subject_id,
                starts_at=window.start, ends_at=window.end,
            )  # fmt: skip
            session.add(row)
    return world, dice


def _happen(world: World, dice: random.Random, outages: int) -> None:
    """Draw all that happens; some twenty things are broken at any time."""
    things = sorted(world.before)
    of_many = {world.site_of[world.links[number]] for number in (*SHARED, *AREA)}
    calm = [thing for thing in things if world.site_of[thing] not in of_many]
    now, next_provider, next_area = START + 5 * MINUTE, START + 30 * MINUTE, START + 60 * MINUTE
    while len(world.faults) < outages:
        length = dice.uniform(2, 36) * MINUTE
        if now > next_provider:
            next_provider = now + 85 * MINUTE
            fallen = tuple(world.links[number] for number in dice.sample(SHARED, dice.randint(3, 5)))
            world.faults.append(Fault("provider", fallen, now, now + length))
        if now > next_area:
            next_area = now + 85 * MINUTE
            dark = {world.site_of[world.links[number]] for number in dice.sample(AREA, dice.randint(2, 3))}
            fallen = tuple(thing for thing in things if world.site_of[thing] in dark)
            world.faults.append(Fault("area", fallen, now, now + length))
        _break_one(world, dice, things if dice.random() < 0.03 else calm, now)
        now += dice.expovariate(1 / 0.75) * MINUTE


def _happen_apart(world: World, dice: random.Random, of_many: int) -> None:
    """A provider's outage and a sub-district's at about the same time, then a long rest, and again."""
    now = START + 50 * MINUTE
    for _ in range(of_many // 2):
        for kind, numbers, least in (("provider", SHARED, 3), ("area", AREA, 2)):
            schools = dice.sample(numbers, dice.randint(least, len(numbers)))
            lines = {world.links[number] for number in schools}
            dark = {world.site_of[line] for line in lines}
            fallen = [t for t in sorted(world.before) if t in lines or (kind == "area" and world.site_of[t] in dark)]
            begin = now + dice.uniform(0, 3) * MINUTE
            world.faults.append(Fault(kind, tuple(fallen), begin, begin + dice.uniform(6, 12) * MINUTE))
        now += 65 * MINUTE


def _break_one(world: World, dice: random.Random, things: Sequence[Thing], now: datetime) -> None:
    """One thing, sometimes with its parent in the same moment, beside work that is planned, or under a cut of ours."""
    thing = dice.choice(things)
    world.faults.append(Fault("thing", (thing,), now, now + dice.uniform(2, 36) * MINUTE))
    if dice.random() < 0.15:  # both must be told, one after the other
        for parent in world.before[thing]:
            world.faults.append(Fault("thing", (parent,), now, now + dice.uniform(2, 36) * MINUTE))
    if dice.random() < 0.015:
        begin = now + dice.uniform(-5, 20) * MINUTE
        world.cuts.append(Fault("uplink", (), begin, begin + dice.uniform(1, 12) * MINUTE))
    if dice.random() < 0.15:
        begin = now + dice.uniform(-20, 20) * MINUTE
        planned = thing if dice.random() < 0.5 else dice.choice(things)
        world.windows.append(Fault("window", (planned,), begin, begin + dice.uniform(5, 60) * MINUTE))
