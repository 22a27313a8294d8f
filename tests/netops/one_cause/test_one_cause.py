"""One cause, one alert: a thousand outages of a district whose truth is known, through the real pipeline."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from netops.models.alert import AlertKind
from netops.settings import Settings
from tests.netops.one_cause.played import Oracle, Played
from tests.netops.one_cause.world import build

OUTAGES = 1000
SEED = 20261128


def test_a_thousand_outages_are_each_told_once_and_no_child_is_blamed(
    engine: Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    played = Played(engine, settings, *build(engine, SEED, OUTAGES))
    played.run()
    oracle = Oracle(played)
    false, missed, doubled = oracle.false_alerts(), oracle.missed(), oracle.doubled()
    many, wrong = oracle.of_many()
    with capsys.disabled():
        print(  # noqa: T201 - the count that the test proves
            f"\n{len(played.world.faults)} outages, {len(played.world.cuts)} cuts of the own line, "
            f"{len(played.world.windows)} maintenance windows, {sum(oracle.kinds.values())} alerts "
            f"({', '.join(f'{kind.value} {count}' for kind, count in sorted(oracle.kinds.items()))}): "
            f"{len(false)} false, {len(missed)} missed, {len(doubled)} doubled; "
            f"{many} undisturbed outages of many, {len(wrong)} not told as one"
        )
    assert len(played.world.faults) >= OUTAGES
    assert (false, missed, doubled, wrong) == ([], [], [], [])
    assert many >= 3
    assert [alert.kind for alert in oracle.alerts if alert.ended_at is None] == []
    assert oracle.kinds[AlertKind.OFFICE_UPLINK_DOWN] <= len(played.world.cuts)
