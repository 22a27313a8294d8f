"""A planning service as a process of its own that listens to netops and keeps a copy of its needs: run as a program."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from contract.events import Fact, IndicatorMeasured
from planning.annual_plan.part import PART
from planning.cli import peers_of
from planning.kit import running
from planning.kit.settings import get_settings
from service import log
from service.hearing import Listening


def took(_session: Session, fact: Fact, _at: datetime) -> str:
    """What it heard, kept with it."""
    assert isinstance(fact, IndicatorMeasured)
    return f"took {fact.value:g}"


if __name__ == "__main__":
    log.configure()
    running.run(
        replace(PART, listening=(Listening("netops", {"IndicatorMeasured": took}),), copies=()),
        get_settings(),
        peers_of(get_settings(), PART.name),
    )
