"""A day of port traffic from Prometheus, where one is set; the address comes from the settings and nowhere else.

A Prometheus that is down or slow is None, never an error: the page then shows the two hours that the poller keeps.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import httpx

from netops.metrics import Family, labels

log = logging.getLogger(__name__)
TIMEOUT_S: Final = 2.0
SPAN_S: Final = 24 * 3600
STEP_S: Final = 720
WINDOW: Final = "15m"
_DIRECTIONS: Final = {"in_bps": Family.IF_IN, "out_bps": Family.IF_OUT}

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
        found: dict[str, Series] = {}
        try:
            for direction, family in _DIRECTIONS.items():
                for port, points in self._rates(self._client, family, labels(site=site_code, device=device), now):
                    found.setdefault(port, {})[direction] = points
        except (httpx.HTTPError, KeyError, ValueError) as error:
            log.info("Prometheus does not tell the history of ports: %s", type(error).__name__)
            return None
        return found

    @staticmethod
    def _rates(client: httpx.Client, family: Family, where: str, now: datetime) -> list[tuple[str, list[float | None]]]:
        end = now.timestamp()
        asked = {
            "query": f"8 * rate({family.metric}{where}[{WINDOW}])",
            "start": f"{end - SPAN_S:.3f}",
            "end": f"{end:.3f}",
            "step": str(STEP_S),
        }
        answer = client.post("/api/v1/query_range", data=asked)
        answer.raise_for_status()
        series = answer.json()["data"]["result"]
        return [(one["metric"]["port"], _on_grid(one, end - SPAN_S)) for one in series]


def _on_grid(series: Mapping[str, Any], start: float) -> list[float | None]:
    points: list[float | None] = [None] * (SPAN_S // STEP_S + 1)
    for at, value in series["values"]:
        place = round((float(at) - start) / STEP_S)
        if 0 <= place < len(points):
            points[place] = float(value)
    return points
