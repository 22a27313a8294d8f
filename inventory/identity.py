"""Which known device this is, wherever it answers: by serial, engine id or chassis MAC. Pure.

An identity counts only while exactly one known device has it: cheap brands ship thousands with the same serial
"123456789" or a cloned engine id, and joining two devices is worse than not recognising one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Identity(NamedTuple):
    """What stays with a device when its address changes; empty where unknown."""

    serial: str = ""
    engine_id: str = ""
    chassis_mac: str = ""


def recognise(known: Iterable[tuple[int, Identity]], seen: Identity) -> int | None:
    """The id of the one known device that this is; None when it is new or cannot be told."""
    listed = list(known)
    for place, said in enumerate(seen):
        if not said:
            continue
        fitting = [device_id for device_id, identity in listed if identity[place] == said]
        if len(fitting) == 1:
            return fitting[0]
    return None
