"""The web process asks the poller over its socket file. A poller that is down or slow is None, never an error."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from netops.polling.local_service import SOCKET_NAME

log = logging.getLogger(__name__)
TIMEOUT_S = 2.0
EXAMINED_WITHIN_S = 60.0


class PollerClient:
    """One for each process; connections are kept open. `close` it at the end."""

    def __init__(self, data_dir: Path) -> None:
        self._socket = data_dir / SOCKET_NAME
        self._client = httpx.Client(
            # Nothing is encrypted on a socket of this machine: to load certificates would take longer than to ask.
            transport=httpx.HTTPTransport(uds=str(self._socket), verify=False),
            base_url="http://poller",
            timeout=TIMEOUT_S,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def metrics(self) -> bytes | None:
        """The whole `/metrics` page."""
        answer = self._get("/metrics")
        return None if answer is None else answer.content

    def device_metrics(self, device_id: int) -> bytes | None:
        """One device's page; None too for a device that is not watched."""
        answer = self._get(f"/metrics/device/{device_id}")
        return None if answer is None else answer.content

    def ports(self, device_id: int) -> list[dict[str, Any]] | None:
        """Each port of a device: `id`, `name`, `rates` now, and `history` of two hours.

        A history holds `at` (seconds since the epoch) and, in the same order, `in_bps`, `out_bps` and where there
        ever were any `problems` and `discards` (a second); None is a point that is not known.
        """
        answer = self._get(f"/ports/{device_id}")
        found: list[dict[str, Any]] | None = None if answer is None else answer.json()["ports"]
        return found

    def loads(self, wanted: Mapping[int, Sequence[int]]) -> dict[int, float] | None:
        """Bit/s now in the busier direction of the named ports (device id -> port ids), by port id where known."""
        answer = self._send("POST", "/loads", json={str(device): list(ports) for device, ports in wanted.items()})
        return None if answer is None else {int(port): rate for port, rate in answer.json().items()}

    def ask(self, act: str, device_id: int) -> bool:
        """Ask for something to be done for a device soon; False when the poller does not hear, or knows no such act."""
        return self._send("POST", f"/devices/{device_id}/{act}") is not None

    def look_again(self, outage_id: int, *, asked_by: int) -> bool | None:
        """Ask for first aid anew; whether it begins, None when the poller does not hear."""
        answer = self._send("POST", f"/outages/{outage_id}/first-aid", json={"asked_by": asked_by})
        return None if answer is None else bool(answer.json()["begun"])

    def examine(self, devices: Sequence[int], links: Sequence[int]) -> dict[str, dict[int, dict[str, Any]]] | None:
        """Have devices and links asked live, within a minute: `devices` and `links`, by id, as the examiner tells."""
        given = {"devices": list(devices), "links": list(links)}
        answer = self._send("POST", "/examine", json=given, timeout=EXAMINED_WITHIN_S)
        if answer is None:
            return None
        return {kind: {int(row_id): told for row_id, told in rows.items()} for kind, rows in answer.json().items()}

    def status(self) -> dict[str, Any] | None:
        """The last round of each kind: `at`, `seconds`, `asked`, `failed`."""
        answer = self._get("/status")
        found: dict[str, Any] | None = None if answer is None else answer.json()
        return found

    def _get(self, path: str) -> httpx.Response | None:
        return self._send("GET", path)

    def _send(self, method: str, path: str, **given: Any) -> httpx.Response | None:
        if not self._socket.exists():  # the usual way of being down; httpx would leave an open socket behind
            return None
        try:
            answer = self._client.request(method, path, **given)
        except httpx.TransportError as error:
            log.info("the poller does not answer: %s", error)
            return None
        return answer if answer.status_code == httpx.codes.OK else None
