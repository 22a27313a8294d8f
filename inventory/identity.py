"""Which known device this is, wherever it answers: by serial, engine id or chassis MAC. Pure.

An identity counts only while exactly one known device has it: cheap brands ship thousands with the same serial
"123456789" or a cloned engine id, and joining two devices is worse than not recognising one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Identity(NamedTuple):
    """What stays with a device when its address changes; empty where unknown."""

    serial: str = ""
    engine_id: str = ""
    chassis_mac: str = ""


_COUNTED = "0123456789" * 3


def identifies(said: str) -> bool:
    """Whether a serial, engine id or MAC can be this device's own.

    "0000000000", "XXXXXXXXXXXX", "123456789", "N/A" and "To be filled by O.E.M." stand where none was ever written.
    """
    letters = re.sub(r"[\W_]", "", said).upper()
    return len(set(letters)) > 1 and any(map(str.isdigit, letters)) and letters not in _COUNTED


def recognise(known: Iterable[tuple[int, Identity]], seen: Identity) -> int | None:
    """The id of the one known device that this is; None when it is new or cannot be told."""
    listed = list(known)
    for place, said in enumerate(seen):
        if not identifies(said):
            continue
        fitting = [device_id for device_id, identity in listed if identity[place] == said]
        if len(fitting) == 1:
            return fitting[0]
    return None
