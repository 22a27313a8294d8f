"""A planning service that tells, and netops that hears it over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col, select

from contract.events import Fact
from inventory.store.siblings import told_after
from netops.models.heard import SiblingHeard
from planning.kit.events import tell
from service.columns import utc_now
from service.database import reading, transaction


@dataclass
class Sibling:
    """A planning service that tells facts, and netops that hears them over HTTP."""

    engine: Engine
    theirs: Engine
    hear: Callable[[], int]

    def tells(self, fact: Fact) -> None:
        with transaction(self.theirs) as session:
            tell(session, fact, at=utc_now())
        assert self.hear() == 1

    def outcome(self) -> str:
        with reading(self.engine) as session:
            return [one.outcome for one in session.exec(select(SiblingHeard).order_by(col(SiblingHeard.id)))][-1]


def told(engine: Engine) -> list[Fact]:
    """What netops told siblings."""
    with reading(engine) as session:
        return [one.fact for one in told_after(session, None, 0, limit=100).items]
