"""One round of steady polling of one device: the values of known instances, nothing else.

A reading is not validated text but numbers in columns, since 300,000 values a round pass here. A column is a
sequence with one entry per port, in the order of the plan's `ports`; it is the *same object* as in the round before
when the device's answer was equal byte for byte, and `changed` then lacks it. Missing values are None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from collectors.outcome import Failed

Cell = int | bytes | None


class Column(StrEnum):
    """What is asked of every port (IF-MIB)."""

    IN_OCTETS = "ifHCInOctets"
    OUT_OCTETS = "ifHCOutOctets"
    IN_ERRORS = "ifInErrors"
    OUT_ERRORS = "ifOutErrors"
    IN_DISCARDS = "ifInDiscards"
    OUT_DISCARDS = "ifOutDiscards"
    OPER_STATUS = "ifOperStatus"
    ADMIN_STATUS = "ifAdminStatus"
    HIGH_SPEED = "ifHighSpeed"
    NAME = "ifName"
    ALIAS = "ifAlias"


@dataclass(slots=True)
class Reading:
    """What one device said this round. `at` is seconds since the epoch, when the last answer came."""

    key: str
    at: float
    failure: Failed | None = None
    walk_again: str = ""  # why the plan no longer fits: "reboot", "renumbered", "missing instance"; empty: it fits
    uptime_ticks: int | None = None
    rtt_s: float | None = None  # from sending to the last answer of what was asked together
    columns: Mapping[Column, Sequence[Cell]] = field(default_factory=dict)
    changed: frozenset[Column] = frozenset()
    health: Sequence[Cell] = ()  # in the order of the plan's health instances
    health_changed: bool = False
