"""READ THIS FIRST: what becomes of an answer from the network.

    targets + credentials -> collect -> Outcome(Observation...) -> reconcile -> changes + events
       -> state and outages -> metrics, alerts

Three kinds of answers come in, each is one transaction, and events and alerts are rows of that same transaction:

- `walked`: a device was asked in full. `inventory.reconcile` says which rows change and what that means.
- `polled`: one round of probes. `netops.watched.judging` says how each thing stands, which outages begin and end.
- what steady polling reads of ports goes through `netops.watched.portwatch` first, which lets only changes through.

The pipeline asks nothing and knows no clock: who calls it hands over what was heard and when. It is used from one
thread at a time. What it remembers moves on only after the commit, so that a failed round is as if it never was.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from collectors.observation import DeviceObservation, SurroundingsSeen
from inventory import samples
from inventory.events import (
    DeviceRecovered,
    DeviceWentDown,
    Fact,
    LinkDegraded,
    LinkRecovered,
    LinkWentDown,
    OfficeUplinkLost,
    OfficeUplinkRestored,
    PortStatusChanged,
)
from inventory.lineage import Lineage
from inventory.models.device import Device, Interface
from inventory.models.outage import State, Subject
from inventory.reconcile import fact_sources, neighbours_of, reconcile
from inventory.state import Limits, Seen, Standing, Turn, Verdict, not_monitored, unseen
from inventory.store import polling as store
from inventory.store import topology
from netops.models.poller import PollerBeat
from netops.watched.bought import seen_bought, working_bought
from netops.watched.judging import Judge, Sky, is_cut_off, lineage_of
from netops.watched.moves import settle_identity
from netops.watched.portwatch import PortMoved
from netops.watched.remembered import Remembered, state_row
from netops.watched.roster import Roster, Thing
from service.database import reading, transaction

LOSS_ROUNDS = 10
LOSS_LEAST_SENT = 20  # fewer requests say nothing of a loss of a few percent
ENDING = (LinkRecovered, DeviceRecovered)

Also = Callable[[Session], None]


class Tell(Protocol):
    """Who turns facts into alerts, in the transaction of the facts."""

    def __call__(
        self, session: Session, facts: Sequence[Fact], *, at: datetime, lineage: Lineage | None = None
    ) -> None:
        """Enqueue what people are to be told; a `lineage` that was not given is read when it is needed."""
        ...


@dataclass(slots=True)
class Heard:
    """What one round brought. `failures` counts by reason; `uplink` are the addresses tried when we are cut off.

    `unseen` names what we were not able to ask at all, with the reason: that is unknown, not silent. `elsewhere`: it
    was seen from inside a school, where our own uplink has no part in it. `late`: it is over, and only its end may
    still concern people. `facts` and `also` go into the transaction of the round.
    """

    kind: str
    at: datetime
    seconds: float = 0.0
    seen: dict[Thing, Seen] = field(default_factory=dict)
    unseen: dict[Thing, str] = field(default_factory=dict)
    ports: list[tuple[int, PortMoved]] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    uplink_lost: bool = False
    uplink: Sequence[str] = ()
    memory: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: bool = False
    late: bool = False
    facts: list[Fact] = field(default_factory=list)
    also: Also | None = None


class Pipeline:
    """Everything between an answer and the database."""

    def __init__(self, engine: Engine, *, limits: Limits, tell: Tell, on_judged: OnJudged | None = None) -> None:
        self._engine = engine
        self.limits = limits
        self.limits_of_site: Mapping[int, Limits] = {}  # changed on the settings pages while this runs
        self._tell = tell
        self._on_judged = on_judged
        self._loss: dict[int, deque[tuple[int, int]]] = {}
        self.roster = Roster()
        self._lineage = lineage_of(self.roster)
        self.known = Remembered()
        self.usual_rtt_ms: Mapping[int, float] = {}
        self.undrawn: set[int] = set()  # sites of which something was heard since they were drawn

    # -- what is watched

    def watch(self, roster: Roster, at: datetime) -> None:
        """Take another inventory: remember what stands, and set apart what nothing reaches."""
        with transaction(self._engine) as session:
            known = Remembered.load(session, at)
            known.standings |= {t: s for t, s in self.known.standings.items() if t in known.standings}
            known.spans |= {i: s for i, s in self.known.spans.items() if i in roster.links}
            changed = {}
            for thing, why_not in _unreached(roster):
                before = known.standings.get(thing) or Standing(State.UNKNOWN, at)
                standing = not_monitored(before, at, why_not)
                if thing in known.outages:
                    store.end_outages(session, [(known.outages.pop(thing), at, ())])
                changed[thing] = standing
            gone = [thing for thing in known.outages if thing[1] not in _ids(roster, thing[0])]  # archived meanwhile
            store.end_outages(session, [(known.outages.pop(thing), at, ()) for thing in gone])
            self._save_states(session, changed, roster, at)
            known.standings |= changed
        self.roster, self.known = roster, known
        self._lineage = lineage_of(roster)
        self._show(roster, changed)

    # -- a round of probes

    def polled(self, heard: Heard) -> list[Fact]:
        """Judge and store one round; the facts that came of it.

        What was asked when the round began and is not watched any more has no standing to move.
        """
        heard.seen = {thing: seen for thing, seen in heard.seen.items() if self.roster.is_asked(thing)}
        heard.unseen = {thing: why for thing, why in heard.unseen.items() if self.roster.is_asked(thing)}
        sky = Sky(
            at=heard.at,
            limits=self.limits,
            limits_of_site=self.limits_of_site,
            uplink_lost=heard.uplink_lost,
            loss_percent=self._losses(heard.seen),
            usual_rtt_ms=self.usual_rtt_ms,
        )
        verdicts = Judge(self.roster, self.known.standings, sky, self._lineage).run(heard.seen)
        verdicts |= self._unseen(heard)
        with transaction(self._engine) as session:
            facts = [*heard.facts, *([] if heard.elsewhere else self._uplink_facts(heard))]
            turned = {thing: verdict for thing, verdict in verdicts.items() if verdict.turn is not Turn.NOTHING}
            outages = {**self._begin_outages(session, turned, heard.at), **self._end_outages(session, turned, heard.at)}
            facts += [self._turned(thing, verdict, outages, heard.at) for thing, verdict in turned.items()]
            facts += self._port_facts(session, heard)
            judged = {thing: verdict.standing for thing, verdict in verdicts.items()}
            facts += working_bought(session, self.roster, judged, heard.at)
            spans = self._spans(heard.seen, verdicts)
            store.save_samples(session, [span.row(link_id) for link_id, span in spans.items()])
            changed = self._worth_saving(verdicts, heard.at)
            self._save_states(session, changed, self.roster, heard.at)
            self._remember_asking(session, heard)
            store.add_events(session, facts, heard.at)
            told = [fact for fact in facts if not heard.late or isinstance(fact, ENDING)]
            self._tell(session, told, at=heard.at, lineage=self._lineage)
            if heard.also is not None:
                heard.also(session)
        self.known.moved(verdicts, outages, saved=changed, at=heard.at)
        self.known.spans |= spans
        if not heard.elsewhere:
            self.known.uplink_lost_at = self._uplink_lost_at(heard)
        self._show(self.roster, judged)
        return facts

    def _unseen(self, heard: Heard) -> dict[Thing, Verdict]:
        """What nobody could ask; where an agent should have and the line to it is down, that is why."""
        found: dict[Thing, Verdict] = {}
        for thing, why in heard.unseen.items():
            before = self.known.standings.get(thing) or Standing(State.UNKNOWN, heard.at)
            device = self.roster.devices.get(thing[1]) if thing[0] is Subject.DEVICE else None
            behind = device is not None and device.agent_id is not None
            cut = device is not None and behind and is_cut_off(self.roster, self.known.standings, device.site_id)
            state = State.UNREACHABLE if cut else State.UNKNOWN
            found[thing] = Verdict(unseen(before, heard.at, why, state=state))
        return found

    def _losses(self, seen: Mapping[Thing, Seen]) -> dict[int, float]:
        """Loss over the last rounds of each link, where enough was sent to tell."""
        found: dict[int, float] = {}
        for (subject, link_id), probe in seen.items():
            if subject is not Subject.LINK:
                continue
            rounds = self._loss.setdefault(link_id, deque(maxlen=LOSS_ROUNDS))
            # A round without any answer is an outage in the making, not a lossy line.
            if probe.received:
                rounds.append((probe.sent, probe.received))
            sent = sum(s for s, _ in rounds)
            if sent >= LOSS_LEAST_SENT:
                found[link_id] = 100.0 * (sent - sum(r for _, r in rounds)) / sent
        return found

    def _begin_outages(self, session: Session, turned: Mapping[Thing, Verdict], at: datetime) -> dict[Thing, int]:
        """Store the outages that begin, all at once; their numbers."""
        begun = {thing: verdict for thing, verdict in turned.items() if verdict.turn is Turn.WENT_DOWN}
        rows = []
        for thing, verdict in begun.items():
            last = verdict.standing.trail[-1].seen
            row = {
                "subject": thing[0],
                "subject_id": thing[1],
                "site_id": self._about(thing)["site_id"],
                "started_at": verdict.at or at,
                "confirmed_at": at,
                "method": last.method,
                "detail": last.detail[:500],
            }
            rows.append((row, verdict.evidence))
        return dict(zip(begun, store.begin_outages(session, rows), strict=True))

    def _end_outages(self, session: Session, turned: Mapping[Thing, Verdict], at: datetime) -> dict[Thing, None]:
        """End the outages of what answers again."""
        over = {thing: verdict for thing, verdict in turned.items() if verdict.turn is Turn.RECOVERED}
        ends = [(self.known.outages[thing], verdict.at or at, verdict.evidence) for thing, verdict in over.items()]
        store.end_outages(session, ends)
        return dict.fromkeys(over)

    def _turned(self, thing: Thing, verdict: Verdict, outages: Mapping[Thing, int | None], at: datetime) -> Fact:
        """The fact of what began, ended or got worse."""
        subject = thing[0]
        about = self._about(thing)
        last = verdict.standing.trail[-1].seen
        if verdict.turn is Turn.DEGRADED:
            loss = 100.0 * (last.sent - last.received) / last.sent
            return LinkDegraded(**about, loss_percent=loss, rtt_ms=last.rtt_ms)
        if verdict.turn is Turn.RECOVERED:
            turned_at = verdict.at or at
            started_at = self.known.standings[thing].outage_started_at or turned_at
            seconds = (turned_at - started_at).total_seconds()
            recovered = LinkRecovered if subject is Subject.LINK else DeviceRecovered
            return recovered(**about, outage_id=self.known.outages[thing], seconds=seconds)
        went_down = LinkWentDown if subject is Subject.LINK else DeviceWentDown
        return went_down(**about, outage_id=outages[thing], reason=last.detail)

    def _about(self, thing: Thing) -> dict[str, Any]:
        subject, thing_id = thing
        if subject is Subject.LINK:
            return {"link_id": thing_id, "site_id": self.roster.links[thing_id].site_id}
        return {"device_id": thing_id, "site_id": self.roster.devices[thing_id].site_id}

    def _uplink_facts(self, heard: Heard) -> list[Fact]:
        lost_at = self.known.uplink_lost_at
        if heard.uplink_lost and lost_at is None:
            return [OfficeUplinkLost(addresses=list(heard.uplink))]
        if not heard.uplink_lost and lost_at is not None:
            return [OfficeUplinkRestored(seconds=(heard.at - lost_at).total_seconds())]
        return []

    def _uplink_lost_at(self, heard: Heard) -> datetime | None:
        return (self.known.uplink_lost_at or heard.at) if heard.uplink_lost else None

    def _port_facts(self, session: Session, heard: Heard) -> list[Fact]:
        """Write the ports that moved."""
        rows = [(moved.port_id, moved.fields | {"changed_at": heard.at}) for _, moved in heard.ports]
        store.change_rows(session, Interface, rows)
        return [
            PortStatusChanged(**self._about((Subject.DEVICE, device_id)), port=moved.name, was=was, now=now)
            for device_id, moved in heard.ports
            if device_id in self.roster.devices
            for was, now in moved.statuses
        ]

    def _spans(self, seen: Mapping[Thing, Seen], verdicts: Mapping[Thing, Verdict]) -> dict[int, samples.Span]:
        """The five minutes under way of each link that was probed, with this round in it."""
        found: dict[int, samples.Span] = {}
        for (subject, link_id), probe in seen.items():
            verdict = verdicts.get((subject, link_id))
            if subject is Subject.LINK and verdict is not None:
                span = self.known.span(link_id, samples.span_start(probe.at))
                span.add(probe, verdict.standing.trail[-1].mark)
                found[link_id] = span
        return found

    def _worth_saving(self, verdicts: Mapping[Thing, Verdict], at: datetime) -> dict[Thing, Standing]:
        """What a page would show differently, and now and then the rest, so that figures do not grow old."""
        return {
            thing: verdict.standing
            for thing, verdict in verdicts.items()
            if self.known.is_news(thing, verdict.standing) or self.known.is_old(thing, at)
        }

    def _save_states(self, session: Session, standings: Mapping[Thing, Standing], roster: Roster, at: datetime) -> None:
        rows = [state_row(thing, standing, parent_id=_parent(roster, thing)) for thing, standing in standings.items()]
        store.save_states(session, rows)

    def _remember_asking(self, session: Session, heard: Heard) -> None:
        """What was learnt about asking, and the heartbeat that tells the other process how old all this is."""
        store.save_memories(session, heard.memory)
        if heard.elsewhere:
            return  # it says nothing of how our own rounds go
        beat = {
            "kind": heard.kind,
            "at": heard.at,
            "seconds": heard.seconds,
            "asked": len(heard.seen) + len(heard.unseen),
            "failed": sum(heard.failures.values()),
            "detail": ", ".join(f"{reason} {number}" for reason, number in heard.failures.most_common(5)),
        }
        store.upsert(session, PollerBeat, [beat])

    def _show(self, roster: Roster, standings: Mapping[Thing, Standing]) -> None:
        if self._on_judged is not None:
            self._on_judged(roster, self.known.standings, standings)

    # -- a device asked in full

    def walked(
        self, device_id: int, seen: DeviceObservation, memory: Mapping[str, Any], *, also: Also | None = None
    ) -> list[Fact]:
        """Reconcile one full observation; `memory` is what to remember for asking again."""
        with transaction(self._engine) as session:
            if also is not None:
                also(session)
            device_id, moves = settle_identity(session, device_id, seen)
            known = store.known_device(session, device_id)
            if known is None:
                return []
            found = reconcile(known, seen, seen.at)
            store.apply(session, device_id, found.changes)
            store.note_sources(session, device_id, fact_sources(seen))
            self._note_surroundings(session, known.device, seen)
            store.save_memories(session, [{"device_id": device_id, **memory}])
            facts = [*moves, *found.facts, *seen_bought(session, device_id, seen.at)]
            store.add_events(session, facts, seen.at)
            self._tell(session, facts, at=seen.at)
        return facts

    # -- who is around it

    def surrounded(self, device_id: int, seen: SurroundingsSeen, *, also: Also | None = None) -> None:
        """Take what a device said of those around it; `draw` tells later what it means for its site."""
        with transaction(self._engine) as session:
            if also is not None:
                also(session)
            known = store.known_device(session, device_id)
            if known is not None:
                store.apply(session, device_id, neighbours_of(known, seen, seen.at))
                self._note_surroundings(session, known.device, seen)

    def _note_surroundings(self, session: Session, device: Device, seen: DeviceObservation | SurroundingsSeen) -> None:
        session.flush()
        topology.note(session, device, seen)
        self.undrawn.add(device.site_id)

    def draw(self, at: datetime) -> list[Fact]:
        """Draw anew the sites of which something was heard: connections, parents, strangers."""
        facts: list[Fact] = []
        while self.undrawn:
            site_id = self.undrawn.pop()
            with transaction(self._engine) as session:
                found = topology.draw(session, site_id, at)
                store.add_events(session, found, at)
                self._tell(session, found, at=at)
            facts += found
        return facts

    def device(self, device_id: int) -> Device | None:
        """A device's row as it stands."""
        with reading(self._engine) as session:
            return session.get(Device, device_id)


OnJudged = Callable[[Roster, Mapping[Thing, Standing], Mapping[Thing, Standing]], None]


def _unreached(roster: Roster) -> list[tuple[Thing, str]]:
    devices = [((Subject.DEVICE, d.id), d.why_not) for d in roster.devices.values() if d.why_not]
    return devices + [((Subject.LINK, link.id), link.why_not) for link in roster.links.values() if link.why_not]


def _ids(roster: Roster, subject: Subject) -> Container[int]:
    return roster.links if subject is Subject.LINK else roster.devices


def _parent(roster: Roster, thing: Thing) -> int | None:
    if thing[0] is Subject.LINK:
        link = roster.links.get(thing[1])
        return link.upstream_id if link is not None else None
    device = roster.devices.get(thing[1])
    return device.parent_id if device is not None else None
