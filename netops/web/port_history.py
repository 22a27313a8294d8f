"""Traffic of ports over time from Prometheus, where one is set; the address comes from the settings and nowhere else.

A Prometheus that is down or slow is None, never an error: the page then shows the two hours that the poller keeps.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, Final

import httpx

from netops.metrics import Family, labels

log = logging.getLogger(__name__)
TIMEOUT_S: Final = 2.0
SPAN_S: Final = 24 * 3600
STEP_S: Final = 720
WINDOW: Final = "15m"
MOST_POINTS: Final = 360
_ERRORS: Final = (Family.IF_IN_ERRORS, Family.IF_OUT_ERRORS)
_DIRECTIONS: Final = {"in_bps": Family.IF_IN, "out_bps": Family.IF_OUT}

_UNTOLD: Final = (httpx.HTTPError, KeyError, ValueError)

Series = dict[str, list[float | None]]


class PortHistory:
    """One for each process; `close` it at the end. Without an address there is no history."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=TIMEOUT_S) if url else None

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def day(self, *, site_code: str, device: str, now: datetime) -> dict[str, Series] | None:
        """`in_bps` and `out_bps` by port name over the last day, a point each 12 minutes; a gap is None."""
        if self._client is None:
            return None
        grid = _Grid(now.timestamp() - SPAN_S, STEP_S, SPAN_S // STEP_S + 1)
        found: dict[str, Series] = {}
        try:
            for direction, family in _DIRECTIONS.items():
                asked = f"8 * rate({family.metric}{labels(site=site_code, device=device)}[{WINDOW}])"
                for one in _asked(self._client, asked, grid):
                    found.setdefault(one["metric"]["port"], {})[direction] = grid.points(one)
        except _UNTOLD as error:
            log.info("Prometheus does not tell the history of ports: %s", type(error).__name__)
            return None
        return found

    def port(self, where: Mapping[str, str], *, start: datetime, end: datetime) -> Series | None:
        """`at`, `in_bps`, `out_bps` and `problems` (errors a second) of one port, at most `MOST_POINTS`.

        `where` has the labels site, device and port. A point is the mean since the one before; a gap is None.
        """
        if self._client is None:
            return None
        span = (end - start).total_seconds()
        step = max(60.0, span / MOST_POINTS)
        grid = _Grid(start.timestamp(), step, int(span / step) + 1)
        window = f"[{max(5 * 60, int(step))}s]"
        rates = {way: f"8 * rate({family.metric}{labels(**where)}{window})" for way, family in _DIRECTIONS.items()}
        rates["problems"] = " + ".join(f"rate({family.metric}{labels(**where)}{window})" for family in _ERRORS)
        try:
            told = {way: next(iter(_asked(self._client, query, grid)), None) for way, query in rates.items()}
        except _UNTOLD as error:
            log.info("Prometheus does not tell the history of a port: %s", type(error).__name__)
            return None
        empty: list[float | None] = [None] * grid.count
        return {"at": grid.times} | {way: grid.points(one) if one else empty for way, one in told.items()}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Moments at which rates are asked: seconds since the epoch, and between them."""

    start: float
    step_s: float
    count: int

    @property
    def times(self) -> list[float | None]:
        return [self.start + place * self.step_s for place in range(self.count)]

    def points(self, series: Mapping[str, Any]) -> list[float | None]:
        found: list[float | None] = [None] * self.count
        for at, value in series["values"]:
            place = round((float(at) - self.start) / self.step_s)
            if 0 <= place < self.count and isfinite(float(value)):
                found[place] = float(value)
        return found


def _asked(client: httpx.Client, query: str, grid: _Grid) -> list[Mapping[str, Any]]:
    end = grid.start + grid.step_s * (grid.count - 1)
    asked = {"query": query, "start": f"{grid.start:.3f}", "end": f"{end:.3f}", "step": f"{grid.step_s:.3f}"}
    answer = client.post("/api/v1/query_range", data=asked)
    answer.raise_for_status()
    series: list[Mapping[str, Any]] = answer.json()["data"]["result"]
    return series
