"""Figures of charts: gaps, bands cut to the period, traffic lines that keep their bursts."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from inventory.models.link import LinkSample
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.queries.availability import Period
from netops.web.charts import quality
from netops.web.traffic import of_history
from service.database import reading, transaction
from tests import factories

NOW = factories.AT
BANGKOK = ZoneInfo("Asia/Bangkok")


def test_a_gap_is_an_empty_point_and_bands_end_with_the_period(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        link = factories.make_link(session, factories.make_site(session, office))
        for minutes in (1440, 120, 115, 60):
            at = NOW - timedelta(minutes=minutes)
            session.add(LinkSample(link_id=link.id or 0, at=at, sent=10, received=9, rtt_avg_ms=5.0, rounds=10))
        factories.make_outage(session, link, started_at=NOW - timedelta(days=3), ended_at=NOW - timedelta(hours=23))
        factories.make_outage(session, link, started_at=NOW - timedelta(minutes=10))
        window = MaintenanceWindow(
            office_id=office.id or 0,
            subject=Subject.SITE,
            subject_id=link.site_id,
            starts_at=NOW - timedelta(hours=2),
            ends_at=NOW + timedelta(hours=2),
        )
        session.add(window)
    with reading(engine) as session:
        found = quality(session, link, Period.DAY, now=NOW, zone=BANGKOK)
    assert found["rtt_ms"] == [5.0, None, 5.0, 5.0, None, 5.0]
    assert found["loss_percent"][0] == 10.0
    assert found["outages"] == [
        (found["start"], (NOW - timedelta(hours=23)).timestamp()),
        ((NOW - timedelta(minutes=10)).timestamp(), found["end"]),
    ]
    assert found["maintenance"] == [((NOW - timedelta(hours=2)).timestamp(), found["end"])]


def test_a_link_watched_since_an_hour_fills_its_chart(engine: Engine) -> None:
    with transaction(engine) as session:
        link = factories.make_link(session, factories.make_site(session, factories.make_office(session)))
        session.add(LinkSample(link_id=link.id or 0, at=NOW - timedelta(minutes=10), sent=1, received=1))
    with reading(engine) as session:
        found = quality(session, link, Period.MONTH, now=NOW, zone=BANGKOK)
    assert found["end"] - found["start"] == 3600


def test_rates_are_those_of_the_last_round_and_a_gap_is_unknown() -> None:
    traffic = of_history({"at": [1.0, 2.0], "in_bps": [1e6, None], "out_bps": [5e6, 2e6]})
    assert (traffic.in_bps, traffic.out_bps, traffic.problems, traffic.most) == (None, 2e6, None, 5e6)


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=800), st.data())
def test_a_burst_never_vanishes_by_thinning(rates: list[float], data: st.DataObject) -> None:
    rates[data.draw(st.integers(0, len(rates) - 1))] = 2e9
    spark = of_history({"in_bps": rates, "out_bps": [0.0] * len(rates)}).spark
    heights = [float(point.split(",")[1]) for point in spark.split()]
    assert min(heights) == 0.0
    assert max(heights) <= 20.0
