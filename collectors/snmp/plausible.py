"""Which facts and sensor values can be true. Agents put -32768, 65535, 2^31-1 and the like where no sensor is."""

from __future__ import annotations

import re

UNITS = {
    "temperature": "°C",
    "voltage": "V",
    "current": "A",
    "power": "W",
    "fanspeed": "rpm",
    "dbm": "dBm",
    "humidity": "%",
    "frequency": "Hz",
    "load": "%",
    "charge": "%",
    "runtime": "min",
    "percent": "%",
    "signal": "dBm",
    "snr": "dB",
    "power_consumed": "kWh",
}
# Wide on purpose: an alarm value must pass, a sentinel must not, whatever the scale a vendor applied to it.
RANGES: dict[str, tuple[float, float]] = {
    "temperature": (-60, 250),
    "voltage": (-100, 60_000),
    "current": (-5_000, 5_000),
    "power": (-1_000, 5_000_000),
    "fanspeed": (0, 60_000),
    "dbm": (-60, 60),
    "humidity": (0, 100),
    "frequency": (0, 20_000_000),
    "load": (0, 400),
    "charge": (0, 100),
    "runtime": (0, 60_000),
    "percent": (0, 100),
    "count": (0, 2.0**48),
}
SENTINELS = frozenset(
    {-(2**31), -(2**31) + 1, 2**31 - 1, 2**32 - 1, -32768, 32767, 65535, -(2**15) + 1, -1_000_000_000, 1_000_000_000}
)
# These may really be minus one; anything else says so where nothing is connected.
SIGNED = frozenset({"temperature", "dbm", "signal", "snr", "state"})
# Licence text behind a version, and bytes of no known encoding (read as Thai, in which no maker writes a model).
_NO_FACT = re.compile(r"(?i)copyright|[\u0080-\u009f\u0e00-\u0e7f\ufffd]")
_MEANT = re.compile(r"[^\W_]")


def credible(fact: str) -> str:
    """What of a model, version or serial can be meant; empty where no letter or digit is left."""
    found = _NO_FACT.search(fact)
    meant = fact[: found.start()].rstrip(" ,;(") if found else fact
    return meant if _MEANT.search(meant) else ""


def is_sentinel(kind: str, raw: float) -> bool:
    """Whether a value as it was sent, before any scale, stands for "no sensor here"."""
    return raw in SENTINELS or (raw == -1 and kind not in SIGNED)


def plausible(kind: str, value: float) -> bool:
    """Whether a scaled value of this class can be meant. States are small codes and pass by the sentinels alone."""
    if value in SENTINELS:
        return False
    low, high = RANGES.get(kind, (-(2.0**53), 2.0**53))
    return low <= value <= high
