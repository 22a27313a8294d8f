"""Builds the pipeline and the rounds of one process: everything is made here once and passed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.events import Fact
from inventory.lineage import Lineage
from inventory.state import Limits
from netops.configs.noticed import Noticed
from netops.metrics import Board
from netops.notify.alerts import tell
from netops.pipeline import Pipeline
from netops.polling.inside import FromInside
from netops.polling.intake import Intake
from netops.polling.rounds import Rounds
from netops.polling.showing import Showing
from netops.settings import Settings
from netops.vault import Vault
from netops.watched.confirming import limits_by_site, limits_of
from service.database import reading


@dataclass(frozen=True, slots=True)
class Poll:
    """What polls: the rounds to run, the pipeline behind them, the board that they fill, signs of changes, agents."""

    pipeline: Pipeline
    rounds: Rounds
    showing: Showing
    noticed: Noticed
    intake: Intake

    @property
    def board(self) -> Board:
        """The metric blocks."""
        return self.showing.board


@asynccontextmanager
async def polling(engine: Engine, settings: Settings, vault: Vault) -> AsyncIterator[Poll]:
    """A poll in the running event loop, ready for its first round; closed at the end."""
    showing = Showing(Board())
    pipeline = Pipeline(
        engine,
        limits=limits_of(settings),
        tell=Teller(settings),
        on_judged=showing.judged,
    )
    pipeline.limits_of_site = limits_in_force(engine, settings)
    noticed = Noticed(settings.config_quiet_s)
    rounds = Rounds(engine, settings, pipeline=pipeline, showing=showing, unseal=vault.unseal, noticed=noticed)
    inside = FromInside(engine, settings, pipeline=pipeline, showing=showing)
    intake = Intake(
        engine, pipeline=pipeline, inside=inside, in_thread=rounds.in_thread, silent_s=settings.agent_silent_s
    )
    try:
        yield Poll(pipeline, rounds, showing, noticed, intake)
    finally:
        await asyncio.shield(rounds.close())


def limits_in_force(engine: Engine, settings: Settings) -> Mapping[int, Limits]:
    """Of the places that are judged otherwise than the rest."""
    with reading(engine) as session:
        return limits_by_site(session, settings)


class Teller:
    """`tell` with this process's settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(
        self, session: Session, facts: Sequence[Fact], *, at: datetime, lineage: Lineage | None = None
    ) -> None:
        if facts:
            session.flush()
            tell(session, facts, at=at, settings=self._settings, lineage=lineage)
