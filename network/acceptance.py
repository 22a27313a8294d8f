"""The acceptance of a work order: what has to be, what the collectors measured, and whether that passes.

Nothing passes because somebody says so: a check without a measurement of after the order is not passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FRESH: Final = timedelta(minutes=15)
"""An answer older than this does not say how a thing is now."""


class CheckKind(StrEnum):
    """What is asked, and in which unit `wanted` is."""

    ANSWERS = "answers"  # a device; nothing wanted
    LINK_UP = "link_up"  # a link; minutes without a break
    PORT_SPEED = "port_speed"  # a port of a device; Mbit/s
    PORTS = "ports"  # a device; how many ports
    FIRMWARE = "firmware"  # a device; the version as it says it


class Standing(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One check of an order."""

    kind: CheckKind
    thing: str
    wanted: str = ""
    port: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was measured of it, and when; `at` None: never. `is_up` is of a device or link, `up_since` of a link."""

    at: datetime | None = None
    is_up: bool = False
    up_since: datetime | None = None
    speed_bps: int | None = None
    ports: int | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One check with its evidence: what was wanted, what was measured, and when."""

    check: Wanted
    standing: Standing
    measured: str
    at: datetime | None


def judge(check: Wanted, seen: Seen, *, since: datetime, now: datetime) -> Result:
    """`since` is when the order was given: what was measured before it says nothing of the work. Whether something
    answers has to be known now, facts of a device only since then.
    """
    is_live = check.kind in (CheckKind.ANSWERS, CheckKind.LINK_UP)
    if seen.at is None or seen.at < since or (is_live and seen.at < now - FRESH):
        return Result(check, Standing.NOT_MEASURED, "", seen.at)
    passed, measured = _judged(check, seen, since, now)
    if passed is None:
        return Result(check, Standing.NOT_MEASURED, measured, seen.at)
    return Result(check, Standing.PASSED if passed else Standing.FAILED, measured, seen.at)


def _judged(check: Wanted, seen: Seen, since: datetime, now: datetime) -> tuple[bool | None, str]:
    match check.kind:
        case CheckKind.ANSWERS:
            return seen.is_up, "up" if seen.is_up else "down"
        case CheckKind.LINK_UP:
            since = max(seen.up_since, since) if seen.is_up and seen.up_since is not None else now
            return _at_least(check, int((now - since).total_seconds() // 60))
        case CheckKind.PORT_SPEED:
            mbps = None if seen.speed_bps is None else seen.speed_bps // 1_000_000
            return _at_least(check, mbps if seen.is_up else 0)
        case CheckKind.PORTS:
            return _at_least(check, seen.ports)
        case CheckKind.FIRMWARE:
            return (seen.version == check.wanted if seen.version else None), seen.version


def _at_least(check: Wanted, measured: int | None) -> tuple[bool | None, str]:
    return (None, "") if measured is None else (measured >= _whole(check.wanted), str(measured))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def is_passed(results: Sequence[Result]) -> bool:
    """Every check passed, and there was one."""
    return bool(results) and all(one.standing is Standing.PASSED for one in results)
