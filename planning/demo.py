"""Fills the services of a demonstration, one after the other: each with copies of what those before it hold, having
heard what they told, and with its board's decision about what it submitted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from contract.feed import Feed
from planning.kit import copies, running
from planning.kit.events import told_after
from planning.kit.parts import Demo, Paper, Part
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, Peer
from planning.plans.declared import Shared
from planning.plans.store.laying import Desk, submitted
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.hearing import PAGE, Ear, PeerColumns
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError

NETOPS: Final = "netops"
PLACES: Final = "places.json"
ORDER: Final = ("registry", "school_network", "development_plan", "annual_plan", "province")
"""Each after those whose facts and data it cannot do without."""


def fill(
    parts: Sequence[Part], settings: PlanningSettings, demo: Demo, netops_data: Path | None = None
) -> Iterator[str]:
    """What was put into each service that has invented data. `netops_data` is a folder in which each dataset of
    netops lies as NAME.json, in the shape in which netops gives it; the addresses of the stories are put there too;
    None: nothing of netops is known.
    """
    district = _District({part.name: part for part in parts}, settings, demo, netops_data)
    for part in parts:
        running.begin(part, settings)
    for name in ORDER:
        yield from district.fill(name)
    for name in ORDER:
        district.hear(district.parts[name])
    if netops_data is not None:
        (netops_data / PLACES).write_text(json.dumps(demo.places))


@dataclass(frozen=True, slots=True)
class _District:
    """All services of one demonstration, none of which runs."""

    parts: Mapping[str, Part]
    settings: PlanningSettings
    demo: Demo
    netops_data: Path | None

    def fill(self, name: str) -> Iterator[str]:
        """One service: its own acts, what its committee decides about them, and what comes after that."""
        part = self.parts[name]
        if part.fill_demo is None:
            return
        self.copy(part, utc_now())
        self.hear(part)
        yield f"{name}: {part.fill_demo(self.settings, self.demo)}"
        papers = self._papers(part)
        if papers and part.decided_demo is not None:
            yield from self._decide(papers)
            self.hear(part)
            yield f"{name}: {part.decided_demo(self.settings, self.demo)}"

    def _decide(self, papers: Sequence[Paper]) -> Iterator[str]:
        for part in self.parts.values():
            if part.decide_demo is not None:
                yield f"{part.name}: {part.decide_demo(self.settings, self.demo, papers)}"

    def _papers(self, part: Part) -> list[dict[str, str]]:
        """What it has submitted."""
        if not isinstance(part.shared, Shared):
            return []
        desk = Desk(part.name, self.settings.url_of(part.name, self.settings.port_of(part.name)))
        engine = make_engine(self.settings.database_of(part.name))
        try:
            with reading(engine) as session:
                return submitted(session, part.shared, OFFICE_CODE, desk, today=self.demo.today)
        finally:
            engine.dispose()

    def hear(self, part: Part) -> None:
        """What it would have read of the others' feeds if they ran already. It goes on from there when it runs."""
        engine = make_engine(self.settings.database_of(part.name))
        try:
            ear = Ear(engine, running.key_of(part, self.settings), {}, EventIn, Peer, ask=self._told)
            for listening in part.listening:
                if listening.peer in self.parts:
                    ear.hear(listening)
                    _understood(engine, part.name, listening.peer)
        finally:
            engine.dispose()

    def _told(self, place: PeerColumns) -> Feed:
        """The next page of what a service told."""
        engine = make_engine(self.settings.database_of(place.name))
        try:
            with reading(engine) as session:
                return told_after(session, place.cursor, place.key, limit=PAGE)
        finally:
            engine.dispose()

    def copy(self, part: Part, at: datetime) -> None:
        """What it would read from the others if they ran already."""
        engine = make_engine(self.settings.database_of(part.name))
        try:
            with transaction(engine) as session:
                for copied in part.kept:
                    if copied.peer == NETOPS:
                        body = self._of_netops(copied.name)
                    else:
                        body = self._given(self.parts[copied.peer], copied.name)
                    if body:
                        copies.put(session, copied, OFFICE_CODE, body, at=at)
        finally:
            engine.dispose()

    def _of_netops(self, name: str) -> bytes:
        file = (self.netops_data or Path()) / f"{name}.json"
        return file.read_bytes() if self.netops_data is not None and file.exists() else b""

    def _given(self, owner: Part, name: str) -> bytes:
        """The dataset as its owner would answer it."""
        engine = make_engine(self.settings.database_of(owner.name))
        try:
            with reading(engine) as session:
                return owner.datasets[name](session, OFFICE_CODE).body(name, OFFICE_CODE)
        finally:
            engine.dispose()


def _understood(engine: Engine, name: str, peer: str) -> None:
    """An ear writes down what it cannot take in and raises nothing: here that is a fault of this release."""
    with reading(engine) as session:
        place = session.get(Peer, peer)
    if place is not None and place.problem:
        raise RefusedCommandError(f"{name} did not understand what {peer} told: {place.problem}")
