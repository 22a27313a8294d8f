"""Port history without a Prometheus, and with one that does not answer: None, never an error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netops.web.port_history import PortHistory
from netops.web.traffic import of_history, with_line
from tests.ports import free_port

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize("is_set", [False, True])
def test_without_an_answer_there_is_no_history(is_set: bool) -> None:
    history = PortHistory(f"http://127.0.0.1:{free_port()}" if is_set else "")
    assert history.day(site_code="99010001", device='a"}', now=NOW) is None
    history.close()


def test_the_line_is_of_the_day_and_the_rates_are_of_now() -> None:
    now = of_history({"in_bps": [1.0, 2.0], "out_bps": [3.0, 4.0]})
    day = with_line(now, {"in_bps": [None, 80.0, 0.0], "out_bps": [None, 10.0, 0.0]})
    assert (day.in_bps, day.out_bps, day.most) == (2.0, 4.0, 80.0)
    assert day.spark == "0.0,20.0 50.0,0.0 100.0,20.0"
