"""Thresholds of the settings page reach what the poller judges by."""

from __future__ import annotations

from netops.watched.thresholds import load_thresholds, store_thresholds
from sqlalchemy import Engine

from netops.db import transaction
from netops.polling.wiring import limits_in_force
from netops.settings import Settings
from tests.factories import make_office


def test_what_an_office_set_is_in_force(database: Engine, settings: Settings) -> None:
    assert limits_in_force(database, settings).down_after == settings.down_after
    with transaction(database) as session:
        office = make_office(session)
        assert office.id is not None
        wanted = load_thresholds(session, office.id, settings).with_changes({"down_after": 2, "down_of": 6})
        store_thresholds(session, office.id, wanted)
    limits = limits_in_force(database, settings)
    assert (limits.down_after, limits.down_of, limits.loss_percent) == (2, 6, settings.degraded_loss_percent)


def test_many_offices_share_the_environment(database: Engine, settings: Settings) -> None:
    with transaction(database) as session:
        for down_after in (1, 2):
            office = make_office(session)
            assert office.id is not None
            wanted = load_thresholds(session, office.id, settings).with_changes({"down_after": down_after})
            store_thresholds(session, office.id, wanted)
    assert limits_in_force(database, settings).down_after == settings.down_after
