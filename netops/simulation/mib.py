"""What one simulated device knows: its SNMP instances in order, each with a fixed or a moving value."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from collectors.snmp.session import Oid, SnmpValue, Tag
from collectors.snmp.wire import encode_oid, encode_value

# A value is its TLV, or what makes the TLV from the seconds since the device booted.
Value = bytes | Callable[[float], bytes]

_HEADS = {tag: tuple(bytes((tag, size)) for size in range(12)) for tag in Tag}
_SHAPES: dict[tuple[Oid, ...], tuple[tuple[Oid, ...], tuple[bytes, ...]]] = {}
_FIXED: dict[bytes, bytes] = {}


def fixed(tag: Tag, value: SnmpValue) -> bytes:
    """A value that does not move. Equal ones are one object: a fleet of alike devices stays small."""
    encoded = encode_value(tag, value)
    return _FIXED.setdefault(encoded, encoded)


def text(value: str) -> bytes:
    """An octet string."""
    return fixed(Tag.OCTET_STRING, value.encode())


def integer(value: int) -> bytes:
    """An INTEGER."""
    return fixed(Tag.INTEGER, value)


class Counter:
    """Counts up evenly from `base` and wraps where its type ends."""

    __slots__ = ("_base", "_heads", "_rate", "_wrap")

    def __init__(self, tag: Tag, base: int, per_second: float) -> None:
        self._heads = _HEADS[tag]
        self._base = base
        self._rate = per_second
        self._wrap = 2**64 if tag is Tag.COUNTER64 else 2**32

    def __call__(self, uptime_s: float) -> bytes:
        value = (self._base + int(self._rate * uptime_s)) % self._wrap
        size = value.bit_length() // 8 + 1
        return self._heads[size] + value.to_bytes(size, "big")


class Wave:
    """A gauge that swings around `middle`: load, memory, temperature."""

    __slots__ = ("_heads", "_middle", "_period_s", "_phase", "_swing")

    def __init__(self, tag: Tag, middle: float, swing: float, *, period_s: float = 300.0, phase: float = 0.0) -> None:
        self._heads = _HEADS[tag]
        self._middle = middle
        self._swing = swing
        self._period_s = period_s
        self._phase = phase

    def __call__(self, uptime_s: float) -> bytes:
        value = max(0, round(self._middle + self._swing * math.sin(math.tau * uptime_s / self._period_s + self._phase)))
        size = value.bit_length() // 8 + 1
        return self._heads[size] + value.to_bytes(size, "big")


class Mib:
    """The instances of one device. Devices with equal names of instances share them."""

    __slots__ = ("_values", "encoded", "oids")

    def __init__(self, instances: Mapping[Oid, Value]) -> None:
        ordered = tuple(sorted(instances))
        shape = _SHAPES.get(ordered)
        if shape is None:
            shape = _SHAPES.setdefault(ordered, (ordered, tuple(encode_oid(oid) for oid in ordered)))
        self.oids, self.encoded = shape
        self._values = [instances[oid] for oid in ordered]

    def find(self, oid: Oid) -> int | None:
        """Position of exactly this instance."""
        at = bisect_left(self.oids, oid)
        return at if at < len(self.oids) and self.oids[at] == oid else None

    def after(self, oid: Oid) -> int | None:
        """Position of the first instance after this name."""
        at = bisect_right(self.oids, oid)
        return at if at < len(self.oids) else None

    def value(self, position: int) -> Value:
        """The value at a position."""
        return self._values[position]
