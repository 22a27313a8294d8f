"""What first aid looks at, in the order in which people read it."""

from __future__ import annotations

from enum import StrEnum


class LookName(StrEnum):
    """One look; its file in `looks/` has the same name."""

    PATH = "path"
    ADDRESS = "address"
    AROUND = "around"
    PROVIDER = "provider"
    INSIDE = "inside"
    POWER = "power"
    PORTS = "ports"
    CHANGE = "change"
    MESSAGES = "messages"
