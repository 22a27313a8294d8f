"""The world played through the real pipeline, and what should have been told of it."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.events import Fact
from inventory.lineage import Lineage, Thing
from inventory.models.outage import Subject
from inventory.state import Limits, Seen
from netops.models.alert import Alert, AlertKind, AlertMember
from netops.notify.alerts import review, tell
from netops.notify.cause.matters import PATTERNS
from netops.pipeline import Heard, Pipeline
from netops.settings import Settings
from netops.watched import roster
from service.database import reading, transaction
from tests.netops.one_cause.world import MINUTE, START, Fault, World

STEP = timedelta(seconds=30)
LOST = 0.003  # probes that get lost with nothing broken
# From a break to the word: confirming by the slower round, the parent's next answer, the grace of a cause that is over.
LONGEST = 14 * MINUTE
OWN = {AlertKind.LINK_DOWN, AlertKind.DEVICE_DOWN, AlertKind.FLAPPING}


class Played:
    """The world played to its end: every alert with the moment at which it was opened."""

    def __init__(self, engine: Engine, settings: Settings, world: World, dice: random.Random) -> None:
        self.engine, self.settings, self.world, self.dice = engine, settings, world, dice
        self.pipeline = Pipeline(engine, limits=Limits(), tell=self.tell)
        with reading(engine) as session:
            watched = roster.load(session, lambda sealed: sealed.decode())
        self.pipeline.watch(watched, START)
        self.opened: dict[int, datetime] = {}
        # Links by ping, devices by SNMP: two kinds of rounds that know nothing of each other.
        self.rounds = {
            "icmp": [thing for thing in world.before if thing[0] is Subject.LINK],
            "snmp": [thing for thing in world.before if thing[0] is Subject.DEVICE],
        }

    def tell(self, session: Session, facts: Sequence[Fact], *, at: datetime, lineage: Lineage | None = None) -> None:
        if facts:
            tell(session, facts, at=at, settings=self.settings, lineage=lineage)
            self._note(session, at)

    def _note(self, session: Session, at: datetime) -> None:
        for alert_id in session.exec(select(Alert.id).where(col(Alert.id) > max(self.opened, default=0))):
            self.opened[alert_id or 0] = at

    def run(self) -> None:
        last = max(fault.end for fault in [*self.world.faults, *self.world.cuts]) + 70 * MINUTE
        now, number = START, 0
        while now < last:
            self._step(now, number)
            now, number = now + STEP, number + 1

    def _step(self, now: datetime, number: int) -> None:
        kinds = ["icmp", "snmp"] if number % 2 else ["icmp"]
        self.dice.shuffle(kinds)
        for kind in kinds:
            things = list(self.rounds[kind])
            self.dice.shuffle(things)
            self._round(kind, now + timedelta(seconds=self.dice.uniform(0, 8)), things)
        if self.dice.random() < 0.1:  # somebody spoke, and is asked before the round comes
            self._round("hastened", now + timedelta(seconds=20), self.dice.sample(self.rounds["snmp"], 3))
        if number % 2:
            with transaction(self.engine) as session:
                review(session, at=now + timedelta(seconds=25), settings=self.settings)
                self._note(session, now + timedelta(seconds=25))

    def _round(self, kind: str, at: datetime, things: Sequence[Thing]) -> None:
        heard = Heard(kind=kind, at=at, uplink_lost=self.world.cut(at), uplink=["192.0.2.1"])
        for thing in things:
            # Each is asked a little later than the last; our own line may break in the middle of a round.
            asked = at + timedelta(seconds=self.dice.uniform(0, 3))
            good = self.world.answers(thing, asked) and self.dice.random() > LOST
            heard.seen[thing] = Seen(asked, kind, 1, int(good), 10.0 if good else None)
        self.pipeline.polled(heard)


class Oracle:
    """What should have been told, from the truth alone."""

    def __init__(self, played: Played) -> None:
        self.world = played.world
        with Session(played.engine) as session:
            self.alerts = list(session.exec(select(Alert).order_by(col(Alert.id))))
            self.members = list(session.exec(select(AlertMember)))
        self.opened = played.opened
        self.kinds = Counter(alert.kind for alert in self.alerts)

    def spans(self, thing: Thing) -> Iterator[tuple[datetime, datetime]]:
        """When people were told that a thing is cut off: by an alert of its own, or of many."""
        by_id = {alert.id: alert for alert in self.alerts}
        for alert in self.alerts:
            if alert.kind in OWN and (alert.subject, alert.subject_id) == thing:
                yield self.opened[alert.id or 0], _until(alert.ended_at)
        for member in self.members:
            if by_id[member.alert_id].kind in PATTERNS and (member.subject, member.subject_id) == thing:
                yield member.joined_at, min(_until(member.left_at), _until(by_id[member.alert_id].ended_at))

    def false_alerts(self) -> list[tuple[Thing, datetime]]:
        """Told of, though it was not broken itself within the time that a confirmation takes."""
        told = [
            ((alert.subject, alert.subject_id), self.opened[alert.id or 0])
            for alert in self.alerts
            if alert.kind in OWN
        ]
        told += [((m.subject, m.subject_id), m.joined_at) for m in self.members if m.subject is Subject.LINK]
        return [
            (thing, at)
            for thing, at in told
            if not any(f.start <= at and f.end >= at - 6 * MINUTE for f in self.world.by_thing.get(thing, ()))
        ]

    def missed(self) -> list[tuple[Thing, datetime]]:
        """Broken in plain sight for long enough, and nobody was told meanwhile."""
        found = []
        for thing, faults in self.world.by_thing.items():
            for fault in faults:
                told = [*self.spans(thing), *self._of_router(thing, fault)]
                at, seen_for = fault.start, timedelta(0)
                while at < fault.end:
                    covered = any(start <= at <= end for start, end in told)
                    seen_for = seen_for + STEP if self.world.is_own(thing, at) and not covered else timedelta(0)
                    if seen_for > LONGEST:
                        found.append((thing, fault.start))
                        break
                    at += STEP
        return found

    def _of_router(self, thing: Thing, fault: Fault) -> list[tuple[datetime, datetime]]:
        """A line that fell within minutes of its router is told by the router's alert for as long as that is open."""
        router = self.world.router_of.get(thing)
        if router is None:
            return []
        return [span for span in self.spans(router) if abs(span[0] - fault.start) <= LONGEST]

    def doubled(self) -> list[tuple[Thing, datetime]]:
        """Told twice at one time by alerts of its own."""
        found = []
        for thing in self.world.before:
            own = [a for a in self.alerts if a.kind in OWN and (a.subject, a.subject_id) == thing]
            spans = sorted((self.opened[a.id or 0], _until(a.ended_at)) for a in own)
            found += [(thing, later[0]) for first, later in itertools.pairwise(spans) if later[0] < first[1]]
        return found

    def of_many(self) -> tuple[int, list[Fault]]:
        """Faults of a provider or an area that nothing else disturbed: how many, and those not told as exactly one."""
        wanted = {"provider": AlertKind.PROVIDER_OUTAGE, "area": AlertKind.AREA_POWER_OUT}
        alone = [
            fault
            for fault in self.world.faults
            if fault.kind in wanted and fault.end - fault.start > 5 * MINUTE and self.world.is_alone(fault)
        ]
        wrong = []
        for fault in alone:
            links = {thing for thing in fault.things if thing[0] is Subject.LINK}
            told = [a for a in self.alerts if fault.start <= self.opened[a.id or 0] <= fault.end + 5 * MINUTE]
            many = [a for a in told if a.kind is wanted[fault.kind]]
            single = [a for a in told if a.kind in OWN and (a.subject, a.subject_id) in set(fault.things)]
            members = {(m.subject, m.subject_id) for m in self.members if many and m.alert_id == many[0].id}
            if len(many) != 1 or single or members != links:
                wrong.append(fault)
        return len(alone), wrong


def _until(at: datetime | None) -> datetime:
    return at if at is not None else datetime.max.replace(tzinfo=START.tzinfo)
