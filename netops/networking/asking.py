"""The things of a work order asked live through the poller, for its acceptance test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from inventory.models.outage import Subject
from network.acceptance import Asked
from network.models.change import NetworkCheck
from network.store.testing import Thing, subject_of

Examine = Callable[[Sequence[int], Sequence[int]], dict[str, dict[int, dict[str, Any]]] | None]
"""Ids of devices and of links; None when the poller does not run."""


def ask_live(examine: Examine, checks: Sequence[NetworkCheck]) -> dict[Thing, Asked]:
    """What each device and link of the checks answers now; empty when the poller does not run. Takes up to a minute."""
    things = {subject_of(check) for check in checks}
    ids = {kind: sorted(row_id for subject, row_id in things if subject is kind) for kind in Subject}
    told = examine(ids[Subject.DEVICE], ids[Subject.LINK])
    if told is None:
        return {}
    found = {(Subject.DEVICE, row_id): as_asked(raw) for row_id, raw in told["devices"].items()}
    return found | {(Subject.LINK, row_id): as_asked(raw) for row_id, raw in told["links"].items()}


def as_asked(raw: Mapping[str, Any]) -> Asked:
    """One answer of the examiner. A device that SNMP asks is up when it answers that, others when a ping comes back."""
    at = datetime.fromisoformat(raw["at"])
    if "unasked" in raw:
        return Asked(at, None, raw=raw)
    sent, received = raw.get("sent"), raw.get("received")
    loss = None if not sent else round(100 * (sent - received) / sent)
    walk = raw.get("walk", "")
    return Asked(at, walk == "answered" if walk else bool(received), loss, walk == "answered", raw)
