"""What falls for one reason is told as one: played by itself, so that nothing may excuse another word."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from netops.models.alert import AlertKind
from netops.settings import Settings
from tests.netops.one_cause.played import Oracle, Played
from tests.netops.one_cause.world import build


@pytest.mark.parametrize("seed", [1, 2])
def test_what_falls_for_one_reason_is_told_as_one(engine: Engine, settings: Settings, seed: int) -> None:
    """Nothing disturbs them, so that not one may be told otherwise; nothing else is told at all."""
    played = Played(engine, settings, *build(engine, seed, 0, of_many=6))
    played.run()
    oracle = Oracle(played)
    assert oracle.of_many() == (6, [])
    assert oracle.kinds == {AlertKind.PROVIDER_OUTAGE: 3, AlertKind.AREA_POWER_OUT: 3}
